"""How names sound: syllables without tone, and names found by them."""

import os
from collections.abc import Iterable
from functools import lru_cache

# Otherwise it reads 40,000 phrases when it is imported, for tones that are dropped here anyway: 0.2 s of every start.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import lazy_pinyin

_BLUR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_PART = 4
_LEAST = 4
"""Letters of pinyin below which too many words are meant."""


@lru_cache(maxsize=16384)
def _syllable(character: str) -> str:
    return "".join(lazy_pinyin(character))


@lru_cache(maxsize=16384)
def _blurred(character: str) -> str:
    syllable = _syllable(character)
    for sharp, soft in _BLUR:
        syllable = syllable.replace(sharp, soft)
    return syllable


def sound(text: str) -> tuple[str, ...]:
    """The syllables without tone, with those made equal that people mix up (zh/z, ing/in …)."""
    return tuple(map(_blurred, text))


def pinyin(text: str) -> str:
    """The letters as people type them."""
    return "".join(map(_syllable, text))


class Pinyin:
    """Names by their letters, whole names before parts of them (qinggong职院: 轻工, for a name has it)."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)
        self._whole: dict[str, list[str]] = {}
        self._parts: dict[str, dict[str, list[str]]] = {}
        for name in self._names:
            self._whole.setdefault(pinyin(name), []).append(name)
            for size in range(2, min(_PART, len(name) - 1) + 1):
                for start in range(len(name) - size + 1):
                    part = name[start : start + size]
                    self._parts.setdefault(pinyin(part), {}).setdefault(part, []).append(name)

    def read(self, letters: str, before: str, after: str) -> list[str]:
        """What letters mean between what stands before and after them; several when they are equally likely."""
        plain = letters.replace(" ", "")
        if len(plain) < _LEAST:
            return []
        if plain in self._whole:
            return self._whole[plain]
        fits = {part: _fit(part, names, before, after) for part, names in self._parts.get(plain, {}).items()}
        best = max(fits.values(), default=0)
        return sorted(part for part, fit in fits.items() if fit == best) if best else []


def _fit(part: str, names: Iterable[str], before: str, after: str) -> int:
    """How many characters around a part continue one of the names that have it."""
    return max(_continued(name, part, before, after) for name in names)


def _continued(name: str, part: str, before: str, after: str) -> int:
    ahead, _, behind = name.partition(part)
    right = next((size for size in range(min(len(behind), len(after)), 0, -1) if behind[:size] == after[:size]), 0)
    left = next((size for size in range(min(len(ahead), len(before)), 0, -1) if ahead[-size:] == before[-size:]), 0)
    return left + right
