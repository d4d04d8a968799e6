"""The end of a conversation as it was: for a page that is opened again, and shows both sides."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from storage.outbox import State
from storage.repository import Repository, Rows
from storage.tables import inbox, outbox


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody sent us: a message in wire form, and when it came in."""

    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What we said or owe: the outbox row's id and key, a reply in wire form, what was pressed, and when it was written."""

    id: int
    key: str
    body: str
    origin: str
    press: str
    at: datetime


_TO = and_(outbox.c.platform == bindparam("on"), outbox.c.chat == bindparam("to"), outbox.c.body.is_not(None))
_TOLD = select(outbox.c.id, outbox.c.key, outbox.c.body, outbox.c.origin, outbox.c.press, outbox.c.created_at)
_TOLD = _TOLD.where(_TO, outbox.c.state.in_((State.WAITING, State.SENT)))
_AFTER = _TOLD.where(outbox.c.id > bindparam("last")).order_by(outbox.c.id).limit(bindparam("most"))
_LAST = _TOLD.order_by(outbox.c.id.desc()).limit(bindparam("most"))
_ONE = _TOLD.where(outbox.c.id == bindparam("row"))
_NEWEST = select(func.max(outbox.c.id)).where(outbox.c.platform == bindparam("on"))
_CHATS = select(outbox.c.chat, func.max(outbox.c.id).label("last")).where(
    outbox.c.platform == bindparam("on"), outbox.c.id > bindparam("last")
)
_CHATS = _CHATS.group_by(outbox.c.chat)
_BEGINS = and_(inbox.c.key >= bindparam("first"), inbox.c.key < bindparam("beyond"))
_FROM = and_(inbox.c.platform == bindparam("on"), inbox.c.account == bindparam("of"), _BEGINS, inbox.c.body.is_not(None))
_HEARD = select(inbox.c.body, inbox.c.received_at).where(_FROM).order_by(inbox.c.id.desc()).limit(bindparam("most"))


class Conversation(Repository):
    """Both sides of a chat, read only. Every query for words names the chat, so that nobody reads another's.

    Within a chat rows are committed in the order of their ids: who reads on from the last one seen misses nothing.
    """

    __slots__ = ()

    def told_after(self, platform: str, chat: str, row: int, limit: int) -> list[Told]:
        """What was or is to be said after that row, in order."""
        return self._told(_AFTER, {"on": platform, "to": chat, "last": row, "most": limit})

    def told_last(self, platform: str, chat: str, limit: int) -> list[Told]:
        """The last that was or is to be said, oldest first."""
        return self._told(_LAST, {"on": platform, "to": chat, "most": limit})[::-1]

    def told(self, platform: str, chat: str, row: int) -> Told | None:
        """That row, if it was said in that chat."""
        return next(iter(self._told(_ONE, {"on": platform, "to": chat, "row": row})), None)

    def newest(self, platform: str) -> int:
        """The id of the last row to anybody; 0 where there is none."""
        return self.connection.scalar(_NEWEST, {"on": platform}) or 0

    def chats_told_after(self, platform: str, row: int) -> dict[str, int]:
        """The chats that were told something in rows behind that one, each with the id of its last."""
        rows = self.connection.execute(_CHATS, {"on": platform, "last": row})
        return {told.chat: told.last for told in rows}

    def heard_last(self, platform: str, account: str, chat: str, limit: int) -> list[Heard]:
        """The last that came in under keys that begin with the chat and a colon, oldest first; erased ones are left out.

        Found through the unique index of keys: an index of its own would cost every message that comes in.
        """
        between = {"first": f"{chat}:", "beyond": f"{chat};"}
        rows = self.connection.execute(_HEARD, {"on": platform, "of": account, "most": limit, **between})
        return [Heard(body, at) for body, at in rows][::-1]

    def _told(self, statement: Rows, values: dict[str, object]) -> list[Told]:
        return [Told(*row) for row in self.connection.execute(statement, values)]
