"""What a stretch of text shows whatever is asked. It is kept for a while: the same sentences are weighed for question after question."""

from functools import cached_property, lru_cache

from rag.asked import Want
from rag.fold import narrow
from rag.reading import years_of
from rag.shapes import AGENT, BLANK, DATED, FIGURE, FIRSTLY, LISTING, MONEY, ORGAN, PART, SHAPES, TITLE, YUAN

_KEPT = 4096
Span = tuple[int, int]


class Sight:
    """A sentence at sight, with the heading that it stands under ("" for none). Each thing is looked for when it is first asked for.

    `low` is how it is compared.
    """

    def __init__(self, lead: str, text: str) -> None:
        self.low = narrow(f"{lead}\n{text}" if lead else text).lower()
        self._spans: dict[Want, tuple[Span, ...]] = {}

    def spans(self, want: Want) -> tuple[Span, ...]:
        """Where it has the shape of such an answer."""
        found = self._spans.get(want)
        if found is None:
            found = self._spans[want] = tuple(hit.span() for hit in SHAPES[want].finditer(self.low))
        return found

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that it names."""
        return years_of(self.low)

    @cached_property
    def is_share(self) -> bool:
        """Whether of money it tells a share and no sum."""
        return not YUAN.search(self.low) and bool(MONEY.search(self.low))

    @cached_property
    def points(self) -> int:
        """How many points it counts: 一是…二是…"""
        return len(FIRSTLY.findall(self.low))

    @cached_property
    def is_list(self) -> bool:
        """Whether it sets things side by side."""
        return len(LISTING.findall(self.low)) >= 2

    @cached_property
    def has_organ(self) -> bool:
        """Whether it names what may be a body or an office."""
        return bool(ORGAN.search(self.low))

    @cached_property
    def acts(self) -> tuple[str, ...]:
        """Of each of its parts that says who does something, what is done: 会长单位 of 会长单位由××出任."""
        parts = ((part, AGENT.search(part)) for part in PART.findall(self.low))
        return tuple(part[: hit.start()] + part[hit.end() :] for part, hit in parts if hit)

    @cached_property
    def has_title(self) -> bool:
        """Whether something in it stands in quotation marks."""
        return bool(TITLE.search(self.low))

    @cached_property
    def measures(self) -> frozenset[str]:
        """The measure words of its figures."""
        return frozenset(hit[-1] for hit in FIGURE.findall(self.low))

    @cached_property
    def is_blank(self) -> bool:
        """Whether it leaves a figure blank."""
        return bool(BLANK.search(self.low.upper()))

    @cached_property
    def is_dated(self) -> bool:
        """Whether it gives a day itself, under whatever heading."""
        return bool(DATED.search(self.low))


@lru_cache(_KEPT)
def low(text: str) -> str:
    """The text in half width and lower case."""
    return narrow(text).lower()


@lru_cache(_KEPT)
def sight(lead: str, text: str) -> Sight:
    """What a sentence shows, together with the heading that it stands under ("" for none)."""
    return Sight(lead, text)
