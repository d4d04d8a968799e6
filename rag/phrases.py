"""Stretches of text that stand for something, and where a text has them: at each point the longest, none inside another."""

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
_BEGIN = 2


class Phrases:
    """Any number of phrases of two characters or more. It only grows: whoever looks says what still counts."""

    def __init__(self) -> None:
        self._meant: dict[str, tuple[str, ...]] = {}
        # By their first two characters, which most places of a text do not begin with: how long those phrases are, longest first.
        self._lengths: dict[str, tuple[int, ...]] = {}

    def add(self, phrase: str, meaning: str) -> None:
        """Let a phrase stand for one thing more."""
        known = self._meant.get(phrase, ())
        if meaning in known:
            return
        self._meant[phrase] = tuple(sorted((*known, meaning)))
        begin = phrase[:_BEGIN]
        lengths = self._lengths.get(begin, ())
        if len(phrase) not in lengths:
            self._lengths[begin] = tuple(sorted((*lengths, len(phrase)), reverse=True))

    def meant(self, phrase: str) -> tuple[str, ...]:
        """All that a phrase stands for, sorted."""
        return self._meant.get(phrase, ())

    def find(self, text: str, counts: Callable[[str], T]) -> Iterator[tuple[int, int, T]]:
        """Where phrases begin and end in a text, and what `counts` makes of each; one that it makes nothing of is passed over."""
        at, lengths = 0, self._lengths
        while at < len(text):
            for length in lengths.get(text[at : at + _BEGIN], ()):
                phrase = text[at : at + length]
                if phrase in self._meant and (found := counts(phrase)):
                    yield at, at + length, found
                    at += length
                    break
            else:
                at += 1
