"""The simplest unit of work that there is."""

from collections.abc import Callable

from storage.outbox import Owed
from storage.work import Work


def owe(key: str, body: str = "{}") -> Callable[[Work], int]:
    return lambda work: work.outbox.put(Owed(key, "web", key, "p", body))


def kept(work: Work) -> set[str]:
    return set(work.connection.exec_driver_sql("SELECT key FROM outbox").scalars())
