"""What is offered and sought: posts, internships, trainings, and the five 找, as one thing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a listing is about."""

    JOB = "job"
    INTERNSHIP = "internship"
    TRAINING = "training"
    TECHNOLOGY = "technology"
    EQUIPMENT = "equipment"
    SERVICE = "service"
    COOPERATION = "cooperation"
    EXPERT = "expert"


RECRUITING = frozenset({Kind.JOB, Kind.INTERNSHIP})
"""What the recruitment notice of 2026 demands more of: employer, headcount, requirements, duties, place, pay, closing date."""


class Side(StrEnum):
    """Whether somebody has it or wants it."""

    OFFERED = "offered"
    SOUGHT = "sought"


class State(StrEnum):
    """Where a listing stands. Only an open one is shown; a closed one can be opened again, an expired one renewed."""

    PENDING = "pending"
    OPEN = "open"
    RETURNED = "returned"
    CLOSED = "closed"
    EXPIRED = "expired"
    REMOVED = "removed"


class PayUnit(StrEnum):
    """What a pay is for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Pay:
    """A range of pay in whole yuan, `low` <= `high`."""

    low: int
    high: int
    unit: PayUnit

    @property
    def monthly(self) -> int:
        """The low end as yuan a month, for comparing: 21.75 working days of 8 hours a month; 0 for a single payment."""
        factor = {PayUnit.HOUR: 174.0, PayUnit.DAY: 21.75, PayUnit.MONTH: 1.0, PayUnit.YEAR: 1 / 12, PayUnit.ONCE: 0.0}[self.unit]
        return round(self.low * factor)


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing. `id` is 0 before it is stored, `enterprise` 0 for a person's own.

    `majors` are 专业大类 of the Ministry's catalogue by their names, () for any; `education` the least that is asked for ("" for any);
    `region` a GB/T 2260 code; `closes` its last day. `version` counts its changes; `opened_at` is when it was last opened to all,
    None while nobody of the staff has let these words pass. `reviewer` is whoever of the staff (id) decided last, `reason` why it
    was returned.
    """

    id: int
    kind: Kind
    side: Side
    title: str
    enterprise: int
    author: int
    region: str
    place: str = ""
    headcount: int = 0
    duties: str = ""
    requirements: str = ""
    pay: Pay | None = None
    majors: tuple[str, ...] = ()
    education: str = ""
    remark: str = ""
    closes: date | None = None
    state: State = State.PENDING
    reason: str = ""
    reviewer: int = 0
    version: int = 1
    opened_at: datetime | None = None
    changed_at: datetime | None = None

    def is_open(self, today: date) -> bool:
        """Whether it may be shown on that day."""
        return self.state is State.OPEN and (self.closes is None or today <= self.closes)
