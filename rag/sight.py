"""What a stretch of text shows whatever is asked. It is kept for a while: the same sentences are weighed for question after question."""

from dataclasses import dataclass
from functools import lru_cache

from rag.asked import Want
from rag.fold import narrow
from rag.loading.bodies import bodies_in
from rag.reading import years_of
from rag.shapes import SHAPES

_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Sight:
    """A sentence at sight: `low` is how it is compared, `shapes` are the wants whose shape it has."""

    low: str
    shapes: frozenset[Want]
    years: frozenset[int]
    bodies: tuple[str, ...]


@lru_cache(_KEPT)
def low(text: str) -> str:
    """The text in half width and lower case."""
    return narrow(text).lower()


@lru_cache(_KEPT)
def sight(lead: str, text: str) -> Sight:
    """What a sentence shows, together with the heading that it stands under ("" for none)."""
    plain = low(f"{lead}\n{text}" if lead else text)
    shapes = frozenset(want for want, shape in SHAPES.items() if shape.search(plain))
    return Sight(plain, shapes, years_of(plain), bodies_in(text))
