"""Finds passages and weighs the sentences in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.knowledge import Clause, Document, Passage
from rag.answer import Found
from rag.evidence import Scale, Scored, best_first
from rag.ports import Finder, Library
from rag.reading import Reading
from rag.shelf import Shelf, speaks_for
from rag.tuning import Tuning
from rag.units import Unit
from vectorstore.index import Query

_SHOWN = 10
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences, best first, and the passages that they were looked for in."""

    sentences: tuple[Scored, ...]
    found: tuple[Found, ...]


class Seeker:
    """Seeks in one revision of the documents."""

    def __init__(self, shelf: Shelf, library: Library, finder: Finder, tuning: Tuning) -> None:
        self._shelf = shelf
        self._library = library
        self._finder = finder
        self._tuning = tuning
        self._known: dict[int, Passage] = {}
        self._schools_in = lru_cache(_KEPT)(shelf.lexicon.schools_in)

    def seek(self, reading: Reading, code: str) -> Evidence:
        """What there is for a reading within a region ("" everywhere)."""
        hits = self._finder.search(self._query(reading, code))
        scores = {hit.id: hit.score for hit in hits}
        best = max(scores.values(), default=1.0) or 1.0
        scale = self._scale(reading, code)
        sentences: list[Scored] = []
        found: list[Found] = []
        for passage in self._passages([hit.id for hit in hits]):
            place = self._place(passage, code)
            if place is not None:
                found.append(Found(passage.doc, place[1].label, passage.text, scores[passage.id]))
                sentences += self._sentences(scale, passage, scores[passage.id] / best, *place)
        return Evidence(tuple(best_first(sentences)), tuple(found[:_SHOWN]))

    def _query(self, reading: Reading, code: str) -> Query:
        """Within a region also what is written for all of the country or the province, after the region's own."""
        prefer = ((code, 1.0), ("", self._tuning.weighing.wider)) if code else ()
        return Query(terms=reading.terms, vector_text=reading.text, prefer=prefer, only=code, limit=self._tuning.passages)

    def _scale(self, reading: Reading, code: str) -> Scale:
        matter = dict.fromkeys(self._finder.terms(reading.matter), 1.0)
        carried = {term: weight for term, weight in reading.terms.items() if term in reading.carried}
        sought = {**carried, **reading.expanded, **matter}
        rarity = {term: self._finder.rarity(term) for term in sought}
        return Scale(reading, sought, rarity, matter, self._schools_in, code, self._tuning.weighing)

    def _passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids. Those that were asked for before are remembered: within one revision none ever changes."""
        known = self._known
        unknown = [one for one in ids if one not in known]
        if unknown:
            kept = known if len(known) < _KEPT else {one: known[one] for one in ids if one in known}
            known = kept | {passage.id: passage for passage in self._library.passages(unknown)}
            self._known = known
        return [known[one] for one in ids if one in known]

    def _place(self, passage: Passage, code: str) -> tuple[Document, Clause] | None:
        """The passage's document and clause; None where it tells of another place, or was replaced while the question was under way."""
        document = self._shelf.documents.get(passage.doc)
        clauses = self._shelf.clauses(passage.doc) if document else ()
        if document is None or passage.clause >= len(clauses) or not speaks_for(document, code):
            return None
        clause = clauses[passage.clause]
        return (document, clause) if passage.text in clause.text else None

    def _sentences(self, scale: Scale, passage: Passage, found: float, document: Document, clause: Clause) -> list[Scored]:
        """The units that a passage touches: of its clause, of the short ones packed into it, of the list around it."""
        sentences = scale.sentences_of(passage, found, document, clause, self._units(scale, clause))
        for around in self._shelf.enclosing(clause)[1:2]:
            lists = [unit for unit in self._units(scale, around) if unit.items]
            sentences += scale.sentences_of(passage, found, document, around, lists)
        for inner in self._shelf.within(clause, passage.end):
            sentences += scale.sentences_of(passage, found, document, inner, self._units(scale, inner))
        return sentences

    def _units(self, scale: Scale, clause: Clause) -> list[Unit]:
        """What of a clause may answer: a whole part under its heading only where just that is asked for."""
        return [unit for unit in self._shelf.units(clause) if not unit.lead or scale.is_headed(unit.lead)]
