"""Supply and demand in figures: over which time, in which groups, and which figures may not be shown because they tell of too few."""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from statistics import median

from domain.subscription import Wish

LEAST = 5
"""A group of fewer people is not shown."""

_KEY = re.compile(r"(?P<year>20\d{2})(?:-(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4]))?")


class Hidden(Enum):
    """Why a figure is not shown: it is under `LEAST`, or another one would follow from it."""

    FEW = "few"
    ALSO = "also"


Shown = int | Hidden


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a quarter or a month: its key (2026, 2026Q4, 2026-11), its first and last day."""

    key: str
    first: date
    last: date

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return len(self.key) == 4

    @property
    def name(self) -> str:
        """What it is called: 2026年, 2026年第4季度, 2026年11月."""
        year = f"{self.first.year}年"
        if self.is_year:
            return year
        return f"{year}第{self.key[-1]}季度" if "Q" in self.key else f"{year}{self.first.month}月"


def period(key: str) -> Period | None:
    """The period of a key; None for what is none."""
    found = _KEY.fullmatch(key)
    if not found or not key.isascii():
        return None
    year, month, quarter = int(found["year"]), found["month"], found["quarter"]
    first = int(month) if month else int(quarter) * 3 - 2 if quarter else 1
    last = int(month) if month else int(quarter) * 3 if quarter else 12
    return Period(key, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def periods(today: date) -> list[Period]:
    """What is asked for on a day: this month, the last one, this quarter, this year, the last one."""
    before = today.replace(day=1) - timedelta(days=1)
    keys = (f"{today:%Y-%m}", f"{before:%Y-%m}", f"{today.year}Q{(today.month + 2) // 3}", f"{today.year}", f"{today.year - 1}")
    return [found for key in keys if (found := period(key))]


@dataclass(frozen=True, slots=True)
class Wage:
    """Pay by the month in whole yuan: the median of the offers' middles, the lowest low and the highest high end."""

    median: int
    low: int
    high: int


def wage(offers: Iterable[tuple[int, int]]) -> Wage | None:
    """The pay of offers (low, high); None where there is none."""
    known = list(offers)
    if not known:
        return None
    return Wage(round(median((low + high) / 2 for low, high in known)), min(low for low, _ in known), max(high for _, high in known))


@dataclass(frozen=True, slots=True)
class Group:
    """Posts and people of one industry, major, place or month: `posts`, for how many people (`heads`), their pay, who looks for one."""

    key: str
    posts: int
    heads: int
    wage: Wage | None
    seekers: Shown

    @property
    def ratio(self) -> float | None:
        """How many are sought for one who looks; None where there is nothing to compare, or it would tell of too few."""
        return round(self.heads / self.seekers, 2) if isinstance(self.seekers, int) and self.seekers and self.heads else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What enterprises look for of one kind: how many listings, and how many of them nobody answered."""

    key: str
    listings: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """What at least `LEAST` people want to be told of, and nothing open fits."""

    wish: Wish
    people: int


@dataclass(frozen=True, slots=True)
class Said:
    """A question that at least `LEAST` people asked."""

    words: str
    people: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions in the days since which they are kept: how many, how many the documents did not answer, both None for too few people.

    `open` are those that staff has not settled yet, of the whole period.
    """

    since: date
    count: int | None
    unanswered: int | None
    open: int
    top: tuple[Said, ...] = ()

    @property
    def share(self) -> float | None:
        """The share of unanswered ones in per cent; None where it cannot be told."""
        return None if not self.count or self.unanswered is None else round(100 * self.unanswered / self.count, 1)


@dataclass(frozen=True, slots=True)
class Report:
    """Supply and demand of a region ("" is everywhere) in a period, as it stood on a day. Groups go by size, months backwards."""

    region: str
    period: Period
    day: date
    whole: Group
    industries: tuple[Group, ...]
    majors: tuple[Group, ...]
    places: tuple[Group, ...]
    months: tuple[Group, ...]
    sought: tuple[Wanted, ...]
    unmet: tuple[Unmet, ...]
    asked: Asked

    @property
    def bare(self) -> bool:
        """Whether nothing was offered and nobody sought anything."""
        return self.whole.posts == 0 and self.whole.seekers == 0 and not self.sought


def guarded(counts: Sequence[int]) -> tuple[list[Shown], bool]:
    """Counts of people in groups as they may be shown, and whether their sum may be told.

    One to four people are hidden. Where a hidden count would follow from the sum of all, the smallest others are hidden with it, and
    where that does not help the sum is.
    """
    cells: list[Shown] = [Hidden.FEW if 0 < count < LEAST else count for count in counts]
    while _follows(counts, cells):
        left = [(count, at) for at, count in enumerate(counts) if count and cells[at] is not Hidden.FEW and cells[at] is not Hidden.ALSO]
        if not left:
            return cells, False
        cells[min(left)[1]] = Hidden.ALSO
    return cells, True


def _follows(counts: Sequence[int], cells: Sequence[Shown]) -> bool:
    """Whether who knows the sum of all can tell a hidden count, or that all the hidden ones together are too few."""
    few = sum(cell is Hidden.FEW for cell in cells)
    also = sum(cell is Hidden.ALSO for cell in cells)
    rest = sum(count for count, cell in zip(counts, cells, strict=True) if isinstance(cell, Hidden))
    if not few:
        return False
    least, most = few + LEAST * also, (LEAST - 1) * few
    return rest < LEAST or rest == least or (rest == most and not also) or few + also == 1
