"""Stretches of a text, [start, end): lines, and what holes leave of them."""

import re
from bisect import bisect_left
from collections.abc import Sequence

Span = tuple[int, int]


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends; an empty span when there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def lines_of(text: str) -> list[Span]:
    """The lines that hold something, in order, without the white space around them."""
    return [span for hit in re.finditer(r"[^\n]+", text) if (span := trimmed(text, *hit.span()))[0] < span[1]]


def without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """What is left of a span when the holes (in order, not overlapping) are taken out."""
    start, end = span
    left = []
    for at in range(max(0, bisect_left(holes, (start, start)) - 1), len(holes)):
        hole = holes[at]
        if hole[0] >= end:
            break
        if hole[1] <= start:
            continue
        if hole[0] > start:
            left.append((start, hole[0]))
        start = hole[1]
    if start < end:
        left.append((start, end))
    return left


def pieces(text: str, span: Span, holes: Sequence[Span]) -> list[Span]:
    """The same without white space at the ends, and without pieces of nothing else."""
    return [piece for part in without(span, holes) if (piece := trimmed(text, *part))[0] < piece[1]]


def union(*holes: Sequence[Span]) -> list[Span]:
    """Holes of several kinds in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(span for some in holes for span in some):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
