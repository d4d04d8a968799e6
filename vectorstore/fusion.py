"""Keyword and vector scores as one ranking, by a weighted sum (votes by rank did worse everywhere they were tried)."""

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


@dataclass(frozen=True, slots=True)
class Found:
    """One side's passages, best first: `factors` is what the wish about regions makes of each."""

    ids: Ids
    scores: Scores
    factors: Scores


_NOTHING = Found(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32), np.empty(0, dtype=np.float32))


def fused(keywords: Found, vectors: Found | None, weight: float, limit: int) -> list[Hit]:
    """The best of both. Keyword scores come with their factors applied, cosines without."""
    near = vectors or _NOTHING
    ids = np.union1d(keywords.ids, near.ids)
    words, cosines, totals = (np.zeros(len(ids), dtype=np.float32) for _ in range(3))
    if len(keywords.ids):
        places = np.searchsorted(ids, keywords.ids)
        # A passage that was removed between the two looks has a score and no factor.
        alive = keywords.factors > 0
        words[places] = np.divide(keywords.scores, keywords.factors, out=np.zeros_like(keywords.scores), where=alive)
        totals[places] = alive * keywords.scores / keywords.scores[0]
    if len(near.ids):
        places = np.searchsorted(ids, near.ids)
        cosines[places] = near.scores
        totals[places] += np.float32(weight) * near.factors * _heights(near.scores)
    order = [place for place in np.lexsort((ids, -totals))[:limit].tolist() if totals[place] > 0]
    return [Hit(int(ids[place]), float(totals[place]), float(words[place]), float(cosines[place])) for place in order]


def _heights(cosines: Scores) -> Scores:
    """Where each cosine stands between the last one found (0) and the best (1), so that not being found at all costs nothing more."""
    span = cosines[0] - cosines[-1]
    return (cosines - cosines[-1]) / span if span > 0 else np.ones(len(cosines), dtype=np.float32)
