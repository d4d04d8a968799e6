"""A passage as the index sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to be found: `text` is what is indexed (context and all); `vector` float32 little-endian, None where there is none.

    Ids are positive, never used twice, and what stands under an id never changes: a changed passage gets a new one.
    """

    id: int
    region: str
    text: str
    vector: bytes | None = None
