"""What is to happen later: reminders, closing days, digests, erasures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from storage.columns import insert
from storage.repository import Repository
from storage.tables import due


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do at a moment. `key` is unique within `kind`, for ever: a reminder once given is not planned again.

    What returns every day carries the day in its key. `body` is JSON, as its planner formed it; `id` is 0 before it is stored.
    """

    kind: str
    key: str
    at: datetime
    body: str = "{}"
    id: int = 0


_OPEN = due.c.finished_at.is_(None)
_PLAN = insert(due).on_conflict_do_nothing(index_elements=["kind", "key"])
_RIPE = select(due.c.kind, due.c.key, due.c.at, due.c.body, due.c.id).where(_OPEN, due.c.at <= bindparam("now"))
_RIPE = _RIPE.order_by(due.c.at, due.c.id).limit(bindparam("most"))
_DONE = update(due).where(due.c.id == bindparam("row"), _OPEN).values(finished_at=bindparam("ended"))
_POSTPONE = update(due).where(due.c.id == bindparam("row"), _OPEN).values(at=bindparam("later"))
_CANCEL = update(due).where(due.c.kind == bindparam("sort"), due.c.key == bindparam("is_"), _OPEN).values(finished_at=bindparam("ended"))
_FORGET = delete(due).where(due.c.finished_at < bindparam("before"))


class Dues(Repository):
    """Plans with their moments; what is late is done late, never skipped."""

    __slots__ = ()

    def plan(self, due: Due) -> bool:
        """Plan it. False where its kind and key were planned before, done or not: then nothing changes."""
        values = {"kind": due.kind, "key": due.key, "at": due.at, "body": due.body}
        return self.connection.execute(_PLAN, values).rowcount == 1

    def ripe(self, limit: int) -> list[Due]:
        """What is to be done by now, the longest waiting first."""
        return [Due(*row) for row in self.connection.execute(_RIPE, {"now": self.now, "most": limit})]

    def done(self, due: int) -> bool:
        """It has been done. False where it was done or cancelled before: then the unit must not be kept."""
        return self.connection.execute(_DONE, {"row": due, "ended": self.now}).rowcount == 1

    def postpone(self, due: int, seconds: float) -> bool:
        """Do it so many seconds from now. False where it was done or cancelled before."""
        return self.connection.execute(_POSTPONE, {"row": due, "later": self.now + timedelta(seconds=seconds)}).rowcount == 1

    def cancel(self, kind: str, key: str) -> bool:
        """It is not to be done any more. False where no such plan is open."""
        return self.connection.execute(_CANCEL, {"sort": kind, "is_": key, "ended": self.now}).rowcount == 1

    def forget(self, before: datetime) -> int:
        """Drop what was done before that moment. Gives back how many; their keys may be planned again."""
        return self.connection.execute(_FORGET, {"before": before}).rowcount
