"""The figures of a text, each with what it is said of: enough to see that a figure was moved to another thing or another year."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.patterns import pattern
from rag.fold import numeral, squash

_LONG_UNITS = r"个百分点|百分点|平方米|学时|课时|学年|学期|小时|分钟|公里|工作日|周年"
_UNIT = rf"{_LONG_UNITS}|[元个家所项人名年月日号天周次种类倍成条门届批期套台份户亩吨岁级度分%‰]"
_FIGURE = pattern(
    rf"(?P<of>百分之)?(?:(?P<digits>\d[\d,]*(?:\.\d+)?)|(?P<han>[零〇一二两三四五六七八九十百千万]+))"
    rf"(?P<more>[余多])?(?P<scale>[千万]?亿|[十百千]?万|千)?(?P<unit>{_UNIT})?"
)
_SCALES = {"千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "千亿": 10**11, "万亿": 10**12, "": 1}
_COUNTED = frozenset("个家所项人名种类条门批套台份户次")
_SEGMENT = pattern(r"(?:(?<!\d),|,(?!\d)|[、;。:!?()《》\n])+")
_BOUND = pattern(
    r"不低于|不少于|不小于|不超过|不高于|不多于|至少|最高|最多|最低|以上|以下|以内|超过|大于|小于|高于|低于|封顶|约|左右|[余多](?=[个家所项人名万亿])"
)
_RUN = pattern(r"[\u4e00-\u9fff]+")
# 一批, 一种: an article rather than a number.
_ARTICLE = pattern(r"一[个种批类次项条份套]")


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its unit, the years it is said for, the words it is said of (pairs of characters) and the bounds around it."""

    value: Decimal
    unit: str
    years: frozenset[int]
    near: frozenset[str]
    bounds: frozenset[str]


def is_said(fact: Fact, known: Iterable[Fact]) -> bool:
    """Whether a figure is, among those known for the same unit and years, the one that is said of what is most like its own thing."""
    rivals = [one for one in known if one.unit == fact.unit and (not fact.years or not one.years or fact.years & one.years)]
    likeness = max((len(fact.near & one.near) for one in rivals), default=0)
    return any(
        (one.value, one.bounds) == (fact.value, fact.bounds) and (likeness > 0 or not fact.near or not one.near)
        for one in rivals
        if len(fact.near & one.near) == likeness
    )


def pairs(text: str) -> frozenset[str]:
    """Every two neighbouring Chinese characters."""
    return frozenset(run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1))


def years_of(text: str) -> frozenset[int]:
    """The years that a text names, with or without 年."""
    return frozenset(int(hit) for hit in re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|[-—–~至到/,、)）]|$)", squash(text)))


def facts_of(text: str) -> Iterator[Fact]:
    """Every figure. A stretch without a year of its own is said of the last year before it."""
    years: frozenset[int] = frozenset()
    for segment in _SEGMENT.split(squash(text)):
        years = years_of(segment) or years
        bounds = frozenset(_BOUND.findall(segment))
        for hit in _FIGURE.finditer(segment):
            value = _value(hit)
            if value is not None and _is_year(hit):
                around = f"{segment[: hit.start()]} {segment[hit.end() :]}"
                yield Fact(value, "年份", frozenset(), pairs(around), frozenset())
            elif value is not None:
                unit = "%" if hit["of"] else hit["unit"] or ""
                yield Fact(value, unit, years, _near(segment, hit, unit), bounds)


def _value(hit: re.Match[str]) -> Decimal | None:
    """The number; None where a numeral is part of a word (一体化, 十四五)."""
    scale = _SCALES[hit["scale"] or ""]
    if hit["digits"]:
        return Decimal(hit["digits"].replace(",", "")) * scale
    if not (hit["unit"] or hit["scale"] or hit["of"]) or _ARTICLE.fullmatch(hit[0]):
        return None
    value = numeral(hit["han"])
    return None if value is None else Decimal(value) * scale


def _is_year(hit: re.Match[str]) -> bool:
    return bool(hit["digits"] and hit["unit"] in {None, "年"} and hit.end("digits") - hit.start("digits") == 4 and years_of(hit["digits"]))


def _near(segment: str, hit: re.Match[str], unit: str) -> frozenset[str]:
    """What is counted follows its number; what is measured goes before it."""
    before, after = pairs(_BOUND.sub(" ", segment[: hit.start()])), pairs(_BOUND.sub(" ", segment[hit.end() :]))
    return (after or before) if unit in _COUNTED else (before or after)
