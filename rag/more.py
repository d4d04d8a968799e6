"""What is left to be shown of an answer: 还有吗."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from rag.evidence import Scored
from rag.fold import squash
from rag.units import Unit

_NEAR = 0.75
"""How close to the best sentence of all one must come to be more of the same answer."""


def unseen(ranked: Sequence[Scored], shown: Collection[str], schools: Collection[str]) -> list[Scored]:
    """Of the sentences that answer, best first, those that were not shown; of a list the items that were not.

    Where `schools` were named, what is told of others is no more of the same.
    """
    seen = "\n".join(map(squash, shown))
    near = [one for one in ranked if one.score >= _NEAR * ranked[0].score and (not schools or any(name in one.text for name in schools))]
    return [part for one in near for part in _parts(one, seen) if squash(part.text) not in seen]


def _parts(one: Scored, seen: str) -> list[Scored]:
    """The sentence; or its items one by one, where some of them were shown already."""
    items = [(start - one.unit.start, end - one.unit.start) for start, end in one.unit.items]
    if not any(squash(one.text[start:end]) in seen for start, end in items):
        return [one]
    return [replace(one, text=one.text[start:end], unit=Unit(one.unit.start + start, one.unit.start + end)) for start, end in items]
