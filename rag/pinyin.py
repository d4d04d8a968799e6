"""How names sound: syllables without tone, and names found by them."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate

from rag.targets import Targets

_BLUR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_PART = 4
_LEAST = 4
"""Letters of pinyin below which too many words are meant."""


@cache
def _syllables() -> dict[str, str]:
    """The commonest reading of each character (syllables.txt, drawn from pypinyin, whose own tables take 12 MB and a start's twentieth)."""
    lines = files("rag").joinpath("syllables.txt").read_text("utf-8").splitlines()
    return {character: syllable for syllable, _, characters in (line.partition(" ") for line in lines) for character in characters}


def _syllable(character: str) -> str:
    return _syllables().get(character, character)


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
    """Names by their letters, whole names before parts of them (qinggong职院: 轻工, for a name has it).

    All names stand in one text, a line of letters each: few questions hold letters, and a search through the text takes a moment,
    while all parts of all names would fill a table a hundred times as large.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._starts = array("L")
        self._lines = "\n"

    def learn(self, names: Iterable[str]) -> None:
        """Know these names, too."""
        lines, at = list[str](), len(self._lines)
        for name in names:
            lines.append(f"{pinyin(name)}\n")
            self._names.append(name)
            self._starts.append(at)
            at += len(lines[-1])
        self._lines += "".join(lines)

    def read(self, letters: str, before: str, after: str, targets: Targets) -> list[str]:
        """What letters mean between what stands before and after them; several when they are equally likely."""
        plain = letters.replace(" ", "")
        if len(plain) < _LEAST:
            return []
        whole = sorted({name for name, _ in self._having(f"\n{plain}\n", shift=1) if name in targets})
        if whole:
            return whole
        fits: dict[str, int] = {}
        for name, at in self._having(plain):
            part = _cut(name, at, len(plain))
            if part and name in targets:
                fits[part] = max(fits.get(part, 0), _fit(part, name, before, after))
        best = max(fits.values(), default=0)
        return sorted(part for part, fit in fits.items() if fit == best) if best else []

    def _having(self, letters: str, shift: int = 0) -> Iterator[tuple[str, int]]:
        """The names in whose lines letters stand, each with the place in its line."""
        lines, at = self._lines, -1
        while (at := lines.find(letters, at + 1)) >= 0:
            place = bisect_right(self._starts, at + shift) - 1
            yield self._names[place], at + shift - self._starts[place]


def _cut(name: str, at: int, length: int) -> str:
    """The part of a name whose letters begin `at` its line and are so many; "" where they cut a syllable, or for no proper part."""
    ends = list(accumulate((len(_syllable(character)) for character in name), initial=0))
    if at not in ends or at + length not in ends:
        return ""
    part = name[ends.index(at) : ends.index(at + length)]
    return part if 2 <= len(part) <= min(_PART, len(name) - 1) else ""


def _fit(part: str, name: str, before: str, after: str) -> int:
    """How many characters around a part continue the name."""
    ahead, _, behind = name.partition(part)
    right = next((size for size in range(min(len(behind), len(after)), 0, -1) if behind[:size] == after[:size]), 0)
    left = next((size for size in range(min(len(ahead), len(before)), 0, -1) if ahead[-size:] == before[-size:]), 0)
    return left + right
