"""All that is particular to SQLite: how it is opened, how it begins, what its errors mean, how it is closed."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import cast

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event

from domain.errors import ConfigProblem, StoreDamaged, StoreFull, StoreProblem
from storage import driver
from storage.store import READERS


def writing_engine(url: URL, busy_seconds: float = 5.0, max_pages: int = 0) -> Engine:
    """An engine whose one connection writes: each transaction takes the write lock as it begins, each commit reaches the disk.

    `busy_seconds` is how long to wait for a lock that another process holds; `max_pages` a roof for the file (0: none).
    """
    _make_private(url)
    engine = _engine(url, busy_seconds, pool_size=1, begin="BEGIN IMMEDIATE")

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        # What a savepoint may have to put back is kept in memory: otherwise each unit copies every page that it touches into a file.
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA foreign_keys=ON")
        if max_pages:
            connection.execute(f"PRAGMA max_page_count={max_pages}")

    event.listen(engine, "connect", prepare)
    return engine


def reading_engine(url: URL, busy_seconds: float = 5.0) -> Engine:
    """An engine whose connections see what is committed, each transaction one unchanging picture, and can write nothing."""
    engine = _engine(url, busy_seconds, pool_size=READERS, begin="BEGIN")

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(engine, "connect", prepare)
    return engine


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection: for savepoints, and for whether a transaction is still there."""
    return cast(sqlite3.Connection, connection.connection.dbapi_connection)


def checkpoint(engine: Engine) -> None:
    """Move what stands in the write-ahead log into the file, so that the file alone is whole."""
    # Where that fails the log simply stays, and is read at the next start.
    with engine.connect() as connection, suppress(sqlite3.Error):
        driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")


def integrity(engine: Engine) -> list[str]:
    """What is unsound in the file, in SQLite's words; nothing when it is sound. Reads the whole file."""
    try:
        with engine.connect() as connection:
            told = [str(row[0]) for row in driver_of(connection).execute("PRAGMA integrity_check(20)")]
    except sqlite3.Error as error:
        return [str(error)]
    return [] if told == ["ok"] else told


def translated(error: BaseException) -> StoreProblem | None:
    """SQLite's error as ours, in words for people; None for what is no error of SQLite's."""
    if not isinstance(error, sqlite3.Error):
        return None
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return StoreFull("磁盘满了，这一步没有保存。请腾出空间后再试。")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreProblem("数据库正被另一个程序占用，这一步没有保存。请稍后再试。")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamaged("数据库文件已损坏。请用 xiaoqitong restore 从备份恢复。")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreProblem("数据库文件不能打开或不能写入。请检查数据文件夹的权限。")
        case _:
            return StoreProblem(f"数据库没有完成这一步（{error}），什么也没有保存。")


def _engine(url: URL, busy_seconds: float, pool_size: int, begin: str) -> Engine:
    # Without isolation_level=None the driver begins late and by itself, and rows outlive the rollback of their transaction.
    arguments = {"isolation_level": None, "timeout": busy_seconds}
    engine = create_engine(url, connect_args=arguments, pool_size=pool_size, max_overflow=0, pool_timeout=60, hide_parameters=True)

    def open_transaction(connection: Connection) -> None:
        driver.run(connection, begin, (), driver.nothing)

    event.listen(engine, "begin", open_transaction)
    event.listen(engine, "handle_error", _translate, retval=True)
    return engine


def _translate(context: ExceptionContext) -> StoreProblem | None:
    return translated(context.original_exception)


def _make_private(url: URL) -> None:
    """Create the file, readable by its owner alone, before SQLite does; the log beside it inherits that."""
    if not url.database or url.database == ":memory:":
        raise ConfigProblem(f"数据库要有一个文件：{url}。例如 sqlite:///data/xiaoqitong.db。")
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise StoreProblem(f"不能在 {path.parent} 里建立数据库。请检查文件夹的权限和磁盘空间。") from error
