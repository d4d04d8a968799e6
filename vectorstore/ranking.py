"""The best few of many scores, and the best of several lists, without sorting everything."""

import numpy as np
from numpy.typing import NDArray

from vectorstore.ports import Ids, Scores

_BLOCK = 64


def best(scores: Scores, limit: int) -> NDArray[np.intp]:
    """Places of the highest scores above zero, best first; equal scores in order of place.

    The limit-th highest of the maxima of small blocks is a floor that at least `limit` scores reach, so only those are sorted.
    """
    floor = _floor(scores, limit)
    places = np.flatnonzero(scores >= floor) if floor > 0 else np.flatnonzero(scores > 0)
    order = np.lexsort((places, -scores[places]))[:limit]
    return places[order]


def _floor(scores: Scores, limit: int) -> float:
    blocks = len(scores) // _BLOCK
    if limit <= 0 or blocks <= limit:
        return 0.0
    maxima = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    return float(np.partition(maxima, blocks - limit)[blocks - limit])


def merged(first: tuple[Ids, Scores], second: tuple[Ids, Scores], limit: int) -> tuple[Ids, Scores]:
    """Two ranked lists without a common id as one, best first; equal scores by id."""
    ids = np.concatenate((first[0], second[0]))
    scores = np.concatenate((first[1], second[1]))
    order = np.lexsort((ids, -scores))[:limit]
    return ids[order], scores[order]
