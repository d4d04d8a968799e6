"""Vectors in memory, compared one by one: exact, and fast enough for some tens of thousands."""

from collections.abc import Iterable, Sequence

import numpy as np

from vectorstore.ports import Ids, Scores, Vectors


class ExactVectors:
    """A vector store in numpy. Not thread-safe while it is being added to."""

    def __init__(self) -> None:
        self._ids: Ids = np.empty(0, dtype=np.int64)
        self._vectors: Vectors = np.empty((0, 0), dtype=np.float32)

    def add(self, batches: Iterable[tuple[Ids, Vectors]]) -> None:
        """Take in ids with their vectors."""
        for ids, vectors in batches:
            self._ids = np.concatenate((self._ids, ids))
            self._vectors = np.concatenate((self._vectors, vectors)) if len(self._vectors) else vectors

    def count(self) -> int:
        """How many vectors it holds."""
        return len(self._ids)

    def nearest(self, vector: Sequence[float], limit: int) -> tuple[Ids, Scores]:
        """The ids nearest to a vector and their cosines, best first."""
        if not self.count():
            return self._ids, np.empty(0, dtype=np.float32)
        cosines = self._vectors @ np.asarray(vector, dtype=np.float32)
        few = np.argpartition(-cosines, limit)[:limit] if limit < len(cosines) else np.arange(len(cosines))
        order = few[np.lexsort((self._ids[few], -cosines[few]))]
        return self._ids[order], cosines[order]

    def close(self) -> None:
        """Forget everything."""
        self._ids, self._vectors = self._ids[:0], self._vectors[:0]
