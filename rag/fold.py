"""One way of writing: simplified characters, half width, Chinese numerals where a figure is meant, full years.

`squash` is how two texts are compared letter by letter: white space and the width of marks do not count, nothing else is changed.
"""

import re
from functools import cache, lru_cache

import opencc

from domain.text import storable
from rag.numerals import with_years

_KEPT = 64
"""Texts whose folded form is remembered: each that looks what a message may be folds it again."""

_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_NARROW = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "【": "[", "】": "]"})
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{2})年(?!来|内|期|制|以上|左右|多)")


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC]:
    return opencc.OpenCC("t2s"), opencc.OpenCC("tw2sp")


def simplified(text: str) -> str:
    """Traditional characters and the words of Taiwan into those of the mainland; a simplified text is left as it is."""
    plain, phrases = _converters()
    return text if plain.convert(text) == text else phrases.convert(text)


def narrow(text: str) -> str:
    """Full-width letters, digits and marks in half width; the length stays the same."""
    return _WIDE.sub(lambda wide: _NARROW[wide[0]], text)


def squash(text: str) -> str:
    """The text without white space and width, for comparing to the letter."""
    return re.sub(r"\s+", "", narrow(text))


def full_years(text: str) -> str:
    """25年 → 2025年, where two digits can only be a year."""
    return _SHORT_YEAR.sub(lambda hit: f"20{hit[1]}年" if 10 <= int(hit[1]) <= 50 else hit[0], text)


def numeral(text: str) -> int | None:
    """The value of a Chinese numeral: 一万四千 → 14000; None for anything else."""
    if not _NUMERAL.fullmatch(text):
        return None
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign == "万":
            total += (section + digit) * 10000
            section = digit = 0
        else:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
    return total + section + digit


def holds(text: str, term: str) -> bool:
    """Whether a text has a term; a Latin word or a number only whole, for `as` is none of CNAS."""
    if term not in text:
        return False
    if not term.isascii():
        return True
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(term)}(?![a-z0-9])", text))


@lru_cache(_KEPT)
def fold(text: str) -> str:
    """A question as the rest of the house reads it."""
    text = narrow(simplified(storable(text).strip())).translate(_MARKS).lower()
    return full_years(with_years(re.sub(r"\s+", " ", text)))
