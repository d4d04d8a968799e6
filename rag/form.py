"""Whether a sentence has the form of what is asked for: a sum, a list, who does it, the asked number of points."""

from collections.abc import Callable, Iterator, Sequence

from rag.asked import Want
from rag.reading import Reading
from rag.shapes import COUNTED, SHAPES
from rag.sight import Sight
from rag.tuning import Weighing

_BESIDE = 14
_ENOUGH = 3
_SHARED = frozenset({Want.PERCENT, Want.COUNT})

Sign = Callable[[Sight, Sequence[str]], float]
"""What one sign is worth that a sentence (in a clause with these responsible bodies) has, 0 where it has it not."""


class Form:
    """What of a sentence's form speaks for it, for one reading: only the signs that the question looks for are looked at."""

    def __init__(self, reading: Reading, schools_in: Callable[[str], set[str]], weighing: Weighing) -> None:
        self._asked = reading.asked
        self._telling = reading.telling
        self._schools_in = schools_in
        self._shape, self._beside_weight = weighing.shape, weighing.beside
        self._shaped = [want for want in SHAPES if want in reading.asked]
        self._counted = [want for want in (*COUNTED, Want.YEAR) if want in reading.asked] if reading.telling else []
        self._signs = tuple(self._looked_for())

    def worth(self, seen: Sight, bodies: Sequence[str]) -> float:
        """What its form is worth."""
        bonus: float = sum([self._shape for want in self._shaped if seen.spans(want)])
        for sign in self._signs:
            bonus += sign(seen, bodies)
        return bonus

    def _looked_for(self) -> Iterator[Sign]:
        asked, shape = self._asked, self._shape
        if Want.MONEY in asked:
            yield lambda seen, _: -(shape * 0.5) if seen.is_share else 0.0
        if asked.kinds:
            yield lambda seen, _: shape if len(self._schools_in(seen.low)) >= max(1, asked.count) else 0.0
        if asked.count > 1:
            yield lambda seen, _: shape if seen.points == asked.count else 0.0
        if Want.LIST in asked:
            yield lambda seen, _: shape * 0.7 if seen.is_list else 0.0
        if Want.WHO in asked:
            yield lambda seen, bodies: shape * 0.5 if bodies or seen.has_organ else 0.0
            yield lambda seen, _: 2 * shape if self._has_agent(seen) else 0.0
        if quantity := asked.quantity:
            figure = f"{asked.count}{quantity[-1]}"
            yield lambda seen, _: shape if quantity in seen.low or figure in seen.low else 0.0
        if self._counted:
            yield lambda seen, _: self._beside_weight * self._beside(seen)
        if Want.NAME in asked:
            yield lambda seen, _: shape * 0.5 if seen.has_title else 0.0
        if asked.measures:
            yield lambda seen, _: shape if seen.measures & asked.measures else 0.0
        if _SHARED & asked.wants:
            yield lambda seen, _: shape if seen.is_blank else 0.0

    def _has_agent(self, seen: Sight) -> bool:
        """Whether it says who does something, and the something has a word of the question: 会长单位由××出任."""
        return any(word in done for done in seen.acts for word in self._telling)

    def _beside(self, seen: Sight) -> float:
        """The largest share of the question's words that stand right beside one figure of the asked kind."""
        text, wanted = seen.low, self._telling
        near = (text[max(0, start - _BESIDE) : end + _BESIDE] for want in self._counted for start, end in seen.spans(want))
        most = max([sum([word in around for word in wanted]) for around in near], default=0)
        return most / min(len(wanted), _ENOUGH)
