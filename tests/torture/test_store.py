"""The database is held by another program, or full: what was not kept is not acknowledged, and comes in later."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.courier import Courier
from bot.intake import InboxIntake
from bot.platforms.telegram.poller import receive
from bot.workers import Workers
from domain.errors import StoreFull, StoreProblem
from storage.database import Database
from tests.bot.house import FakePlatform
from tests.fakes import FakeClock
from tests.torture.mutants import Mutator
from tests.torture.post import ME
from tests.torture.test_clock import ROUTER


class Desk:
    """Workers and a courier over one file, which may have a roof."""

    def __init__(self, file: Path, clock: FakeClock, max_pages: int = 0) -> None:
        self.clock = clock
        self.database = Database.open(f"sqlite:///{file}", clock, busy_seconds=0.05, max_pages=max_pages)
        self.platform = FakePlatform("telegram")
        self.workers = Workers(self.database, ROUTER, {"telegram": self.platform}, lambda _: None)
        self.courier = Courier(self.database, self.platform, clock)
        self.intake = InboxIntake(self.database, "telegram", lambda: None)

    async def run(self) -> None:
        """Deal with all that is ready, and send it."""
        while await self.workers.begin():
            await self.workers.stop(10)
        while await self.courier.begin():
            await self.courier.stop(10)

    @property
    def heard(self) -> list[str]:
        """What was said."""
        return [delivery.reply.blocks[0].text for delivery in self.platform.sent]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@contextmanager
def desk(file: Path, clock: FakeClock, max_pages: int = 0) -> Iterator[Desk]:
    """A desk that is closed at the end."""
    desk = Desk(file, clock, max_pages)
    try:
        yield desk
    finally:
        desk.database.close()


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program that writes for as long as this lasts."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_what_comes_in_while_the_database_is_held_is_not_acknowledged_and_comes_in_later(file: Path) -> None:
    with desk(file, FakeClock()) as one:
        batch = [Mutator(1).good("一", 7)]
        with held(file), pytest.raises(StoreProblem):
            await receive(batch, ME, one.intake)
        await receive(batch, ME, one.intake)
        await one.run()
        assert one.heard == ["答：一"]


async def test_what_cannot_be_settled_while_the_database_is_held_happens_once(file: Path) -> None:
    with desk(file, FakeClock()) as one:
        await receive([Mutator(1).good("一", 7)], ME, one.intake)
        rows = await one.workers.begin()
        assert rows == 1
        with held(file), pytest.raises(StoreProblem):
            await one.workers.stop(10)
        one.clock.forward(600)
        await one.run()
        one.clock.forward(600)
        await one.run()
        assert one.heard == ["答：一"]
        deeds = await one.database.read(lambda work: work.audit.latest(9))
        assert [deed.object for deed in deeds] == ["一"]


async def test_a_full_disk_takes_nothing_in_that_it_does_not_keep_and_goes_on_when_there_is_room(file: Path) -> None:
    clock, people, kept, refused = FakeClock(), Mutator(1), list[str](), list[str]()
    with desk(file, clock) as first:
        pages = await first.database.read(lambda work: int(work.connection.exec_driver_sql("PRAGMA page_count").scalar() or 0))
    waiting = [[people.good(f"第{nth}条" + "长" * 900, 100 + nth)] for nth in range(40)]
    with desk(file, clock, pages + 12) as full:
        for nth, batch in enumerate(waiting):
            try:
                await receive(batch, ME, full.intake)
            except StoreFull:
                refused.append(f"第{nth}条")
            else:
                kept.append(f"第{nth}条")
        assert kept
        assert refused
    with desk(file, clock) as roomy:
        for batch in waiting:
            await receive(batch, ME, roomy.intake)
        await roomy.run()
        heard = [words.removeprefix("答：").partition("条")[0] + "条" for words in roomy.heard]
        assert sorted(heard) == sorted([*kept, *refused])
