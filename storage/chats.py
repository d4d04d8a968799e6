"""What becomes of everything that is kept about a chat when the platform gives it another id."""

from sqlalchemy import and_, bindparam, delete, select, update

from storage.repository import Repository
from storage.tables import addresses, inbox, outbox, places, turns
from storage.tables_delivery import broadcasts, channels

_MOVED = (outbox, places, turns, addresses, channels, broadcasts)
_OPEN_INBOX = update(inbox).where(inbox.c.finished_at.is_(None), inbox.c.platform == bindparam("on"), inbox.c.chat == bindparam("old"))
_MOVES = [
    _OPEN_INBOX.values(chat=bindparam("new")),
    *(
        update(table).where(table.c.platform == bindparam("on"), table.c.chat == bindparam("old")).values(chat=bindparam("new"))
        for table in _MOVED
    ),
]
_stayed = places.alias("stayed")
_NEW_PLACES = delete(places).where(
    places.c.platform == bindparam("on"),
    places.c.chat == bindparam("new"),
    places.c.person.in_(select(_stayed.c.person).where(and_(_stayed.c.platform == bindparam("on"), _stayed.c.chat == bindparam("old")))),
)
_NEW_CHANNEL = delete(channels).where(channels.c.platform == bindparam("on"), channels.c.chat == bindparam("new"))
_OLD_CHANNEL = select(channels.c.chat).where(channels.c.platform == bindparam("on"), channels.c.chat == bindparam("old"))


class Chats(Repository):
    """A chat is the same chat under its new id: places, turns, debts and subscriptions go along."""

    __slots__ = ()

    def move(self, platform: str, old: str, new: str) -> None:
        """Rewrite the id wherever it is kept. What was kept under both ids is taken from the old one, which has the longer memory."""
        values = {"on": platform, "old": old, "new": new}
        self.connection.execute(_NEW_PLACES, values)
        if self.connection.scalar(_OLD_CHANNEL, {"on": platform, "old": old}) is not None:
            self.connection.execute(_NEW_CHANNEL, {"on": platform, "new": new})
        for statement in _MOVES:
            self.connection.execute(statement, values)
