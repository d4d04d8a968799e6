"""Sentences of a Chinese text, as offsets: they end at 。！？ and at line breaks, and take with them what belongs to them."""

from bisect import bisect_left
from collections.abc import Sequence

from domain.patterns import pattern
from rag.loading.bodies import Naming, namings
from rag.loading.spans import trimmed

LONGEST = 400
_END = pattern(r"[。！？!?]+[”’」』》〉)）\]】\"']*|\n")
_CUTS = (pattern(r"[；;][”’」』》)）]*"), pattern(r"[，,][”’」』》)）]*"), pattern(r"[、][”’」』》)）]*|\s"))
_SHORTEST_CUT = 120
_GAP = pattern(r"\s{0,40}")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text in order, [start, end) without white space around them, none longer than 400 characters.

    Brackets that name responsible bodies stay with the sentence before them.
    """
    brackets = [naming for naming in namings(text) if text[naming.start] in "(（[【"]
    starts = [naming.start for naming in brackets]
    found: list[tuple[int, int]] = []
    begin = 0
    while begin < len(text):
        end = _with_brackets(text, _sentence_end(text, begin, brackets, starts), brackets, starts)
        start, stop = trimmed(text, begin, end)
        if start < stop:
            found.extend(_cut(text, start, stop))
        begin = end
    return found


def _sentence_end(text: str, begin: int, brackets: Sequence[Naming], starts: Sequence[int]) -> int:
    """Where the sentence that starts here ends; a mark inside of brackets that name bodies ends nothing."""
    place = begin
    while hit := _END.search(text, place):
        before = bisect_left(starts, hit.start()) - 1
        if before < 0 or hit.start() >= brackets[before].end - 1:
            return hit.end()
        place = brackets[before].end
    return len(text)


def _with_brackets(text: str, end: int, brackets: Sequence[Naming], starts: Sequence[int]) -> int:
    """The end of a sentence after the bodies that follow it."""
    while True:
        gap = _GAP.match(text, end)
        after = gap.end() if gap else end
        at = bisect_left(starts, after)
        if at == len(starts) or starts[at] != after:
            return end
        end = brackets[at].end
        if text[end : end + 1] in ("。", "；", ";"):
            end += 1


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence of any length in pieces of at most 400 characters: at ；, else at ，, else between the items of a list."""
    pieces = []
    while end - start > LONGEST:
        stop = _cut_at(text, start)
        pieces.append(trimmed(text, start, stop))
        start, _ = trimmed(text, stop, end)
    pieces.append((start, end))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _cut_at(text: str, start: int) -> int:
    """The best place to cut within the next 400 characters."""
    for mark in _CUTS:
        stops = [hit.end() for hit in mark.finditer(text, start + _SHORTEST_CUT, start + LONGEST)]
        if stops:
            return stops[-1]
    return start + LONGEST
