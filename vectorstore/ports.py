"""What finding needs from others: something that turns text into vectors, and something that keeps vectors."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]
Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """LangChain's `Embeddings`, with a name for the space that its vectors live in.

    Vectors of different fingerprints must never meet: a changed one leads to a new index.
    """

    @property
    def fingerprint(self) -> str:
        """Provider, model, dimensions and where it runs (or what it was computed from)."""
        ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector for each passage."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...


class VectorStore(Protocol):
    """Vectors of unit length under passage ids, asked for the nearest ones."""

    def count(self) -> int:
        """How many vectors it holds."""
        ...

    def nearest(self, vector: Sequence[float], limit: int) -> tuple[Ids, Scores]:
        """The ids nearest to a vector and their cosines, best first."""
        ...

    def close(self) -> None:
        """Let go of files, memory and connections; a second call does nothing."""
        ...


class VectorWriter(VectorStore, Protocol):
    """A store that is being filled; it is filled once and read ever after."""

    def add(self, batches: Iterable[tuple[Ids, Vectors]]) -> None:
        """Take in ids with their vectors, (n,) and (n, dimensions), batch after batch."""
        ...
