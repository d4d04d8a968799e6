"""Chinese text cut into words as jieba cuts it, with the corpus's own names.

Of all ways to lay words of the dictionary end to end it is the likeliest one. What jieba would do beyond that, guessing words that no
dictionary has (HMM), is left out: character pairs find those, and guesses change with their surroundings.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log
from pathlib import Path

from vectorstore.dictionary import Dictionary

# What jieba looks for words in; whatever else stands there, stands alone.
_BLOCK = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)")
_ALONE = re.compile(r"\r\n|[\s\S]")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
# jieba's own floor for a word that is to be kept whole.
_COMMON = 3
_KEPT, _SHORT = 2048, 60
"""How many short runs of characters are remembered with their words, and how long those are at most."""
_LOOKED_UP = 1 << 16
"""How many entries of the dictionary are remembered: more than the texts of a city need, and 10 MB at most."""


class JiebaSegmenter:
    """Words for searching: a long word comes with the shorter ones inside it.

    `names` are the corpus's own (schools, plans, platforms); `cache` is a folder that keeps the compiled dictionary.
    Safe for many threads.
    """

    def __init__(self, names: Iterable[str], cache: Path) -> None:
        self._counts = _Counts(Dictionary.open(cache))
        # The same question is cut for finding, weighing and judging; the same official words come with many.
        self._short = lru_cache(_KEPT)(self._words)
        for name in names:
            self._counts.add(name, max(_COMMON, self._whole(name)))

    def words(self, text: str) -> list[str]:
        """The words of a text, in order, shorter ones before the long one that holds them."""
        return list(self._short(text) if len(text) <= _SHORT else self._words(text))

    def knows(self, word: str) -> bool:
        """Whether it is a word of the language (or one of the names), and not just characters in a row."""
        return bool(self._counts[word])

    def _words(self, text: str) -> tuple[str, ...]:
        found: list[str] = []
        for word in self._pieces(text):
            for size in (2, 3):
                if len(word) > size:
                    found += filter(self.knows, [word[at : at + size] for at in range(len(word) - size + 1)])
            found.append(word)
        return tuple(found)

    def _pieces(self, text: str) -> Iterator[str]:
        """The whole text, word by word."""
        for number, part in enumerate(_BLOCK.split(text)):
            yield from self._joined(part) if number % 2 else _ALONE.findall(part)

    def _joined(self, block: str) -> Iterator[str]:
        """The words of a block; letters and digits that no word holds stay together."""
        ends, start, letters = self._ends(block), 0, ""
        while start < len(block):
            word = block[start : ends[start]]
            start = ends[start]
            if word in _LETTERS:
                letters += word
                continue
            if letters:
                yield letters
                letters = ""
            yield word
        if letters:
            yield letters

    def _ends(self, block: str) -> list[int]:
        """For each place the end of the word that begins there on the likeliest way from it to the end of the block.

        A way's weight is the sum of its words' logarithms of how large a part of all words they are; of equal ones the longer word wins.
        """
        counts, whole, size = self._counts, log(self._counts.total), len(block)
        weights, ends = [0.0] * (size + 1), [0] * size
        for start in range(size - 1, -1, -1):
            best, end = None, start + 1
            count = counts[block[start]]
            while count is not None:
                if count:
                    weight = log(count) - whole + weights[end]
                    if best is None or weight >= best:
                        best, ends[start] = weight, end
                if end == size:
                    break
                end += 1
                count = counts[block[start:end]]
            if best is None:
                # No word begins here: the character stands alone, as rare as can be.
                best, ends[start] = weights[start + 1] - whole, start + 1
            weights[start] = best
        return ends

    def _whole(self, name: str) -> int:
        """How often a name must be met at least to be cut out whole."""
        total, share = self._counts.total, 1.0
        for word in self._pieces(name):
            count = self._counts[word]
            share *= (1 if count is None else count) / total
        return max(int(share * total) + 1, self._counts[name] or 0)


class _Counts(dict[str, int | None]):
    """How often words are met, as `Dictionary.count` tells it and with names added; what was looked up is remembered."""

    def __init__(self, dictionary: Dictionary) -> None:
        super().__init__()
        self._dictionary, self._names, self.total = dictionary, dict[str, int](), dictionary.total

    def __missing__(self, word: str) -> int | None:
        count = self._names[word] if word in self._names else self._dictionary.count(word)
        if len(self) >= _LOOKED_UP:
            self.clear()
        self[word] = count
        return count

    def add(self, name: str, count: int) -> None:
        """Let a name be met so often; words are looked for along its beginnings from now on."""
        self.total += count
        self._names[name] = self[name] = count
        for end in range(1, len(name)):
            if self[name[:end]] is None:
                self._names[name[:end]] = self[name[:end]] = 0
