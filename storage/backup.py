"""Copies of the database file while others write to it, and what such a copy is worth."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from domain.errors import StoreDamaged, StoreProblem, StoreTooNew
from storage.migrations import REVISIONS
from storage.sqlite import translated


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, whoever writes to it meanwhile. Raises StoreProblem; then there is no target.

    In one step: it reads one unchanging picture and holds no writer up; in several steps it would begin anew after each foreign commit.
    """
    if not source.is_file():
        raise StoreProblem(f"没有数据库可以备份：{source} 不存在。")
    target.touch(mode=0o600, exist_ok=False)
    try:
        with _opened(source) as of, _opened(target) as to:
            of.backup(to)
            # One file, without a log beside it.
            to.execute("PRAGMA journal_mode=DELETE")
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def check(file: Path) -> str:
    """The schema's revision of a copy that nobody has open. Raises StoreDamaged when it is unsound, StoreTooNew for a newer schema."""
    with _opened(file) as connection:
        told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
        if told != ["ok"]:
            raise StoreDamaged(f"备份里的数据库有损坏：{told[0]}。请换一份备份。")
        try:
            found = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        except (sqlite3.OperationalError, TypeError) as error:
            raise StoreDamaged("备份里的不是校企通的数据库。请换一份备份。") from error
    if found not in REVISIONS:
        raise StoreTooNew(f"备份由更新版本的校企通写成（{found}）。请先升级校企通，再恢复。")
    return found


def sound(file: Path) -> None:
    """Look a database over before it is used, while others may use it too. Raises StoreDamaged; a file that is not there yet is sound."""
    if not file.is_file() or not file.stat().st_size:
        return
    with _opened(file) as connection:
        told = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")]
    if told != ["ok"]:
        raise StoreDamaged(f"数据库文件已损坏（{told[0]}）。请用 xiaoqitong restore 从备份恢复。")


def version_with_flaw() -> str:
    """SQLite's version where it may, rarely, damage a log that two processes write to (3.7.0 to 3.51.2); "" where it cannot."""
    return sqlite3.sqlite_version if (3, 7, 0) <= sqlite3.sqlite_version_info < (3, 51, 3) else ""


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=30, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise translated(error) or error from error


def sync(file: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
