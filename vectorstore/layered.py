"""A keyword index that can change: a finished base, a small delta over it, and tombstones for what left the base."""

import threading
from collections.abc import Iterable, Mapping

import numpy as np

from vectorstore.delta import Delta
from vectorstore.keywords import KeywordIndex, idf
from vectorstore.places import ANYWHERE, Places
from vectorstore.ports import Ids, Scores
from vectorstore.ranking import merged


class LayeredKeywords:
    """Base, delta and tombstones as one; safe for many threads at once."""

    def __init__(self, base: KeywordIndex) -> None:
        self.base = base
        self._delta = Delta(base)
        self._graves = np.empty(0, dtype=np.int64)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many passages can be found."""
        return len(self.base) - len(self._graves) + len(self._delta)

    @property
    def changes(self) -> tuple[int, int]:
        """How many passages the delta holds, and how many of the base are buried."""
        return len(self._delta), len(self._graves)

    def add(self, id_: int, region: str, terms: Iterable[str]) -> None:
        """Let a passage be found from now on; one that is already here is left as it is."""
        with self._lock:
            slot = int(self.base.slots_of(np.array([id_]))[0])
            if id_ not in self._delta and (slot < 0 or slot in self._graves):
                self._delta.add(id_, region, terms)

    def remove(self, ids: Iterable[int]) -> None:
        """Let passages be found no more; unknown ids are passed over."""
        gone = np.array(sorted(set(ids)), dtype=np.int64)
        with self._lock:
            for id_ in gone.tolist():
                self._delta.drop(id_)
            slots = self.base.slots_of(gone)
            self._graves = np.union1d(self._graves, slots[slots >= 0])

    def search(self, query: Mapping[str, float], limit: int, places: Places = ANYWHERE) -> tuple[Ids, Scores]:
        """The best passages for weighted terms: ids and scores, best first."""
        with self._lock:
            graves = self._graves
            recent = self._delta.scores(query, places) if len(self._delta) else None
        settled = self.base.search(query, limit, places, graves)
        if recent is None:
            return settled
        # Few of what is new come into the best: only those are put in order.
        least = settled[1][-1] if 0 < limit == len(settled[1]) else 0.0
        ids, scores = recent
        rising = np.flatnonzero(scores >= least if least > 0 else scores > 0)
        return merged(settled, (ids[rising], scores[rising]), limit) if len(rising) else settled

    def factors(self, ids: Ids, places: Places) -> Scores:
        """What `places` makes of each id's score; 0 for what cannot be found."""
        with self._lock:
            settled = self.base.factors(ids, places)
            if len(self._graves):
                settled[np.isin(self.base.slots_of(ids), self._graves)] = 0
            return np.maximum(settled, self._delta.factors(ids, places)) if len(self._delta) else settled

    def rarity(self, term: str) -> float:
        """How much a term tells, from 0 (everywhere) up; highest for one that no passage holds."""
        with self._lock:
            return idf(self.base.holding(term) + self._delta.holding(term), len(self.base) + len(self._delta))
