"""What answering knows of the documents as a whole: a picture of one revision. `rag.stacks` makes it, and makes it anew."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.knowledge import Clause, Document
from domain.region import concerns
from rag.lexicon import Lexicon
from rag.slips import Mender
from rag.units import Unit, units

_KEPT = 5000
_LOCAL_TITLE = re.compile(r"[\u4e00-\u9fff]{2,4}[省市州县旗盟]")
_LOCAL_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,8}?[省市州县区旗盟].{0,14}(?:局|委|厅|办|政府|会)")

Units = dict[tuple[str, str, int], tuple[Unit, ...]]
"""By stem, stamp and ordinal."""


@dataclass(slots=True)
class Shelf:
    """Documents by stem with their clauses by ordinal, their regions, their names, and what mends slips of the pen.

    `units` may be handed from one picture to the next: a document's stamp changes with it.
    """

    revision: int
    documents: Mapping[str, Document]
    lexicon: Lexicon
    mender: Mender
    _clauses: Mapping[str, Sequence[Clause]]
    _stamps: Mapping[str, str]
    _units: Units = field(default_factory=dict)
    homes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.homes = tuple(dict.fromkeys(document.region for document in self.documents.values() if document.region))

    def speaking_for(self, code: str) -> list[Document]:
        """The documents that tell of a region: its own, and those that are written for all around it ("" all there are)."""
        return [document for document in self.documents.values() if speaks_for(document, code)]

    def clauses(self, stem: str) -> Sequence[Clause]:
        """A document's clauses by ordinal."""
        return self._clauses[stem]

    def units(self, clause: Clause) -> tuple[Unit, ...]:
        """What of a clause can be quoted; kept for a while, since the same clauses are asked for again and again."""
        key = (clause.doc, self._stamps[clause.doc], clause.ordinal)
        found = self._units.get(key)
        if found is None:
            if len(self._units) >= _KEPT:
                self._units.clear()
            found = units(clause, [child for child in self._clauses[clause.doc] if child.parent == clause.ordinal])
            self._units[key] = found
        return found

    def within(self, clause: Clause, end: int) -> Iterator[Clause]:
        """The clauses that follow inside a clause and begin before `end`."""
        clauses = self._clauses[clause.doc]
        for place in range(clause.ordinal + 1, len(clauses)):
            if clauses[place].start >= min(end, clause.end):
                return
            yield clauses[place]

    def enclosing(self, clause: Clause) -> list[Clause]:
        """A clause and those around it, innermost first."""
        around = [clause]
        while around[-1].parent >= 0:
            around.append(self._clauses[clause.doc][around[-1].parent])
        return around


def speaks_for(document: Document, code: str) -> bool:
    """Whether a document tells of a region. One whose place is in no table (a county of old) is no order for the whole country."""
    if document.region or not code:
        return concerns(document.region, code)
    return not (_LOCAL_TITLE.match(document.title) or _LOCAL_ISSUER.match(document.issuer))
