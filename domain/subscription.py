"""What people want to be told of, how often, and when not to be disturbed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.listing import Kind, Listing, Side
from domain.region import around, within

LEVELS = ("", "中专", "大专", "本科", "硕士", "博士")
"""Education from the least to the most; "" where none is told or asked for."""

FOR_PEOPLE = frozenset({Kind.JOB, Kind.INTERNSHIP, Kind.TRAINING})
"""What somebody means who looks for a place and names no kind."""


class Topic(StrEnum):
    """What an alert is about."""

    LISTINGS = "listings"
    POLICIES = "policies"


class Rhythm(StrEnum):
    """How often."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a listing must have to be wanted; an empty field asks for nothing.

    `region` is a GB/T 2260 code that the listing's lies in; `words` must all occur in it; `major` is a 专业大类; `education` the person's
    own; `lowest_pay` yuan a month.
    """

    kind: Kind | None = None
    region: str = ""
    words: tuple[str, ...] = ()
    major: str = ""
    education: str = ""
    lowest_pay: int = 0

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that will do."""
        return frozenset({self.kind}) if self.kind else FOR_PEOPLE

    @property
    def levels(self) -> tuple[str, ...]:
        """What a listing may ask for at the least; all where the person's own education is not told."""
        return LEVELS[: LEVELS.index(self.education) + 1] if self.education else LEVELS

    def wants(self, listing: Listing) -> bool:
        """Whether a listing has all of it, open or not. Letters count alike in both cases."""
        told = text_of(listing)
        return (
            listing.side is Side.OFFERED
            and listing.kind in self.kinds
            and within(listing.region, self.region)
            and all(word.lower() in told for word in self.words)
            and (not self.major or not listing.majors or self.major in listing.majors)
            and listing.education in self.levels
            and (not self.lowest_pay or (listing.pay is not None and listing.pay.monthly >= self.lowest_pay))
        )


@dataclass(frozen=True, slots=True)
class Fitting:
    """What each field of a wish may be so that it can want a listing, words aside; `pay` is the most that `lowest_pay` may be.

    `majors` is None where any will do.
    """

    kinds: frozenset[str]
    regions: frozenset[str]
    majors: frozenset[str] | None
    levels: frozenset[str]
    pay: int


def fitting(listing: Listing) -> Fitting:
    """`Wish.wants` read from the other side, for whoever looks through many wishes at once."""
    return Fitting(
        kinds=frozenset({listing.kind.value, *([""] if listing.kind in FOR_PEOPLE else [])}),
        regions=around(listing.region),
        majors=frozenset({"", *listing.majors}) if listing.majors else None,
        levels=frozenset({"", *(LEVELS[LEVELS.index(listing.education) :] if listing.education in LEVELS else ())}),
        pay=listing.pay.monthly if listing.pay else 0,
    )


def text_of(listing: Listing) -> str:
    """All words of a listing in which a wish's may occur, in small letters."""
    return " ".join((listing.title, listing.duties, listing.requirements, listing.remark, listing.place)).lower()


@dataclass(frozen=True, slots=True)
class Subscription:
    """One person's alert. `weekday` is 0 for Monday; `most` is how many at a time; quiet from `quiet_from` to `quiet_to` o'clock."""

    id: int
    person: int
    topic: Topic
    wish: Wish
    rhythm: Rhythm
    weekday: int = 0
    most: int = 5
    quiet_from: int = 22
    quiet_to: int = 8
    paused: bool = False
    since: datetime | None = None
    last_day: date | None = None

    def wants(self, listing: Listing) -> bool:
        """Whether its owner is to be told of a listing."""
        return self.topic is Topic.LISTINGS and not self.paused and self.wish.wants(listing)
