"""The port to a kind of database: one SQLite file of one process, or a PostgreSQL server for any number of processes."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from storage.unit import Unit
from storage.work import Work

T = TypeVar("T")
READERS = 4
"""Queries that a process reads at the same time."""


class Store(Protocol):
    """Runs units of work and queries. Everything in it blocks, but for `submit`."""

    @property
    def shared(self) -> bool:
        """Whether other processes may be at work on it as well: their leases are theirs, and what they write rings no bell here."""
        ...

    def submit(self, unit: Unit) -> None:
        """Run a unit in a thread, and tell who waits. Raises Closed after `close`."""
        ...

    def read(self, query: Callable[[Work], T]) -> T:
        """Run a query over one unchanging picture of what is committed. It cannot write."""
        ...

    def hold(self, duty: str) -> bool:
        """Whether this process has a duty that only one may have; it is taken where it is free, and free where its holder is gone."""
        ...

    def integrity(self) -> list[str]:
        """What is unsound; nothing when it is sound."""
        ...

    def close(self) -> None:
        """Finish what was submitted, give up duties and connections; a second call does nothing."""
        ...
