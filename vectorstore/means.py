"""Spherical k-means: middles of vectors of length one, so that those near to one another share a middle."""

import numpy as np
from numpy.typing import NDArray

from vectorstore.ports import Vectors
from vectorstore.unit import unit

_DENSITY = 4
"""Centres for each square root of the number of vectors: as many as a question can be compared with for little beside their members."""

_SAMPLE, _ROUNDS, _SEED = 40, 10, 1
"""Vectors that stand for all, for each centre; how often centres move."""

_BATCH = 4_096


def centres_of(vectors: Vectors) -> Vectors:
    """Middles of vectors, (centres, dimensions); the same for the same vectors."""
    number = min(len(vectors), int(_DENSITY * np.sqrt(len(vectors))))
    chance = np.random.default_rng(_SEED)
    some = vectors[np.sort(chance.permutation(len(vectors))[: _SAMPLE * number])]
    centres = some[np.sort(chance.permutation(len(some))[:number])]
    for _ in range(_ROUNDS):
        centres = _moved(centres, some, cells_of(some, centres))
    return centres


def cells_of(vectors: Vectors, centres: Vectors) -> NDArray[np.int64]:
    """The nearest centre of each vector, (n,)."""
    found = np.empty(len(vectors), dtype=np.int64)
    for start in range(0, len(vectors), _BATCH):
        found[start : start + _BATCH] = (vectors[start : start + _BATCH] @ centres.T).argmax(axis=1)
    return found


def _moved(centres: Vectors, vectors: Vectors, cells: NDArray[np.int64]) -> Vectors:
    """Each centre in the middle of its vectors; one that has none stays."""
    order = np.argsort(cells, kind="stable")
    taken, starts = np.unique(cells[order], return_index=True)
    moved = centres.copy()
    moved[taken] = unit(np.add.reduceat(vectors[order], starts, axis=0))
    return moved
