"""Keyword and vector scores as one ranking, by a weighted sum (votes by rank did worse everywhere they were tried)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vectorstore.ports import Ids, Scores


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `score` ranks it: its keyword score as a share of the best one, plus the weighted height of its cosine between the last
    and the best one found, each times the region's factor. `keyword` is its BM25 score and `vector` its cosine, both without
    the region's factor; 0 where that side did not find it.
    """

    id: int
    score: float
    keyword: float
    vector: float


Found = tuple[Ids, Scores]
"""One side's passages and their scores, best first."""

NOTHING: Found = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))


def fused(keywords: Found, vectors: Found, factors: Callable[[Ids], Scores], weight: float, limit: int) -> list[Hit]:
    """The best of both. Keyword scores come with the region's factors applied, cosines without; `factors` tells them of ascending ids."""
    ids = np.union1d(keywords[0], vectors[0])
    within = factors(ids)
    words, cosines, totals = (np.zeros(len(ids), dtype=np.float32) for _ in range(3))
    if len(keywords[0]):
        places, scores = np.searchsorted(ids, keywords[0]), keywords[1]
        # A passage that was removed between the two looks has a score and no factor.
        alive = within[places] > 0
        words[places] = np.divide(scores, within[places], out=np.zeros_like(scores), where=alive)
        totals[places] = alive * scores / scores[0]
    if len(vectors[0]):
        places = np.searchsorted(ids, vectors[0])
        cosines[places] = vectors[1]
        totals[places] += np.float32(weight) * within[places] * _heights(vectors[1])
    order = [place for place in np.lexsort((ids, -totals))[:limit].tolist() if totals[place] > 0]
    return [Hit(int(ids[place]), float(totals[place]), float(words[place]), float(cosines[place])) for place in order]


def _heights(cosines: Scores) -> Scores:
    """Where each cosine stands between the last one found (0) and the best (1), so that not being found at all costs nothing more."""
    span = cosines[0] - cosines[-1]
    return (cosines - cosines[-1]) / span if span > 0 else np.ones(len(cosines), dtype=np.float32)
