"""Made-up corpora of any size, the same for the same seed: sentences of our own digests, moved to invented towns.

Many towns share wording, names of invented firms, parks and projects make the vocabulary grow, figures differ. Passage n is the same in
every size, and nothing is kept in memory: whoever asks for half a million gets them one by one.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vectorstore.entry import Entry

SEED = 7
NATIONWIDE = 0.05
"""The share of passages that hold everywhere; the rest lies in one of TOWNS."""

_CORPUS = Path(__file__).resolve().parent.parent / "corpus"
_PLACES = re.compile("包头市?|巴音郭楞(?:蒙古自治州|州)?|巴州|库尔勒市?|平顶山市?|鹰城|普陀区?|上海市?|内蒙古|新疆|河南省?")
_FIGURE = re.compile(r"(?<![\d年.])(?!20\d\d)\d+(?![\d年月日.])")
_FIRST = "青白云长安新永丰金石龙凤东西南北临平定宁广通海河山林玉清泉江湖明德兴泰和顺昌"
_SECOND = "石河岭州原阳川溪城台田浦港桥湾山陵江源水塘岗坪洲口泽谷"
_BRAND = "华瑞恒通达盛鑫宏远博创智联信诚科腾飞启航中天晟嘉誉凯隆源峰锦程亿豪森润佳品卓越蓝海星辰力诺德沃森光华玖川"
_TRADES = (
    "装备制造",
    "稀土材料",
    "光伏硅料",
    "生物医药",
    "纺织服装",
    "现代农业",
    "电子信息",
    "物流仓储",
    "新能源汽车",
    "工业软件",
    "节能环保",
    "旅游康养",
)
_KINDS = ("有限公司", "集团", "股份公司", "研究院", "产业园", "科技园", "技师学院", "职业学院", "实训中心", "联合实验室")
_DEEDS = (
    "{firm}与{other}共建{trade}实训基地{a}个，每年接收学生{b}人。",
    "对{firm}引进的{trade}人才，按每人{a}万元给予一次性补贴，共{b}人。",
    "{firm}承担{trade}方向的订单培养，{b}名学生由{other}的导师带教。",
    "{other}牵头{trade}攻关项目“{code}”，{firm}出资{a}万元。",
    "“{code}”项目落户{firm}，面向{trade}开放岗位{b}个。",
)
_TAILS = ("有哪些规定？", "是怎么说的？", "怎么申请？", "有补贴吗？", "由谁负责？", "具体是多少？", "")


@dataclass(frozen=True, slots=True)
class Town:
    """An invented town under a code that looks like those of GB/T 2260."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A made question: its words, the region of who asks, and the passage that it was drawn from."""

    text: str
    region: str
    passage: int


def _towns() -> tuple[Town, ...]:
    chance = random.Random(SEED)
    names = sorted({first + second for first in _FIRST for second in _SECOND if first != second})
    chance.shuffle(names)
    codes = [f"{province}{city:02}00" for province in range(11, 31) for city in range(1, 16)]
    return tuple(Town(code, f"{name}市") for code, name in zip(codes, names, strict=False))


TOWNS = _towns()
"""300 of them."""


@lru_cache(maxsize=1)
def sentences() -> tuple[str, ...]:
    """The whole sentences of the digests, with {} where their own town was named."""
    found: dict[str, None] = {}
    for file in sorted(_CORPUS.glob("*.md")):
        body = file.read_text("utf-8").split("---", 2)[2]
        lines = (line.lstrip("- ").strip() for line in body.splitlines() if not line.startswith("#"))
        for line in lines:
            for sentence in re.findall(r"[^。]+。", line):
                if 12 <= len(sentence) <= 90 and not set(sentence) & set("{}"):
                    found[_PLACES.sub("{}", sentence)] = None
    return tuple(found)


def passages(count: int, seed: int = SEED) -> Iterator[Entry]:
    """Passages 1 to count, about 150 characters each."""
    for id_ in range(1, count + 1):
        yield passage(id_, seed)


def passage(id_: int, seed: int = SEED) -> Entry:
    """The passage of a number, whatever the size of the corpus."""
    chance = random.Random(seed * 1_000_003 + id_)
    town = None if chance.random() < NATIONWIDE else TOWNS[int(chance.random() * len(TOWNS))]
    told = [_deed(chance)]
    while sum(map(len, told)) < 110:
        told.append(_sentence(chance, town.name if town else "各地"))
    return Entry(id_, town.code if town else "", "".join([town.name if town else "", *reversed(told)]))


def questions(count: int, of: int, seed: int = SEED) -> Iterator[Asked]:
    """Questions about the passages 1 to `of`: words of one sentence, as somebody might remember them."""
    chance = random.Random(f"questions:{seed}")
    for _ in range(count):
        entry = passage(chance.randint(1, of), seed)
        told = [part for part in re.split("[，。、；：“”]", entry.text) if len(part) > 3]
        some = [_remembered(part, chance) for part in chance.sample(told, min(2, len(told)))]
        name = next((town.name[:-1] for town in TOWNS if town.code == entry.region), "")
        called = name if chance.random() < 0.5 else ""
        yield Asked(f"{called}{'，'.join(some)}{chance.choice(_TAILS)}", entry.region, entry.id)


def _remembered(part: str, chance: random.Random) -> str:
    long = chance.randint(4, 12)
    begin = chance.randint(0, max(0, len(part) - long))
    return part[begin : begin + long]


def _sentence(chance: random.Random, place: str) -> str:
    kept = sentences()
    sentence = kept[int(chance.random() * len(kept))].replace("{}", place)
    return _FIGURE.sub(lambda _: str(int(chance.random() * 900) + 1), sentence)


def _deed(chance: random.Random) -> str:
    return chance.choice(_DEEDS).format(
        firm=_firm(chance),
        other=_firm(chance),
        trade=chance.choice(_TRADES),
        a=int(chance.random() * 900) + 1,
        b=int(chance.random() * 9000) + 1,
        code=f"{chance.choice(_BRAND)}{chance.choice(_BRAND)}-{int(chance.random() * 100_000)}",
    )


def _firm(chance: random.Random) -> str:
    name = "".join(_BRAND[int(chance.random() * len(_BRAND))] for _ in range(3))
    return chance.choice(TOWNS).name[:-1] + name + chance.choice(_KINDS)
