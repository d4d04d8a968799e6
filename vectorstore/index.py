"""The index as those who ask see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    `text` is asked of the keywords unless `terms` gives them with weights of their own; `vector_text` is what is turned into a
    vector ("" means `text`). `prefer` multiplies scores within regions (the narrowest that fits counts); `only` leaves out
    everything outside one.
    """

    text: str = ""
    terms: Mapping[str, float] = field(default_factory=dict)
    vector_text: str = ""
    prefer: tuple[tuple[str, float], ...] = ()
    only: str = ""
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `score` ranks it: the share of the best keyword score (0 to 1) plus the weighted cosine, times the region's factor.
    `keyword` is its BM25 score, `vector` its cosine; 0 where that side did not find it.
    """

    id: int
    score: float
    keyword: float
    vector: float
