"""The one writer: what it says is kept is kept, and nobody suffers for another's failure."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from domain.errors import Problem, StoreFull, StoreProblem
from storage.database import Database
from storage.outbox import Owed
from storage.sqlite import driver_of
from storage.work import Work
from tests.fakes import FakeClock
from tests.storage.owing import kept, owe


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A file: these are its own matters."""
    return f"sqlite:///{tmp_path / 'store.db'}"


async def together(database: Database, *effects: Callable[[Work], object]) -> list[object]:
    """Hold the writer up until all effects stand in line, so that they meet in one batch."""
    let_go = Event()
    held = asyncio.create_task(database.do(lambda work: let_go.wait()))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(database.do(effect)) for effect in effects]
    await asyncio.sleep(0)
    let_go.set()
    await held
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_failing_unit_takes_back_only_itself(database: Database) -> None:
    def fails(work: Work) -> None:
        work.outbox.put(Owed("half done", "web", "c", "p", "{}"))
        raise Problem("想好了再来")

    told = await together(database, owe("first"), fails, owe("last"))

    assert [type(outcome) for outcome in told] == [int, Problem, int]
    assert database.do_now(kept) == {"first", "last"}


async def test_a_unit_sees_the_units_before_it(database: Database) -> None:
    told = await together(database, owe("first"), lambda work: work.outbox.put(Owed("first", "web", "c", "p", "{}")))
    assert told[0] == told[1]


async def test_what_was_awaited_is_there_for_others(database: Database, tmp_path: Path) -> None:
    await database.do(owe("told"))
    with sqlite3.connect(tmp_path / "store.db") as other:
        assert other.execute("SELECT key FROM outbox").fetchall() == [("told",)]
    other.close()


async def test_when_the_transaction_vanishes_each_unit_runs_again_alone(database: Database) -> None:
    runs: list[str] = []

    def loses_it(work: Work) -> None:
        runs.append("loses it")
        if len(runs) == 1:
            driver_of(work.connection).rollback()
        work.outbox.put(Owed("second", "web", "second", "p", "{}"))

    told = await together(database, owe("first"), loses_it, owe("last"))

    assert not [outcome for outcome in told if isinstance(outcome, BaseException)]
    assert runs == ["loses it", "loses it"]
    assert database.do_now(kept) == {"first", "second", "last"}


async def test_a_unit_that_always_loses_the_transaction_is_told_so(database: Database) -> None:
    told = await together(database, owe("first"), lambda work: driver_of(work.connection).rollback(), owe("last"))
    assert isinstance(told[1], StoreProblem)
    assert database.do_now(kept) == {"first", "last"}


async def test_who_lost_the_transaction_is_told_why(database: Database) -> None:
    def fills_the_disk(work: Work) -> None:
        driver_of(work.connection).rollback()
        raise StoreFull("磁盘满了")

    told = await together(database, owe("first"), fills_the_disk, owe("last"))
    assert isinstance(told[1], StoreFull)
    assert database.do_now(kept) == {"first", "last"}


async def test_nobody_writes_between_what_a_unit_reads_and_what_it_writes(database: Database, tmp_path: Path) -> None:
    def reads_then_writes(work: Work) -> None:
        before = kept(work)
        other = sqlite3.connect(tmp_path / "store.db", timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO cursors VALUES ('a', 'b', 'c')")
        other.close()
        work.outbox.put(Owed(f"after {len(before)}", "web", "c", "p", "{}"))

    await database.do(reads_then_writes)
    assert database.do_now(kept) == {"after 0"}


def pages(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        count: int = connection.execute("PRAGMA page_count").fetchone()[0]
        return count
    finally:
        connection.close()


async def test_a_full_disk_loses_nothing_that_was_acknowledged(url: str, clock: FakeClock, tmp_path: Path) -> None:
    Database.open(url, clock).close()
    small = Database.open(url, clock, max_pages=pages(tmp_path / "store.db") + 30)
    keys = [f"k{number}" for number in range(200)]
    told = await together(small, *(owe(key, "x" * 1500) for key in keys))
    small.close()

    acknowledged = {key for key, outcome in zip(keys, told, strict=True) if not isinstance(outcome, BaseException)}
    refused = [outcome for outcome in told if isinstance(outcome, BaseException)]
    assert acknowledged
    assert refused
    assert {type(error) for error in refused} == {StoreFull}

    roomy = Database.open(url, clock)
    assert roomy.do_now(kept) == acknowledged
    roomy.do_now(owe("room again"))
    roomy.close()


async def test_a_lock_held_elsewhere_keeps_nothing_and_passes(database: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreProblem, match="另一个程序"):
        await database.do(owe("too early"))
    other.execute("ROLLBACK")
    other.close()

    await database.do(owe("in time"))
    assert database.do_now(kept) == {"in time"}
