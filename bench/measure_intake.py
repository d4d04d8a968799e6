"""Durable intake: updates a second whose effects are committed, and how long a platform waits until its update is acknowledged."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.book import Curve, Goal, Line, Part
from bench.door import door
from bench.pushing import pushed, update
from bench.rooms import percentile
from bench.rounds import ROUNDS
from bench.setting import Setting
from bench.stores import hammer, measured
from bot.intake import InboxIntake
from bot.platforms.telegram.poller import receive
from bot.platforms.telegram.reader import Me
from domain.clock import SystemClock
from storage.database import Database
from tests.postgres import Databases, served

_FLYING = 100
_OURS, _EACH, _GROUPS = "ours, SQLite", "raw sqlite3 committing each update", "raw sqlite3, a hundred to a commit"
_PROCESSES = (1, 2, 4)
_RATES = (250, 500)
_TABLES = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TABLE inbox (id INTEGER PRIMARY KEY, platform TEXT, account TEXT, key TEXT, chat TEXT, person TEXT, body TEXT, state TEXT,
  UNIQUE (platform, account, key));
CREATE TABLE outbox (id INTEGER PRIMARY KEY, key TEXT UNIQUE, platform TEXT, chat TEXT, person TEXT, body TEXT, state TEXT);
"""
_IN = "INSERT INTO inbox (platform, account, key, chat, person, body, state) VALUES ('bench', 'us', ?, ?, ?, ?, 'new')"
_OUT = "INSERT INTO outbox (key, platform, chat, person, body, state) VALUES (?, 'bench', ?, ?, ?, 'waiting')"

Waits = list[float]
Run = Callable[[float], Waits]
"""Takes updates in for so many seconds; the seconds that each waited for its commit."""


@contextmanager
def raw(folder: Path, group: int) -> Iterator[Run]:
    """The driver alone: a message and its reply for each update, so many updates to a commit that reaches the disk."""
    with closing(sqlite3.connect(folder / f"raw-{group}.db", isolation_level=None)) as connection:
        connection.executescript(_TABLES)
        number = 0

        def run(seconds: float) -> Waits:
            nonlocal number
            waits: Waits = []
            end = time.monotonic() + seconds
            while (start := time.monotonic()) < end:
                connection.execute("BEGIN IMMEDIATE")
                for _ in range(group):
                    number += 1
                    key = str(number)
                    connection.execute(_IN, (key, key, key, '{"text": "包头2025年要建多少个实训基地？"}'))
                    connection.execute(_OUT, (key, key, key, '{"blocks": [{"text": "500个"}]}'))
                connection.execute("COMMIT")
                waits += [time.monotonic() - start] * group
            return waits

        yield run


@contextmanager
def ours(folder: Path) -> Iterator[Run]:
    """The product's units of work, a hundred under way."""
    with closing(Database.open(f"sqlite:///{folder}/ours.db", SystemClock())) as database:
        yield lambda seconds: asyncio.run(hammer(database, seconds, _FLYING))


def side_by_side(folder: Path, seconds: float, rounds: int) -> Mapping[str, list[Waits]]:
    """The waits of each way, round by round."""
    with ExitStack() as stack:
        runs = {
            _OURS: stack.enter_context(ours(folder)),
            _EACH: stack.enter_context(raw(folder, 1)),
            _GROUPS: stack.enter_context(raw(folder, _FLYING)),
        }
        return _turns(runs, seconds, rounds)


def on_server(seconds: float, rounds: int) -> Mapping[str, list[Waits]]:
    """The same units on PostgreSQL, by so many processes, as many under way in all. The server shares the machine with them."""
    with served({}) as url, closing(Databases(url)) as databases, ExitStack() as stack:
        runs: dict[str, Run] = {}
        for processes in _PROCESSES:
            one = stack.enter_context(databases.lent())
            runs[_named(processes)] = lambda seconds, one=one, many=processes: measured(one, many, seconds, _FLYING)  # type: ignore[misc]
        return _turns(runs, seconds, rounds)


def acknowledged(folder: Path, seconds: float) -> Mapping[str, tuple[float, Waits]]:
    """Updates a second and waits: pushed to a webhook behind which nobody answers, and polled in batches of a hundred."""
    found: dict[str, tuple[float, Waits]] = {}
    with door(folder) as port:
        asyncio.run(pushed(port, _RATES[0], 0.5, 1))
        for rate in _RATES:
            waits, reached = asyncio.run(pushed(port, rate, seconds, rate * 100_000))
            found[f"webhook, {rate} pushed a second"] = reached, waits
    with closing(Database.open(f"sqlite:///{folder}/polled.db", SystemClock())) as database:
        waits = asyncio.run(_polled(InboxIntake(database, "telegram", lambda: None), seconds))
        found["polled in batches of a hundred"] = 100 * len(waits) / sum(waits), waits
    return found


def measure(setting: Setting) -> Part:
    """All ways."""
    seconds, rounds = (0.2, 2) if setting.short else (1.0, ROUNDS)
    with TemporaryDirectory(dir=setting.folder) as name:
        here = side_by_side(Path(name), seconds, rounds)
        doors = acknowledged(Path(name), 4 * seconds)
    server = on_server(seconds, min(3, rounds))
    rates = {who: [len(waits) / seconds for waits in of] for who, of in {**here, **server}.items()}
    each, groups = (_over(rates[_OURS], rates[who]) for who in (_EACH, _GROUPS))
    lines = [_line(who, median(rates[who]), [wait for waits in of for wait in waits]) for who, of in {**here, **server}.items()]
    lines += [_line(who, *told) for who, told in doors.items()]
    pushed_rate, pushed_waits = doors[f"webhook, {_RATES[1]} pushed a second"]
    late = 1000 * percentile(pushed_waits, 0.95)
    rate = median(rates[_OURS])
    goals = (
        Goal("≥ 1 × raw that commits each update", f"{each:.2f} ×", each >= 1),
        Goal("≥ 0.1 × raw with the same groups", f"{groups:.2f} ×", groups >= 0.1),
        Goal("≥ 500 updates/s with effects committed", f"{rate:,.0f}/s", rate >= 500),
        Goal(f"p95 of the acknowledgement ≤ 50 ms at {_RATES[1]}/s by webhook", f"{late:.0f} ms at {pushed_rate:,.0f}/s", late <= 50),
    )
    remarks = (
        f"An update is a message taken in and a reply owed; {_FLYING} are under way in ours and on PostgreSQL, raw does one by one.",
        "Ours come out as a hundred to a commit too. By perf two thirds of a unit's time are Python's (values by their types, futures,",
        "savepoints, garbage), a third SQLite's and the disk's; ours keep eleven trees up to date, raw four.",
        "PostgreSQL runs on the same two cores as the processes that write; it earns its keep with several machines.",
        "Processes wait for each other at the log's one sync and for a core, never for a lock (pg_stat_activity).",
    )
    curve = Curve(
        "PostgreSQL", tuple(map(float, _PROCESSES)), tuple(median(rates[_named(one)]) for one in _PROCESSES), "updates/s by processes"
    )
    columns = ("updates/s", "p50 ms", "p95 ms")
    return Part("intake", "Durable intake", columns, tuple(lines), goals, remarks, (curve,))


def _turns(runs: Mapping[str, Run], seconds: float, rounds: int) -> Mapping[str, list[Waits]]:
    found: dict[str, list[Waits]] = {who: [] for who in runs}
    for _ in range(rounds):
        for who, run in runs.items():
            found[who].append(run(seconds))
    return found


def _over(one: list[float], other: list[float]) -> float:
    return median(mine / theirs for mine, theirs in zip(one, other, strict=True))


def _line(who: str, rate: float, waits: Waits) -> Line:
    return Line(who, (rate, 1000 * percentile(waits, 0.5), 1000 * percentile(waits, 0.95)))


def _named(processes: int) -> str:
    return f"ours, PostgreSQL, {processes} process{'es' * (processes > 1)}"


async def _polled(intake: InboxIntake, seconds: float) -> Waits:
    start, waits = time.monotonic(), Waits()
    while time.monotonic() - start < seconds:
        begin = time.monotonic()
        await receive([update(len(waits) * 100 + number) for number in range(100)], Me(42, "xiaoqitong_bot"), intake)
        waits.append(time.monotonic() - begin)
    return waits
