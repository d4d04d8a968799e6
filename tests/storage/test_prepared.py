"""A prepared statement is `Connection.execute`, only quicker: the same rows, the same effects, the same errors."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.exc import StatementError

from domain.errors import Problem, StoreProblem
from storage.columns import Id, Json, Moment, Words, insert
from storage.database import Database
from storage.prepared import Prepared, Statement
from storage.work import Work

things = Table(
    "things",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False),
    Column("plain", Text),
    Column("json", Json),
    Column("words", Words),
    Column("at", Moment),
    Column("day", Date),
    Column("count", Integer),
    Column("raw", LargeBinary),
    Column("yes", Boolean),
    UniqueConstraint("key"),
)
ALL = [column for column in things.c if column.name != "id"]
INSERT = insert(things).returning(*ALL)
KEEP = insert(things).on_conflict_do_nothing(index_elements=["key"]).returning(things.c.key)
FIND = select(*ALL, func.length(things.c.plain), things.c.count + bindparam("more")).where(things.c.key == bindparam("is_"))
LIKE = select(things.c.key).where(things.c.json == bindparam("same"), things.c.at <= bindparam("until")).order_by(things.c.key)
CHANGE = update(things).where(things.c.key == bindparam("is_"), things.c.count >= 0).values(json=bindparam("to"), at=None, words="换")
REMOVE = delete(things).where(things.c.at < bindparam("before"))

Run = Callable[[Connection, Statement, dict[str, Any]], Any]

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
ANY_TEXT = st.text(max_size=20)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]))  # noqa: DTZ001
VALUES = st.fixed_dictionaries(
    {
        "plain": st.none() | TEXT,
        "json": st.none() | ANY_TEXT,
        "words": st.none() | ANY_TEXT,
        "at": st.none() | MOMENTS,
        "day": st.none() | st.dates(date(1971, 1, 1)),
        "count": st.none() | st.integers(-(2**31) + 1000, 2**31 - 1000),
        "raw": st.none() | st.binary(max_size=20),
        "yes": st.none() | st.booleans(),
    }
)


@pytest.fixture
def store(database: Database) -> Database:
    """A database with a table of every type."""
    database.do_now(lambda work: things.create(work.connection))
    return database


class Undone(Problem):
    """Takes a unit back, and brings what it saw."""

    def __init__(self, seen: object) -> None:
        super().__init__("")
        self.seen = seen


def seen(store: Database, story: Callable[[Connection], object]) -> object:
    """What a story saw in a unit that leaves nothing behind."""

    def unit(work: Work) -> None:
        raise Undone(story(work.connection))

    try:
        store.do_now(unit)
    except Undone as undone:
        return undone.seen
    raise AssertionError


def plainly(connection: Connection, statement: Statement, values: dict[str, Any]) -> Any:
    """SQLAlchemy's own way: rows, or how many were written."""
    found = connection.execute(statement, values)
    return [tuple(row) for row in found] if found.returns_rows else found.rowcount


def prepared(connection: Connection, statement: Statement, values: dict[str, Any]) -> Any:
    """The quick way."""
    one = Prepared(statement)
    return one.rows(connection, values) if list(statement.exported_columns) else one.count(connection, values)


def stories(first: dict[str, Any], second: dict[str, Any], more: int) -> Callable[[Run], Callable[[Connection], object]]:
    """Two things are kept, looked for, changed and removed."""
    moment = first["at"] or datetime(2026, 5, 1, tzinfo=UTC)

    def told(run: Run) -> Callable[[Connection], object]:
        def story(connection: Connection) -> object:
            steps: list[tuple[Statement, dict[str, Any]]] = [
                (INSERT, {"key": "a", **first}),
                (KEEP, {"key": "b", **second}),
                (KEEP, {"key": "b", **first}),
                (FIND, {"is_": "a", "more": more}),
                (FIND, {"is_": "b", "more": more}),
                (LIKE, {"same": first["json"], "until": moment}),
                (CHANGE, {"is_": "a", "to": second["json"]}),
                (REMOVE, {"before": moment}),
            ]
            return [run(connection, *step) for step in steps], plainly(connection, select(things.c.key, *ALL).order_by(things.c.key), {})

        return story

    return told


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=VALUES, second=VALUES, more=st.integers(-900, 900))
@example(first=dict.fromkeys(things.c.keys()[2:]), second=dict.fromkeys(things.c.keys()[2:]), more=0)
def test_it_finds_and_writes_what_sqlalchemy_finds_and_writes(
    store: Database, first: dict[str, Any], second: dict[str, Any], more: int
) -> None:
    story = stories(first, second, more)
    assert seen(store, story(prepared)) == seen(store, story(plainly))


WRONG: dict[str, tuple[Statement, dict[str, Any]]] = {
    "a key that is there": (insert(things), {"key": "there"}),
    "nothing where something must be": (insert(things), {"key": None}),
    "a moment of no zone": (insert(things), {"key": "a", "at": datetime(2026, 5, 1)}),  # noqa: DTZ001
    "a value of no type that is known": (insert(things), {"key": "a", "plain": object()}),
    "a number beyond all measure": (insert(things), {"key": "a", "count": 2**70}),
    "a value that is missing": (FIND, {"is_": "a"}),
    "text that no database takes": (insert(things), {"key": "a", "plain": "\ud800"}),
    "a table that is not there": (insert(Table("nothing", MetaData(), Column("key", Text))), {"key": "a"}),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_goes_wrong_is_told_in_the_same_way(store: Database, name: str) -> None:
    store.do_now(lambda work: work.connection.execute(insert(things), {"key": "there"}))
    told = [_failure(store, run, *WRONG[name]) for run in (prepared, plainly)]
    assert told[0] == told[1]
    assert store.do_now(lambda work: plainly(work.connection, select(things.c.key), {})) == [("there",)]


def _failure(store: Database, run: Run, statement: Statement, values: dict[str, Any]) -> tuple[type[BaseException], str]:
    with pytest.raises(Exception) as failed:  # noqa: PT011
        store.do_now(lambda work: run(work.connection, statement, values))
    error: BaseException = failed.value
    # SQLAlchemy wraps what goes wrong before the driver is asked.
    meant = error.orig if isinstance(error, StatementError) and error.orig else error
    return type(meant), "" if isinstance(meant, StoreProblem) else str(meant)


def test_it_runs_again_with_other_values_and_other_columns(store: Database) -> None:
    put, find = Prepared(insert(things)), Prepared(select(things.c.key, things.c.count).order_by(things.c.key))

    def unit(work: Work) -> object:
        written = [put.count(work.connection, values) for values in ({"key": "a"}, {"key": "b"}, {"count": 2, "key": "c"})]
        return written, find.rows(work.connection, {}), find.first(work.connection, {}), find.scalar(work.connection, {})

    assert store.do_now(unit) == ([1, 1, 1], [("a", None), ("b", None), ("c", 2)], ("a", None), "a")


def test_where_nothing_is_found_there_is_no_row(store: Database) -> None:
    find = Prepared(select(things.c.key))
    assert store.read_now(lambda work: (find.rows(work.connection, {}), find.first(work.connection, {}))) == ([], None)
    assert store.read_now(lambda work: find.scalar(work.connection, {})) is None


def test_what_changes_its_words_from_run_to_run_is_refused(store: Database) -> None:
    some = Prepared(select(things.c.key).where(things.c.key.in_(bindparam("keys", expanding=True))))
    with pytest.raises(ValueError, match="from run to run"):
        store.read_now(lambda work: some.rows(work.connection, {"keys": ["a"]}))


def test_outside_of_a_transaction_it_does_not_run(store: Database) -> None:
    def unit(work: Work) -> None:
        with work.connection.engine.connect() as bare:
            Prepared(select(things.c.key)).rows(bare, {})

    with pytest.raises(RuntimeError, match="outside"):
        store.read_now(unit)
