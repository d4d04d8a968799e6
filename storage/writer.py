"""The one writer of a process: units of work from everywhere, several in one transaction, one sync to the disk for all.

On a full disk SQLite rolls the whole transaction back and later savepoints would commit by themselves. So after every unit the driver is
asked whether the transaction is still there; where it is gone, nothing of the batch counts and each unit runs again, alone.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

from sqlalchemy import Connection, Engine

from domain.errors import StoreProblem
from storage.sqlite import driver_of, translated
from storage.unit import Closed, Outcome, Unit, tell
from storage.work import Work

BATCH = 256
"""Units in one transaction, at most."""


class _Gone(Exception):
    """The transaction has vanished under its units."""


class Writer:
    """A thread with the only writing connection. Closing it lets all that was submitted before finish."""

    def __init__(self, engine: Engine, begin: Callable[[Connection], Work]) -> None:
        self._connection = engine.connect()
        self._begin = begin
        self._queue: SimpleQueue[Unit | None] = SimpleQueue()
        self._closed = False
        self._thread = Thread(target=self._run, name="storage-writer", daemon=True)
        self._thread.start()

    def submit(self, unit: Unit) -> None:
        """Put a unit in line. Raises Closed after `close`."""
        if self._closed:
            raise Closed
        self._queue.put(unit)

    def close(self) -> None:
        """Finish what is in line, then stop; a second call does nothing."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._thread.join()
            self._connection.close()

    def _run(self) -> None:
        while batch := self._gather():
            tell(self._commit(batch))

    def _gather(self) -> list[Unit]:
        """The next batch: at least one unit, and whatever else stands in line. Empty at the end."""
        first = self._queue.get()
        batch = [] if first is None else [first]
        while batch and len(batch) < BATCH:
            try:
                unit = self._queue.get_nowait()
            except Empty:
                break
            if unit is None:
                self._queue.put(None)
                break
            batch.append(unit)
        return batch

    def _commit(self, batch: list[Unit]) -> list[Outcome]:
        """Commit a batch together; where that fails, each unit alone, so that none suffers for another."""
        try:
            transaction = self._connection.begin()
        except Exception as error:
            return [Outcome(unit, error=error) for unit in batch]
        try:
            outcomes = [self._attempt(unit) for unit in batch]
            transaction.commit()
        except Exception as error:
            transaction.close()
            if len(batch) == 1:
                return [Outcome(batch[0], error=_meaning(error))]
            return [outcome for unit in batch for outcome in self._commit([unit])]
        return outcomes

    def _attempt(self, unit: Unit) -> Outcome:
        """Run a unit in a savepoint. Raises when the transaction is gone afterwards, whatever the unit itself made of that."""
        driver = driver_of(self._connection)
        driver.execute("SAVEPOINT unit")
        try:
            outcome = Outcome(unit, unit.effect(self._begin(self._connection)))
        except BaseException as error:
            if not driver.in_transaction:
                raise _Gone from error
            driver.execute("ROLLBACK TO unit")
            outcome = Outcome(unit, error=error)
        if not driver.in_transaction:
            raise _Gone
        driver.execute("RELEASE unit")
        return outcome


def _meaning(error: Exception) -> BaseException:
    """What a unit that ran alone is told of the failure of its transaction."""
    if isinstance(error, _Gone):
        return error.__cause__ or StoreProblem("数据库撤回了这一步，什么也没有保存。请稍后再试。")
    return translated(error) or error
