"""How a paper lies on a page: strips from top to bottom, each with its words and boxes, whatever draws them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from chat.reply import Block, Look
from services.paper import Bars, Paper, Part, Table, within_limit
from services.typeface import Typeface

INK, FAINT, ACCENT, SECOND, RAIL, PALE = "#1f2937", "#6b7280", "#2f6f9f", "#d98a2b", "#e8edf2", "#f3f6f9"
COLOURS = (ACCENT, SECOND)
TITLE, HEAD, TEXT, NOTE = 32, 24, 20, 16
LEADING = 1.5
ASCENT = 0.88
"""From the top of a line of words to its baseline, in sizes: the font's own measure."""

_GAP, _INDENT, _PAD, _BAR = 14, 30, 8, 18
_COLUMN_MOST = 0.5
_LABEL_MOST = 0.34


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words with its upper left corner, in a size and a colour."""

    x: float
    y: float
    text: str
    size: float
    ink: str = INK


@dataclass(frozen=True, slots=True)
class Box:
    """A filled box."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True)
class Strip:
    """What must stay on one sheet. `keeps`: it also stays with the next one; `head` goes before it on a new one. Boxes lie under words."""

    height: float
    marks: tuple[Words | Box, ...] = ()
    keeps: bool = False
    head: "Strip | None" = None


class Layout:
    """Lays papers out in a column of a width; all measures in its unit, text being 20 high."""

    def __init__(self, face: Typeface, width: float) -> None:
        self._face = face
        self._width = width

    def strips(self, paper: Paper) -> list[Strip]:
        """The paper from its title to its foot."""
        shown = [strip for part in within_limit(paper.parts) for strip in self._part(part)]
        return [*self._lines(paper.title, TITLE, ACCENT), Strip(_GAP), *shown, Strip(_GAP), *self.foot(paper)]

    def foot(self, paper: Paper) -> list[Strip]:
        """The foot alone."""
        return self._lines(paper.foot, NOTE, FAINT)

    def _part(self, part: Part) -> Iterator[Strip]:
        if isinstance(part, Block):
            yield from self._block(part)
        elif isinstance(part, Table):
            yield from self._table(part)
        else:
            yield from self._bars(part)

    def _block(self, block: Block) -> Iterator[Strip]:
        if not block.text:
            return
        if block.look is Look.TITLE:
            yield Strip(_GAP)
            yield from (replace(line, keeps=True) for line in self._lines(block.text, HEAD, ACCENT))
        elif block.look is Look.QUOTE:
            lines = self._lines(block.text, TEXT, INK, _INDENT)
            yield from (replace(one, marks=(*_quoted(self._width, one.height), *one.marks)) for one in lines)
            yield Strip(_GAP / 2)
        elif block.look is Look.ITEM:
            yield from self._item(block)
        elif block.look is Look.TEXT:
            yield from self._lines(block.text, TEXT, INK)
        else:
            yield from self._lines(block.text, NOTE, FAINT)
        yield Strip(_GAP / 2)

    def _item(self, block: Block) -> Iterator[Strip]:
        yield Strip(_GAP / 2 if block.number else 0)
        first, *others = self._lines(block.text, TEXT, INK, _INDENT)
        number = Words(0, first.marks[0].y, f"{block.number}." if block.number else "•", TEXT, ACCENT)
        yield replace(first, marks=(number, *first.marks), keeps=True)
        yield from others

    def _lines(self, text: str, size: float, ink: str, left: float = 0) -> list[Strip]:
        lines = self._face.lines(self._face.visible(text), size, self._width - left)
        return [Strip(size * LEADING, (_line(left, line, size, ink),)) for line in lines]

    def _headed(self, title: str) -> Iterator[Strip]:
        yield Strip(_GAP)
        if title:
            yield from (replace(line, keeps=True) for line in self._lines(title, HEAD, ACCENT))
            yield Strip(_GAP / 2, keeps=True)

    def _table(self, table: Table) -> Iterator[Strip]:
        yield from self._headed(table.title)
        widths = self._columns(table)
        right = [at > 0 and all(_is_figure(row[at]) for row in table.rows) for at in range(len(table.columns))]
        head = self._row(table.columns, widths, right, RAIL)
        yield replace(head, keeps=True)
        for number, row in enumerate(table.rows, 1):
            # The last row alone on a sheet is easily overlooked.
            last_but_one = number == len(table.rows) - 1
            yield replace(self._row(row, widths, right, "" if number % 2 else PALE), head=head, keeps=last_but_one)
        yield from self._below(table.note)

    def _row(self, row: Sequence[str], widths: Sequence[float], right: Sequence[bool], fill: str) -> Strip:
        cells = [self._face.lines(self._face.visible(word), NOTE, width - 2 * _PAD) for word, width in zip(row, widths, strict=True)]
        height = max(map(len, cells)) * NOTE * LEADING + _PAD
        marks: list[Words | Box] = [Box(0, 0, self._width, height, fill)] if fill else []
        left = 0.0
        for lines, width, ends in zip(cells, widths, right, strict=True):
            for at, line in enumerate(lines):
                x = left + (width - _PAD - self._face.width(line, NOTE) if ends else _PAD)
                marks.append(_line(x, line, NOTE, INK, at * NOTE * LEADING + _PAD / 2))
            left += width
        return Strip(height, tuple(marks))

    def _columns(self, table: Table) -> list[float]:
        """Widths by what stands in the columns, none over half of the page, all together the page."""
        most = self._width * _COLUMN_MOST
        columns = zip(table.columns, *table.rows, strict=True)
        wished = [min(most, max(self._face.width(self._face.visible(word), NOTE) for word in column) + 2 * _PAD) for column in columns]
        return [width * self._width / sum(wished) for width in wished]

    def _bars(self, bars: Bars) -> Iterator[Strip]:
        yield from self._headed(bars.title)
        if len(bars.series) > 1:
            yield self._legend(bars.series)
        labels = [self._face.cut(self._face.visible(bar.label), TEXT, self._width * _LABEL_MOST) for bar in bars.bars]
        left = max((self._face.width(label, TEXT) for label in labels), default=0) + _PAD
        said = max((self._face.width(word, NOTE) for bar in bars.bars for word in bar.said), default=0) + _PAD
        most = max((figure for bar in bars.bars for figure in bar.figures if figure), default=0) or 1
        for label, bar in zip(labels, bars.bars, strict=True):
            height = len(bar.figures) * (_BAR + 4)
            marks: list[Words | Box] = [_line(0, label, TEXT, INK, (height - TEXT * LEADING) / 2)]
            for at, (figure, word) in enumerate(zip(bar.figures, bar.said, strict=True)):
                y, long = at * (_BAR + 4), (self._width - left - said) * (figure or 0) / most
                marks += [Box(left, y, max(long, 2), _BAR, COLOURS[at % 2] if figure else RAIL)]
                marks += [_line(left + max(long, 2) + _PAD, self._face.visible(word), NOTE, INK, y + (_BAR - NOTE * LEADING) / 2)]
            yield Strip(height + _GAP, tuple(marks))
        yield from self._below(bars.note)

    def _legend(self, series: Sequence[str]) -> Strip:
        marks: list[Words | Box] = []
        x = 0.0
        for at, name in enumerate(series):
            marks += [Box(x, 4, NOTE, NOTE, COLOURS[at % 2]), _line(x + NOTE + _PAD, name, NOTE, INK)]
            x += NOTE + 4 * _PAD + self._face.width(name, NOTE)
        return Strip(NOTE * LEADING + _PAD, tuple(marks), keeps=True)

    def _below(self, note: str) -> Iterator[Strip]:
        if note:
            yield Strip(_GAP / 2)
            yield from self._lines(note, NOTE, FAINT)
        yield Strip(_GAP / 2)


def height(strips: Iterable[Strip]) -> float:
    """How high strips are together."""
    return sum(strip.height for strip in strips)


def sheets(strips: Sequence[Strip], room: float) -> list[list[Strip]]:
    """Strips on sheets of a height: what keeps together is not parted, unless it is higher than a sheet."""
    pages: list[list[Strip]] = [[]]
    for group in _groups(strips):
        if not any(strip.marks for strip in group):
            # A gap is for what stands on both sides of it.
            pages[-1] += group if pages[-1] and height(pages[-1]) + height(group) <= room else []
            continue
        if pages[-1] and height(pages[-1]) + height(group) > room:
            pages.append(_headed(group[0]))
        for strip in group:
            if pages[-1] and height(pages[-1]) + strip.height > room:
                pages.append(_headed(strip))
            pages[-1].append(strip)
    return pages


def _headed(strip: Strip) -> list[Strip]:
    """A new sheet before a strip."""
    return [strip.head] if strip.head else []


def _groups(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    ends = [0]
    for strip in strips:
        ends.append(ends[-1] + (not strip.keeps))
    for _, group in groupby(zip(ends, strips, strict=False), key=lambda one: one[0]):
        yield [strip for _, strip in group]


def _line(x: float, text: str, size: float, ink: str, y: float = 0) -> Words:
    """A line of words in the middle of its leading."""
    return Words(x, y + size * (LEADING - 1) / 2, text, size, ink)


def _quoted(width: float, tall: float) -> tuple[Box, Box]:
    return Box(0, 0, width, tall, PALE), Box(0, 0, 5, tall, ACCENT)


def _is_figure(word: str) -> bool:
    return not word or word[0].isdigit() or word in {"—", "<5"}
