"""The passages that came after the base was built: few, in memory, growing one by one."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.keywords import KeywordIndex, idf
from vectorstore.places import Places
from vectorstore.ports import Ids, Scores

_KEPT = 5_000
"""How many terms are remembered with their columns."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a term stands, and what it is worth there."""

    slots: NDArray[np.int64]
    worth: Scores


class Delta:
    """A small BM25 that weighs terms as its base does, so that scores of both may be compared.

    A term of the base keeps the base's rarity; one that the base has never seen is weighed among all passages. Not thread-safe:
    its owner holds a lock.
    """

    def __init__(self, base: KeywordIndex) -> None:
        self._base = base
        self._ids, self._lengths, self._alive = array("q"), array("l"), array("f")
        self._regions: list[str] = []
        self._postings: dict[str, tuple[array[int], array[int]]] = {}
        self._slots: dict[int, int] = {}
        # What was worked out since the last passage came, which may change what every term is worth: of passages, and of terms.
        self._norms: Scores | None = None
        self._columns: dict[str, _Column] = {}

    def __len__(self) -> int:
        """How many passages it holds that were not dropped."""
        return len(self._slots)

    def __contains__(self, id_: int) -> bool:
        """Whether it holds this passage."""
        return id_ in self._slots

    def add(self, id_: int, region: str, terms: Iterable[str]) -> None:
        """Take in a passage by its terms."""
        self._norms = None
        self._columns.clear()
        counts = Counter(terms)
        slot = self._slots[id_] = len(self._ids)
        self._ids.append(id_)
        self._lengths.append(counts.total())
        self._alive.append(1)
        self._regions.append(region)
        for term, count in counts.items():
            held = self._postings.get(term)
            if held is None:
                held = self._postings[term] = array("l"), array("l")
            slots, numbers = held
            slots.append(slot)
            numbers.append(count)

    def drop(self, id_: int) -> None:
        """Leave a passage out of every search from now on."""
        if (slot := self._slots.pop(id_, None)) is not None:
            self._alive[slot] = 0

    def scores(self, query: Mapping[str, float], places: Places) -> tuple[Ids, Scores]:
        """All its passages with their scores for weighted terms, as the base scores; 0 for what was dropped or does not fit."""
        totals = self._totals([(self._column(term), weight) for term, weight in query.items() if term in self._postings])
        totals *= np.frombuffer(self._alive, dtype=np.float32)
        if places:
            totals *= places.factors(self._regions)
        return np.array(self._ids, dtype=np.int64), totals

    def factors(self, ids: Ids, places: Places) -> Scores:
        """What `places` makes of each id's score; 0 for an id that is not here."""
        slots = [self._slots.get(int(id_)) for id_ in ids]
        return np.array([0.0 if slot is None else places.factor(self._regions[slot]) for slot in slots], dtype=np.float32)

    def holding(self, term: str) -> int:
        """How many of its passages hold a term (dropped ones too)."""
        return len(self._postings[term][0]) if term in self._postings else 0

    def _totals(self, weighted: Sequence[tuple[_Column, float]]) -> Scores:
        """Every passage's score, by one sum over the postings of all terms: a term alone has too few to be worth an array's trouble."""
        if not weighted:
            return np.zeros(len(self._ids), dtype=np.float32)
        worth = np.concatenate([column.worth for column, _ in weighted])
        worth *= np.repeat(np.array([weight for _, weight in weighted], dtype=np.float32), [len(column.slots) for column, _ in weighted])
        return np.bincount(np.concatenate([column.slots for column, _ in weighted]), worth, len(self._ids)).astype(np.float32)

    def _column(self, term: str) -> _Column:
        if (known := self._columns.get(term)) is not None:
            return known
        if len(self._columns) >= _KEPT:
            self._columns.clear()
        return self._columns.setdefault(term, self._weighed(term))

    def _weighed(self, term: str) -> _Column:
        if self._norms is None:
            self._norms = self._normed()
        held, numbers = self._postings[term]
        slots, counts = np.array(held), np.array(numbers, dtype=np.float32)
        return _Column(slots, counts * np.float32(self._rarity(term) * (self._base.facts.k1 + 1)) / (counts + self._norms[slots]))

    def _normed(self) -> Scores:
        """What the length of each passage does to the worth of a term in it."""
        facts = self._base.facts
        average = facts.average or sum(self._lengths) / max(len(self._lengths), 1) or 1.0
        return np.float32(facts.k1 * (1 - facts.b)) + np.array(self._lengths, dtype=np.float32) * np.float32(facts.k1 * facts.b / average)

    def _rarity(self, term: str) -> float:
        if known := self._base.holding(term):
            return idf(known, len(self._base))
        return idf(self.holding(term), len(self._base) + len(self._ids))
