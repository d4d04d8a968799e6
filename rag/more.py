"""What is left to be shown of an answer: 还有吗."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from rag.asked import Want
from rag.evidence import Scored
from rag.fold import squash
from rag.reading import Reading
from rag.units import Unit

_NEAR = 0.75
"""How close to the best sentence of all one must come to be more of the same answer."""


_WIDE = frozenset({Want.LIST, Want.HOW, Want.COMPARE})


def unseen(reading: Reading, ranked: Sequence[Scored], shown: Collection[str]) -> list[Scored]:
    """Of the sentences that answer, best first, those that were not shown; of a list the items that were not.

    Where schools were named, what is told of others is no more of the same; nor are a list's other items where one thing was asked for.
    """
    seen = "\n".join(map(squash, shown))
    schools = [name.text for call in reading.called for name in call.names if name.school]
    least = _NEAR * max(one.score for one in ranked)
    near = [one for one in ranked if one.score >= least and (not schools or any(name in one.text for name in schools))]
    wide = bool(reading.asked.wants & _WIDE)
    return [part for one in near for part in _parts(one, seen, wide=wide) if squash(part.text) not in seen]


def _parts(one: Scored, seen: str, *, wide: bool) -> list[Scored]:
    """The sentence; or its items one by one, where some of them were shown already."""
    items = [(start - one.unit.start, end - one.unit.start) for start, end in one.unit.items]
    if not any(squash(one.text[start:end]) in seen for start, end in items):
        return [one]
    spans = items if wide else []
    return [replace(one, text=one.text[start:end], unit=Unit(one.unit.start + start, one.unit.start + end)) for start, end in spans]
