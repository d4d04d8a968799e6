"""Opening: what is missing is created, what is old is brought up to date, what is strange is refused and left alone."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import storage.file_store
import storage.migrations
from domain.errors import ConfigProblem, StoreDamaged, StoreFull, StoreProblem, StoreTooNew
from storage.database import Database
from storage.migrations import REVISIONS
from storage.tables import metadata
from storage.work import Work
from tests.fakes import FakeClock


@pytest.fixture(autouse=True)
def each_file_is_migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.file_store, "upgrade", storage.migrations.upgrade)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A file: these are its own matters."""
    return f"sqlite:///{tmp_path / 'store.db'}"


def test_a_missing_folder_and_file_are_created_for_their_owner_alone(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "数据" / "new" / "store.db"
    Database.open(f"sqlite:///{path}", clock).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["store.db"]


def test_the_second_start_finds_what_the_first_one_kept(url: str, clock: FakeClock) -> None:
    first = Database.open(url, clock)
    first.do_now(lambda work: work.inbox.set_cursor("telegram", "bot", "17"))
    first.close()
    second = Database.open(url, clock)
    assert second.read_now(lambda work: work.inbox.cursor("telegram", "bot")) == "17"
    second.close()


def test_a_second_start_does_not_load_alembic(url: str, clock: FakeClock) -> None:
    Database.open(url, clock).close()
    script = "import sys; from domain.clock import SystemClock; from storage.database import Database; "
    script += "Database.open(sys.argv[1], SystemClock()).close(); print('alembic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script, url], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def setting(database: Database, name: str) -> object:
    return database.do_now(lambda work: work.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def test_each_commit_reaches_the_disk_and_references_are_held(database: Database) -> None:
    assert (setting(database, "synchronous"), setting(database, "foreign_keys"), setting(database, "journal_mode")) == (2, 1, "wal")


def test_what_a_savepoint_puts_back_is_kept_in_memory(database: Database) -> None:
    assert setting(database, "temp_store") == 2


def test_the_migrations_make_the_tables_that_the_code_speaks_of(database: Database, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'store.db'}")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


def test_the_known_revisions_are_those_of_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrations.__file__).parent))
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(script.revision for script in scripts)[::-1] == tuple(REVISIONS)


def execute(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_newer_schema_is_refused_with_the_way_out_and_left_alone(url: str, clock: FakeClock, tmp_path: Path) -> None:
    Database.open(url, clock).close()
    execute(tmp_path / "store.db", "UPDATE alembic_version SET version_num = '9999'")
    before = (tmp_path / "store.db").read_bytes()
    with pytest.raises(StoreTooNew, match="升级校企通，或用 xiaoqitong restore"):
        Database.open(url, clock)
    assert (tmp_path / "store.db").read_bytes() == before


def test_an_older_schema_is_brought_up_to_date_with_what_it_holds(url: str, clock: FakeClock, tmp_path: Path) -> None:
    Database.open(url, clock).close()
    path = tmp_path / "store.db"
    tables_business = (
        "favourites",
        "interests",
        "complaints",
        "listings",
        "passes",
        "members",
        "enterprises",
        "alerted",
        "subscriptions",
        "profiles",
        "consents",
        "reports",
    )
    execute(path, "INSERT INTO cursors VALUES ('telegram', 'bot', '17')")
    for table in (
        "amendments",
        "vectors",
        "passages",
        "clauses",
        "versions",
        "corrections",
        "ratings",
        "questions",
        "broadcasts",
        "channels",
        "bulletins",
        *tables_business,
    ):
        execute(path, f"DROP TABLE {table}")
    for index in ("outbox_subject", "outbox_open_lane", "outbox_leased"):
        execute(path, f"DROP INDEX {index}")
    execute(path, "CREATE INDEX outbox_open ON outbox (lane, id) WHERE finished_at IS NULL")
    for table, column in (("outbox", "subject"), ("outbox", "about"), ("addresses", "lost_at")):
        execute(path, f"ALTER TABLE {table} DROP COLUMN {column}")
    execute(path, "UPDATE alembic_version SET version_num = '0001'")

    database = Database.open(url, clock)
    assert database.read_now(lambda work: work.inbox.cursor("telegram", "bot")) == "17"
    assert database.read_now(lambda work: work.library.is_empty_ever())
    database.close()


@pytest.mark.parametrize("content", [b"this is a letter, not a database" * 200, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_is_refused_with_the_way_out(url: str, clock: FakeClock, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.db").write_bytes(content)
    with pytest.raises(StoreDamaged, match="xiaoqitong restore"):
        Database.open(url, clock)
    assert (tmp_path / "store.db").read_bytes() == content


def fill(work: Work) -> None:
    for number in range(200):
        work.inbox.set_cursor("telegram", str(number), "x" * 500)


def test_damage_inside_is_noticed_when_it_is_met(url: str, clock: FakeClock, tmp_path: Path) -> None:
    database = Database.open(url, clock)
    database.do_now(fill)
    assert database.integrity() == []
    database.close()
    content = bytearray((tmp_path / "store.db").read_bytes())
    content[-20 * 4096 :] = b"\xff" * (20 * 4096)
    (tmp_path / "store.db").write_bytes(content)

    database = Database.open(url, clock)
    with pytest.raises(StoreDamaged):
        database.do_now(lambda work: [work.inbox.cursor("telegram", str(number)) for number in range(200)])
    assert database.integrity() != []
    database.close()


def test_too_little_room_for_the_schema_is_said(url: str, clock: FakeClock) -> None:
    with pytest.raises(StoreFull):
        Database.open(url, clock, max_pages=5)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_said(tmp_path: Path, clock: FakeClock) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreProblem, match="权限"):
        Database.open(f"sqlite:///{tmp_path / 'store.db'}", clock)
    tmp_path.chmod(0o700)


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(StoreProblem, match="权限"):
        Database.open(f"sqlite:///{tmp_path / 'data' / 'store.db'}", clock)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "no address", "mysql://host/name"])
def test_an_address_that_cannot_serve_is_a_matter_of_settings(url: str, clock: FakeClock) -> None:
    with pytest.raises(ConfigProblem, match="sqlite:///data/xiaoqitong"):
        Database.open(url, clock)
