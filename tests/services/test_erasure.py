"""Whoever asks to be forgotten leaves no row behind, and no word in the file."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from chat.message import Address
from domain.people import Grant, Role
from services.erasure import Erasure
from storage.database import Database
from storage.erasure import BY_ADDRESS, KEPT
from storage.inbox import Incoming
from storage.outbox import Owed
from storage.tables import metadata
from storage.tables_business import enterprises
from storage.work import Work
from tests.fakes import FakeClock

LI = Address("telegram", "9177300000", "9177300000")
LI_AT_WORK = Address("web", "visitor-li", "visitor-li")
WANG = Address("telegram", "9177300001", "9177300001")
SECRET = "我想知道自己能领多少补贴"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.open(f"sqlite:///{tmp_path / 'town.db'}", FakeClock())) as database:
        for person in (LI, WANG):
            database.do_now(lambda work, person=person: fill(work, person))  # type: ignore[misc]
        yield database


@pytest.fixture
def erasure(database: Database, tmp_path: Path) -> Erasure:
    return Erasure(database, tmp_path / "erased.jsonl")


def fill(work: Work, address: Address) -> None:
    """A row in every table that tells of people."""
    where = (address.platform, address.chat, address.person)
    person = work.people.meet(address, f"名字{address.person}")
    work.people.grant(person.id, Grant(Role.EDITOR, "150200"))
    work.inbox.take([Incoming(address.platform, "us", f"k{address.person}", address.chat, address.person, SECRET + address.person)])
    work.outbox.put(Owed(f"k{address.person}", *where, SECRET + address.person))
    turn = work.turns.add(address, SECRET + address.person)
    work.feedback.rate(turn, person.id, useful=True)
    work.audit.record(person.id, "did", "something")


def counts(database: Database) -> dict[str, int]:
    """Rows in each table."""
    return database.read_now(
        lambda work: {name: work.connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in metadata.tables}
    )


def test_every_row_about_them_goes_and_no_other(database: Database, erasure: Erasure) -> None:
    before = counts(database)
    erasure.forget(LI)
    after = counts(database)
    went = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    assert went == {"people": 1, "addresses": 1, "grants": 1, "inbox": 1, "outbox": 1, "turns": 1, "ratings": 1, "notes": -1}
    assert database.read_now(lambda work: work.people.find(LI)) is None
    assert database.read_now(lambda work: work.people.find(WANG)) is not None


def test_the_file_holds_no_word_of_theirs(database: Database, erasure: Erasure, tmp_path: Path) -> None:
    erasure.forget(LI)
    database.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert (SECRET + WANG.person).encode() in held
    assert (SECRET + LI.person).encode() not in held
    assert LI.person.encode() not in held


def test_all_addresses_of_a_person_are_theirs(database: Database, erasure: Erasure) -> None:
    def lodge(work: Work) -> None:
        person = work.people.find(LI)
        assert person
        work.connection.exec_driver_sql(
            "INSERT INTO addresses (platform, person, chat, person_id) VALUES (?, ?, ?, ?)",
            (LI_AT_WORK.platform, LI_AT_WORK.person, LI_AT_WORK.chat, person.id),
        )
        work.turns.add(LI_AT_WORK, SECRET)

    database.do_now(lodge)
    erasure.forget(LI_AT_WORK)
    known = database.read_now(lambda work: work.erasure.known())
    assert set(known) == {(WANG.platform, WANG.person)}


def test_the_ledger_names_nobody_and_survives_a_torn_line(database: Database, erasure: Erasure, tmp_path: Path) -> None:
    ledger = tmp_path / "erased.jsonl"
    erasure.forget(LI)
    with ledger.open("a") as file:
        file.write('{"at": "2026')
    erasure.forget(WANG)
    words = ledger.read_text("utf-8")
    assert LI.person not in words
    assert ledger.stat().st_mode & 0o077 == 0
    assert erasure.again() == 0
    assert database.read_now(lambda work: work.erasure.known()) == []


def test_killed_between_ledger_and_database_it_is_done_at_the_next_start(database: Database, erasure: Erasure) -> None:
    erasure.record([LI])
    assert erasure.again() == 1
    assert database.read_now(lambda work: work.people.find(LI)) is None
    assert erasure.again() == 0


def test_every_table_was_thought_of() -> None:
    by_person = {"people", "questions", "ratings", "invites", "enterprises", "listings"}
    thought_of = {table.name for table in BY_ADDRESS} | by_person | KEPT | hanging_on("people")
    assert set(metadata.tables) - thought_of == set()


def hanging_on(name: str) -> set[str]:
    """The tables whose rows go when a row of that one goes."""
    found = {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == name and key.ondelete == "CASCADE"
    }
    return found | {further for one in found for further in hanging_on(one)}


def test_an_enterprise_stays_without_its_contact(database: Database, erasure: Erasure) -> None:
    def own(work: Work, owner: Address) -> None:
        person = work.people.find(owner)
        assert person
        blank = dict.fromkeys((column.name for column in enterprises.columns if not column.nullable), "")
        told = {"name": "某某制造", "code": owner.person, "contact": "李某", "mobile": "13912345678", "owner": person.id}
        values = {**blank, **told, "trusted": False, "version": 1, "changed_at": work.now}
        values.pop("id")
        work.connection.execute(insert(enterprises).values(**values))

    for owner in (LI, WANG):
        database.do_now(lambda work, owner=owner: own(work, owner))  # type: ignore[misc]
    erasure.forget(LI)
    kept = database.read_now(
        lambda work: work.connection.exec_driver_sql("SELECT name, contact, mobile, owner FROM enterprises ORDER BY id").all()
    )
    assert [tuple(row) for row in kept] == [("某某制造", "", "", None), ("某某制造", "李某", "13912345678", 2)]


def test_what_others_were_shown_of_somebodys_contact_is_forgotten_with_them(database: Database, erasure: Erasure) -> None:
    def told(work: Work) -> None:
        li, wang = (work.people.meet(one, "虚构某").id for one in (LI, WANG))
        for key, about in (("sent", li), ("waiting", li), ("other", wang)):
            work.outbox.put(Owed(key, "web", "staff", "staff", f'{{"blocks":[{{"text":"{key} 13800001234"}}]}}', about=about))
        (row, *_) = work.outbox.claim(1, 60, "t", platform="web")
        work.outbox.settle(row.id, "t", ["1"])

    database.do_now(told)
    erasure.forget(LI)
    rows = database.read_now(
        lambda work: work.connection.exec_driver_sql("SELECT key, body FROM outbox WHERE platform = 'web' ORDER BY id").all()
    )
    assert [(key, body is None) for key, body in rows] == [("sent", True), ("other", False)]
