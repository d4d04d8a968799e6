"""Who did what: written in the same transaction as the deed, and never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from storage.repository import Repository
from storage.tables import audit


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the audit. `actor_id` is a person's, 0 for the machine and its operator."""

    id: int
    at: datetime
    actor_id: int
    action: str
    object: str
    detail: str


_RECORD = insert(audit).inline()
_LATEST = select(audit.c.id, audit.c.at, audit.c.actor_id, audit.c.action, audit.c.object, audit.c.detail)
_LATEST = _LATEST.where(audit.c.id < bindparam("before")).order_by(audit.c.id.desc()).limit(bindparam("most"))
_END = 2**62


class Audit(Repository):
    """Lines are only ever added; the database itself refuses to change or delete one."""

    __slots__ = ()

    def record(self, actor_id: int, action: str, object: str = "", detail: str = "") -> None:  # noqa: A002
        """Write down that the actor did this to that. Whoever writes masks phone numbers and the like first."""
        values = {"at": self.now, "actor_id": actor_id, "action": action, "object": object, "detail": detail}
        self.connection.execute(_RECORD, values)

    def latest(self, limit: int, before: int = _END) -> list[Deed]:
        """The last lines, newest first; `before` is the id of the last one seen, to read on from."""
        return [Deed(*row) for row in self.connection.execute(_LATEST, {"before": before, "most": limit})]
