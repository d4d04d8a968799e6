"""Vectors in files of our own, near ones side by side: few are all compared with a question, of many only those of the nearest cells.

A cell is what lies nearest to one of some centres (k-means). `vectors.npy` holds cell after cell and is read from disk page by
page (mmap), so that it opens at once and all processes of a machine share it. Up to EXACT vectors there is one cell, and
the nearest are found exactly; beyond, what that misses is in docs/decisions/0012.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import IndexProblem
from vectorstore.means import cells_of, centres_of
from vectorstore.ports import Ids, Scores, Vectors

EXACT = 20_000
"""Up to so many vectors each one is compared."""

_LEAST, _MOST = 10, 25
"""How many of more than EXACT vectors are compared, times the square root of their number: whole cells, the nearest first, as long as
their middles are half as near as the first one's."""

_ARRAYS = ("ids", "vectors", "centres", "starts")
_BATCH = 4_096


@dataclass(frozen=True, slots=True)
class Arrays:
    """Ids and vectors, (n,) and (n, dimensions); those of cell i, whose middle is `centres[i]`, stand at `starts[i] : starts[i + 1]`."""

    ids: Ids
    vectors: Vectors
    centres: Vectors
    starts: NDArray[np.int64]


class CellVectors:
    """A finished store; nothing in it ever changes, so any number of threads may ask it. It compares from `least` to `most` vectors."""

    def __init__(self, arrays: Arrays, least: int, most: int) -> None:
        self._arrays, self._least, self._most = arrays, least, most
        self._sizes = np.diff(arrays.starts)

    @classmethod
    def open(cls, folder: Path) -> "CellVectors":
        """Open what `write_cells` left in a folder; it stays on disk until it is asked for."""
        try:
            loaded = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
        except (OSError, EOFError, ValueError) as problem:
            raise IndexProblem("向量文件打不开或已损坏，请运行 xiaoqitong reindex。") from problem
        # A plain view: slices of a memmap object cost microseconds each.
        arrays = Arrays(**{name: array.view(np.ndarray) for name, array in loaded.items()})
        root = np.sqrt(len(arrays.ids))
        return cls(arrays, int(_LEAST * root), int(_MOST * root))

    def count(self) -> int:
        """How many vectors it holds."""
        return len(self._arrays.ids)

    def nearest(self, vector: Sequence[float], limit: int) -> tuple[Ids, Scores]:
        """The ids nearest to a vector and their cosines, best first; equal ones by id."""
        asked = np.asarray(vector, dtype=np.float32)
        cells, ends = self._probed(asked, limit)
        cosines = self._cosines(asked, cells, ends)
        few = _highest(cosines, limit)
        cell = np.searchsorted(ends, few, side="right")
        # From a place among what was compared to a row of the file: both end with their cell.
        ids = self._arrays.ids[few + (self._arrays.starts[cells + 1] - ends)[cell]]
        order = np.lexsort((ids, -cosines[few]))[:limit]
        return ids[order], cosines[few][order]

    def close(self) -> None:
        """Let go of the files."""
        nothing = np.empty(0, dtype=np.int64)
        flat = self._arrays.centres[:0]
        self._arrays, self._sizes = Arrays(nothing, flat, flat, np.zeros(1, dtype=np.int64)), nothing

    def _probed(self, asked: Vectors, limit: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The cells to look into, nearest first, and how many vectors they hold up to each one's end."""
        far = self._arrays.centres @ -asked
        order = np.argsort(far, kind="stable")
        ends = np.cumsum(self._sizes[order])
        least, most = (int(np.searchsorted(ends, max(bound, limit))) + 1 for bound in (self._least, self._most))
        some = min(max(least, int(np.count_nonzero(far <= far[order[:1]] / 2))), most)
        return order[:some], ends[:some]

    def _cosines(self, asked: Vectors, cells: NDArray[np.int64], ends: NDArray[np.int64]) -> Scores:
        cosines = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.float32)
        at, vectors = 0, self._arrays.vectors
        for start, end in zip(self._arrays.starts[cells].tolist(), ends.tolist(), strict=True):
            np.dot(vectors[start : start + end - at], asked, out=cosines[at:end])
            at = end
        return cosines


def _highest(cosines: Scores, limit: int) -> NDArray[np.intp]:
    """Places of the highest, and of all that are equal to the last of them, in order of place."""
    if limit >= len(cosines):
        return np.arange(len(cosines))
    last = len(cosines) - limit
    return np.flatnonzero(cosines >= np.partition(cosines, last)[last])


def write_cells(folder: Path, ids: Ids, vectors: Vectors, told: Callable[[int], None] = lambda _: None, *, exact: int = EXACT) -> None:
    """Sort vectors of length one, (n, dimensions), into cells, and write them into a folder, which is made.

    Up to `exact` share one cell; `told` hears how many are done.
    """
    folder.mkdir(parents=True)
    centres = centres_of(vectors) if len(ids) > exact else np.zeros((1, vectors.shape[1]), dtype=np.float32)
    cells = cells_of(vectors, centres)
    order = np.argsort(cells, kind="stable")
    np.save(folder / "ids.npy", ids[order])
    np.save(folder / "centres.npy", centres)
    np.save(folder / "starts.npy", np.concatenate(([0], np.cumsum(np.bincount(cells, minlength=len(centres))))).astype(np.int64))
    kept = np.lib.format.open_memmap(folder / "vectors.npy", mode="w+", dtype=np.float32, shape=vectors.shape)
    for start in range(0, len(ids), _BATCH):
        kept[start : start + _BATCH] = vectors[order[start : start + _BATCH]]
        told(min(start + _BATCH, len(ids)))
    kept.flush()
