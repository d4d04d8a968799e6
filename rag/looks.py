"""Names with one character left out, doubled, swapped with the next, or mistaken for another, found by the pairs that are still right."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from rapidfuzz.distance import OSA

from rag.targets import Targets

_SHORT = 4
"""Names up to this length are looked up by all that can go wrong in them; of a longer one some pair stays right."""
_LONG, _LONGEST = 7, 12
_COMMON = 500
"""A pair that more names have than this tells none of them."""


_PLACES = 4
"""Bits that tell the place inside a name."""


class Pairs:
    """All names by the pairs of characters in them, short ones by all that can go wrong; it only grows."""

    def __init__(self) -> None:
        self._names: list[str] = []
        # A number for each name and the place of the pair in it: a hundred thousand names have a million pairs.
        self._pairs: dict[str, array[int]] = {}
        self._wrong: dict[str, tuple[str, ...]] = {}

    def learn(self, name: str) -> None:
        """Know this name, too."""
        if len(name) <= _SHORT:
            for wrong in _mistakes(name):
                self._wrong[wrong] = (*self._wrong.get(wrong, ()), name)
            return
        number = len(self._names)
        self._names.append(name)
        for at in range(len(name) - 1):
            self._pairs.setdefault(name[at : at + 2], array("I")).append(number << _PLACES | at)

    def name(self, number: int) -> str:
        """A long name by its number."""
        return self._names[number]

    def mistaken(self, written: str) -> tuple[str, ...]:
        """The short names that go wrong like that."""
        return self._wrong.get(written, ())

    def telling(self, pair: str, targets: Targets) -> Iterator[tuple[int, int]]:
        """The long names (by number) that have a pair, and where; none where too many of the targets have it."""
        places = self._pairs.get(pair, ())
        if len(places) > _COMMON:
            counting = (place for place in places if self._names[place >> _PLACES] in targets)
            if next(islice(counting, _COMMON, None), None) is not None:
                return
        for place in places:
            yield place >> _PLACES, place & (1 << _PLACES) - 1


class Looks:
    """Finds what a run of characters was meant to be."""

    def __init__(self, pairs: Pairs, targets: Targets, is_known: Callable[[str], bool], is_word: Callable[[str], bool]) -> None:
        self._pairs = pairs
        self._targets = targets
        self._is_known = is_known
        self._is_word = is_word

    def read(self, run: str) -> Iterator[tuple[str, list[str]]]:
        """Stretches with what they were meant to be (several where they are equally close), longest stretch first, none inside another."""
        found: dict[tuple[int, int], list[str]] = {}
        sure: set[tuple[int, int]] = set()
        for start, end, target in (*self._long(run), *self._brief(run)):
            place = _differ(run[start:end], target)
            if place is not None and self._may_be_wrong(run, start, end, target):
                found.setdefault((start, end), []).append(target)
                if self._is_odd(run, start + place, run[start:end], target):
                    sure.add((start, end))
        taken: list[tuple[int, int]] = []
        for start, end in sorted(sure, key=lambda span: (span[0] - span[1], span)):
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
                yield run[start:end], _likeliest(run[start:end], found[start, end])

    def _long(self, run: str) -> Iterator[tuple[int, int, str]]:
        """Stretches of the run that are one mistake away from a long name."""
        hits: Counter[tuple[int, int]] = Counter()
        for at in range(len(run) - 1):
            hits.update((number, at - offset) for number, offset in self._pairs.telling(run[at : at + 2], self._targets))
        starts = {(number, start + shift) for number, start in hits for shift in (0, -1, 1) if start + shift >= 0}
        for number, start in starts:
            target = self._pairs.name(number)
            near = sum(hits[number, start + shift] for shift in (-1, 0, 1))
            if near < len(target) - 4 or target not in self._targets:
                continue
            for size in (len(target), len(target) - 1, len(target) + 1):
                if start + size <= len(run) and OSA.distance(run[start : start + size], target, score_cutoff=1) == 1:
                    yield start, start + size, target

    def _brief(self, run: str) -> Iterator[tuple[int, int, str]]:
        for size in range(2, _SHORT + 2):
            for start in range(len(run) - size + 1):
                for target in self._pairs.mistaken(run[start : start + size]):
                    if target in self._targets:
                        yield start, start + size, target

    def _may_be_wrong(self, run: str, start: int, end: int, target: str) -> bool:
        """Whether a stretch is nothing that can have been meant as it stands."""
        written = run[start:end]
        if target in written or self._is_known(written) or self._is_named(run, start, end) or self._cuts_word(run, start, end):
            return False
        return len(written) >= len(target) or not self._is_compound(written)

    def _is_named(self, run: str, start: int, end: int) -> bool:
        """Whether a name written right holds the stretch."""
        firsts = range(max(0, end - _LONGEST), start + 1)
        return any(run[first:last] in self._targets for first in firsts for last in range(end, min(len(run), first + _LONGEST) + 1))

    def _cuts_word(self, run: str, start: int, end: int) -> bool:
        """Whether a word of the language reaches over either end of a stretch: 校地合|作 is no 校地融合."""
        over = (run[at - 1 : at + 1] for at in (start, end) if 0 < at < len(run))
        return any(map(self._is_word, over))

    def _is_compound(self, written: str) -> bool:
        """Whether a stretch is put together of two whole ones: 产教融合|企业 lacks nothing."""
        return any(self._is_whole(written[:at]) and self._is_whole(written[at:]) for at in range(2, len(written) - 1))

    def _is_whole(self, part: str) -> bool:
        return self._is_word(part) or part in self._targets

    def _is_odd(self, run: str, place: int, written: str, target: str) -> bool:
        """Whether the characters around a mistake stand together nowhere else; so much of a long name is no accident anyway."""
        pair = run[place - 1 : place + 1]
        if len(written) != len(target):
            return len(target) >= _LONG or not self._is_known(pair)
        if sorted(written) == sorted(target):
            return len(target) >= _LONG or not self._is_known(run[place : place + 2])
        return not any(map(self._is_word, (pair, run[place : place + 2]))) and not self._is_known(run[place - 1 : place + 2])


def _differ(written: str, target: str) -> int | None:
    """Where a stretch first differs from a name by such a mistake; None where by another one: a new character, a lost end."""
    first = next((at for at, (one, other) in enumerate(zip(written, target, strict=False)) if one != other), min(len(written), len(target)))
    if len(written) == len(target):
        return first if first or sorted(written) == sorted(target) else None
    if not 0 < first < len(written):
        return None
    return first if len(written) < len(target) or written[first] == written[first - 1] else None


def _likeliest(written: str, targets: list[str]) -> list[str]:
    """Those that need the likelier mistake: a character left out, doubled or swapped before one mistaken for another."""
    names = sorted(set(targets))
    mistaken = {name: len(name) == len(written) and sorted(name) != sorted(written) for name in names}
    kept = [name for name in names if not mistaken[name]] or names
    longest = max(map(len, kept))
    return [name for name in kept if len(name) == longest]


def _mistakes(target: str) -> Iterator[str]:
    """All that can go wrong in a short name: a character doubled or two swapped; in one of four also one left out."""
    for at in range(len(target)):
        yield target[:at] + target[at] + target[at:]
    for at in range(len(target) - 1):
        if target[at] != target[at + 1]:
            yield target[:at] + target[at + 1] + target[at] + target[at + 2 :]
    if len(target) == _SHORT:
        for at in range(1, len(target) - 1):
            yield target[:at] + target[at + 1 :]
