"""A claim costs the same however much waits: counted in steps of SQLite's machine, which no busy processor disturbs."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from storage.database import Database
from storage.inbox import Incoming
from storage.outbox import Lane, Owed
from storage.sqlite import driver_of
from storage.work import Work
from tests.fakes import FakeClock

NUMBERS = count(1)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path / 'claims.db'}", FakeClock())
    yield database
    database.close()


def take(database: Database, chats: int, depth: int, platform: str = "telegram") -> None:
    for chat in range(chats):
        rows = [Incoming(platform, "bot", str(next(NUMBERS)), f"c{chat}", "p", "{}") for _ in range(depth)]
        database.do_now(lambda work, rows=rows: work.inbox.take(rows))  # type: ignore[misc]


def owe(database: Database, chats: int, depth: int, platform: str = "telegram", lane: Lane = Lane.REPLY) -> None:
    rows = [Owed(f"o{next(NUMBERS)}", platform, f"c{chat}", "p", "{}", lane) for chat in range(chats) for _ in range(depth)]
    database.do_now(lambda work: work.outbox.put_many(rows))


def counted(work: Work, deed: Callable[[], object]) -> int:
    """Steps of SQLite's machine."""
    seen = count()
    driver = driver_of(work.connection)
    driver.set_progress_handler(lambda: next(seen) and None, 1)
    try:
        deed()
    finally:
        driver.set_progress_handler(None, 0)
    return next(seen)


def steps(database: Database) -> int:
    """What it takes to claim four rows of one platform; they are put back."""

    def claim(work: Work) -> int:
        taken = counted(work, lambda: work.inbox.claim(4, 60, "me", platforms=("telegram",)))
        work.inbox.release("me")
        return taken

    return database.do_now(claim)


def steps_to_send(database: Database, lane: Lane = Lane.REPLY) -> int:
    """What it takes to claim four replies that one platform owes; they are put back."""

    def claim(work: Work) -> int:
        taken = counted(work, lambda: work.outbox.claim(4, 60, "me", lanes=(lane,), platform="telegram"))
        work.outbox.release("me")
        return taken

    return database.do_now(claim)


@pytest.mark.parametrize(("chats", "depth"), [(4, 500), (500, 4)])
def test_neither_the_depth_of_a_chat_nor_their_number_makes_it_dearer(file: Database, chats: int, depth: int) -> None:
    take(file, 8, 2)
    before = steps(file)
    assert before > 100
    take(file, chats, depth)
    assert steps(file) < 1.3 * before


def test_what_waits_elsewhere_does_not_either(file: Database) -> None:
    take(file, 8, 2)
    before = steps(file)
    take(file, 500, 1, "another")
    assert steps(file) < 1.3 * before


@pytest.mark.parametrize(("chats", "depth"), [(4, 500), (500, 4)])
def test_what_is_owed_is_claimed_as_cheaply(file: Database, chats: int, depth: int) -> None:
    owe(file, 8, 2)
    before = steps_to_send(file)
    assert before > 100
    owe(file, chats, depth)
    assert steps_to_send(file) < 1.3 * before


def test_replies_are_found_as_cheaply_while_something_goes_to_many(file: Database) -> None:
    owe(file, 8, 2)
    before = steps_to_send(file)
    owe(file, 500, 1, lane=Lane.BROADCAST)
    owe(file, 500, 1, "another")
    assert steps_to_send(file) < 1.3 * before


def test_where_all_chats_are_busy_what_waits_behind_costs_nothing(file: Database) -> None:
    owe(file, 8, 2)
    file.do_now(lambda work: work.outbox.claim(8, 60, "they"))
    before = steps_to_send(file)
    owe(file, 8, 500)
    assert steps_to_send(file) < 1.3 * before


def test_the_chats_take_turns(database: Database) -> None:
    take(database, 3, 2)
    take(database, 2, 1, "web")
    seen: list[str] = []
    after = ("", "")
    for _ in range(6):
        (row,) = database.do_now(lambda work, after=after: work.inbox.claim(1, 60, "me", platforms=("web", "telegram"), after=after))  # type: ignore[misc]
        after = (row.incoming.platform, row.incoming.chat)
        database.do_now(lambda work, row=row: work.inbox.done(row.id, "me"))  # type: ignore[misc]
        seen.append(f"{row.incoming.platform} {row.incoming.chat}")
    assert seen == ["telegram c0", "telegram c1", "telegram c2", "web c0", "web c1", "telegram c0"]


def test_chats_that_are_owed_something_take_turns_too(database: Database) -> None:
    owe(database, 3, 3)
    seen: list[str] = []
    after: dict[Lane, str] = {}
    for _ in range(6):
        (row,) = database.do_now(lambda work, after=after: work.outbox.claim(1, 60, "me", platform="telegram", after=after))  # type: ignore[misc]
        after = {Lane.REPLY: row.owed.chat}
        database.do_now(lambda work, row=row: work.outbox.settle(row.id, "me", ["1"]))  # type: ignore[misc]
        seen.append(row.owed.chat)
    assert seen == ["c0", "c1", "c2", "c0", "c1", "c2"]
