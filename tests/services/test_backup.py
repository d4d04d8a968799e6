"""A data folder goes into one file while somebody writes to it, and comes back whole or not at all."""

import asyncio
import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chat.message import Address
from domain.errors import BackupProblem, StoreDamaged, StoreProblem, StoreTooNew
from services import archive, sealing
from services.backup import Restored, backup, restore
from services.erasure import Erasure
from services.folder import DATABASE, LEDGER, RESTORING
from storage.database import Database
from tests.fakes import FakeClock

WORDS = "正确的马电池订书钉"
LI = Address("test", "7", "7")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase that is guessed as quickly as it is checked; its price is held by a test of its own."""
    monkeypatch.setattr(sealing, "COST", 1 << 4)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a note, a letter from elsewhere, an index and a cache."""
    folder = tmp_path / "data"
    with held(folder) as database:
        database.do_now(lambda work: work.notes.put("colour", "red"))
    for name in ("letters/one.txt", "index/g-1/keywords", "cache/words"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(name)
    return folder


def held(folder: Path) -> "closing[Database]":
    return closing(Database.open(f"sqlite:///{folder / DATABASE}", FakeClock()))


def noted(folder: Path, name: str = "colour") -> str:
    with held(folder) as database:
        return database.read_now(lambda work: work.notes.get(name))


def saved(data: Path, passphrase: str = "") -> Path:
    file = data.parent / "backups" / "one.xqt"
    backup(data, file, FakeClock(), passphrase)
    return file


def brought(file: Path, folder: Path, passphrase: str = "", *, force: bool = False) -> Restored:
    return restore(file, folder, FakeClock(), passphrase, force=force)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("passphrase", ["", WORDS])
def test_all_that_cannot_be_computed_comes_back(data: Path, tmp_path: Path, passphrase: str) -> None:
    file = saved(data, passphrase)
    assert brought(file, tmp_path / "new", passphrase).aside is None
    assert names(tmp_path / "new") == {DATABASE, "letters/one.txt"}
    assert noted(tmp_path / "new") == "red"
    assert (tmp_path / "new" / DATABASE).stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in file.parent.iterdir()] == ["one.xqt"]


async def test_while_others_write_a_backup_is_one_moment(data: Path, tmp_path: Path) -> None:
    """Each unit notes two names alike; a copy that is not of one moment would show them unlike."""
    stop = asyncio.Event()

    async def write(database: Database) -> int:
        count = 0
        while not stop.is_set():
            count += 1
            number = str(count)
            await database.do(lambda work, number=number: (work.notes.put("left", number), work.notes.put("right", number)))  # type: ignore[misc]
        return count

    with held(data) as database:
        writing = asyncio.create_task(write(database))
        for number in range(5):
            await asyncio.to_thread(backup, data, tmp_path / f"{number}.xqt", FakeClock())
        stop.set()
        assert await writing > 5
    for number in range(5):
        brought(tmp_path / f"{number}.xqt", tmp_path / str(number))
        assert noted(tmp_path / str(number), "left") == noted(tmp_path / str(number), "right")


def test_a_wrong_passphrase_is_told_apart_from_damage(data: Path, tmp_path: Path) -> None:
    file = saved(data, WORDS)
    assert WORDS.encode() not in file.read_bytes()
    with pytest.raises(BackupProblem, match="口令不对"):
        brought(file, tmp_path / "new", "错误的马电池订书钉")
    assert not names(tmp_path / "new")


@pytest.mark.parametrize("passphrase", ["", WORDS])
def test_whatever_byte_is_changed_or_cut_off_it_is_not_restored(data: Path, tmp_path: Path, passphrase: str) -> None:
    file = saved(data, passphrase)
    whole = file.read_bytes()
    chance = random.Random(7)
    # A gzip head holds bytes that mean nothing; a passphrase binds all of them.
    first = 0 if passphrase else 30
    for _ in range(4):
        at = chance.randrange(first, len(whole) - 8)
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :]):
            file.write_bytes(damaged)
            with pytest.raises(BackupProblem):
                brought(file, tmp_path / "new", passphrase)
    assert not names(tmp_path / "new")


def test_a_guess_of_the_passphrase_is_dear(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert sealing.COST * 8 * 128 == 128 << 20, "bytes of memory for each guess"


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    for words in (b"", b"PK\x03\x04 something else", b"\x1f\x8b not really packed"):
        (tmp_path / "x").write_bytes(words)
        with pytest.raises(BackupProblem):
            brought(tmp_path / "x", tmp_path / "new")


def test_living_data_is_not_replaced_unless_asked_and_then_kept(data: Path) -> None:
    file = saved(data)
    with held(data) as database:
        database.do_now(lambda work: work.notes.put("colour", "blue"))
    with pytest.raises(BackupProblem, match="--force"):
        brought(file, data)
    assert noted(data) == "blue"
    aside = brought(file, data, force=True).aside
    assert aside is not None
    assert noted(data) == "red"
    assert noted(aside) == "blue"
    assert (aside / "index/g-1/keywords").exists()
    assert not (data / "index").exists(), "an index of other documents would answer"
    assert not names(data) & names(aside / "letters")
    second = data.parent / "backups" / "two.xqt"
    assert set(backup(data, second, FakeClock()).files) == {DATABASE, "letters/one.txt"}, "what was laid aside is not backed up again"


def test_a_backup_does_not_overwrite_and_does_not_lie_in_what_it_saves(data: Path) -> None:
    file = saved(data)
    before = file.read_bytes()
    with pytest.raises(BackupProblem, match="已经存在"):
        saved(data)
    assert file.read_bytes() == before
    with pytest.raises(BackupProblem, match="之外"):
        backup(data, data / "backups" / "x.xqt", FakeClock())


def test_without_a_database_there_is_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="没有数据库"):
        backup(tmp_path / "none", tmp_path / "x.xqt", FakeClock())
    assert not (tmp_path / "x.xqt").exists()


def test_a_damaged_database_is_not_passed_off_as_saved(data: Path) -> None:
    with (data / DATABASE).open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 4))
    with pytest.raises(StoreDamaged):
        saved(data)
    assert not list((data.parent / "backups").iterdir())


def test_a_newer_schema_is_not_restored(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreTooNew, match="先升级"):
        saved(data)


def test_cut_short_while_it_moves_the_next_restore_mends_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(data)
    rename = Path.rename

    def break_off(path: Path, target: Path) -> Path:
        if path.parent.name == RESTORING:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", break_off)
        with pytest.raises(KeyboardInterrupt):
            brought(file, data, force=True)
    assert (data / RESTORING).exists(), "what tells a start to refuse"
    brought(file, data, force=True)
    assert not (data / RESTORING).exists()
    assert noted(data) == "red"


def test_what_a_killed_backup_left_is_swept_away(data: Path) -> None:
    (data / ".draft-dead").mkdir()
    (data / ".draft-dead" / DATABASE).write_bytes(b"half")
    manifest = backup(data, data.parent / "x.xqt", FakeClock())
    assert set(manifest.files) == {DATABASE, "letters/one.txt"}
    assert not list(data.glob(".draft-*"))


def test_paths_that_lead_out_are_refused(data: Path, tmp_path: Path) -> None:
    size, digest = archive.digest_of(data / "letters/one.txt")
    for name in ("../out.txt", "/tmp/out.txt"):
        manifest = archive.Manifest(datetime.now(UTC).isoformat(), "0001", {name: (size, digest)})
        with (tmp_path / "evil.xqt").open("wb") as out:
            archive.write(out, manifest, {name: data / "letters/one.txt"}, "")
        with pytest.raises(BackupProblem):
            brought(tmp_path / "evil.xqt", tmp_path / "new")
    assert not (tmp_path / "out.txt").exists()


@pytest.fixture
def li(data: Path) -> Path:
    """A data folder that knows Li."""
    with held(data) as database:
        database.do_now(lambda work: work.people.meet(LI, "小李"))
    return data


def knows(folder: Path) -> bool:
    with held(folder) as database:
        Erasure(database, folder / LEDGER).again()
        return database.read_now(lambda work: work.people.find(LI)) is not None


def erase(folder: Path) -> None:
    with held(folder) as database:
        Erasure(database, folder / LEDGER).forget(LI)


def test_who_was_erased_after_the_backup_is_erased_again(li: Path) -> None:
    file = saved(li)
    erase(li)
    brought(file, li, force=True)
    assert not knows(li)


def test_whoever_came_back_after_being_erased_is_kept(li: Path, tmp_path: Path) -> None:
    erase(li)
    with held(li) as database:
        database.do_now(lambda work: work.people.meet(LI, "小李"))
    brought(saved(li), tmp_path / "new")
    assert knows(tmp_path / "new")


def test_a_file_copied_back_by_hand_is_erased_from_again_too(li: Path, tmp_path: Path) -> None:
    shutil.copy(li / DATABASE, tmp_path / "copy")
    erase(li)
    shutil.copy(tmp_path / "copy", li / DATABASE)
    assert not knows(li)
