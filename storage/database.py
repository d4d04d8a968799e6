"""The database as the house sees it: units of work that are committed when awaited, and queries that read what is committed."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from domain.clock import Clock
from domain.errors import ConfigProblem
from storage import sqlite
from storage.migrations import upgrade
from storage.work import Work
from storage.writer import Unit, Writer

T = TypeVar("T")
WAITING = 1024
"""Units of one event loop that may stand in line; more wait before the door."""


class Database:
    """One writer and a few readers over one file. Units and queries are plain functions of a `Work` and touch nothing else."""

    def __init__(self, writing: Engine, reading: Engine, clock: Clock) -> None:
        self._writing = writing
        self._reading = reading
        self._clock = clock
        self._writer = Writer(writing, self._begin)
        self._readers = ThreadPoolExecutor(sqlite.READERS, thread_name_prefix="storage-reader")
        self._door = asyncio.Semaphore(WAITING)

    @classmethod
    def open(cls, url: str, clock: Clock, *, busy_seconds: float = 5.0, max_pages: int = 0) -> Self:
        """Open "sqlite:///path", create what is missing and bring the schema up to date.

        `busy_seconds` is the patience with another process that writes, `max_pages` a roof for the file (0: none). Raises ConfigProblem,
        StoreTooNew, StoreDamaged, StoreFull, or StoreProblem (locked, no rights).
        """
        try:
            where = make_url(url)
        except ArgumentError as error:
            raise ConfigProblem(f"数据库的地址写得不对：{url}。例如 sqlite:///data/xiaoqitong.db。") from error
        if where.get_backend_name() != "sqlite":
            raise ConfigProblem(f"不支持这种数据库：{where.get_backend_name()}。例如 sqlite:///data/xiaoqitong.db。")
        writing = sqlite.writing_engine(where, busy_seconds, max_pages)
        try:
            upgrade(writing)
            return cls(writing, sqlite.reading_engine(where, busy_seconds), clock)
        except BaseException:
            writing.dispose()
            raise

    async def do(self, effect: Callable[[Work], T]) -> T:
        """Run a unit of work on the writer's thread and come back when it is committed, with what it gave back.

        What the effect raises undoes the effect alone, and is raised here. To stop waiting does not stop the unit. Raises StoreFull or
        StoreProblem when it could not be committed: then nothing of it was kept.
        """
        async with self._door:
            loop = asyncio.get_running_loop()
            waiter: asyncio.Future[T] = loop.create_future()
            self._writer.submit(Unit(effect, waiter, loop))
            return await waiter

    def do_now(self, effect: Callable[[Work], T]) -> T:
        """The same where there is no event loop: wait for the commit."""
        waiter: Future[T] = Future()
        self._writer.submit(Unit(effect, waiter))
        return waiter.result()

    async def read(self, query: Callable[[Work], T]) -> T:
        """Run a query on a reader's thread over one unchanging picture of what is committed. It cannot write."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, query)

    def read_now(self, query: Callable[[Work], T]) -> T:
        """The same on the caller's own thread."""
        with self._reading.begin() as connection:
            return query(self._begin(connection))

    def integrity(self) -> list[str]:
        """What is unsound in the database; nothing when it is sound. Reads all of it."""
        return sqlite.integrity(self._reading)

    def close(self) -> None:
        """Finish what was begun, leave one whole file, and let go of it; a second call does nothing."""
        self._writer.close()
        self._readers.shutdown()
        self._reading.dispose()
        sqlite.checkpoint(self._writing)
        self._writing.dispose()

    def _begin(self, connection: Connection) -> Work:
        return Work(connection, self._clock.now())
