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


def fused(keywords: Found, vectors: Found | None, weight: float, limit: int) -> list[Hit]:
    """The best of both. Keyword scores come with their factors applied, cosines without."""
    top = float(keywords.scores[0]) if len(keywords.ids) else 1.0
    hits = {
        id_: Hit(id_, score / top, score / factor if factor else 0.0, 0.0)
        for id_, score, factor in zip(keywords.ids.tolist(), keywords.scores.tolist(), keywords.factors.tolist(), strict=True)
    }
    if vectors is not None and len(vectors.ids):
        heights = _heights(vectors.scores) * vectors.factors * np.float32(weight)
        for id_, height, cosine in zip(*(values.tolist() for values in (vectors.ids, heights, vectors.scores)), strict=True):
            if height > 0:
                hit = hits.get(id_, Hit(id_, 0.0, 0.0, 0.0))
                hits[id_] = Hit(id_, hit.score + height, hit.keyword, cosine)
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.id))[:limit]


def _heights(cosines: Scores) -> Scores:
    """Where each cosine stands between the last one found (0) and the best (1), so that not being found at all costs nothing more."""
    span = cosines[0] - cosines[-1]
    return (cosines - cosines[-1]) / span if span > 0 else np.ones(len(cosines), dtype=np.float32)
