"""What a day with the language model may cost, and the switch that stops it, as they are kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import NotAllowed
from domain.people import Grant, Person, Role
from services.model import ModelDesk, State, Use
from storage.database import Database
from tests.fakes import FakeClock

ADMIN = Person(3, grants=(Grant(Role.ADMIN),))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/desk.db", clock)
    yield database
    database.close()


def state(database: Database, desk: ModelDesk) -> State:
    return database.read_now(lambda work: desk.state(work, ADMIN))


def test_a_day_has_so_many_calls_and_the_next_one_begins_at_midnight_in_china(database: Database, clock: FakeClock) -> None:
    desk = ModelDesk(database, clock, "qwen", Use(2, 999))
    assert [desk.take(10) for _ in range(3)] == [True, True, False]
    assert state(database, desk) == State(True, Use(2, 20), Use(2, 999))
    clock.forward(14 * 3600 - 1)  # 10:00 to a second before midnight in Shanghai
    assert not desk.take(10)
    clock.forward(1)
    assert desk.take(10)
    assert state(database, desk).used == Use(1, 10)


def test_a_day_has_so_many_characters_sent_and_received(database: Database, clock: FakeClock) -> None:
    desk = ModelDesk(database, clock, "qwen", Use(9, 100))
    assert desk.take(60)
    desk.add(30)
    assert not desk.take(11)
    assert state(database, desk).used == Use(1, 90), "what was refused costs nothing"
    assert desk.take(10)


def test_nothing_at_all_is_a_budget_too(database: Database, clock: FakeClock) -> None:
    assert not ModelDesk(database, clock, "qwen", Use(0, 100)).take(1)


def test_what_one_process_spends_and_presses_holds_for_the_others(database: Database, clock: FakeClock, tmp_path: Path) -> None:
    desk = ModelDesk(database, clock, "qwen", Use(1, 99))
    elsewhere = Database.open(f"sqlite:///{tmp_path}/desk.db", clock)
    other = ModelDesk(elsewhere, clock, "qwen", Use(1, 99))
    assert desk.take(1)
    assert not other.take(1)
    database.do_now(lambda work: desk.turn(work, ADMIN, on=False))
    assert not other.on()
    elsewhere.do_now(lambda work: other.turn(work, ADMIN, on=True))
    assert desk.on()
    elsewhere.close()


@pytest.mark.parametrize("grant", [Grant(Role.ADMIN, "150200"), Grant(Role.EDITOR), Grant(Role.MODERATOR), Grant(Role.GUEST)])
def test_only_who_administers_everything_may_switch_it(database: Database, clock: FakeClock, grant: Grant) -> None:
    desk = ModelDesk(database, clock, "qwen", Use(1, 99))
    with pytest.raises(NotAllowed):
        database.do_now(lambda work: desk.turn(work, Person(4, grants=(grant,)), on=False))
    with pytest.raises(NotAllowed):
        database.read_now(lambda work: desk.state(work, Person(4, grants=(grant,))))
    assert desk.on()
