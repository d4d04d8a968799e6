"""Building a keyword index from a stream: term lists are counted and dropped, only flat numbers stay in memory."""

from array import array
from collections import Counter
from collections.abc import Iterable

import numpy as np

from vectorstore.keywords import Arrays, Facts, KeywordIndex, term_hash

_MOST = 65_535


class KeywordBuilder:
    """Takes passages one by one, in ascending order of id, and makes the index of them all."""

    def __init__(self, k1: float = 0.9, b: float = 0.2) -> None:
        self._k1, self._b = k1, b
        self._ids, self._lengths, self._distinct = array("q"), array("l"), array("l")
        self._regions, self._region_numbers = array("H"), dict[str, int]()
        self._terms, self._counts, self._vocabulary = array("i"), array("H"), dict[str, int]()

    def __len__(self) -> int:
        """How many passages were taken in so far."""
        return len(self._ids)

    def add(self, id_: int, region: str, terms: Iterable[str]) -> None:
        """Take in a passage by its terms."""
        if self._ids and id_ <= self._ids[-1]:
            raise ValueError(f"passage ids must ascend: {id_} after {self._ids[-1]}")
        counts = Counter(terms)
        self._ids.append(id_)
        self._lengths.append(counts.total())
        self._distinct.append(len(counts))
        self._regions.append(self._region_numbers.setdefault(region, len(self._region_numbers)))
        numbers = self._vocabulary
        self._terms.extend(numbers.setdefault(term, len(numbers)) for term in counts)
        self._counts.extend(min(count, _MOST) for count in counts.values())

    def finish(self) -> KeywordIndex:
        """The index of everything that was taken in."""
        vocabulary = np.array([term_hash(term) for term in self._vocabulary], dtype=np.uint64)
        by_hash = np.argsort(vocabulary)
        rank = np.empty(len(vocabulary), dtype=np.int32)
        rank[by_hash] = np.arange(len(vocabulary), dtype=np.int32)
        terms = rank[np.frombuffer(self._terms, dtype=np.int32)]
        slots = np.repeat(np.arange(len(self), dtype=np.int32), np.frombuffer(self._distinct, dtype=np.dtype("l")))
        holding = np.bincount(terms, minlength=len(vocabulary))
        order = np.argsort(terms, kind="stable")
        average = sum(self._lengths) / max(len(self), 1)
        arrays = Arrays(
            ids=np.array(self._ids, dtype=np.int64),
            regions=np.array(self._regions, dtype=np.uint16),
            vocabulary=vocabulary[by_hash],
            offsets=np.concatenate(([0], np.cumsum(holding))).astype(np.int64),
            slots=slots[order],
            scores=self._scores(terms, slots, holding, average)[order],
        )
        return KeywordIndex(arrays, Facts(self._k1, self._b, average, tuple(self._region_numbers)))

    def _scores(self, terms: np.ndarray, slots: np.ndarray, holding: np.ndarray, average: float) -> np.ndarray:
        counts = np.frombuffer(self._counts, dtype=np.uint16).astype(np.float32)
        lengths = np.array(self._lengths, dtype=np.float32)
        norms = self._k1 * (1 - self._b + self._b * lengths / np.float32(average or 1))
        rarity = np.log1p((len(self) - holding + 0.5) / (holding + 0.5)).astype(np.float32)
        return np.asarray(rarity[terms] * counts * (self._k1 + 1) / (counts + norms[slots].astype(np.float32)), dtype=np.float32)
