"""An assistant with one of its ingredients taken away."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.clock import Clock, today
from domain.knowledge import Clause, Passage
from rag.answer import Answer, Part, Question
from rag.answering import Answering
from rag.compose import Composed, Composer
from rag.evidence import Scored
from rag.fold import fold
from rag.loading.sentences import sentences
from rag.ports import Finder, Library
from rag.reader import Reader
from rag.reading import Reading
from rag.regions import Gazetteer
from rag.seeker import Seeker
from rag.shelf import Shelf
from rag.slips import Mender
from rag.smalltalk import small_talk
from rag.stacks import Stacks
from rag.thesaurus import Thesaurus
from rag.tuning import Tuning
from rag.units import Unit
from vectorstore import terms
from vectorstore.index import Hit, Query
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.keywords import idf
from vectorstore.places import Places

_HAN = re.compile(rf"[{terms.HAN}]+")


@dataclass(frozen=True, slots=True)
class Parts:
    """What an assistant over one store is made of, `passages` being all that it can find; `replace` changes one part."""

    library: Library
    finder: Finder
    passages: Sequence[Passage]
    clock: Clock
    gazetteer: Gazetteer
    is_word: Callable[[str], bool]
    tuning: Tuning = field(default_factory=Tuning)
    shelf: type[Shelf] = Shelf
    answering: type[Answering] = Answering
    mends: bool = True
    remembers: bool = True


class Assembled:
    """Answers as `rag.assistant.Assistant` does, from the parts that it was given."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        shelf = Stacks(parts.library, parts.finder, parts.gazetteer, parts.is_word).present(parts.shelf)
        if not parts.mends:
            shelf.mender = Mender.of((), parts.is_word)
        reader = Reader(shelf, parts.finder, parts.gazetteer, Thesaurus.shipped(), parts.is_word, parts.tuning)
        seeker = Seeker(shelf, parts.library, parts.finder, parts.tuning)
        self._answering = parts.answering(shelf, reader, seeker, parts.finder, parts.gazetteer, parts.tuning)

    def answer(self, question: Question) -> Answer:
        """The answer."""
        talk = small_talk(fold(question.text))
        if talk:
            return Answer((Part(talk),), chitchat=True)
        known = question if self._parts.remembers else replace(question, history=())
        return self._answering.answer(known, today(self._parts.clock))


class FlatShelf(Shelf):
    """Quotes single sentences: no list keeps the line that leads to it."""

    def units(self, clause: Clause) -> tuple[Unit, ...]:
        """The sentences of the clause's own text."""
        inside = super().units(clause)
        text = clause.text
        found = []
        for unit in inside:
            own = text[unit.start - clause.start : unit.end - clause.start]
            found += [Unit(unit.start + start, unit.start + end) for start, end in sentences(own)]
        return tuple(found)


class UnlistedAnswering(Answering):
    """Quotes sentences where a list was asked for, instead of taking an enumeration apart."""

    def _composer(self, reading: Reading, day: date) -> Composer:
        composer = super()._composer(reading, day)
        return _Unlisted(composer.today, composer.matches)


class _Unlisted(Composer):
    def _listed(self, reading: Reading, ranked: Sequence[Scored]) -> Composed | None:  # noqa: ARG002
        return None


class Rewritten:
    """A finder that is asked other queries."""

    def __init__(self, finder: Finder, rewrite: Callable[[Query], Query]) -> None:
        self._finder = finder
        self._rewrite = rewrite

    def search(self, query: Query) -> list[Hit]:
        """The best passages for the rewritten query."""
        return self._finder.search(self._rewrite(query))

    def rarity(self, term: str) -> float:
        """How much a term tells."""
        return self._finder.rarity(term)

    def terms(self, text: str) -> Iterable[str]:
        """The terms of a text."""
        return self._finder.terms(text)


class Light:
    """Keywords only, in memory, over other terms or other texts than the product indexes."""

    def __init__(
        self, passages: Iterable[Passage], text_of: Callable[[Passage], str], terms_of: Callable[[str], Mapping[str, int]]
    ) -> None:
        builder = KeywordBuilder()
        for passage in passages:
            builder.add(passage.id, passage.region, Counter(terms_of(text_of(passage))).elements())
        self._index = builder.finish()
        self._terms_of = terms_of

    def search(self, query: Query) -> list[Hit]:
        """The best passages, best first."""
        ids, scores = self._index.search(query.terms, query.limit, Places((), query.only))
        return [Hit(int(id_), float(score), float(score), 0.0) for id_, score in zip(ids, scores, strict=True) if score > 0]

    def rarity(self, term: str) -> float:
        """How much a term tells."""
        return idf(self._index.holding(term), len(self._index))

    def terms(self, text: str) -> Iterable[str]:
        """The terms of a text."""
        return self._terms_of(text)


def counted(finder: Finder, text: str) -> Counter[str]:
    """All terms of a text with how often each stands there."""
    found = finder.terms(text)
    return Counter({term: int(count) for term, count in found.items()} if isinstance(found, Mapping) else found)


def pairs(text: str) -> Counter[str]:
    """The character pairs among the terms of a text."""
    return Counter(run[at : at + 2] for run in _HAN.findall(terms.fold(text)) for at in range(len(run) - 1))
