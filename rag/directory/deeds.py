"""What enterprises do for education, and what they are: one vocabulary for people's sentences and for the papers' conditions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from domain.patterns import pattern
from rag.directory.amounts import MOST, sums, value_of
from rag.fold import narrow


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that an enterprise does. `name` is its official term."""

    key: str
    name: str
    form: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Status:
    """Something that an enterprise is or is not, and that papers make a condition. `ask` asks for it."""

    key: str
    name: str
    ask: str
    form: re.Pattern[str]


N = TypeVar("N", int, Decimal)
_NEAR = "[^,;。、]"
DEEDS = tuple(
    Deed(key, name, pattern(form))
    for key, name, form in (
        (
            "school",
            "兴办职业教育",
            rf"(?:兴办|举办|投资|创办|参与|开办|办|投){_NEAR}{{0,6}}(?:职业教育|职教|职业院校|职业学校|职校|技校|技工学校|高等教育)|办学(?!企业|主体|条件)",
        ),
        ("intern", "接收学生实习", rf"(?:接收|接纳|接待|接|收|吸纳|安排|带|招){_NEAR}{{0,14}}(?:实习|见习|实训(?!基地|中心))|实习补[贴助]"),
        ("apprentice", "培养学徒", r"学徒"),
        (
            "hire",
            "录用毕业生",
            rf"(?:录用|招用|招聘|招收|招录|招|吸纳|留用|聘用|接收|录){_NEAR}{{0,16}}(?:毕业生|应届生|大学生|中专生|职校生)",
        ),
        ("base", "建设实训基地", r"(?:实训|实习|实践)(?:教学)?(?:基地|中心)"),
        ("college", "共建产业学院", r"产业学院"),
        (
            "equipment",
            "向学校捐赠或投放设备",
            rf"(?:捐|投放|赠|送|拿出?|提供){_NEAR}{{0,14}}(?:设备|机床|仪器)|(?:设备|机床|仪器){_NEAR}{{0,4}}(?:捐|送)",
        ),
        ("order", "开展订单培养", r"订单(?:班|式|培养)|定向培养"),
        ("training", "培训职工", rf"(?:职工|员工|工人){_NEAR}{{0,8}}(?:培训|夜校)|在岗培训|培训{_NEAR}{{0,4}}(?:职工|员工|工人)"),
        ("technology", "技术合作和成果转化", r"技术(?:合同|转让|开发|服务|交易|难题)|成果转化|揭榜"),
        ("finance", "融资", r"贷款|融资|上市|贴息"),
        (
            "cooperate",
            "参与校企合作",
            rf"校企合作|校地融合|(?:参与|开展){_NEAR}{{0,4}}产教融合|(?:和|跟|与|同){_NEAR}{{0,6}}(?:院校|学校|高校|大学|学院|职校)合作",
        ),
    )
)
STATUSES = tuple(
    Status(key, name, ask, pattern(form))
    for key, name, ask, form in (
        ("listed", "产教融合型企业", "企业是否已列入产教融合型企业名单？", r"产教融合型(?:试点)?企业"),
        ("leading", "龙头企业", "企业是龙头企业吗？", r"龙头企业"),
        ("hightech", "高新技术企业", "企业是高新技术企业吗？", r"高新技术企业"),
        ("special", "专精特新企业", "企业是“专精特新”企业吗？", r"专精特新[\"”]?(?:[^,;。]{0,3})?企业"),
        ("small", "中小微企业", "企业属于中小微企业吗？", r"中小微企业|小微企业|小型微型企业|中小企业"),
        ("sized", "规模以上企业", "企业是规模以上企业吗？", r"规模以上|规上"),
    )
)
TOGETHER = frozenset({"school", "intern", "apprentice", "base", "college", "equipment", "order", "cooperate"})
"""Deeds that are a cooperation with schools."""

INVESTED = frozenset({"school", "base", "college", "equipment"})
"""Deeds that cost a sum at once."""
LEVELS = {"中职": pattern("中职|中专|技校|技工"), "高职": pattern("高职|大专|专科"), "本科": pattern("本科|研究生")}
"""Sorts of schools that people and papers tell apart."""

_HEADS = pattern(r"(?<![\d.])(?P<count>\d{1,6}|[一二两三四五六七八九十百千]{1,6})(?:来|多)?(?:个|名|人|位)(?![月年亿])")
_PIECE = pattern(r"[^,;。!?、]+")
_AND = pattern(r"(?:又|还|另外|同时|并且|以及|和(?=接|招|建|投|捐|录))")


@dataclass(frozen=True, slots=True)
class Done:
    """A deed of somebody's, with the yuan and the people that they told of it (None where they told none)."""

    deed: Deed
    yuan: Decimal | None = None
    heads: int | None = None


def deeds_in(text: str) -> list[Deed]:
    """The deeds that a text speaks of."""
    plain = narrow(text)
    return [deed for deed in DEEDS if deed.form.search(plain)]


def statuses_in(text: str) -> list[Status]:
    """The statuses that a text speaks of."""
    plain = narrow(text)
    return [status for status in STATUSES if status.form.search(plain)]


def levels_in(text: str) -> frozenset[str]:
    """The sorts of schools that a text names."""
    return frozenset(name for name, form in LEVELS.items() if form.search(text))


def done_in(text: str) -> tuple[list[Done], Decimal | None]:
    """The deeds in a sentence, each with its own sum and people, and the sum that belongs to none of them."""
    found: dict[str, Done] = {}
    loose: list[Decimal] = []
    for piece in _pieces(narrow(text)):
        deeds = deeds_in(piece)
        yuan = next((one.yuan for one in sums(piece) if 0 < one.yuan <= MOST), None)
        heads = next((int(value_of(hit["count"])) for hit in _HEADS.finditer(piece)), None)
        if yuan is not None and not deeds:
            loose.append(yuan)
        for deed in deeds:
            told = found.get(deed.key, Done(deed))
            found[deed.key] = Done(deed, _either(told.yuan, yuan), _either(told.heads, heads))
    return list(found.values()), loose[0] if len(loose) == 1 else None


def _pieces(text: str) -> Iterator[str]:
    for hit in _PIECE.finditer(text):
        yield from _AND.split(hit[0])


def _either(first: N | None, second: N | None) -> N | None:
    return second if first is None else first
