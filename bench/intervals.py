"""How sure a difference between two runs over the same questions is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.evaluation import Marked

_SAMPLES = 2000
_SEED = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference with its 95% interval; `of` is how many questions it rests on."""

    mean: float
    low: float
    high: float
    of: int

    @property
    def shows(self) -> bool:
        """Whether no difference at all lies outside of the interval."""
        return self.low > 0 or self.high < 0


def share(marked: Sequence[Marked], metric: str) -> float:
    """The mean of a figure over the questions that have a part in it."""
    values = [one.figures[metric] for one in marked if metric in one.figures]
    return sum(values) / len(values) if values else float("nan")


def difference(whole: Sequence[Marked], without: Sequence[Marked], metric: str) -> Difference | None:
    """What is lost (below 0) or won, question by question, by a paired bootstrap; None where no question has a part in it."""
    pairs = zip(whole, without, strict=True)
    deltas = np.array([after.figures[metric] - before.figures[metric] for before, after in pairs if metric in before.figures], dtype=float)
    return interval(deltas) if len(deltas) else None


def interval(deltas: NDArray[np.float64]) -> Difference:
    """The mean of differences, one for each question, and how sure it is."""
    picks = np.random.default_rng(_SEED).integers(0, len(deltas), (_SAMPLES, len(deltas)))
    low, high = np.percentile(deltas[picks].mean(axis=1), [2.5, 97.5])
    return Difference(float(deltas.mean()), float(low), float(high), len(deltas))
