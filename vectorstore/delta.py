"""The passages that came after the base was built: few, in memory, growing one by one."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from vectorstore.keywords import KeywordIndex, idf
from vectorstore.places import Places
from vectorstore.ports import Ids, Scores
from vectorstore.ranking import best


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

    def __len__(self) -> int:
        """How many passages it holds that were not dropped."""
        return len(self._slots)

    def __contains__(self, id_: int) -> bool:
        """Whether it holds this passage."""
        return id_ in self._slots

    def add(self, id_: int, region: str, terms: Iterable[str]) -> None:
        """Take in a passage by its terms."""
        counts = Counter(terms)
        slot = self._slots[id_] = len(self._ids)
        self._ids.append(id_)
        self._lengths.append(counts.total())
        self._alive.append(1)
        self._regions.append(region)
        for term, count in counts.items():
            slots, numbers = self._postings.setdefault(term, (array("l"), array("l")))
            slots.append(slot)
            numbers.append(count)

    def drop(self, id_: int) -> None:
        """Leave a passage out of every search from now on."""
        if (slot := self._slots.pop(id_, None)) is not None:
            self._alive[slot] = 0

    def search(self, query: Mapping[str, float], limit: int, places: Places) -> tuple[Ids, Scores]:
        """The best passages for weighted terms, scored as the base scores."""
        totals = np.zeros(len(self._ids), dtype=np.float32)
        norms = self._norms()
        k1 = self._base.facts.k1
        for term, weight in query.items():
            if (posting := self._postings.get(term)) is not None:
                slots, counts = np.array(posting[0]), np.array(posting[1], dtype=np.float32)
                totals[slots] += weight * self._rarity(term) * counts * (k1 + 1) / (counts + norms[slots])
        totals *= np.array(self._alive)
        if places:
            totals *= places.factors(self._regions)
        found = best(totals, limit)
        return np.array(self._ids, dtype=np.int64)[found], totals[found]

    def factors(self, ids: Ids, places: Places) -> Scores:
        """What `places` makes of each id's score; 0 for an id that is not here."""
        slots = [self._slots.get(int(id_)) for id_ in ids]
        return np.array([0.0 if slot is None else places.factor(self._regions[slot]) for slot in slots], dtype=np.float32)

    def holding(self, term: str) -> int:
        """How many of its passages hold a term (dropped ones too)."""
        return len(self._postings[term][0]) if term in self._postings else 0

    def _norms(self) -> Scores:
        facts = self._base.facts
        average = facts.average or sum(self._lengths) / max(len(self._lengths), 1) or 1.0
        lengths = np.array(self._lengths, dtype=np.float32)
        return np.asarray(facts.k1 * (1 - facts.b + facts.b * lengths / average), dtype=np.float32)

    def _rarity(self, term: str) -> float:
        if known := self._base.holding(term):
            return idf(known, len(self._base))
        return idf(self.holding(term), len(self._base) + len(self._ids))
