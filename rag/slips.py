"""Slips of the pen: words that no text holds but that sound like a name or a term of the corpus (光付 → 光伏, baotou → 包头).

A stretch is only read otherwise when it is no word of its own, neither in the corpus nor in the segmenter's dictionary, so that what
people mean is never bent into what we happen to have.
"""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

# Otherwise it reads 40,000 phrases when it is imported, for tones that are dropped here anyway: 0.2 s of every start.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

_BLUR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_LATIN = re.compile(r"(?<![a-z0-9_./@-])[a-z]{4,30}(?![a-z0-9_./@-])")
_PLAIN = re.compile(r"[我你他是的了在不有和就都这那个吗呢谁什么哪怎多少几想要会能给被把让]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of the question and what it is read as; `others` are equally close."""

    written: str
    read: str
    others: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def sound(text: str) -> tuple[str, ...]:
    """The syllables without tone, with those made equal that people mix up (zh/z, ing/in …)."""
    return tuple(_blurred(syllable) for syllable in lazy_pinyin(text))


def _blurred(syllable: str) -> str:
    for sharp, soft in _BLUR:
        syllable = syllable.replace(sharp, soft)
    return syllable


class Mender:
    """Reads slips. `targets` are the corpus's names and terms, `is_word` tells whether a stretch is a word by itself."""

    def __init__(self, targets: Iterable[str], is_word: Callable[[str], bool]) -> None:
        self._is_word = is_word
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        self._by_pinyin: dict[str, list[str]] = {}
        self._targets: set[str] = set()
        for target in sorted(set(targets)):
            if _HAN.fullmatch(target) and 2 <= len(target) <= 12:
                self._by_sound.setdefault(sound(target), []).append(target)
                self._targets.add(target)
                self._by_pinyin.setdefault("".join(lazy_pinyin(target)), []).append(target)
        self._longest = max((len(key) for key in self._by_sound), default=0)

    def mend(self, question: str) -> tuple[str, tuple[Slip, ...]]:
        """The folded question with its slips mended, and what was changed."""
        slips: list[Slip] = []
        for latin in _LATIN.findall(question):
            named = self._by_pinyin.get(latin)
            if named:
                slips.append(Slip(latin, named[0], tuple(named[1:])))
        for run in _HAN.findall(question):
            slips.extend(self._in_run(run))
        for slip in slips:
            question = question.replace(slip.written, slip.read, 1)
        return question, tuple(slips)

    def _in_run(self, run: str) -> Iterable[Slip]:
        """Slips in a run of characters, longest stretch first, none inside another."""
        taken = [False] * len(run)
        for size in range(min(self._longest, len(run)), 1, -1):
            for start in range(len(run) - size + 1):
                if any(taken[start : start + size]):
                    continue
                slip = self._slip(run[start : start + size])
                if slip is not None:
                    taken[start : start + size] = [True] * size
                    yield slip

    def _slip(self, written: str) -> Slip | None:
        targets = self._by_sound.get(sound(written), [])
        # 宜昌实习 is no slip for 宜昌市: what begins with a name written right is that name, and something else after it.
        begins_right = any(written[:size] in self._targets for size in range(2, len(written)))
        if not targets or written in targets or begins_right or self._is_word(written) or (len(written) < 4 and _PLAIN.search(written)):
            return None
        most = 1 if len(written) < 4 else 2
        near = [target for target in targets if Levenshtein.distance(written, target) <= most]
        return Slip(written, near[0], tuple(near[1:])) if near else None
