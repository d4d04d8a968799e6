"""The automatic numbers of Word paragraphs (一、 · (一) · 1.), which stand in no paragraph's text and which every reader sees."""

import re
from typing import Any

from docx.oxml.ns import qn

_VALUE = qn("w:val")
_CN = "零一二三四五六七八九"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"}
)
_DEEPEST = 9


class Numbers:
    """Counts through a document: ask for each paragraph once, in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, list[int]] = {}
        self._abstract: dict[str, str] = {}
        self._by_style = _style_numbers(document)
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        formats = {one.get(qn("w:abstractNumId")): _levels(one) for one in numbering.iterchildren(qn("w:abstractNum"))}
        for one in numbering.iterchildren(qn("w:num")):
            abstract = next((child.get(_VALUE) for child in one.iterchildren(qn("w:abstractNumId"))), "")
            self._levels[one.get(qn("w:numId"))] = formats.get(abstract, {})
            self._abstract[one.get(qn("w:numId"))] = abstract or ""

    def of(self, paragraph: Any) -> str:
        """The number that stands before a paragraph, "" where there is none or only a bullet."""
        number, level = self._numbered(paragraph)
        formats = self._levels.get(number, {})
        if level not in formats:
            return ""
        counts = self._counts.setdefault(self._abstract.get(number, number), [0] * _DEEPEST)
        for deeper in range(level + 1, _DEEPEST):
            counts[deeper] = 0
        for upper in range(level):
            counts[upper] = counts[upper] or formats.get(upper, ("", "", 1))[2]
        counts[level] = counts[level] + 1 if counts[level] else formats[level][2]
        kind, pattern, _ = formats[level]
        if kind in {"bullet", "none"}:
            return ""
        return re.sub(r"%(\d)", lambda hit: _written(formats.get(int(hit[1]) - 1, ("decimal", "", 1))[0], counts[int(hit[1]) - 1]), pattern)

    def _numbered(self, paragraph: Any) -> tuple[str, int]:
        """The list that a paragraph belongs to and its level there, of its own or by its style."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "", 0
        style = properties.find(qn("w:pStyle"))
        number, level = self._by_style.get(style.get(_VALUE), ("", 0)) if style is not None else ("", 0)
        own = properties.find(qn("w:numPr"))
        if own is not None:
            number, level = _list_of(own, number, level)
        return number, level if 0 <= level < _DEEPEST else 0


def _list_of(element: Any, number: str, level: int) -> tuple[str, int]:
    told, depth = element.find(qn("w:numId")), element.find(qn("w:ilvl"))
    return (told.get(_VALUE) if told is not None else number), (_int(depth.get(_VALUE), 0) if depth is not None else level)


def _style_numbers(document: Any) -> dict[str, tuple[str, int]]:
    """Lists that styles bring with them."""
    found = {}
    for style in document.styles.element.iterchildren(qn("w:style")):
        element = next(style.iter(qn("w:numPr")), None)
        if element is not None:
            found[style.get(qn("w:styleId"))] = _list_of(element, "", 0)
    return found


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    """For each level its format, its pattern (%1、) and the number that it starts with."""
    levels = {}
    for level in abstract.iterchildren(qn("w:lvl")):
        values = {child.tag: child.get(_VALUE, "") for child in level}
        depth = _int(level.get(qn("w:ilvl")), 0)
        levels[depth] = (values.get(qn("w:numFmt"), "decimal"), values.get(qn("w:lvlText"), ""), _int(values.get(qn("w:start")), 1))
    return levels


def _int(value: str | None, default: int) -> int:
    return int(value) if value and value.isdigit() and len(value) < 6 else default


def _written(kind: str, number: int) -> str:
    """A count as Word writes it."""
    if kind in _CHINESE:
        return chinese(number)
    if kind.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if kind in {"lowerLetter", "upperLetter"} and 1 <= number <= 26:
        return chr((0x60 if kind == "lowerLetter" else 0x40) + number)
    if kind == "decimalZero":
        return f"{number:02d}"
    return str(number)


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十, 105 → 一百零五; figures from a thousand on."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_CN[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_CN[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_CN[ones] if ones else "")
