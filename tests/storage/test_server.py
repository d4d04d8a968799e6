"""What is PostgreSQL's own: its errors in our words, conflicts that pass, a server that comes back, duties that one process has."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, make_url

from domain.clock import SystemClock
from domain.errors import ConfigProblem, StoreDamaged, StoreFull, StoreProblem, StoreTooNew
from storage import postgres
from storage.conversation import Told
from storage.database import Database
from storage.outbox import Owed
from storage.tables import metadata
from storage.work import Work
from tests.fakes import FakeClock
from tests.postgres import Databases, Server, plain
from tests.storage.documents import version
from tests.storage.owing import kept, owe


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A database on the server."""
    with databases.lent() as url:
        yield url


@pytest.fixture
def other(url: str, clock: FakeClock) -> Iterator[Database]:
    """The same database as another process sees it."""
    other = Database.open(url, clock, own_clock=True)
    yield other
    other.close()


def execute(url: str, *statements: str) -> None:
    with psycopg.connect(plain(url), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_the_migrations_make_the_tables_that_the_code_speaks_of(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


def test_text_is_compared_by_bytes_as_in_a_file(url: str) -> None:
    with closing(psycopg.connect(plain(url))) as connection:
        found = connection.execute(
            "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'"
        ).fetchall()
    assert found == [("C",)]


def test_two_processes_that_start_at_once_make_one_schema(databases: Databases) -> None:
    start = "import sys; from domain.clock import SystemClock; from storage.database import Database; "
    start += "Database.open(sys.argv[1], SystemClock()).close()"
    with databases.lent(empty=True) as url:
        both = [subprocess.Popen([sys.executable, "-c", start, url]) for _ in range(2)]
        assert [one.wait(60) for one in both] == [0, 0]


def test_a_newer_schema_is_refused_with_the_way_out(url: str) -> None:
    execute(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="升级校企通"):
        Database.open(url, SystemClock())


def test_the_servers_clock_counts_for_everybody(url: str) -> None:
    database = Database.open(url, FakeClock(datetime(2001, 1, 1, tzinfo=UTC)))
    moments = [database.do_now(lambda work: work.now), database.read_now(lambda work: work.now)]
    database.close()
    assert all(abs(moment - datetime.now(UTC)) < timedelta(minutes=1) for moment in moments)


def test_an_empty_table_of_deeds_is_no_way_around_the_audit(database: Database) -> None:
    with pytest.raises(StoreProblem, match="append-only"):
        database.do_now(lambda work: work.connection.exec_driver_sql("TRUNCATE audit"))


def test_a_query_sees_one_picture_however_long_it_looks(database: Database, other: Database) -> None:
    def looks_twice(work: Work) -> tuple[int, int]:
        before = len(kept(work))
        other.do_now(owe("meanwhile"))
        return before, len(kept(work))

    assert database.read_now(looks_twice) == (0, 0)


# What does not let us in, and what goes wrong on the way.


@pytest.mark.parametrize(
    ("database", "username", "words"), [("nowhere", "postgres", "没有这个数据库"), ("postgres", "nobody", "用户或密码")]
)
def test_who_is_not_let_in_is_told_which_setting_to_look_at(url: str, database: str, username: str, words: str) -> None:
    wrong = make_url(url).set(database=database, username=username)
    with pytest.raises(ConfigProblem, match=words):
        Database.open(wrong.render_as_string(hide_password=False), SystemClock())


def test_a_server_that_is_not_there_is_told(url: str) -> None:
    with pytest.raises(StoreProblem, match="连不上数据库"):
        Database.open("postgresql+psycopg://somebody@127.0.0.1:1/nothing", SystemClock())


def test_a_database_that_cannot_hold_chinese_is_refused(url: str) -> None:
    name = f"{make_url(url).database}_ascii"
    execute(url, f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(ConfigProblem, match="编码"):
        Database.open(make_url(url).set(database=name).render_as_string(hide_password=False), SystemClock())
    execute(url, f"DROP DATABASE {name}")


class Failure(psycopg.Error):
    """An error of the server's."""

    def __init__(self, words: str, sqlstate: str | None) -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "words", "kind", "told"),
    [
        ("53100", "could not extend file", StoreFull, "磁盘满了"),
        ("XX001", "invalid page", StoreDamaged, "损坏"),
        ("25006", "read-only transaction", StoreProblem, "只能读"),
        ("42501", "permission denied", StoreProblem, "权限"),
        ("40P01", "deadlock detected", postgres.Conflict, "正忙"),
        ("57P01", "terminating connection", postgres.Lost, "连不上"),
        (None, "FATAL:  password authentication failed for user", postgres.Unusable, "PASSWORD"),
        (None, "FATAL:  sorry, too many clients already", postgres.Lost, "连接数"),
        (None, "", postgres.Lost, "连接断了"),
    ],
)
def test_errors_come_in_words_for_people(state: str | None, words: str, kind: type[StoreProblem], told: str) -> None:
    problem = postgres.translated(Failure(words, state))
    assert type(problem) is kind
    assert told in str(problem)


# Units that meet.


def test_two_that_wait_for_each_other_both_get_through(database: Database) -> None:
    execute_twice = Barrier(2, timeout=5)
    runs: list[str] = []

    def cross(first: str, second: str) -> None:
        def unit(work: Work) -> None:
            runs.append(first)
            work.outbox.put(Owed(f"{first}{second}1", "web", first, "p", "{}"))
            if len(runs) <= 2:
                execute_twice.wait()
            work.outbox.put(Owed(f"{first}{second}2", "web", second, "p", "{}"))

        database.do_now(unit)

    threads = [Thread(target=cross, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(runs) == 3, "one of them had to run again"
    assert database.do_now(kept) == {"ab1", "ab2", "ba1", "ba2"}


def test_who_was_met_by_two_at_once_is_one_person(database: Database) -> None:
    from chat.message import Address  # noqa: PLC0415

    both = Barrier(2, timeout=5)
    runs: list[int] = []

    def meet(work: Work) -> int:
        me = Address("web", "c", "p")
        known = work.people.find(me)
        runs.append(1)
        if len(runs) <= 2:
            both.wait()
        return known.id if known else work.people.meet(me, "小李").id

    async def at_once() -> list[int]:
        return list(await asyncio.gather(database.do(meet), database.do(meet)))

    assert len(set(asyncio.run(at_once()))) == 1


def test_each_change_of_the_corpus_counts_even_at_the_same_moment(database: Database) -> None:
    threads = [Thread(target=database.do_now, args=(lambda work, n=n: work.library.put(version(f"plan {n}")),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.read_now(lambda work: work.library.revision()) == 8


async def test_what_is_read_on_from_the_last_seen_misses_nothing_of_a_chat(database: Database, other: Database) -> None:
    """The first of two writers commits last: its letter is the later one, or the reader would have gone past it."""
    began, go_on = Event(), Event()

    def slow(work: Work) -> None:
        work.outbox.put(Owed("slow", "web", "c", "p", "{}"))
        began.set()
        go_on.wait(5)

    def after(last: int) -> list[Told]:
        return database.read_now(lambda work: work.conversation.told_after("web", "c", last, 10))

    first = asyncio.create_task(database.do(slow))
    await asyncio.to_thread(began.wait, 5)
    second = asyncio.create_task(other.do(lambda work: work.outbox.put(Owed("quick", "web", "c", "p", "{}"))))
    elsewhere = await other.do(lambda work: work.outbox.put(Owed("another chat", "web", "d", "p", "{}")))
    assert elsewhere, "nobody waits for the lock of another chat"
    seen = after(0)
    go_on.set()
    await asyncio.gather(first, second)
    seen += after(seen[-1].id if seen else 0)
    assert [letter.key for letter in seen] == ["slow", "quick"]


# A server that restarts.


def test_a_server_that_comes_back_is_found_again() -> None:
    server = Server()
    try:
        database = Database.open(server.url, SystemClock())
        database.do_now(owe("before"))
        assert database.read_now(kept) == {"before"}
        server.stop()
        with pytest.raises(StoreProblem, match="连不上"):
            database.do_now(owe("while it is away"))
        server.start()
        database.do_now(owe("after"))
        assert database.read_now(kept) == {"before", "after"}
        database.close()
    finally:
        server.close()


def test_connections_that_were_cut_off_are_made_anew_and_nobody_notices(database: Database, url: str) -> None:
    database.do_now(owe("before"))
    execute(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    database.do_now(owe("after"))
    assert database.read_now(kept) == {"before", "after"}


def test_a_connection_that_is_cut_in_the_middle_keeps_nothing_and_the_unit_runs_again(database: Database, url: str) -> None:
    runs: list[str] = []

    def cut(work: Work) -> None:
        work.outbox.put(Owed("half done", "web", "c", "p", "{}"))
        runs.append("run")
        if len(runs) == 1:
            pid = work.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            execute(url, f"SELECT pg_terminate_backend({pid})")
        work.outbox.put(Owed("whole", "web", "c", "p", "{}"))

    database.do_now(cut)
    assert len(runs) == 2
    assert database.do_now(kept) == {"half done", "whole"}


# Duties.


async def test_one_process_has_a_duty_until_it_is_gone(database: Database, url: str) -> None:
    other = Database.open(url, SystemClock())
    assert await database.hold("courier")
    assert await database.hold("courier")
    assert not await other.hold("courier")
    assert await other.hold("another duty")
    await asyncio.to_thread(database.close)
    assert await other.hold("courier")
    await asyncio.to_thread(other.close)


async def test_who_loses_the_server_loses_the_duty_to_whoever_asks_first(database: Database, url: str) -> None:
    other = Database.open(url, SystemClock())
    assert await database.hold("courier")
    execute(url, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    assert await other.hold("courier")
    assert not await database.hold("courier")
    await asyncio.to_thread(other.close)
    assert await database.hold("courier")
