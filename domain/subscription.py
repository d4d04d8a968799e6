"""What people want to be told of, how often, and when not to be disturbed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.listing import Kind


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
