"""Sentences put together into runs of about equal length."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.loading.openings import is_bodies_line
from rag.loading.sentences import LONGEST, sentences
from rag.loading.spans import Span

_TARGET = 320
_SHORT_LINE = 30
_BULLETS = ("-", "•", "·", "*", "●", "○", "■", "◆", "|")
_ENDS = "。！？!?；;，,、”』》)）】"


@dataclass(frozen=True, slots=True)
class Run:
    """Whole sentences, [start, end); `lead` is the line (…：) that a list was opened with before the run began."""

    start: int
    end: int
    lead: str = ""


def packed(text: str, span: Span, body_start: int) -> Iterator[Run]:
    """Runs that cover a span, each at most 400 characters; what stands before `body_start` is a heading and goes with what follows."""
    units = _units(text, span, body_start)
    wanted = (span[1] - span[0]) / max(1, -(-(span[1] - span[0]) // _TARGET))
    leads = _leads(text, units)
    first = 0
    for at in range(1, len(units) + 1):
        if at < len(units) and not _is_full(units[first][0], units[at - 1][1], units[at][1], wanted):
            continue
        yield Run(units[first][0], units[at - 1][1], leads[first])
        first = at


def _is_full(start: int, end: int, following: int, wanted: float) -> bool:
    """Whether a run had better end than take the next sentence, which ends at `following`."""
    return following - start > LONGEST or following - start - wanted > wanted - (end - start)


def _units(text: str, span: Span, body_start: int) -> list[Span]:
    """Sentences, those that must not be parted made one as long as that fits."""
    units: list[Span] = []
    for start, end in sentences(text[slice(*span)]):
        unit = (span[0] + start, span[0] + end)
        if units and unit[1] - units[-1][0] <= LONGEST and _belongs(text, units[-1], unit, body_start):
            units[-1] = (units[-1][0], unit[1])
        else:
            units.append(unit)
    return units


def _belongs(text: str, before: Span, unit: Span, body_start: int) -> bool:
    """Whether a sentence must stay with what precedes it."""
    words = text[slice(*unit)]
    if words.startswith(_BULLETS) and _opens_list(text[slice(*before)]):
        return True
    if before[1] <= body_start or text[before[1] - 1] in ":：" or is_bodies_line(text, *unit):
        return True
    last = text[text.rfind("\n", *before) + 1 : before[1]].strip() or text[slice(*before)]
    return len(last) <= _SHORT_LINE and last[-1] not in _ENDS and not last.startswith(_BULLETS)


def _opens_list(words: str) -> bool:
    """Whether a lead-in line stands at the end of what precedes a list, or of what precedes its first items."""
    before = re.split(r"\n\s*[-•·*●○■◆|]", words)[0]
    return before.rstrip().endswith((":", "："))


def _leads(text: str, units: list[Span]) -> list[str]:
    """For each unit the lead-in line that it stands beneath, "" where it stands beneath none."""
    leads, lead = [], ""
    for start, end in units:
        words = text[start:end]
        if not words.startswith(_BULLETS) and words[-1] in _ENDS:
            lead = ""
        leads.append(lead)
        opener = next((line.strip() for line in reversed(words.split("\n")) if line.rstrip().endswith((":", "："))), "")
        if opener:
            lead = opener
        elif words[-1] in "。！？" and not words.startswith(_BULLETS):
            lead = ""
    return leads
