"""Alerts: who among very many wants a new post. Columns in memory against SQL in two ways, and against the barest scan of such columns."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from bench import subscribers
from bench.book import Curve, Goal, Line, Part
from bench.rounds import Timing, interleaved, timed
from bench.setting import Setting, resident
from domain.clock import SystemClock
from domain.listing import Listing
from domain.subscription import Topic, fitting, text_of
from services.wanting import ByColumns, BySql
from storage.database import Database
from storage.work import Work

_SIZES = (10_000, 100_000, 1_000_000)
_POSTS = 5
_PORTION = 500
_OURS, _BARE, _SCAN, _JOIN, _PLAIN = (
    "columns of the product",
    "numpy column scan",
    "SQL scan",
    "SQL join by words",
    "SQL by indexed columns (the product's plain form)",
)
_FITS = "topic = 'listings' AND NOT paused AND region IN ({}) AND kind IN ({}) AND education IN ({}) AND lowest_pay <= ? AND {}"

Ask = Callable[[Listing], list[int]]


class Bare:
    """The reference: one array for each column, the cheapest filter first, and nothing that keeps it true."""

    def __init__(self, rows: Sequence[tuple[int, str, str, str, str, str, int]]) -> None:
        ids, *texts, pays = zip(*rows, strict=True)
        self._ids, self._pay = np.array(ids), np.array(pays, np.int32)
        told, codes = zip(*(np.unique(np.array(column), return_inverse=True) for column in texts[:2] + texts[3:]), strict=True)
        self._told = [list(map(str, names)) for names in told]
        self._columns = [one.astype(np.uint16) for one in codes]
        numbers = {"": 0}
        parted = [[numbers.setdefault(word, len(numbers)) for word in text.split()] for text in texts[2]]
        self._vocabulary = list(numbers)
        self._words = np.array([[*one, 0, 0][:2] for one in parted], np.uint16)

    def ask(self, listing: Listing) -> list[int]:
        """The ids of those that want it."""
        fit, text = fitting(listing), text_of(listing)
        region, *others = self._columns
        near = np.zeros(len(region), np.bool_)
        for number, name in enumerate(self._told[0]):
            if name in fit.regions:
                near |= region == number
        rows = np.flatnonzero(near)
        for column, names, wanted in zip(others, self._told[1:], (fit.kinds, fit.majors, fit.levels), strict=True):
            if wanted is not None:
                rows = rows[np.array([name in wanted for name in names])[column[rows]]]
        rows = rows[self._pay[rows] <= fit.pay]
        said = np.zeros(len(self._vocabulary), np.bool_)
        asked = np.flatnonzero(np.bincount(self._words[rows].ravel()))
        said[asked] = [self._vocabulary[number] in text for number in asked]
        found: list[int] = self._ids[rows[said[self._words[rows]].all(axis=1)]].tolist()
        return found


def by_sql(connection: sqlite3.Connection, listing: Listing, *, join: bool) -> list[int]:
    """The same by raw SQL: over the whole table, or from a table of words; each one's words are looked at here."""
    fit, text = fitting(listing), text_of(listing)
    majors = sorted(fit.majors or ())
    marks = [",".join("?" * len(some)) for some in (fit.regions, fit.kinds, fit.levels, majors)]
    where = _FITS.format(*marks[:3], f"major IN ({marks[3]})" if majors else "1")
    values = [*fit.regions, *fit.kinds, *fit.levels, fit.pay, *majors]
    table = "subscriptions NOT INDEXED"
    if join:
        said = ["", *(word for word in subscribers.WORDS if word in text)]
        table = f"anchors JOIN subscriptions USING (id) WHERE word IN ({','.join('?' * len(said))}) AND"
        values = [*said, *values]
    query = f"SELECT id, words FROM {table} {'' if join else 'WHERE'} {where}"
    return sorted(id_ for id_, words in connection.execute(query, values) if all(word.lower() in text for word in words.split()))


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: seconds of each way, the columns' bytes and the process's growth (MB), seconds to learn, whether all named the same."""

    timings: Mapping[str, Timing]
    size: float
    grown: float
    learnt: float
    portion: Timing
    equal: bool
    wanting: float


def measured(file: Path, posts: Sequence[Listing]) -> Measured:
    """Ask everybody about every post, in turn."""
    with closing(Database.open(f"sqlite:///{file}", SystemClock())) as store, closing(sqlite3.connect(file)) as raw:
        quick, before = ByColumns(many=0), resident()
        learnt = timed(lambda: store.read_now(quick.learn))
        grown = resident() - before
        bare = Bare(store.read_now(_terms))
        asks: dict[str, Ask] = {
            _OURS: lambda post: quick.columns.wanting(post, 0, 10**9),
            _BARE: bare.ask,
            _PLAIN: lambda post: store.read_now(partial(_plainly, post)),
            _SCAN: lambda post: by_sql(raw, post, join=False),
            _JOIN: lambda post: by_sql(raw, post, join=True),
        }
        told = [[ask(post) for ask in asks.values()] for post in posts]
        timings = {
            **interleaved(_numbered({name: asks[name] for name in (_OURS, _BARE)}, posts), 4 * len(posts)),
            **interleaved(_numbered({name: asks[name] for name in (_PLAIN, _SCAN, _JOIN)}, posts), 2),
        }
        portion = interleaved({"": lambda number: store.read_now(partial(_portion, quick, posts[number % len(posts)]))}, 20)[""]
        equal = all(one == some[0] for some in told for one in some)
        return Measured(timings, quick.size / 2**20, grown, learnt, portion, equal, sum(len(some[0]) for some in told) / len(told))


def measure(setting: Setting) -> Part:
    """All sizes."""
    posts = subscribers.posts(_POSTS)
    sizes = _SIZES[:1] if setting.short else _SIZES
    of = {size: measured(subscribers.database(setting.folder, size), posts) for size in sizes}
    last = of[sizes[-1]]
    ratio = last.timings[_OURS].over(last.timings[_BARE])
    lines = [_line(name, of, size) for size in sizes for name in (_OURS, _BARE, _PLAIN, _SCAN, _JOIN)]
    goals = (
        Goal(f"≤ 1.3 × the column scan at {sizes[-1]:,}", f"{ratio:.2f} × ({1000 * last.timings[_OURS].p50:.1f} ms)", ratio <= 1.3),
        Goal("≤ 64 MB", f"columns {last.size:.0f} MB, process {last.grown:+.0f} MB", max(last.size, last.grown) <= 64),
        Goal("results equal to SQL, which is the truth", "for every post, by all five", all(one.equal for one in of.values())),
    )
    remarks = (
        f"A post is wanted by {last.wanting:,.0f} of {sizes[-1]:,} on average; each way names all of them.",
        f"What the port gives a unit, up to {_PORTION} subscriptions read from SQL and asked again: {1000 * last.portion.p50:.1f} ms.",
        f"Learning all {sizes[-1]:,} of them, on a reader's thread and once: {last.learnt:.1f} s.",
        "Columns serve from 5,000 subscriptions on; what changed since they were learnt comes from SQL.",
    )
    curves = tuple(
        Curve(name, tuple(map(float, sizes)), tuple(1000 * of[size].timings[name].p50 for size in sizes), "ms a post")
        for name in (_OURS, _BARE, _PLAIN, _SCAN, _JOIN)
        if len(sizes) > 1
    )
    columns = ("ms", "× column scan", "MB")
    return Part("alerts", "Alerts: one post against all subscriptions", columns, tuple(lines), goals, remarks, curves)


def _line(name: str, of: Mapping[int, Measured], size: int) -> Line:
    one = of[size]
    # The two quick ways took turns with each other, the three slow ones among themselves: there the medians are compared.
    ratio = one.timings[name].over(one.timings[_BARE]) if name == _OURS else one.timings[name].p50 / one.timings[_BARE].p50
    return Line(f"{size:,}: {name}", (1000 * one.timings[name].p50, ratio, one.size if name == _OURS else None))


def _numbered(asks: Mapping[str, Ask], posts: Sequence[Listing]) -> dict[str, Callable[[int], object]]:
    def of(ask: Ask) -> Callable[[int], object]:
        return lambda number: ask(posts[number % len(posts)])

    return {name: of(ask) for name, ask in asks.items()}


def _terms(work: Work) -> list[tuple[int, str, str, str, str, str, int]]:
    pages = work.subscriptions.terms(-1, 5000)
    return [(id_, region, *others) for page in pages for id_, region, *others in page if region is not None]  # type: ignore[misc]


def _plainly(post: Listing, work: Work) -> list[int]:
    found, after = BySql().wanting(work, post, 0, 10**9)
    assert not after
    return [one.id for one in found]


def _portion(quick: ByColumns, post: Listing, work: Work) -> int:
    found, _ = quick.wanting(work, post, 0, _PORTION)
    assert all(one.topic is Topic.LISTINGS for one in found)
    return len(found)
