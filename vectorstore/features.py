"""Texts as sparse rows of numbers: runs of one, two and three characters, hashed into a fixed space."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.ports import Vectors
from vectorstore.terms import fold

BITS = 18
_MIX = np.uint64(0x9E3779B97F4A7C15)
_GAPS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix by its non-zero values, row after row: row i is [starts[i], starts[i + 1]) of `columns` and `values`."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: Vectors
    width: int

    def times(self, dense: Vectors) -> Vectors:
        """The product with a dense matrix (width, n), one row at a time."""
        product = np.zeros((len(self.starts) - 1, dense.shape[1]), dtype=np.float32)
        for row, (start, end) in enumerate(zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True)):
            product[row] = self.values[start:end] @ dense[self.columns[start:end]]
        return product

    def turned(self) -> "Sparse":
        """The transposed matrix."""
        rows = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.columns, minlength=self.width)))).astype(np.int64)
        return Sparse(starts, rows[order], self.values[order], len(self.starts) - 1)


def counts(texts: Sequence[str]) -> Sparse:
    """How often each hashed run stands in each text, (n, 2 ** BITS)."""
    cleaned = [_GAPS.sub(" ", fold(text)) for text in texts]
    codes = np.frombuffer("".join(f"{text} " for text in cleaned).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    rows = np.repeat(np.arange(len(texts), dtype=np.int64), [len(text) + 1 for text in cleaned])
    keys = np.concatenate([(rows[: len(runs)] << BITS | _buckets(runs))[whole] for runs, whole in _runs(codes)])
    found, values = np.unique(keys, return_counts=True)
    starts = np.searchsorted(found, np.arange(len(texts) + 1, dtype=np.int64) << BITS)
    columns = (found & ((1 << BITS) - 1)).astype(np.int32)
    return Sparse(starts.astype(np.int64), columns, values.astype(np.float32), 1 << BITS)


def _runs(codes: NDArray[np.uint64]) -> list[tuple[NDArray[np.uint64], NDArray[np.bool_]]]:
    """Runs of one to three characters as numbers, and which of them hold no gap."""
    solid = codes != ord(" ")
    runs, whole = codes, solid
    found = [(runs, whole)]
    for ahead in (1, 2):
        runs = (runs[:-1] << np.uint64(21)) | codes[ahead:]
        whole = whole[:-1] & solid[ahead:]
        found.append((runs, whole))
    return found


def _buckets(runs: NDArray[np.uint64]) -> NDArray[np.int64]:
    return ((runs * _MIX) >> np.uint64(64 - BITS)).astype(np.int64)
