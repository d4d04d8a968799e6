"""What is to happen later happens, once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dues import FORGETTING, Dues, deeds, plan_forgetting
from chat.message import Address
from services.wanting import BySql
from storage.database import Database
from storage.due import Due
from storage.inbox import Incoming
from storage.work import Work
from tests.fakes import FakeClock

LI = Address("fake", "7", "7")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/dues.db", clock)
    yield database
    database.close()


async def test_a_deed_is_done_in_time_and_once(database: Database, clock: FakeClock) -> None:
    done: list[str] = []
    dues = Dues(database, {"remind": lambda work, due: done.append(due.key)})
    await database.do(lambda work: work.due.plan(Due("remind", "1", work.now + timedelta(hours=1))))
    assert await dues.look() == 0
    clock.forward(3600)
    assert await dues.look() == 1
    assert await dues.look() == 0
    assert done == ["1"]


async def test_a_deed_that_fails_is_tried_again_later_and_holds_no_other_up(database: Database, clock: FakeClock) -> None:
    done: list[str] = []

    def remind(work: Work, due: Due) -> None:
        if due.key == "bad" and not done:
            raise RuntimeError("no such luck")
        done.append(due.key)

    dues = Dues(database, {"remind": remind})
    for key in ("bad", "good"):
        await database.do(lambda work, key=key: work.due.plan(Due("remind", key, work.now)))  # type: ignore[misc]
    await dues.look()
    assert done == ["good"]
    clock.forward(300)
    await dues.look()
    assert done == ["good", "bad"]


async def test_what_was_said_is_forgotten_when_its_time_is_over(database: Database, clock: FakeClock) -> None:
    def live(work: Work) -> None:
        work.inbox.take([Incoming("fake", "us", "1", "7", "7", "{}")])
        work.inbox.done(1)
        work.turns.add(LI, "包头的实训基地？")
        plan_forgetting(work)

    await database.do(live)
    dues = Dues(database, deeds(BySql()))
    for day in range(31):
        clock.forward(86400)
        assert await dues.look() == 1
        turn = await database.read(lambda work: work.turns.find(1))
        assert (turn is None) == (day >= 30)
    clock.forward(86400)
    assert await dues.look() == 1
    await database.do(lambda work: work.inbox.take([Incoming("fake", "us", "1", "7", "7", "{}")]))
    assert await database.read(lambda work: work.inbox.waiting()) == 1, "a number that has begun anew is taken for a new one"
    ripe = await database.read(lambda work: [due.kind for due in work.due.ripe(9)])
    assert ripe == []


async def test_the_forgetting_is_planned_once_for_each_night(database: Database) -> None:
    for _ in range(2):
        await database.do(plan_forgetting)

    def planned(work: Work) -> int:
        return int(work.connection.exec_driver_sql(f"SELECT count(*) FROM due WHERE kind = '{FORGETTING}'").scalar() or 0)

    assert await database.read(planned) == 1
