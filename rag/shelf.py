"""What answering knows of the documents as a whole: a picture of one revision, made anew when the corpus changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.knowledge import Clause, Document
from rag.lexicon import Drawn, Lexicon
from rag.ports import Library
from rag.regions import Gazetteer
from rag.slips import Mender
from rag.units import Unit, units

_KEPT = 5000


@dataclass(slots=True)
class Shelf:
    """Documents by stem, their regions, their names. Clauses are fetched when first asked for."""

    revision: int
    documents: Mapping[str, Document]
    homes: tuple[str, ...]
    lexicon: Lexicon
    mender: Mender
    library: Library
    _clauses: dict[str, Sequence[Clause]] = field(default_factory=dict)
    _units: dict[tuple[str, int], tuple[Unit, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, gazetteer: Gazetteer, is_word: Callable[[str], bool]) -> "Shelf":
        """Read the library once from end to end."""
        documents = {document.stem: document for document in library.documents()}
        drawn = Drawn(gazetteer)
        clauses = {stem: library.clauses(stem) for stem in documents}
        for stem, document in documents.items():
            for clause in clauses[stem]:
                if clause.parent < 0:
                    drawn.read(clause.text, document.region)
        homes = tuple(dict.fromkeys(document.region for document in documents.values() if document.region))
        lexicon = drawn.lexicon({})
        text = "\n".join(clause.text for some in clauses.values() for clause in some if clause.parent < 0)
        targets = {name.text for name in lexicon.names if len(name.text) <= 12} | {
            form for name in lexicon.names for form in name.shorts if len(form) > 3
        }
        targets |= {place for code in homes for place in (gazetteer.short(code), getattr(gazetteer.region(code), "name", ""))}
        return cls(
            library.revision(), documents, homes, lexicon, Mender(targets, lambda word: word in text or is_word(word)), library, clauses
        )

    def clauses(self, stem: str) -> Sequence[Clause]:
        """A document's clauses by ordinal."""
        return self._clauses[stem]

    def units(self, clause: Clause) -> tuple[Unit, ...]:
        """What of a clause can be quoted; kept for a while, since the same clauses are asked for again and again."""
        key = (clause.doc, clause.ordinal)
        if key not in self._units:
            if len(self._units) >= _KEPT:
                self._units.clear()
            self._units[key] = units(clause, [child for child in self._clauses[clause.doc] if child.parent == clause.ordinal])
        return self._units[key]

    def enclosing(self, clause: Clause) -> list[Clause]:
        """A clause and those around it, innermost first."""
        around = [clause]
        while around[-1].parent >= 0:
            around.append(self._clauses[clause.doc][around[-1].parent])
        return around
