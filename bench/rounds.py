"""Timing alternatives fairly: they take turns, item by item, in several rounds, so that whatever else the machine does meets them all."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from statistics import median

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that one alternative took: each sample, and the median of each round."""

    samples: tuple[float, ...]
    rounds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median of the rounds' medians."""
        return median(self.rounds)

    def percentile(self, share: float) -> float:
        """What `share` of all samples do not exceed."""
        return sorted(self.samples)[min(len(self.samples) - 1, int(len(self.samples) * share))]

    def over(self, other: "Timing") -> float:
        """How many times the other's time this one takes: the median of the ratios of the rounds that were run side by side."""
        return median(mine / theirs for mine, theirs in zip(self.rounds, other.rounds, strict=True))


def interleaved(deeds: Mapping[str, Callable[[int], object]], many: int, rounds: int = ROUNDS) -> dict[str, Timing]:
    """Do each deed with the numbers 0 to many - 1, in every round; for each number all take their turn, another one first each time.

    Before the first round each has been done once, unmeasured.
    """
    names = list(deeds)
    for name in names:
        deeds[name](0)
    taken: dict[str, list[list[float]]] = {name: [[] for _ in range(rounds)] for name in names}
    for turn in range(rounds):
        for number in range(many):
            first = (turn + number) % len(names)
            for name in names[first:] + names[:first]:
                begin = time.perf_counter()
                deeds[name](number)
                taken[name][turn].append(time.perf_counter() - begin)
    return {name: Timing(tuple(chain.from_iterable(of)), tuple(map(median, of))) for name, of in taken.items()}


def timed(deed: Callable[[], object]) -> float:
    """Seconds that a deed takes, once."""
    begin = time.perf_counter()
    deed()
    return time.perf_counter() - begin
