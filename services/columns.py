"""What everybody wants, as columns of numbers: 26 bytes for each subscription, looked through at a few nanoseconds each.

A subscription stands at the place that its id says, in blocks of 65,536. The cheapest question that most fail is asked first, the words of
the few that are left last. What is found here is only likely: SQL is the truth, and whoever uses this asks it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.listing import Listing
from domain.subscription import fitting, text_of
from storage.subscriptions import Terms

_SIZE = 65_536
_WORDS = 4
_NOBODY = 0
_MOST = 2**31 - 1

Marks = NDArray[np.bool_]
Places = NDArray[np.intp]


class Codes(dict[str, int]):
    """Small numbers for texts, the next one for each that is new."""

    def __missing__(self, text: str) -> int:
        """Give it a number."""
        self[text] = code = len(self)
        return code


class _Block:
    """The columns of 65,536 ids that follow each other; `region` is 0 where nothing is wanted."""

    def __init__(self) -> None:
        self.region = np.zeros(_SIZE, np.uint16)
        self.kind = np.zeros(_SIZE, np.uint8)
        self.level = np.zeros(_SIZE, np.uint8)
        self.major = np.zeros(_SIZE, np.uint16)
        self.pay = np.zeros(_SIZE, np.int32)
        self.words = np.zeros((_SIZE, _WORDS), np.uint32)


class Columns:
    """One thread may write while others look: each page and each look has the columns for itself."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._blocks: dict[int, _Block] = {}
        self._regions = Codes({"nobody": _NOBODY})
        self._kinds, self._levels, self._majors = Codes({"": 0}), Codes({"": 0}), Codes({"": 0})
        self._words = Codes({"": 0})
        self._by_first: dict[str, list[str]] = {}

    @property
    def size(self) -> int:
        """The columns' bytes, without the words themselves, which many share."""
        return sum(column.nbytes for block in self._blocks.values() for column in vars(block).values())

    def put(self, page: Sequence[Terms]) -> None:
        """Write what these want now in the place of what they wanted before."""
        ids, regions, kinds, words, majors, levels, pays = zip(*page, strict=True)
        numbers, rows = np.divmod(np.array(ids), _SIZE)
        with self._lock:
            values: dict[str, NDArray[Any]] = {
                "region": np.array([_NOBODY if region is None else self._regions[region] for region in regions], np.uint16),
                "kind": np.array([self._kinds[kind] for kind in kinds], np.uint8),
                "level": np.array([self._levels[level] for level in levels], np.uint8),
                "major": np.array([self._majors[major] for major in majors], np.uint16),
                "pay": np.minimum(np.array(pays, np.int64), _MOST).astype(np.int32),
                "words": np.array([self._coded(one) for one in words], np.uint32),
            }
            for number in np.unique(numbers):
                block, here = self._blocks.setdefault(int(number), _Block()), numbers == number
                for name, column in values.items():
                    getattr(block, name)[rows[here]] = column[here]

    def wanting(self, listing: Listing, after: int, limit: int) -> list[int]:
        """The first ids behind `after` of those that seem to want it, `limit` at most."""
        with self._lock:
            look = _Look(self, listing)
            found: list[int] = []
            for number in sorted(self._blocks):
                if (number + 1) * _SIZE <= after:
                    continue
                ids = look(self._blocks[number]) + number * _SIZE
                found += ids[ids > after][: limit - len(found)].tolist()
                if len(found) == limit:
                    break
            return found

    def told(self, text: str) -> Marks:
        """Of each word's number, whether it occurs in the text."""
        marks = np.zeros(len(self._words), np.bool_)
        marks[0] = True
        for sign in set(text):
            marks[[self._words[word] for word in self._by_first.get(sign, ()) if word in text]] = True
        return marks

    def _coded(self, words: str) -> list[int]:
        """The numbers of the first four words; a wish with more of them is found too often, never too seldom."""
        parted = words.lower().split()[:_WORDS]
        for word in parted:
            if word not in self._words:
                self._by_first.setdefault(word[0], []).append(word)
        codes = [self._words[word] for word in parted]
        return codes + [0] * (_WORDS - len(codes))


class _Look:
    """What a listing asks of each column."""

    def __init__(self, columns: Columns, listing: Listing) -> None:
        fit = fitting(listing)
        majors = columns._majors if fit.majors is None else fit.majors
        self._regions = [columns._regions[region] for region in fit.regions if region in columns._regions]
        self._kinds = _marks(columns._kinds, fit.kinds)
        self._levels = _marks(columns._levels, fit.levels)
        self._majors = _marks(columns._majors, majors)
        self._pay = fit.pay
        self._words = columns.told(text_of(listing))

    def __call__(self, block: _Block) -> Places:
        """The rows that have all of it."""
        near = np.zeros(_SIZE, np.bool_)
        for region in self._regions:
            near |= block.region == region
        rows = np.flatnonzero(near)
        rows = rows[self._kinds[block.kind[rows]]]
        rows = rows[self._levels[block.level[rows]]]
        rows = rows[self._majors[block.major[rows]]]
        rows = rows[block.pay[rows] <= self._pay]
        return rows[self._words[block.words[rows]].all(axis=1)]


def _marks(codes: Mapping[str, int], wanted: Iterable[str]) -> Marks:
    marks = np.zeros(len(codes), np.bool_)
    marks[[codes[text] for text in wanted if text in codes]] = True
    return marks
