"""Slips of the pen: what no text holds but what sounds or looks like a name or a term of the corpus (光付 → 光伏, 平山顶 → 平顶山).

A stretch is only read otherwise when it is no word of its own, neither in the corpus nor in the segmenter's dictionary, so that what
people mean is never bent into what we happen to have.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from rag.looks import Looks
from rag.pinyin import sound
from rag.spellings import LONGEST, Spellings, fit
from rag.targets import Targets

_LATIN = re.compile(r"(?<![a-z0-9_./@-])[a-z]{2,60}(?: [a-z]{2,20}){0,7}(?![a-z0-9_./@-])")
_PLAIN = re.compile(r"[我你他是的了在不有和就都这那个吗呢谁什么哪怎多少几想要会能给被把让]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of the question and what it is read as; `others` are equally close."""

    written: str
    read: str
    others: tuple[str, ...] = ()


class Mender:
    """Reads slips. `targets` are the corpus's names and terms, all of which `spellings` knows.

    `is_known` tells whether a stretch is a word of the language or stands in the corpus, `is_word` only the former.
    """

    def __init__(self, spellings: Spellings, targets: Targets, is_known: Callable[[str], bool], is_word: Callable[[str], bool]) -> None:
        self._spellings = spellings
        self._targets = targets
        self._is_known = is_known
        self._looks = Looks(spellings.pairs, targets, is_known, is_word)

    @classmethod
    def of(cls, targets: Iterable[str], is_known: Callable[[str], bool]) -> "Mender":
        """One for these targets and no others."""
        spellings = Spellings()
        spellings.learn(targets)
        return cls(spellings, Targets(fit(targets)), is_known, is_known)

    def mend(self, question: str) -> tuple[str, tuple[Slip, ...]]:
        """The folded question with its slips mended, and what was changed."""
        slips: list[Slip] = []
        for find in (self._in_latin, self._in_sound, self._in_looks):
            found = list(find(question))
            for slip in found:
                question = question.replace(slip.written, slip.read, 1)
            slips += found
        return question, tuple(slips)

    def _in_latin(self, question: str) -> Iterator[Slip]:
        """Names and parts of names in pinyin, whole or syllable by syllable."""
        for hit in _LATIN.finditer(question):
            found = self._spellings.pinyin.read(hit[0], question[: hit.start()], question[hit.end() :], self._targets)
            if found:
                yield Slip(hit[0], found[0], tuple(found[1:]))

    def _in_sound(self, question: str) -> Iterator[Slip]:
        """Characters that sound like a name: longest stretch first, none inside another."""
        for run in _HAN.findall(question):
            syllables, taken = sound(run), [False] * len(run)
            for size in range(min(LONGEST, len(run)), 1, -1):
                for start in range(len(run) - size + 1):
                    like = self._spellings.sounding(syllables[start : start + size])
                    targets = sorted(target for target in like if target in self._targets)
                    if not targets or any(taken[start : start + size]):
                        continue
                    slip = self._heard(run[start : start + size], targets)
                    if slip is not None:
                        taken[start : start + size] = [True] * size
                        yield slip

    def _heard(self, written: str, targets: list[str]) -> Slip | None:
        # 宜昌实习 is no slip for 宜昌市: what begins with a name written right is that name, and something else after it.
        begins_right = any(written[:size] in self._targets for size in range(2, len(written)))
        if written in targets or begins_right or self._is_known(written) or (len(written) < 4 and _PLAIN.search(written)):
            return None
        far = {target: Levenshtein.distance(written, target) for target in targets}
        least = min(far.values())
        if least > (1 if len(written) < 4 else 2):
            return None
        near = [target for target in targets if far[target] == least]
        return Slip(written, near[0], tuple(near[1:]))

    def _in_looks(self, question: str) -> Iterator[Slip]:
        """Characters left out, doubled, swapped or mistaken for others."""
        for run in _HAN.findall(question):
            for written, near in self._looks.read(run):
                yield Slip(written, near[0], tuple(near[1:]))
