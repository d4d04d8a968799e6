"""Vectors in memory, compared one by one: exact, and fast enough for some tens of thousands."""

from collections.abc import Iterable, Sequence

import numpy as np

from vectorstore.ports import Ids, Scores, Vectors


class ExactVectors:
    """A vector store in numpy; it may be asked while it is being added to."""

    def __init__(self) -> None:
        # One attribute, so that a question sees ids and vectors of the same moment.
        self._held: tuple[Ids, Vectors] = _nothing()

    def add(self, batches: Iterable[tuple[Ids, Vectors]]) -> None:
        """Take in ids with their vectors."""
        for ids, vectors in batches:
            held_ids, held = self._held
            self._held = (np.concatenate((held_ids, ids)), np.concatenate((held, vectors)) if len(held) else vectors)

    def count(self) -> int:
        """How many vectors it holds."""
        return len(self._held[0])

    def nearest(self, vector: Sequence[float], limit: int) -> tuple[Ids, Scores]:
        """The ids nearest to a vector and their cosines, best first."""
        ids, vectors = self._held
        if not len(ids):
            return ids, np.empty(0, dtype=np.float32)
        cosines = vectors @ np.asarray(vector, dtype=np.float32)
        few = np.argpartition(-cosines, limit)[:limit] if limit < len(cosines) else np.arange(len(cosines))
        order = few[np.lexsort((ids[few], -cosines[few]))]
        return ids[order], cosines[order]

    def close(self) -> None:
        """Forget everything."""
        self._held = _nothing()


def _nothing() -> tuple[Ids, Vectors]:
    return np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.float32)
