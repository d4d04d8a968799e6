"""Sums of money as people and papers write them: 100万, 一百万, 1.2亿, 500元; and how they are said again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from domain.patterns import pattern
from rag.fold import narrow

MOST = 10**13
"""A sum above this (in yuan) is taken for a slip of the pen."""

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_UNITS = {
    f"{place}{unit}": factor * size
    for unit, size in (("", 1), ("万", 10**4), ("亿", 10**8))
    for place, factor in (("", 1), ("十", 10), ("百", 100), ("千", 1000))
} | {"个亿": 10**8}
_SPOKEN = "零〇一二两三四五六七八九十百千"
_FIGURE = (
    r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|(?<![{_SPOKEN}])[{_SPOKEN}]*[零〇一二两三四五六七八九十][{_SPOKEN}]*|(?<![{_SPOKEN}]))"
)
_SUM = pattern(
    rf"(?<![\d.A-Za-z几多上数好]){_FIGURE}(?P<unit>[十百千]?[万亿]|个亿|百|千)?(?P<yuan>元|块钱?|圆)?"
    r"(?![多余几来]?(?:人|名|家|个|所|户|平|亩|册|次|年|月|日|%|吨|天|位|项|种|条|门|小时|学时|[\d.]|[多余几来]))"
)
_SPENT = pattern(r"(?:投资?入?|花|出资?|捐|拿出?|掏)了?(?:大概|差不多|约)?$")


@dataclass(frozen=True, slots=True)
class Sum:
    """So many yuan, written at [start, end) of a text."""

    yuan: Decimal
    start: int
    end: int


def sums(text: str) -> Iterator[Sum]:
    """The sums of money in a text. A bare figure is one only behind a word of spending; 几百万 and 100多万 are none."""
    held: Sum | None = None
    for one in _parts(narrow(text)):
        if held and held.end == one.start and one.yuan < held.yuan:
            held = Sum(held.yuan + one.yuan, held.start, one.end)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _parts(plain: str) -> Iterator[Sum]:
    """The sums with the parts of one (一亿两千万) by themselves."""
    for hit in _SUM.finditer(plain):
        figure, unit, yuan = hit["figure"], hit["unit"] or "", hit["yuan"]
        bare = not unit and not yuan and figure.isdigit() and len(figure) > 2 and _SPENT.search(plain[: hit.start()])
        if (unit.endswith(("万", "亿")) and (figure or len(unit) > 1)) or (figure and yuan) or bare:
            yield Sum(value_of(figure or "1") * _UNITS[unit], hit.start(), hit.end())


def sum_of(text: str) -> Decimal | None:
    """The one sum that was typed as an answer, bare figures too; None where there is none or more than one."""
    words = narrow(text).strip().replace(" ", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return Decimal(words)
    found = list(sums(words))
    return found[0].yuan if len(found) == 1 else None


def value_of(figure: str) -> Decimal:
    """The number of a figure in digits or in characters below ten thousand: 1,200 · 1.5 · 一百二十 · 三百五."""
    try:
        return Decimal(figure.replace(",", ""))
    except InvalidOperation:
        return Decimal(_spoken(figure))


def said(yuan: Decimal) -> str:
    """A sum as papers write it: 30万元, 1.2亿元, 1500元."""
    for size, unit in ((10**8, "亿元"), (10**4, "万元")):
        if yuan >= size:
            return f"{_plain(yuan / size)}{unit}"
    return f"{_plain(yuan)}元"


def _spoken(figure: str) -> int:
    total, digit, last = 0, 0, 1
    for sign in figure:
        if sign in _PLACES:
            last = _PLACES[sign]
            total += (digit or 1) * last
            digit = 0
        else:
            digit, last = _DIGITS[sign], last if _DIGITS[sign] else 10
    return total + (digit * last // 10 if digit and last > 10 else digit)


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.0001')).normalize():f}"
