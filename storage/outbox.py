"""What is owed to people: written with its cause, sent by the courier, settled with the platform's own message ids."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from itertools import product
from typing import Any

from sqlalchemy import Text, and_, bindparam, cast, delete, exists, func, literal, or_, select, update

from storage.columns import insert
from storage.dead import DeadLetter, letters
from storage.heads import CLAIM, PLATFORMS
from storage.moments import FAR, clock, come
from storage.prepared import Prepared
from storage.repository import Repository, Rows
from storage.tables import outbox


class Lane(IntEnum):
    """How urgent a row is; the smaller goes first."""

    REPLY = 0
    ALERT = 1
    BROADCAST = 2


class State(StrEnum):
    """Where a row is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Owed:
    """One reply owed to one person. `key` is unique to what is said; `body` is a reply in wire form (JSON).

    `origin` is the platform's id of the message whose button was pressed, `press` its id of the press; "" when nothing was pressed.
    `about` is the person (id) whose contact stands in it, 0 for nobody's: it is forgotten when they are.
    What goes to many has a `subject` ("announcement:12") instead of a body: it is drawn when it is sent. In a channel it is owed to no
    person.
    """

    key: str
    platform: str
    chat: str
    person: str
    body: str
    lane: Lane = Lane.REPLY
    origin: str = ""
    press: str = ""
    subject: str = ""
    about: int = 0

    @property
    def public(self) -> bool:
        """Whether everybody can see it: a post in a channel."""
        return not self.person

    @property
    def once(self) -> bool:
        """Whether it must not be said again: everybody would see it twice. To change a post again does no harm."""
        return self.public and not self.origin


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row of the outbox; `attempts` counts the failures so far. `id` grows with time.

    `sent` are the platform's ids of those messages of it that went out before a try was cut short.
    """

    id: int
    owed: Owed
    attempts: int
    sent: tuple[str, ...] = ()


_FREE = or_(outbox.c.lease_until.is_(None), come(outbox.c.lease_until))
_OF_PLATFORM = or_(literal("") == bindparam("on"), outbox.c.platform == bindparam("on"))
_ROW = (
    outbox.c.id,
    outbox.c.key,
    outbox.c.platform,
    outbox.c.chat,
    outbox.c.person,
    outbox.c.body,
    outbox.c.lane,
    outbox.c.origin,
    outbox.c.press,
    outbox.c.subject,
    outbox.c.attempts,
    outbox.c.message_ids,
)
_PUT_MANY = insert(outbox).on_conflict_do_nothing(index_elements=["key"])
_PUT = Prepared(_PUT_MANY.returning(outbox.c.id))
_ID_OF = select(outbox.c.id).where(outbox.c.key == bindparam("is_"))
_CLAIM = Prepared(CLAIM.returning(*_ROW))
_mine = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.token == bindparam("by"), outbox.c.finished_at.is_(None))
_let_go = _mine.values(token=None, lease_until=None)
_SETTLE = Prepared(_let_go.values(state=State.SENT, finished_at=bindparam("at"), message_ids=bindparam("sent_as")))
_LATER = Prepared(_let_go.values(next_at=bindparam("at"), error=bindparam("why"), attempts=outbox.c.attempts + bindparam("counted")))
_UNDRAWN = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.subject != "").values(body=None)
_DRAWN = Prepared(_mine.values(body=bindparam("words")))
_KEEP = Prepared(_mine.values(message_ids=bindparam("sent_as"), lease_until=bindparam("until")))
_END = Prepared(_let_go.values(state=bindparam("becomes"), finished_at=bindparam("at"), error=bindparam("why")))
_DEAD = select(outbox.c.id, outbox.c.platform, outbox.c.chat, outbox.c.finished_at, outbox.c.error, outbox.c.attempts)
_DEAD = _DEAD.where(outbox.c.state == State.DEAD).order_by(outbox.c.id).limit(bindparam("most"))
_SAYABLE = or_(outbox.c.body.is_not(None), outbox.c.subject != "")
_REVIVE = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == State.DEAD, _SAYABLE)
_REVIVE = _REVIVE.values(state=State.WAITING, attempts=0, finished_at=None, next_at=bindparam("at"))
_DROP = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.state == State.DEAD).values(state=State.DROPPED, body=None)
_CANCEL = update(outbox).where(outbox.c.finished_at.is_(None), _FREE)
_CANCEL_ABOUT = _CANCEL.where(outbox.c.subject == bindparam("concerning")).values(state=State.CANCELLED, finished_at=bindparam("at"))
_CANCEL = _CANCEL.where(outbox.c.platform == bindparam("on"), outbox.c.chat == bindparam("to"))
_CANCEL = _CANCEL.values(state=State.CANCELLED, finished_at=bindparam("at"))
_RELEASE = update(outbox).where(outbox.c.finished_at.is_(None), outbox.c.token.is_not(None)).values(token=None, lease_until=None)
_WAITING = select(outbox.c.lane, func.count()).where(outbox.c.finished_at.is_(None), _OF_PLATFORM).group_by(outbox.c.lane)
_left = exists().where(outbox.c.finished_at.is_(None), outbox.c.platform == bindparam("on"), outbox.c.lane == bindparam("of"), _FREE)
_LEFT = Prepared(select(_left))
_OLDEST = select(func.min(outbox.c.created_at)).where(outbox.c.finished_at.is_(None), _OF_PLATFORM)
_AFTER = (
    select(*_ROW)
    .where(outbox.c.platform == bindparam("on"), outbox.c.chat == bindparam("to"), outbox.c.id > bindparam("last"))
    .where(outbox.c.state.in_((State.WAITING, State.SENT)), outbox.c.body.is_not(None))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_SENT_AS = select(outbox.c.message_ids).where(outbox.c.key == bindparam("is_"), outbox.c.state == State.SENT)
_ABOUT = and_(outbox.c.subject == bindparam("concerning"), outbox.c.subject != "")
_other = outbox.alias("other")
_FOLLOWED = exists().where(_other.c.key == bindparam("prefix", type_=Text) + cast(outbox.c.id, Text))
_ARRIVED = select(*_ROW).where(_ABOUT, outbox.c.state == State.SENT, outbox.c.message_ids != "[]", ~_FOLLOWED)
_ARRIVED = _ARRIVED.order_by(outbox.c.id).limit(bindparam("most"))
_THAT = select(*_ROW).where(outbox.c.id == bindparam("row"))
_BLANK = update(outbox).where(outbox.c.key.in_(bindparam("keys", expanding=True)), outbox.c.finished_at.is_not(None)).values(body=None)
_STANDING = select(outbox.c.state, func.count()).where(_ABOUT).group_by(outbox.c.state)
_FORGET = delete(outbox).where(outbox.c.finished_at < bindparam("before"))
_ERASE = update(outbox).where(outbox.c.finished_at < bindparam("before"), outbox.c.body.is_not(None)).values(body=None)
_EVERY_LANE = tuple(Lane)
_FROM_THE_START: Mapping[Lane, str] = {}


class Outbox(Repository):
    """Within a chat the most urgent lane goes first, oldest first in it, and never two at once."""

    __slots__ = ()

    def put(self, owed: Owed) -> int:
        """Owe it, and give back its id; the second put of a key changes nothing and gives back the first one's id."""
        new: int | None = _PUT.scalar(self.connection, self._values(owed))
        return new if new is not None else int(self.connection.scalar(_ID_OF, {"is_": owed.key}) or 0)

    def put_many(self, many: Sequence[Owed]) -> int:
        """Owe all of them; gives back how many were not owed before."""
        return self.connection.execute(_PUT_MANY, [self._values(owed) for owed in many]).rowcount if many else 0

    def claim(
        self,
        limit: int,
        lease_seconds: float,
        token: str,
        *,
        lanes: Collection[Lane] = _EVERY_LANE,
        platform: str = "",
        after: Mapping[Lane, str] = _FROM_THE_START,
    ) -> list[Claimed]:
        """What may be sent now, most urgent first; nobody else gets it until settled, put off, released or the lease has run out.

        In a lane the chats take turns: it goes on behind the chat that `after` tells, and from the start when it has come to the end.
        """
        rows: list[Claimed] = []
        values = {**clock(self.now), "by": token, "until": self.now + timedelta(seconds=lease_seconds)}
        for lane, on in product(sorted(lanes), [platform] if platform else self._platforms()):
            for behind in dict.fromkeys((after.get(lane, ""), "")):
                if len(rows) < limit:
                    asked = {**values, "of": lane, "on": on, "behind": behind, "most": limit - len(rows)}
                    found = map(_claimed, _CLAIM.rows(self.connection, asked))
                    rows += sorted(found, key=lambda row: row.owed.chat)
        return rows

    def settle(self, row: int, token: str, message_ids: Sequence[str]) -> bool:
        """It was sent as these messages of the platform. False when the token no longer holds it, and nothing is changed."""
        return self._mine(_SETTLE, row, token, at=self.now, sent_as=json.dumps(list(message_ids)))

    def drawn(self, row: int, token: str, body: str) -> bool:
        """What is about to be said, for a row that had but a subject. False when the token no longer holds it."""
        return self._mine(_DRAWN, row, token, words=body)

    def keep(self, row: int, token: str, message_ids: Sequence[str], lease_seconds: float) -> bool:
        """These messages of it are out, others follow, and the lease begins anew. False when the token no longer holds it."""
        until = self.now + timedelta(seconds=lease_seconds)
        return self._mine(_KEEP, row, token, sent_as=json.dumps(list(message_ids)), until=until)

    def later(self, row: int, token: str, seconds: float, error: str, *, count: bool) -> bool:
        """Try again after so many seconds; with `count` it is one failure more. False when the token no longer holds it.

        What has a subject is drawn anew then.
        """
        put_off = self._mine(_LATER, row, token, at=self.now + min(timedelta(seconds=seconds), FAR), why=error, counted=int(count))
        return put_off and self._undrawn(row)

    def give_up(self, row: int, token: str, error: str) -> bool:
        """Lay it among the dead, and let the next one go. False when the token no longer holds it."""
        return self._mine(_END, row, token, at=self.now, why=error, becomes=State.DEAD)

    def lose(self, row: int, token: str, error: str) -> bool:
        """Nobody is there to get it. False when the token no longer holds it."""
        return self._mine(_END, row, token, at=self.now, why=error, becomes=State.UNREACHABLE)

    def dead(self, limit: int = 50) -> list[DeadLetter]:
        """What could not be said, with its error, oldest first."""
        return letters(self.connection, "outbox", _DEAD, limit)

    def retry(self, row: int) -> bool:
        """Owe a dead row anew; false where there is none, or its words were erased."""
        return self.connection.execute(_REVIVE, {"row": row, "at": self.now}).rowcount == 1 and self._undrawn(row)

    def drop(self, row: int) -> bool:
        """Give a dead row up for good; false where there is none. Its key stays, so that it is not said after all."""
        return self.connection.execute(_DROP, {"row": row}).rowcount == 1

    def cancel_for(self, platform: str, chat: str) -> int:
        """Owe that chat nothing more; what is on its way just now is left to its courier. Gives back how many."""
        return self.connection.execute(_CANCEL, {"on": platform, "to": chat, **clock(self.now), "at": self.now}).rowcount

    def cancel_about(self, subject: str) -> int:
        """Owe nobody that any more; what is on its way just now is left to its courier. Gives back how many."""
        return self.connection.execute(_CANCEL_ABOUT, {"concerning": subject, **clock(self.now), "at": self.now}).rowcount

    def cancel(self, row: int, token: str, why: str) -> bool:
        """Nobody wants it any more. False when the token no longer holds it."""
        return self._mine(_END, row, token, at=self.now, why=why, becomes=State.CANCELLED)

    def arrived(self, subject: str, following: str, limit: int) -> list[Claimed]:
        """What was sent about a subject and has no row yet that follows it (key `following:id`), oldest first."""
        return self._rows(_ARRIVED, {"concerning": subject, "prefix": f"{following}:", "most": limit})

    def row(self, row: int) -> Claimed | None:
        """That row."""
        return next(iter(self._rows(_THAT, {"row": row})), None)

    def erase(self, keys: Collection[str]) -> None:
        """Forget what was said in rows of these keys that have ended: it was taken back."""
        self.connection.execute(_BLANK, {"keys": list(keys)})

    def standing(self, subject: str) -> dict[State, int]:
        """How many rows about that are in each state."""
        counts = {State(state): count for state, count in self.connection.execute(_STANDING, {"concerning": subject})}
        return {state: counts.get(state, 0) for state in State}

    def release(self, token: str = "", *, platform: str = "") -> int:
        """Give up the leases of a token, or of everybody (at the start of a platform's only process). Gives back how many."""
        statement = _RELEASE.where(outbox.c.token == token) if token else _RELEASE
        statement = statement.where(outbox.c.platform == platform) if platform else statement
        return self.connection.execute(statement).rowcount

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

    def erase_bodies(self, before: datetime) -> int:
        """Forget what was said in rows that ended before that moment; their keys stay, so that nothing is said twice."""
        return self.connection.execute(_ERASE, {"before": before}).rowcount

    def forget(self, before: datetime) -> int:
        """Drop rows that ended before that moment."""
        return self.connection.execute(_FORGET, {"before": before}).rowcount

    def _values(self, owed: Owed) -> dict[str, object]:
        return {
            "key": owed.key,
            "platform": owed.platform,
            "chat": owed.chat,
            "person": owed.person,
            "body": owed.body or None,
            "lane": owed.lane,
            "origin": owed.origin,
            "press": owed.press,
            "subject": owed.subject,
            "about": owed.about,
            "state": State.WAITING,
            "attempts": 0,
            "error": "",
            "message_ids": "[]",
            "created_at": self.now,
            "next_at": self.now,
        }

    def _platforms(self) -> list[str]:
        """Those on which anything is owed."""
        found = [""]
        while platform := self.connection.scalar(PLATFORMS, {"last": found[-1]}):
            found.append(platform)
        return found[1:]

    def _undrawn(self, row: int) -> bool:
        self.connection.execute(_UNDRAWN, {"row": row})
        return True

    def _mine(self, statement: Prepared, row: int, token: str, **values: object) -> bool:
        return statement.count(self.connection, {"row": row, "by": token, **values}) == 1

    def _rows(self, statement: Rows, values: dict[str, object]) -> list[Claimed]:
        return [_claimed(row) for row in self.connection.execute(statement, values)]


def _claimed(row: Sequence[Any]) -> Claimed:
    id_, key, on, chat, person, body, lane, origin, press, subject, attempts, sent = row
    owed = Owed(key, on, chat, person, body or "", Lane(lane), origin, press, subject)
    return Claimed(id_, owed, attempts, tuple(json.loads(sent)))
