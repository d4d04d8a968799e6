"""Questions as people mistype them: made from clean ones by seeded rules, each with one slip in a name or a term."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import opencc
from pypinyin import lazy_pinyin

CLEAN = (
    ("包头轻工职业技术学院建设哪些产业学院？", "包头轻工职业技术学院"),
    ("包头铁道职业技术学院要建的产业学院有哪些？", "包头铁道职业技术学院"),
    ("包头钢铁职业技术学院的产业学院叫什么？", "包头钢铁职业技术学院"),
    ("内蒙古科技大学有哪些产业学院？", "内蒙古科技大学"),
    ("包头师范学院的重点实验室是哪个？", "包头师范学院"),
    ("包头医学院建设哪些中心？", "包头医学院"),
    ("轻工职院有多少学生？", "轻工职院"),
    ("包头到2025年成立多少个现代产业学院？", "产业学院"),
    ("包头到2025年建多少个博士工作站？", "博士工作站"),
    ("包头到2025年共建多少个实训基地？", "实训基地"),
    ("包头的硕士联合培养基地目标是多少？", "硕士联合培养基地"),
    ("包头怎么支持校地融合的科创平台？", "校地融合"),
    ("普陀的产教融合型企业抵免多少？", "产教融合型企业"),
    ("普陀兴办职业教育抵免哪些附加？", "普陀"),
    ("普陀依靠哪三所高校的教育资源？", "普陀"),
    ("平顶山现在有多少所高等院校？", "平顶山"),
    ("河南城建学院有几个一流专业？", "河南城建学院"),
    ("平顶山学院的鲲鹏产业学院是什么地位？", "平顶山学院"),
    ("平顶山的校企合作提案是谁提的？", "校企合作"),
    ("巴州的产教融合示范园区有哪三处？", "示范园区"),
    ("巴州的五业联动指的是什么？", "五业联动"),
    ("自治州实训岗位留给学生多少比例？", "自治州"),
    ("巴州的产教融合型城市建设抢抓哪些机遇？", "产教融合"),
    ("包头光伏产业缺多少人才？", "光伏产业"),
)
"""Questions over the digests, each with the name or term in which the slip is made."""


@dataclass(frozen=True, slots=True)
class Slipped:
    """A question with a slip of some kind in it, and the clean one that was meant."""

    kind: str
    written: str
    meant: str


def slipped(seed: int = 2025) -> list[Slipped]:
    """Every clean question with every kind of slip that its name allows."""
    draw = random.Random(seed)
    return [one for question, name in CLEAN for one in _of(question, name, draw)]


def _of(question: str, name: str, draw: random.Random) -> Iterator[Slipped]:
    for kind, make in _KINDS.items():
        wrong = make(name, draw)
        if wrong and wrong != name:
            yield Slipped(kind, question.replace(name, wrong), question)
    yield Slipped("traditional", opencc.OpenCC("s2t").convert(question), question)


@cache
def _by_sound() -> dict[str, list[str]]:
    """The common characters (GB 2312, first level) by their syllable without tone."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", "ignore")
            if character:
                found[lazy_pinyin(character)[0]].append(character)
    return found


def _homophone(name: str, draw: random.Random) -> str:
    """One character for another that sounds the same."""
    place = draw.randrange(len(name))
    others = [one for one in _by_sound()[lazy_pinyin(name)[place]] if one != name[place]]
    return name[:place] + draw.choice(others) + name[place + 1 :] if others else ""


def _dropped(name: str, draw: random.Random) -> str:
    """A character left out; of a short name too little would be left to know it by."""
    place = draw.randrange(1, len(name))
    return name[:place] + name[place + 1 :] if len(name) >= 4 else ""


def _doubled(name: str, draw: random.Random) -> str:
    place = draw.randrange(len(name))
    return name[:place] + name[place] + name[place:]


def _swapped(name: str, draw: random.Random) -> str:
    place = draw.randrange(len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def _pinyin(name: str, draw: random.Random) -> str:
    return "".join(lazy_pinyin(name))


def _half_pinyin(name: str, draw: random.Random) -> str:
    """The first two characters in pinyin, the rest as it is."""
    return "".join(lazy_pinyin(name[:2])) + name[2:] if len(name) > 2 else ""


_KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "homophone": _homophone,
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "pinyin": _pinyin,
    "half pinyin": _half_pinyin,
}
