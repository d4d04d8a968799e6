"""Passages: what is retrieved. Whole sentences of one clause, contiguous, at most 400 characters, never a bare heading.

A heading goes with what follows it, a lead-in line (…：) with its list, the responsible bodies with their item. What a passage does not
hold itself stands in its context: title, region, headings, lead-in line, bodies. Items of a list that are a line each stay together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.knowledge import Clause, Document, Passage
from domain.patterns import pattern
from rag.loading.bodies import bodies_in
from rag.loading.clauses import own_spans
from rag.loading.labels import LISTED, label_at
from rag.loading.packing import packed
from rag.loading.references import references
from rag.loading.sentences import sentences
from rag.loading.spans import Span

_TINY_ITEM = 60
_LONGEST_LEAD = 120
_LEAD = pattern(r"[:：]\s*$|(?:以下|下列|如下)[^。]*。$")

Children = Mapping[int, Sequence[Clause]]


def passages(document: Document, text: str, clauses: Sequence[Clause], holes: Sequence[Span], place: str = "") -> tuple[Passage, ...]:
    """The passages of a document in reading order; `place` is the name of its region, `holes` what no passage may cover."""
    children: dict[int, list[Clause]] = {}
    for clause in clauses:
        children.setdefault(clause.parent, []).append(clause)
    flat = {clause.ordinal for clause in clauses if _is_plain_list(children.get(clause.ordinal, ()), children)}
    found = [
        passage
        for clause in clauses
        if clause.parent not in flat
        for passage in _of_clause(document, text, clause, () if clause.ordinal in flat else children.get(clause.ordinal, ()), holes)
    ]
    found.sort(key=lambda passage: passage.start)
    around = _Around(document.title, place, text, clauses, children)
    return tuple(replace(one, ordinal=at, context=around.context(one)) for at, one in enumerate(found))


def _is_plain_list(items: Sequence[Clause], children: Children) -> bool:
    """Whether the parts of a clause are items of a line each, better read together."""
    if len(items) < 2 or any(item.ordinal in children or item.heading or item.bodies for item in items):
        return False
    labels = [label_at(item.text, 0, len(item.text)) for item in items]
    return all(label and label.style in LISTED for label in labels) and sum(len(item.text) for item in items) <= _TINY_ITEM * len(items)


def _of_clause(document: Document, text: str, clause: Clause, beneath: Sequence[Clause], holes: Sequence[Span]) -> Iterator[Passage]:
    """The passages of a clause's own text; `context` holds the lead-in line for now."""
    for span in own_spans(text, (clause.start, clause.end), [(child.start, child.end) for child in beneath], holes):
        if clause.heading and span[1] <= clause.body_start:
            continue
        for part in packed(text, span, clause.body_start):
            yield Passage(
                0, document.stem, clause.ordinal, 0, part.start, part.end, text[part.start : part.end], part.lead, document.region
            )


class _Around:
    """What stands around a passage."""

    def __init__(self, title: str, place: str, text: str, clauses: Sequence[Clause], children: Children) -> None:
        self._title = title
        self._place = place
        self._text = text
        self._clauses = clauses
        self._children = children

    def context(self, passage: Passage) -> str:
        """Title, region, headings from the outside in, lead-in lines, bodies: one line each, without what the passage holds."""
        enclosing = self._enclosing(passage.clause)
        own = enclosing[-1]
        leads = [self._lead_of(clause) for clause in enclosing[:-1]]
        bodies = "" if set(bodies_in(passage.text)) >= set(own.bodies) else f"责任单位：{'、'.join(own.bodies)}"
        said = references(own.text, self._clauses)
        lines = [
            self._title,
            self._place,
            *(clause.heading for clause in enclosing),
            *leads,
            passage.context[:_LONGEST_LEAD],
            bodies,
            *said,
        ]
        return "\n".join(line for line in dict.fromkeys(lines) if line and line not in passage.text)

    def _enclosing(self, ordinal: int) -> list[Clause]:
        """A clause and those around it, outermost first."""
        clause = self._clauses[ordinal]
        around = [clause]
        while clause.parent >= 0:
            clause = self._clauses[clause.parent]
            around.insert(0, clause)
        return around

    def _lead_of(self, clause: Clause) -> str:
        """The line of a clause that leads over to its parts (…应符合下列条件：)."""
        first = self._children[clause.ordinal][0]
        own = self._text[max(clause.body_start, first.start - 2 * _LONGEST_LEAD) : first.start]
        spans = sentences(own)
        last = own[slice(*spans[-1])] if spans else ""
        return last if _LEAD.search(last) and len(last) <= _LONGEST_LEAD else ""
