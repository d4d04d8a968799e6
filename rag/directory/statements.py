"""A document as statements: its sentences and the items of its lists, each with the line that leads to it and who is responsible."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.knowledge import Clause, Version
from domain.patterns import pattern
from rag.directory.entities import Source
from rag.fold import narrow
from rag.loading.bodies import Naming, namings
from rag.loading.sentences import sentences

_MARK = pattern(r"^\s*(?:[-*•·]\s+|[①-⑳]\s*|[(（]\d{1,2}[)）]\s*|\d{1,2}[)）]\s*)")

# A single word such as 建议： leads to everything, and so says nothing of any item.
_SHORTEST_LEAD, _LONGEST_LEAD = 5, 100


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or list item. `raw` and `lead` are the document's text, `text` and `introduction` the same in half width.

    `headings` are those around it, outermost first; `bodies` are responsible for it.
    """

    clause: Clause
    raw: str
    lead: str
    text: str
    introduction: str
    headings: str
    bodies: tuple[str, ...]

    @property
    def source(self) -> Source:
        """Where it stands."""
        return Source(self.clause.doc, self.clause.ordinal, self.raw, self.lead)


def statements(version: Version) -> Iterator[Statement]:
    """The statements of a document in reading order, without the words that only name responsible bodies."""
    clauses = version.clauses
    ends: dict[int, int] = {}
    for clause in clauses:
        if clause.parent >= 0:
            ends.setdefault(clause.parent, clause.start)
    owns = [version.text[clause.body_start : ends.get(clause.ordinal, clause.end)] for clause in clauses]
    for clause, own in zip(clauses, owns, strict=True):
        around = list(_around(clause, clauses))
        headings = " ".join(one.heading or one.label for one in reversed(around))
        inherited = next((one.bodies for one in around if one.bodies), ())
        lead = _leading(clauses[clause.parent], owns[clause.parent], ends[clause.parent]) if clause.parent >= 0 else ""
        yield from _of_clause(clause, own, headings, inherited, lead)


def _leading(clause: Clause, own: str, until: int) -> str:
    """What leads to the numbered clauses inside of a clause: its last line, or its heading, when that ends in a colon."""
    above = clause.text[: max(0, until - clause.start)].rstrip()
    last = own.strip().rpartition("\n")[2] or clause.heading
    return last if above.endswith((":", "：")) and _SHORTEST_LEAD <= len(last) <= _LONGEST_LEAD else ""


def _around(clause: Clause, clauses: Sequence[Clause]) -> Iterator[Clause]:
    yield clause
    while clause.parent >= 0:
        clause = clauses[clause.parent]
        yield clause


def _of_clause(clause: Clause, own: str, headings: str, inherited: tuple[str, ...], lead: str) -> Iterator[Statement]:
    named = namings(own)
    listing = bool(lead)
    for start, end in sentences(own):
        mark = _MARK.match(own[start:end])
        listing = listing and (mark is not None or start == 0)
        begin = start + (mark.end() if mark else 0)
        raw = own[begin : _before_bodies(begin, end, named)].rstrip()
        if raw:
            led = lead if listing else ""
            yield Statement(clause, raw, led, narrow(raw), narrow(led), headings, _bodies(start, named, inherited))
        if own[start:end].endswith((":", "：")):
            lead, listing = own[start:end], True


def _before_bodies(begin: int, end: int, named: Sequence[Naming]) -> int:
    """Where a sentence ends when the bodies behind it are left out."""
    return next((one.start for one in named if begin <= one.start < end), end)


def _bodies(start: int, named: Sequence[Naming], inherited: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies of the first bracket behind a sentence, for it covers all since the bracket before; else the enclosing clause's."""
    return next((one.names for one in named if one.end > start), inherited)
