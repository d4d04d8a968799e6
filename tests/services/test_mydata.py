"""No table with a person can be forgotten, and nobody reads another one's rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from chat.message import Address
from handlers.mydata import NAMES
from services.erasure import Erasure
from services.folder import DATABASE, LEDGER
from services.mydata import MyData
from storage.database import Database
from storage.erasure import KEPT
from storage.held import NUMBERED, TABLES, UNSAID
from storage.questions import Unanswered
from storage.tables import metadata
from storage.tables_business import alerted, enterprises, subscriptions
from storage.work import Work
from tests.fakes import FakeClock

LI, WANG = Address("test", "7", "7"), Address("test", "8", "8")
PERSONAL = {"person", "person_id", "owner", "author_id", "actor_id", "used_by", "member_id", "reviewer", "answered_by"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.open(f"sqlite:///{tmp_path / DATABASE}", FakeClock())) as database:
        yield database


@pytest.fixture
def data(database: Database, tmp_path: Path) -> MyData:
    return MyData(database, Erasure(database, tmp_path / LEDGER))


def blank(table: str, **told: object) -> dict[str, object]:
    """A row of a table with the least that it needs."""
    fills: dict[type, object] = {str: "", int: 0, bool: False}
    needed = [one for one in metadata.tables[table].c if not one.nullable and one.name != "id"]
    return {**{one.name: fills.get(one.type.python_type, "") for one in needed if one.name not in told}, **told}


def test_every_table_with_a_person_is_told() -> None:
    named = {name for name, table in metadata.tables.items() if PERSONAL & set(table.c.keys())}
    linked = {
        name
        for name, table in metadata.tables.items()
        for key in table.foreign_keys
        if key.column.table.name in {"people", "subscriptions"}
    }
    assert (named | linked) - set(TABLES) == set()


def test_every_table_that_is_told_has_a_name_and_the_others_hold_nobody() -> None:
    assert set(TABLES) == set(NAMES)
    assert set(metadata.tables) - set(TABLES) <= KEPT
    assert set(NUMBERED) <= set(TABLES)


def test_no_secret_of_the_machine_is_told() -> None:
    told = {column.name for statement in TABLES.values() for column in statement.selected_columns}
    assert told & UNSAID == set()


def test_somebody_reads_their_own_and_no_others(database: Database, data: MyData) -> None:
    def fill(work: Work, address: Address, secret: str) -> None:
        person = work.people.meet(address, secret)
        work.turns.add(address, secret)
        work.questions.keep(Unanswered(secret, "", person=person.id))
        told = {"person_id": person.id, "words": secret, "since": work.now}
        id_ = work.connection.execute(insert(subscriptions).values(**blank("subscriptions", **told))).inserted_primary_key
        assert id_
        work.connection.execute(insert(alerted).values(**blank("alerted", subscription_id=id_[0], subject=secret, at=work.now)))

    for address, secret in ((LI, "甲的"), (WANG, "乙的")):
        database.do_now(lambda work, address=address, secret=secret: fill(work, address, secret))  # type: ignore[misc]
    held = database.read_now(lambda work: data.held(work, LI))
    assert set(held) == {"people", "addresses", "turns", "questions", "subscriptions", "alerted"}
    assert "乙的" not in str(held)
    file = database.do_now(lambda work: data.export(work, LI, NAMES, "说明")).decode()
    assert "甲的" in file
    assert "乙的" not in file


def test_a_reviewer_does_not_take_the_enterprises_contact_home(database: Database, data: MyData) -> None:
    def review(work: Work) -> None:
        person, owner = work.people.meet(LI), work.people.meet(WANG)
        told = {"name": "虚构制造", "code": "X", "mobile": "13912345678", "owner": owner.id, "reviewer": person.id, "changed_at": work.now}
        work.connection.execute(insert(enterprises).values(**blank("enterprises", **told)))

    database.do_now(review)
    assert "13912345678" not in str(database.read_now(lambda work: data.held(work, LI)))
    assert "13912345678" in str(database.read_now(lambda work: data.held(work, WANG)))


async def test_who_was_erased_stays_so_after_a_restore(database: Database, data: MyData, tmp_path: Path) -> None:
    await database.do(lambda work: work.people.meet(LI, "小李"))
    with closing(sqlite3.connect(tmp_path / DATABASE)) as living, closing(sqlite3.connect(tmp_path / "old.db")) as copy:
        living.backup(copy)
    mark = await data.record(LI)
    await database.do(lambda work: data.erase(work, LI, mark))
    with closing(Database.open(f"sqlite:///{tmp_path / 'old.db'}", FakeClock())) as restored:
        assert restored.read_now(lambda work: work.people.find(LI)) is not None
        assert Erasure(restored, tmp_path / LEDGER).again() == 1
        assert restored.read_now(lambda work: work.people.find(LI)) is None
