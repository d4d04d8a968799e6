"""A claim costs the same however much waits: counted in steps of SQLite's machine, which no busy processor disturbs."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from storage.database import Database
from storage.inbox import Incoming
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


def steps(database: Database) -> int:
    """What it takes to claim four rows of one platform and to put them back."""

    def claim(work: Work) -> int:
        seen = count()
        driver = driver_of(work.connection)
        driver.set_progress_handler(lambda: next(seen) and None, 1)
        try:
            work.inbox.claim(4, 60, "me", platforms=("telegram",))
        finally:
            driver.set_progress_handler(None, 0)
        work.inbox.release("me")
        return next(seen)

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
