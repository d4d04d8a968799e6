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
        # Of terms that the base knows, as far as they were asked for: the base does not change.
        self._rarities: dict[str, float] = {}

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
        totals = self._totals({term: weight * self._rarity(term) for term, weight in query.items() if term in self._postings})
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

    def _totals(self, weights: Mapping[str, float]) -> Scores:
        """Every passage's score, by one sum over the postings of all terms: a term alone has too few to be worth an array's trouble."""
        if not weights:
            return np.zeros(len(self._ids), dtype=np.float32)
        held = [self._postings[term] for term in weights]
        # Views, gone before anything can be added: an array that is looked at cannot grow.
        slots = np.concatenate([np.frombuffer(slots, dtype=np.dtype("l")) for slots, _ in held])
        counts = np.concatenate([np.frombuffer(counts, dtype=np.dtype("l")) for _, counts in held]).astype(np.float32)
        weighed = np.repeat(np.array(list(weights.values()), dtype=np.float32), [len(slots) for slots, _ in held])
        k1 = self._base.facts.k1
        worth = weighed * counts * np.float32(k1 + 1) / (counts + self._norms()[slots])
        return np.bincount(slots, worth, len(self._ids)).astype(np.float32)

    def _norms(self) -> Scores:
        facts = self._base.facts
        average = facts.average or sum(self._lengths) / max(len(self._lengths), 1) or 1.0
        lengths = np.array(self._lengths, dtype=np.float32)
        return np.asarray(facts.k1 * (1 - facts.b + facts.b * lengths / average), dtype=np.float32)

    def _rarity(self, term: str) -> float:
        if (settled := self._rarities.get(term)) is not None:
            return settled
        if known := self._base.holding(term):
            return self._rarities.setdefault(term, idf(known, len(self._base)))
        return idf(self.holding(term), len(self._base) + len(self._ids))
