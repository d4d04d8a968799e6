"""What the outbox tells of what is owed and of what was said, and what it forgets in time."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Text, and_, bindparam, cast, delete, exists, func, literal, or_, select, update

from storage.moments import clock
from storage.owed import FREE, ROW, Claimed, Lane, State, claimed
from storage.prepared import Prepared
from storage.repository import Repository, Rows
from storage.tables import outbox

_OF_PLATFORM = or_(literal("") == bindparam("on"), outbox.c.platform == bindparam("on"))
_WAITING = select(outbox.c.lane, func.count()).where(outbox.c.finished_at.is_(None), _OF_PLATFORM).group_by(outbox.c.lane)
_left = exists().where(outbox.c.finished_at.is_(None), outbox.c.platform == bindparam("on"), outbox.c.lane == bindparam("of"), FREE)
_LEFT = Prepared(select(_left))
_OLDEST = select(func.min(outbox.c.created_at)).where(outbox.c.finished_at.is_(None), _OF_PLATFORM)
_AFTER = (
    select(*ROW)
    .where(outbox.c.platform == bindparam("on"), outbox.c.chat == bindparam("to"), outbox.c.id > bindparam("last"))
    .where(outbox.c.state.in_((State.WAITING, State.SENT)), outbox.c.body.is_not(None))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_SENT_AS = select(outbox.c.message_ids).where(outbox.c.key == bindparam("is_"), outbox.c.state == State.SENT)
_ABOUT = and_(outbox.c.subject == bindparam("concerning"), outbox.c.subject != "")
_other = outbox.alias("other")
_FOLLOWED = exists().where(_other.c.key == bindparam("prefix", type_=Text) + cast(outbox.c.id, Text))
_ARRIVED = select(*ROW).where(_ABOUT, outbox.c.state == State.SENT, outbox.c.message_ids != "[]", ~_FOLLOWED)
_ARRIVED = _ARRIVED.order_by(outbox.c.id).limit(bindparam("most"))
_THAT = select(*ROW).where(outbox.c.id == bindparam("row"))
_BLANK = update(outbox).where(outbox.c.key.in_(bindparam("keys", expanding=True)), outbox.c.finished_at.is_not(None)).values(body=None)
_STANDING = select(outbox.c.state, func.count()).where(_ABOUT).group_by(outbox.c.state)
_FORGET = delete(outbox).where(outbox.c.finished_at < bindparam("before"))
_ERASE = update(outbox).where(outbox.c.finished_at < bindparam("before"), outbox.c.body.is_not(None)).values(body=None)


class Record(Repository):
    """The outbox as one looks at it."""

    __slots__ = ()

    def arrived(self, subject: str, following: str, limit: int) -> list[Claimed]:
        """What was sent about a subject and has no row yet that follows it (key `following:id`), oldest first."""
        return self._rows(_ARRIVED, {"concerning": subject, "prefix": f"{following}:", "most": limit})

    def row(self, row: int) -> Claimed | None:
        """That row."""
        return next(iter(self._rows(_THAT, {"row": row})), None)

    def standing(self, subject: str) -> dict[State, int]:
        """How many rows about that are in each state."""
        counts = {State(state): count for state, count in self.connection.execute(_STANDING, {"concerning": subject})}
        return {state: counts.get(state, 0) for state in State}

    def waiting(self, platform: str = "") -> dict[Lane, int]:
        """How many rows are still owed in each lane, on one platform or all."""
        counts = {Lane(lane): count for lane, count in self.connection.execute(_WAITING, {"on": platform})}
        return {lane: counts.get(lane, 0) for lane in Lane}

    def left(self, lane: Lane, platform: str) -> bool:
        """Whether anything is owed in a lane of a platform that is not on its way."""
        return bool(_LEFT.scalar(self.connection, {"of": lane, "on": platform, **clock(self.now)}))

    def oldest_owed(self, platform: str = "") -> float:
        """Seconds for which the oldest row has been owed; 0 when nothing is."""
        since: datetime | None = self.connection.scalar(_OLDEST, {"on": platform})
        return max(0.0, (self.now - since).total_seconds()) if since else 0.0

    def after(self, platform: str, chat: str, row: int, limit: int = 200) -> list[Claimed]:
        """What was or is to be said in a chat after that row, in order: for a page that comes back and names the last it saw."""
        return self._rows(_AFTER, {"on": platform, "to": chat, "last": row, "most": limit})

    def sent_as(self, key: str) -> tuple[str, ...]:
        """The platform's ids of the messages that a key became; empty while it is not sent."""
        return tuple(json.loads(self.connection.scalar(_SENT_AS, {"is_": key}) or "[]"))

    def erase(self, keys: Collection[str]) -> None:
        """Forget what was said in rows of these keys that have ended: it was taken back."""
        self.connection.execute(_BLANK, {"keys": list(keys)})

    def erase_bodies(self, before: datetime) -> int:
        """Forget what was said in rows that ended before that moment; their keys stay, so that nothing is said twice."""
        return self.connection.execute(_ERASE, {"before": before}).rowcount

    def forget(self, before: datetime) -> int:
        """Drop rows that ended before that moment."""
        return self.connection.execute(_FORGET, {"before": before}).rowcount

    def _rows(self, statement: Rows, values: dict[str, object]) -> list[Claimed]:
        return [claimed(row) for row in self.connection.execute(statement, values)]
