"""Which regions a search prefers, and which one it keeps to."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from domain.region import concerns, stem, within
from vectorstore.ports import Scores


@dataclass(frozen=True, slots=True)
class Places:
    """A wish about regions, by GB/T 2260 code or its beginning (15, 1502, 150200).

    `prefer` multiplies the score of what lies in a region; of several that hold a passage the narrowest counts.
    `only` leaves out whatever does not concern it: what lies in another region. What has no region, or one that holds it, stays.
    """

    prefer: tuple[tuple[str, float], ...] = ()
    only: str = ""

    def __bool__(self) -> bool:
        """Whether there is any wish at all."""
        return bool(self.prefer or self.only)

    def factor(self, code: str) -> float:
        """What a score in that region is multiplied by; 0 leaves it out."""
        if not concerns(code, self.only):
            return 0.0
        fitting = [(len(stem(outer)), factor) for outer, factor in self.prefer if within(code, outer)]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else 1.0

    def factors(self, codes: Sequence[str]) -> Scores:
        """The factor of each code, in order; not to be written to."""
        return _factors(self, tuple(codes))


@lru_cache(maxsize=256)
def _factors(places: Places, codes: tuple[str, ...]) -> Scores:
    # People of a town ask for the same places over and over, and an index of a whole country has hundreds of codes.
    found = np.array([places.factor(code) for code in codes], dtype=np.float32)
    found.flags.writeable = False
    return found


ANYWHERE = Places()
