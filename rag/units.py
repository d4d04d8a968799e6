"""What is quoted: a sentence, or a lead-in line together with the whole list that it leads to.

A list that loses an item, or an item without the line that says whose it is, would be a wrong answer to the letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.knowledge import Clause
from rag.loading.labels import LISTED, label_at
from rag.loading.sentences import sentences

LONGEST = 900
_SCRAP = 40
_HEAD = 200
_ITEM = re.compile(r"^\s*(?:[-*•·]\s+|[①-⑳]|[(（]\d{1,2}[)）]|\d{1,2}[)）])")

_FIRST = re.compile(r"一是|第一[,，、]|首先[,，]")
_SECOND = re.compile(r"二是|第二[,，、]|其次[,，]")
_NEXT = re.compile(r"[二三四五六七八九]是|第[二三四五六七八九][,，、]|(?:其次|再次|最后)[,，]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a document, [start, end); `items` are the spans of a list's items, without their marks.

    `lead` is the heading that a list stands under where no line of its own leads to it.
    """

    start: int
    end: int
    items: tuple[tuple[int, int], ...] = ()
    lead: str = ""


def units(clause: Clause, children: Sequence[Clause]) -> tuple[Unit, ...]:
    """The units of a clause's own text, in order: what lies before the first clause inside it, without number and heading."""
    begin = clause.body_start - clause.start
    end = min((child.start for child in children), default=clause.end) - clause.start
    own = clause.text[begin:end]
    shift = clause.start + begin
    spans = [(start + shift, stop + shift) for start, stop in sentences(own)]
    found = _grouped(clause, spans)
    if found and children and _text(clause, (found[-1].start, found[-1].end)).endswith((":", "：")):
        found[-1] = _led(found[-1], children)
    if not found and len(children) > 1 and clause.heading:
        found += _headed(clause, children)
    return tuple(found)


def is_enumerated(text: str) -> bool:
    """Whether a text counts its points itself: 一是…二是…"""
    return bool(_FIRST.search(text) and _SECOND.search(text))


def _led(lead: Unit, children: Sequence[Clause]) -> Unit:
    """A lead-in line with the numbered clauses below it as its items; alone where they are too long to be quoted together."""
    items = _items(children)
    last = items[-1][1]
    return lead if last - lead.start > LONGEST else Unit(lead.start, last, items)


def _headed(clause: Clause, children: Sequence[Clause]) -> list[Unit]:
    """The parts of a clause that is nothing but a heading over them (五、申报材料), unless they are too long to be quoted together."""
    parts = _items(children)
    start, end = parts[0][0], parts[-1][1]
    listed = all((label := label_at(child.text, 0, len(child.text))) and label.style in LISTED for child in children)
    return [Unit(start, end, parts, clause.heading)] if listed and end - start <= LONGEST else []


def _items(children: Sequence[Clause]) -> tuple[tuple[int, int], ...]:
    """Numbered clauses as items. Where all but the last are a line each, what follows the last one's line is no part of the list."""
    parts = sorted((child.start, child.end, child.text.split("\n", 1)[0]) for child in children)
    lines = all(end - start == len(line) for start, end, line in parts[:-1])
    return tuple((start, start + len(line) if lines else end) for start, end, line in parts)


def _grouped(clause: Clause, spans: list[tuple[int, int]]) -> list[Unit]:
    """Sentences as units; a line that ends in a colon takes the items below it along."""
    found: list[Unit] = []
    place = 0
    while place < len(spans):
        start, end = spans[place]
        place += 1
        items: list[tuple[int, int]] = []
        while (
            place < len(spans)
            and _is_scrap(clause, (spans[place - 1][0], spans[place - 1][1]))
            and end - start <= _HEAD
            and "\n\n" not in _text(clause, (end, spans[place][0]))
            and _is_scrap(clause, spans[place])
        ):
            end = spans[place][1]
            place += 1
        if _FIRST.search(_text(clause, (start, end))):
            while place < len(spans) and _NEXT.match(_text(clause, spans[place])) and spans[place][1] - start <= LONGEST:
                end = spans[place][1]
                place += 1
        if _text(clause, (start, end)).endswith((":", "：")):
            items, place = _items_below(clause, spans, place, start)
            end = items[-1][1] if items else end
        found.append(Unit(start, end, tuple(items)))
    return found


def _items_below(clause: Clause, spans: Sequence[tuple[int, int]], place: int, start: int) -> tuple[list[tuple[int, int]], int]:
    """The items that follow a lead-in line, each with all sentences of its line, and the place behind them."""
    items: list[tuple[int, int]] = []
    while place < len(spans) and spans[place][1] - start <= LONGEST:
        mark = _ITEM.match(_text(clause, spans[place]))
        if mark:
            items.append((spans[place][0] + mark.end(), spans[place][1]))
        elif items and "\n" not in _text(clause, (items[-1][1], spans[place][0])):
            items[-1] = (items[-1][0], spans[place][1])
        else:
            break
        place += 1
    return items, place


def _is_scrap(clause: Clause, span: tuple[int, int]) -> bool:
    """Whether a line is no sentence but a cell of a head (提案者 / 民盟市委会), which says nothing without its neighbours."""
    text = _text(clause, span)
    return len(text) <= _SCRAP and not text.endswith(tuple("。！？；：:;!?|")) and not _ITEM.match(text)


def _text(clause: Clause, span: tuple[int, int]) -> str:
    return clause.text[span[0] - clause.start : span[1] - clause.start]
