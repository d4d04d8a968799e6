"""BM25 over precomputed scores: for each term the passages that hold it and what it is worth there.

Postings lie term after term in flat arrays (compressed sparse columns) that are read from disk page by page (mmap), so that an
index of any size opens at once. A term is known by a 64-bit hash that is the same in every process; passages are known by
ids that ascend; inside, a passage is its slot, 0 to count - 1.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import IndexProblem
from vectorstore.places import ANYWHERE, Places
from vectorstore.ports import Ids, Scores
from vectorstore.ranking import best

_ARRAYS = ("ids", "regions", "vocabulary", "offsets", "slots", "scores")
_FACTS = "facts.json"
_KEPT = 20_000
"""How many terms are remembered with their places."""
_SPARSE = 8
"""How many times as many numbers as passages there may be between the first and the last id for a table of them all."""


def term_hash(term: str) -> int:
    """A term's 64-bit number, the same in every process and on every machine."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def idf(holding: float, count: int) -> float:
    """How much a term tells when `holding` of `count` passages have it (never below zero)."""
    return float(np.log1p((count - holding + 0.5) / (holding + 0.5)))


@dataclass(frozen=True, slots=True)
class Facts:
    """What scores were computed with. `average` is the mean number of terms in a passage; `regions` names the codes in use."""

    k1: float
    b: float
    average: float
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrays:
    """The flat arrays: `slots` and `scores` of the term `vocabulary[i]` stand at `offsets[i] : offsets[i + 1]`.

    `ids` and `regions` (a number in `Facts.regions`) have one value for each slot.
    """

    ids: Ids
    regions: NDArray[np.uint16]
    vocabulary: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    slots: NDArray[np.int32]
    scores: Scores


class KeywordIndex:
    """A finished keyword index; nothing in it ever changes, so any number of threads may ask it."""

    def __init__(self, arrays: Arrays, facts: Facts) -> None:
        self._arrays = arrays
        self._columns: dict[str, slice | None] = {}
        self.facts = facts

    @classmethod
    def open(cls, folder: Path) -> "KeywordIndex":
        """Open a saved index; its arrays stay on disk until they are asked for."""
        try:
            facts = json.loads((folder / _FACTS).read_text("utf-8"))
            loaded = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
        except (OSError, EOFError, ValueError) as problem:
            raise IndexProblem("关键词索引打不开或已损坏，请运行 xiaoqitong reindex。") from problem
        facts["regions"] = tuple(facts["regions"])
        # A plain view: slices of a memmap object cost microseconds each.
        return cls(Arrays(**{name: array.view(np.ndarray) for name, array in loaded.items()}), Facts(**facts))

    def save(self, folder: Path) -> None:
        """Write the index into a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self._arrays, name))
        (folder / _FACTS).write_text(json.dumps(asdict(self.facts), ensure_ascii=False), "utf-8")

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._arrays.ids)

    @property
    def ids(self) -> Ids:
        """Every passage's id, ascending."""
        return self._arrays.ids

    def search(
        self, query: Mapping[str, float], limit: int, places: Places = ANYWHERE, without: NDArray[np.int64] | None = None
    ) -> tuple[Ids, Scores]:
        """The best passages for weighted terms: ids and scores, best first; `without` are slots to leave out."""
        totals = np.zeros(len(self), dtype=np.float32)
        for term, weight in query.items():
            if (column := self._column(term)) is not None:
                totals[self._arrays.slots[column]] += np.float32(weight) * self._arrays.scores[column]
        if places:
            totals *= places.factors(self.facts.regions)[self._arrays.regions]
        if without is not None and len(without):
            totals[without] = 0
        found = best(totals, limit)
        return self._arrays.ids[found], totals[found]

    def holding(self, term: str) -> int:
        """How many passages hold a term."""
        column = self._column(term)
        return column.stop - column.start if column else 0

    def slots_of(self, ids: Ids) -> NDArray[np.int64]:
        """The slot of each id, -1 for one that is not here."""
        if not len(self):
            return np.full(len(ids), -1, dtype=np.int64)
        table = self._table
        if table is None:
            slots = np.searchsorted(self._arrays.ids, ids).clip(max=len(self) - 1)
        else:
            slots = table[(ids - self._arrays.ids[0]).clip(0, len(table) - 1)]
        return np.where(self._arrays.ids[slots] == ids, slots, -1).astype(np.int64)

    @cached_property
    def _table(self) -> NDArray[np.int32] | None:
        """The slot of each id from the first to the last (any slot, for one that is not here); None where too many are missing between."""
        ids = self._arrays.ids
        span = int(ids[-1] - ids[0]) + 1
        if span > _SPARSE * len(ids):
            return None
        # A look here costs one wait for the memory, a search through the ids a dozen, one after the other.
        table = np.zeros(span, dtype=np.int32)
        table[ids - ids[0]] = np.arange(len(ids), dtype=np.int32)
        return table

    def among(self, ids: Sequence[int]) -> set[int]:
        """Those of some ids that are here."""
        some = np.array(ids, dtype=np.int64)
        return set(some[self.slots_of(some) >= 0].tolist())

    def factors(self, ids: Ids, places: Places) -> Scores:
        """What `places` makes of each id's score; 0 for an id that is not here."""
        slots = self.slots_of(ids)
        here = slots >= 0
        found = np.zeros(len(ids), dtype=np.float32)
        found[here] = places.factors(self.facts.regions)[self._arrays.regions[slots[here]]]
        return found

    def _column(self, term: str) -> slice | None:
        known = self._columns
        if term in known:
            return known[term]
        if len(known) >= _KEPT:
            known = self._columns = {}
        return known.setdefault(term, self._looked_up(term))

    def _looked_up(self, term: str) -> slice | None:
        wanted = np.uint64(term_hash(term))
        place = int(np.searchsorted(self._arrays.vocabulary, wanted))
        if place == len(self._arrays.vocabulary) or self._arrays.vocabulary[place] != wanted:
            return None
        return slice(int(self._arrays.offsets[place]), int(self._arrays.offsets[place + 1]))
