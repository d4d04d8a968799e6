"""Figures in official prose: the number, its unit, what is said about it, and the words on both sides that tell what it counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.patterns import pattern

_VALUE = (
    r"(?<![\dX.第〔])(?P<value>\d{1,3}(?:,\d{3})+|(?:\d+(?:\.\d+)?|X+)(?:[-—~至](?:\d+(?:\.\d+)?|X+))?"
    r"|[一二两三四五六七八九]?[十百千万](?:[一二三四五六七八九][十百千])*)"
)
_UNIT = (
    r"(?P<unit>万人次|人次|万人|万名|万家|万户|万个|亿元|万元|千元|元|个百分点|%|成|个月|学时|课时|小时(?!、)|公里|平方米|亩"
    r"|个|家|所|人|名|户|项|门|种|条|位|套|场|件|次|支|对|类(?!学生)|座|辆|台)"
)
_ABOUT = r"(?P<about>不少于|不低于|不超过|至少|达到|突破|超过|超|近(?!年)|约|逾|增至|增加到)?(?:有|为|组织|举办|开展|建成|建设|培养|培育)?"
_MORE = r"(?P<more>多|余|几)?"
_SIDE = r"(?P<side>(?:及)?以上|左右|以内|以下)?"
_FIGURE = pattern(rf"{_ABOUT}{_VALUE}{_MORE}{_UNIT}{_SIDE}")
_CALENDAR = pattern(r"(?P<value>\d{2}XX)(?:[-—~至]\d{4})?(?P<unit>年)")
_QUOTED = pattern(r"“[^”]*”|《[^》]*》|〔[^〕]*〕|\"[^\"]*\"")
_BRACKETED = pattern(r"\([^()]*\)")
_HARD = pattern(r"[,;。:!?()]")
_STOP = pattern(r"[,;。:!?()、]|\d|X")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at [start, end) of its sentence; `left` and `right` are the words beside it, up to the next mark or figure.

    `relation` is 突破, 以上, 左右 … or "".
    """

    value: str
    unit: str
    relation: str
    left: str
    right: str
    start: int
    end: int


def figures(text: str) -> Iterator[Figure]:
    """The figures of a sentence in half width. Years, numerals of one digit in characters (三个方面) and what stands quoted are none."""
    yield from _blank_years(text)
    plain = _QUOTED.sub(lambda hit: "◇" * len(hit[0]), text)
    marked = _BRACKETED.sub(lambda hit: "◇" * len(hit[0]), plain)
    last = 0
    for hit in _FIGURE.finditer(plain):
        hard = max((mark.end() for mark in _HARD.finditer(marked, 0, hit.start())), default=0)
        left = text[max(last, hard) : hit.start()]
        stop = _STOP.search(plain, hit.end())
        right = text[hit.end() : stop.start() if stop else len(text)]
        last = hit.end()
        if hit["value"] == "十":
            continue
        relation = hit["side"] or hit["about"] or ("多" if hit["more"] else "")
        yield Figure(hit["value"], hit["unit"], relation, left.strip("、"), right, hit.start(), hit.end())


def _blank_years(text: str) -> Iterator[Figure]:
    """Years that were left blank (20XX-2030年), with the name of the paper that they stand in."""
    for hit in _CALENDAR.finditer(text):
        opened = text.rfind("《", 0, hit.start())
        left = text[opened + 1 : hit.start()].strip("(（") if opened >= 0 else text[: hit.start()]
        yield Figure(hit["value"], hit["unit"], "", left, "", hit.start(), hit.end())
