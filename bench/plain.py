"""BM25 straight from its formula, in double precision, over counts: slow, plain, and what fast engines are held to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.engines import K1, TOP, B
from bench.tokens import Tokens

_SAME = 1e-5


class PlainBM25:
    """Every passage's score, term by term, with nothing computed before."""

    def __init__(self, tokens: Tokens) -> None:
        self._lengths = np.diff(tokens.starts).astype(np.float64)
        self._rows = np.repeat(np.arange(len(tokens)), np.diff(tokens.starts))
        self._numbers = {word: number for number, word in enumerate(tokens.vocabulary)}
        order = np.argsort(tokens.numbers, kind="stable")
        self._rows = self._rows[order]
        self._bounds = np.searchsorted(tokens.numbers[order], np.arange(len(tokens.vocabulary) + 1))

    def scores(self, words: Sequence[str]) -> NDArray[np.float64]:
        """The score of every passage."""
        count = len(self._lengths)
        total = np.zeros(count)
        norms = K1 * (1 - B + B * self._lengths / self._lengths.mean())
        for word in words:
            if (number := self._numbers.get(word)) is None:
                continue
            times = np.bincount(self._rows[self._bounds[number] : self._bounds[number + 1]], minlength=count)
            holding = np.count_nonzero(times)
            total += np.log1p((count - holding + 0.5) / (holding + 0.5)) * times * (K1 + 1) / (times + norms)
        return total


def shared(scores: NDArray[np.float64], found: Sequence[int]) -> float:
    """How much of the best ten by these scores was found; passages that score like the tenth may stand for it."""
    best = np.partition(scores, -min(TOP, len(scores)))[-TOP:]
    best = best[best > 0]
    if not len(best):
        return float(not found)
    return float(np.count_nonzero(scores[list(found)] >= best.min() * (1 - _SAME))) / len(best)
