"""Vectors of length one, as every store expects them, and as bytes, as SQL keeps them."""

import numpy as np
from numpy.typing import ArrayLike

from domain.errors import IndexProblem
from vectorstore.ports import Vectors


def unit(rows: ArrayLike) -> Vectors:
    """Rows of any length as float32 rows of length one, (n, dimensions).

    A row of zeros (a passage without a single known feature) becomes the same constant row every time: it must have a direction,
    since a cosine with nothing is no number.
    """
    vectors = np.atleast_2d(np.asarray(rows, dtype=np.float32))
    if not np.isfinite(vectors).all():
        raise IndexProblem("向量里有无效的数值，请检查向量服务。")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    constant = np.float32(1 / np.sqrt(vectors.shape[1] or 1))
    return np.where(lengths > 0, vectors / np.where(lengths > 0, lengths, 1), constant).astype(np.float32)


def to_bytes(vector: ArrayLike) -> bytes:
    """A vector as float32, little-endian."""
    return np.asarray(vector, dtype="<f4").tobytes()


def from_bytes(data: bytes) -> Vectors:
    """The vector that was kept, (dimensions,)."""
    return np.frombuffer(data, dtype="<f4").astype(np.float32)
