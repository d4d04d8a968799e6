"""What only one process at a time may do: locks of the server that belong to one connection of each process."""

from contextlib import suppress
from threading import Lock

import psycopg
from sqlalchemy import URL

from storage.postgres import connected

_TAKE = "SELECT pg_try_advisory_lock(hashtextextended('xiaoqitong:duty:' || %s, 0))"


class Duties:
    """The duties of this process. They are free as soon as its connection is gone, however the process ended."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._connection: psycopg.Connection | None = None
        self._held: set[str] = set()
        self._lock = Lock()

    def hold(self, duty: str) -> bool:
        """Whether the duty is ours now, taken where it is free. Where the server cannot be asked it is not: another may have it."""
        with self._lock:
            try:
                return self._asked(duty)
            except psycopg.Error:
                self._forget()
                return False

    def close(self) -> None:
        """Give all of them up."""
        with self._lock:
            self._forget()

    def _asked(self, duty: str) -> bool:
        if self._connection is None:
            self._connection = connected(self._url)
        if duty in self._held:
            # What is held stays held for as long as the connection lives, and that is what is asked here.
            self._connection.execute("SELECT 1")
        elif self._connection.execute(_TAKE, (duty,)).fetchone() == (True,):
            self._held.add(duty)
        return duty in self._held

    def _forget(self) -> None:
        self._held.clear()
        if self._connection is not None:
            with suppress(psycopg.Error):
                # By itself the server would notice a moment later.
                self._connection.execute("SELECT pg_advisory_unlock_all()")
            self._connection.close()
        self._connection = None
