"""A PostgreSQL server: units of work in threads, each in a transaction of its own, beside any number of other processes."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, Engine

from domain.clock import Clock
from domain.errors import ConfigProblem
from storage import postgres
from storage.duties import Duties
from storage.migrations import upgrade
from storage.store import READERS
from storage.tables import metadata
from storage.unit import Closed, Outcome, Unit, tell
from storage.work import Work

T = TypeVar("T")
WRITERS = 8
"""Units that a process runs at the same time."""

_PAUSES = (0.02, 0.1, 0.4)
"""Seconds before a unit that met a conflict or a lost connection runs again."""


class ServerStore:
    """A `Store` whose moments are the server's; with `clock` they are that clock's, for tests that let time pass."""

    shared = True

    def __init__(self, writing: Engine, reading: Engine, duties: Duties, clock: Clock | None) -> None:
        self._writing = writing
        self._reading = reading
        self._duties = duties
        self._clock = clock
        self._threads = ThreadPoolExecutor(WRITERS, thread_name_prefix="storage-writer")
        self._closed = False

    @classmethod
    def open(cls, url: URL, clock: Clock | None = None) -> Self:
        """Connect, create what is missing and bring the schema up to date. Raises ConfigProblem where it would never let us in."""
        writing = postgres.writing_engine(url, WRITERS)
        try:
            with writing.begin() as connection:
                postgres.prepare(connection)
                if upgrade(connection):
                    postgres.sort_by_bytes(connection, metadata.tables)
        except postgres.Unusable as problem:
            writing.dispose()
            raise ConfigProblem(str(problem)) from problem
        except BaseException:
            writing.dispose()
            raise
        return cls(writing, postgres.reading_engine(url, READERS), Duties(url), clock)

    def submit(self, unit: Unit) -> None:
        """Give a unit to the next free thread."""
        if self._closed:
            raise Closed
        self._threads.submit(self._run, unit)

    def read(self, query: Callable[[Work], T]) -> T:
        """Run a query on the caller's own thread."""
        return _again(lambda: self._picture(query), postgres.Conflict, postgres.Lost)

    def hold(self, duty: str) -> bool:
        """Whether this process has the duty now; where the server cannot be asked, it has not."""
        return not self._closed and self._duties.hold(duty)

    def integrity(self) -> list[str]:
        """Nothing that could be seen from here, as long as the server answers: it watches over its own files."""
        self.read(lambda work: work.now)
        return []

    def close(self) -> None:
        """Finish what was submitted, and let go of all connections."""
        self._closed = True
        self._threads.shutdown()
        self._duties.close()
        self._reading.dispose()
        self._writing.dispose()

    def _run(self, unit: Unit) -> None:
        try:
            outcome = Outcome(unit, _again(lambda: self._kept(unit.effect), postgres.Conflict, _Unkept))
        except _Unkept as error:
            outcome = Outcome(unit, error=error.__cause__)
        except BaseException as error:
            outcome = Outcome(unit, error=error)
        tell([outcome])

    def _kept(self, effect: Callable[[Work], T]) -> T:
        """Run an effect in a transaction.

        A connection that is lost before the commit was asked for has kept nothing (`_Unkept`). One that is lost while it was asked for may
        have kept it, so the unit does not run again by itself: who asked for it is told.
        """
        try:
            connection = self._writing.connect()
        except postgres.Lost as problem:
            raise _Unkept from problem
        with connection:
            try:
                transaction = connection.begin()
                value = effect(self._begin(connection))
            except postgres.Lost as problem:
                raise _Unkept from problem
            transaction.commit()
            return value

    def _picture(self, query: Callable[[Work], T]) -> T:
        with self._reading.begin() as connection:
            return query(self._begin(connection))

    def _begin(self, connection: Connection) -> Work:
        return Work(connection, self._clock.now() if self._clock else postgres.moment_of(connection))


class _Unkept(Exception):
    """The connection was lost while nothing was kept yet; the cause says how."""


def _again(job: Callable[[], T], *forgiven: type[Exception]) -> T:
    """Do it, and after a pause again, where it failed for one of these reasons."""
    for pause in _PAUSES:
        try:
            return job()
        except forgiven:
            time.sleep(pause)
    return job()
