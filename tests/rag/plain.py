"""The slow, plain ways of looking names up, which the fast ones must agree with: everything is gone through for every question."""

import re
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz.distance import OSA

from rag.pinyin import pinyin


def longest_first(phrases: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where phrases stand in a text: at each point the longest, none inside another."""
    pattern = re.compile("|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) or r"(?!)")
    return [hit.span() for hit in pattern.finditer(text)]


def lettered(names: Iterable[str], letters: str, fit: Callable[[str, str], int]) -> list[str]:
    """What letters mean: names that are written so, or else those parts of names (two to four characters) that fit best."""
    whole = sorted(name for name in names if pinyin(name) == letters)
    if whole:
        return whole
    fits: dict[str, int] = {}
    for name in names:
        for part in _parts(name):
            if pinyin(part) == letters:
                fits[part] = max(fits.get(part, 0), fit(part, name))
    best = max(fits.values(), default=0)
    return sorted(part for part, fit in fits.items() if fit == best) if best else []


def _parts(name: str) -> Iterator[str]:
    for size in range(2, min(4, len(name) - 1) + 1):
        for start in range(len(name) - size + 1):
            yield name[start : start + size]


def mistaken(names: Iterable[str], written: str) -> set[str]:
    """The names of five characters or more that are one mistake away from what is written."""
    return {name for name in names if len(name) > 4 and OSA.distance(name, written) == 1}
