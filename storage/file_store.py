"""One SQLite file: one writer and a few readers, in one process."""

from collections.abc import Callable
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, Engine

from domain.clock import Clock
from storage import sqlite
from storage.migrations import upgrade
from storage.unit import Unit
from storage.work import Work
from storage.writer import Writer

T = TypeVar("T")


class FileStore:
    """A `Store` whose moments are those of the process's own clock."""

    shared = False

    def __init__(self, writing: Engine, reading: Engine, clock: Clock) -> None:
        self._writing = writing
        self._reading = reading
        self._clock = clock
        self._writer = Writer(writing, self._begin)

    @classmethod
    def open(cls, url: URL, clock: Clock, busy_seconds: float, max_pages: int) -> Self:
        """Open it, create what is missing and bring the schema up to date."""
        writing = sqlite.writing_engine(url, busy_seconds, max_pages)
        try:
            with writing.begin() as connection:
                upgrade(connection)
            return cls(writing, sqlite.reading_engine(url, busy_seconds), clock)
        except BaseException:
            writing.dispose()
            raise

    def submit(self, unit: Unit) -> None:
        """Put a unit in line."""
        self._writer.submit(unit)

    def read(self, query: Callable[[Work], T]) -> T:
        """Run a query on the caller's own thread."""
        with self._reading.begin() as connection:
            return query(self._begin(connection))

    def hold(self, duty: str) -> bool:  # noqa: ARG002
        """Yes: there is nobody else."""
        return True

    def integrity(self) -> list[str]:
        """What is unsound in the file. Reads all of it."""
        return sqlite.integrity(self._reading)

    def close(self) -> None:
        """Finish what was begun, leave one whole file, and let go of it."""
        self._writer.close()
        self._reading.dispose()
        sqlite.checkpoint(self._writing)
        self._writing.dispose()

    def _begin(self, connection: Connection) -> Work:
        return Work(connection, self._clock.now())
