"""The database as the house sees it: units of work that are committed when awaited, and queries that read what is committed."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self, TypeVar

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from domain.clock import Clock
from domain.errors import ConfigProblem
from storage.store import READERS, Store
from storage.unit import Unit
from storage.work import Work

T = TypeVar("T")
WAITING = 1024
"""Units of one event loop that may stand in line; more wait before the door."""

_EXAMPLES = "例如 sqlite:///data/xiaoqitong.db 或 postgresql+psycopg://xiaoqitong@127.0.0.1/xiaoqitong。"


class Database:
    """Units and queries are plain functions of a `Work` and touch nothing else, whatever kind of database is behind it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="storage-reader")
        self._door = asyncio.Semaphore(WAITING)

    @classmethod
    def open(
        cls, url: str, clock: Clock, *, password: str = "", own_clock: bool = False, busy_seconds: float = 5.0, max_pages: int = 0
    ) -> Self:
        """Open "sqlite:///path" or "postgresql+psycopg://…", create what is missing and bring the schema up to date.

        `password` completes the address of a server. A server's own clock counts there, for all processes alike, unless `own_clock` tells
        to take `clock` (tests). For a file: `busy_seconds` is the patience with another process that writes, `max_pages` a roof for it (0:
        none). Raises ConfigProblem, StoreTooNew, StoreDamaged, StoreFull, or StoreProblem (locked, no rights, not reached).
        """
        try:
            where = make_url(url)
        except ArgumentError as error:
            raise ConfigProblem(f"数据库的地址写得不对。{_EXAMPLES}") from error
        match where.drivername:
            case "sqlite":
                from storage.file_store import FileStore  # noqa: PLC0415

                return cls(FileStore.open(where, clock, busy_seconds, max_pages))
            case "postgresql+psycopg" | "postgresql":
                from storage.server_store import ServerStore  # noqa: PLC0415

                where = where.set(drivername="postgresql+psycopg", password=password or where.password)
                return cls(ServerStore.open(where, clock if own_clock else None))
            case other:
                raise ConfigProblem(f"不支持这种数据库：{other}。{_EXAMPLES}")

    @property
    def shared(self) -> bool:
        """Whether other processes may be at work on it as well: their leases are theirs, and what they write rings no bell here."""
        return self._store.shared

    async def do(self, effect: Callable[[Work], T]) -> T:
        """Run a unit of work in a thread and come back when it is committed, with what it gave back.

        What the effect raises undoes the effect alone, and is raised here. To stop waiting does not stop the unit. Raises StoreFull or
        StoreProblem when it could not be committed: then nothing of it was kept.
        """
        async with self._door:
            loop = asyncio.get_running_loop()
            waiter: asyncio.Future[T] = loop.create_future()
            self._store.submit(Unit(effect, waiter, loop))
            return await waiter

    def do_now(self, effect: Callable[[Work], T]) -> T:
        """The same where there is no event loop: wait for the commit."""
        waiter: Future[T] = Future()
        self._store.submit(Unit(effect, waiter))
        return waiter.result()

    async def read(self, query: Callable[[Work], T]) -> T:
        """Run a query on a reader's thread over one unchanging picture of what is committed. It cannot write."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, query)

    def read_now(self, query: Callable[[Work], T]) -> T:
        """The same on the caller's own thread."""
        return self._store.read(query)

    async def hold(self, duty: str) -> bool:
        """Whether this process has a duty that only one may have: taken where it is free, freed where its holder ended or was killed.

        Always so where nobody else is. To be asked again before each round: who lost the server lost the duty too.
        """
        if not self._store.shared:
            return True
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._store.hold, duty)

    def integrity(self) -> list[str]:
        """What is unsound in the database; nothing when it is sound. Reads all of it."""
        return self._store.integrity()

    def close(self) -> None:
        """Finish what was begun, leave one whole file, and let go of it; a second call does nothing."""
        self._store.close()
        self._readers.shutdown()
