"""What came in and is not dealt with yet: committed here before any platform is told that it arrived."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from storage.columns import Json, insert
from storage.dead import DeadLetter, letters
from storage.moments import clock, come
from storage.prepared import Prepared
from storage.repository import Repository
from storage.tables import cursors, inbox

FAILURES = 5
"""How often a row may fail before it is laid among the dead."""


class State(StrEnum):
    """Where a row is on its way."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as it is kept. `key` is unique within `platform` and `account`; `body` is a message in wire form (JSON).

    With an `error` it could not be read: it goes to the dead at once, with the raw update as its body.
    """

    platform: str
    account: str
    key: str
    chat: str
    person: str
    body: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A row of the inbox. `body` is "" once it was erased."""

    id: int
    incoming: Incoming
    attempts: int
    received_at: datetime


_ROW = (
    inbox.c.id,
    inbox.c.platform,
    inbox.c.account,
    inbox.c.key,
    inbox.c.chat,
    inbox.c.person,
    inbox.c.body,
    inbox.c.error,
    inbox.c.attempts,
    inbox.c.received_at,
)
_TAKE = Prepared(insert(inbox).on_conflict_do_nothing(index_elements=["platform", "account", "key"]).returning(inbox.c.id))
# From chat to chat along the index of open rows: however many wait in one, only its first is looked at. The walk ends at twice as many
# as are wanted: another process may hold the first half locked.
_first, _next, _line = inbox.alias("first"), inbox.alias("next"), inbox.alias("line")


def _is_ready(row: FromClause) -> ColumnElement[bool]:
    free = or_(row.c.lease_until.is_(None), come(row.c.lease_until))
    return and_(row.c.finished_at.is_(None), come(row.c.next_at), free)


def _behind(chat: ColumnElement[str]) -> ScalarSelect[int]:
    """The id of the first open row of the next chat."""
    query = select(_line.c.id).where(_line.c.finished_at.is_(None), _line.c.platform == bindparam("on"), _line.c.chat > chat)
    return query.order_by(_line.c.chat, _line.c.id).limit(1).correlate_except(_line).scalar_subquery()


_begun = select(_first.c.id, _first.c.chat, case((_is_ready(_first), 1), else_=0).label("ready"))
_heads = _begun.where(_first.c.id == _behind(bindparam("after", type_=Json))).cte("heads", recursive=True)
_going = select(_next.c.id, _next.c.chat, _heads.c.ready + case((_is_ready(_next), 1), else_=0))
_going = _going.select_from(_heads.join(_next, _next.c.id == _behind(_heads.c.chat))).where(_heads.c.ready < 2 * bindparam("most"))
_heads = _heads.union_all(_going)
_READY = select(*_ROW).select_from(inbox.join(_heads, _heads.c.id == inbox.c.id)).where(_is_ready(inbox))
_READY = _READY.order_by(inbox.c.chat).limit(bindparam("most"))
# Locked before anything is written: an update that chose its rows by itself might lock more of them than it writes.
_claimable = _READY.with_only_columns(inbox.c.id).with_for_update(of=inbox, skip_locked=True).cte("claimable")
_claimed = update(inbox).where(inbox.c.id.in_(select(_claimable.c.id))).returning(*_ROW)
_CLAIM = Prepared(_claimed.values(token=bindparam("by"), lease_until=bindparam("until")))
_PLATFORM = select(func.min(inbox.c.platform)).where(inbox.c.finished_at.is_(None), inbox.c.platform > bindparam("last", type_=Json))
_PUT_OFF = update(inbox).where(inbox.c.id == bindparam("row"), inbox.c.finished_at.is_(None)).values(next_at=bindparam("at"))
_LEAVE = update(inbox).where(inbox.c.id == bindparam("row"), inbox.c.finished_at.is_(None))
_LEAVE = _LEAVE.values(state=State.DROPPED, finished_at=bindparam("at"), body=None, token=None, lease_until=None)
_RENEW = update(inbox).where(inbox.c.id.in_(bindparam("ids", expanding=True)), inbox.c.token == bindparam("by"))
_RENEW = _RENEW.values(lease_until=bindparam("until"))
_MINE = or_(literal("") == bindparam("by"), inbox.c.token == bindparam("by"))
_REWORD = update(inbox).where(inbox.c.id == bindparam("row")).values(body=bindparam("words"))
_dealt = update(inbox).where(inbox.c.id == bindparam("row"), inbox.c.finished_at.is_(None), _MINE)
_DONE = Prepared(_dealt.values(state=State.DONE, finished_at=bindparam("at"), token=None, lease_until=None))
_ATTEMPTS = select(inbox.c.attempts).where(inbox.c.id == bindparam("row"))
_FAILED = update(inbox).where(inbox.c.id == bindparam("row"), inbox.c.finished_at.is_(None))
_FAILED = _FAILED.values(state=bindparam("becomes"), attempts=bindparam("tries"), error=bindparam("why"), token=None, lease_until=None)
_FAILED = _FAILED.values(next_at=bindparam("at"), finished_at=bindparam("ended"))
_RELEASE = update(inbox).where(inbox.c.finished_at.is_(None), inbox.c.token.is_not(None)).values(token=None, lease_until=None)
_DEAD = select(inbox.c.id, inbox.c.platform, inbox.c.chat, inbox.c.finished_at, inbox.c.error, inbox.c.attempts)
_DEAD = _DEAD.where(inbox.c.state == State.DEAD).order_by(inbox.c.id).limit(bindparam("most"))
_REVIVE = update(inbox).where(inbox.c.id == bindparam("row"), inbox.c.state == State.DEAD, inbox.c.body.is_not(None))
_REVIVE = _REVIVE.values(state=State.WAITING, attempts=0, finished_at=None, next_at=bindparam("at"))
_DROP = update(inbox).where(inbox.c.id == bindparam("row"), inbox.c.state == State.DEAD).values(state=State.DROPPED, body=None)
_FORGET = delete(inbox).where(inbox.c.finished_at < bindparam("before"))
_ERASE = update(inbox).where(inbox.c.finished_at < bindparam("before"), inbox.c.body.is_not(None)).values(body=None)
_WAITING = select(func.count()).select_from(inbox).where(inbox.c.finished_at.is_(None))
_CURSOR = select(cursors.c.value).where(cursors.c.platform == bindparam("on"), cursors.c.account == bindparam("of"))
_KEEP_CURSOR = insert(cursors)
_KEEP_CURSOR = _KEEP_CURSOR.on_conflict_do_update(index_elements=["platform", "account"], set_={"value": _KEEP_CURSOR.excluded.value})


class Inbox(Repository):
    """Rows are worked on oldest first within a chat, one at a time for each chat, and the chats take turns."""

    __slots__ = ()

    def take(self, rows: Sequence[Incoming]) -> dict[str, int]:
        """Keep what came in (of one platform and account). A key that was seen before is dropped; gives back the ids of the new ones."""
        taken = {row.key: _TAKE.scalar(self.connection, self._values(row)) for row in rows}
        return {key: row for key, row in taken.items() if row is not None}

    def put_off(self, row: int, seconds: float) -> None:
        """It is not its turn before so many seconds, nor that of what came after it in its chat."""
        self.connection.execute(_PUT_OFF, {"row": row, "at": self.now + timedelta(seconds=seconds)})

    def leave(self, row: int) -> None:
        """It is not dealt with at all. Its key stays, so that it is not taken again."""
        self.connection.execute(_LEAVE, {"row": row, "at": self.now})

    def cursor(self, platform: str, account: str) -> str | None:
        """Where to go on reading from the platform; None at the very first time."""
        value: str | None = self.connection.scalar(_CURSOR, {"on": platform, "of": account})
        return value

    def set_cursor(self, platform: str, account: str, value: str) -> None:
        """Remember where to go on, in the same unit as what was taken."""
        self.connection.execute(_KEEP_CURSOR, {"platform": platform, "account": account, "value": value})

    def next_ready(self, limit: int) -> list[Received]:
        """The oldest unfinished row of each chat, unless it is leased or waits for its time; chat by chat."""
        found = (self.connection.execute(_READY, self._line(limit, platform, "")) for platform in self._platforms())
        return [_received(row) for rows in found for row in rows][:limit]

    def claim(
        self, limit: int, lease_seconds: float, token: str, *, platforms: Collection[str] = (), after: tuple[str, str] = ("", "")
    ) -> list[Received]:
        """Like `next_ready`, and nobody else gets them until done, failed, released or the lease has run out.

        With `platforms` only what came from those: another process serves the others. The chats take turns: it goes on behind `after`
        (platform and chat of the last row that was claimed), and from the start when it has come to the end.
        """
        rows: list[Received] = []
        lease = {"by": token, "until": self.now + timedelta(seconds=lease_seconds)}
        for platform, chat in _stretches(sorted(platforms or self._platforms()), after):
            if len(rows) < limit:
                found = _CLAIM.rows(self.connection, {**self._line(limit - len(rows), platform, chat), **lease})
                rows += sorted(map(_received, found), key=lambda row: row.incoming.chat)
        return rows

    def _line(self, most: int, platform: str, chat: str) -> dict[str, object]:
        return {**clock(self.now), "most": most, "on": platform, "after": chat}

    def _platforms(self) -> list[str]:
        """Those from which anything is open."""
        found = [""]
        while platform := self.connection.scalar(_PLATFORM, {"last": found[-1]}):
            found.append(platform)
        return found[1:]

    def renew(self, rows: Collection[int], lease_seconds: float, token: str) -> int:
        """Hold these rows for so much longer, as far as the token still holds them. Gives back how many."""
        values = {"ids": list(rows), "by": token, "until": self.now + timedelta(seconds=lease_seconds)}
        return self.connection.execute(_RENEW, values).rowcount

    def done(self, row: int, token: str = "") -> bool:
        """It was dealt with; the next one of the chat may come.

        False where it had ended before, or is no longer leased to that token: then somebody else dealt with it, and the unit must
        not be kept.
        """
        return _DONE.count(self.connection, {"row": row, "at": self.now, "by": token}) == 1

    def reword(self, row: int, body: str) -> None:
        """Keep other words of it than came in: what was dealt with need not be kept whole."""
        self.connection.execute(_REWORD, {"row": row, "words": body})

    def failed(self, row: int, error: str, *, wait: float = 0.0) -> bool:
        """It went wrong; tried again after `wait` seconds, and after five failures laid among the dead. True when it died."""
        tries = (self.connection.scalar(_ATTEMPTS, {"row": row}) or 0) + 1
        dead = tries >= FAILURES
        state = State.DEAD if dead else State.WAITING
        at = self.now + timedelta(seconds=wait)
        ended = self.now if dead else None
        self.connection.execute(_FAILED, {"row": row, "tries": tries, "becomes": state, "why": error, "at": at, "ended": ended})
        return dead

    def release(self, token: str = "", *, platform: str = "") -> int:
        """Give up the leases of a token, or of everybody (at the start of a platform's only process). Gives back how many."""
        statement = _RELEASE.where(inbox.c.token == token) if token else _RELEASE
        statement = statement.where(inbox.c.platform == platform) if platform else statement
        return self.connection.execute(statement).rowcount

    def dead(self, limit: int = 50) -> list[DeadLetter]:
        """What failed too often or could not be read, with its error, oldest first."""
        return letters(self.connection, "inbox", _DEAD, limit)

    def retry(self, row: int) -> bool:
        """Let a dead row try again from the start; false where there is none, or its body was erased."""
        return self.connection.execute(_REVIVE, {"row": row, "at": self.now}).rowcount == 1

    def drop(self, row: int) -> bool:
        """Give a dead row up for good; false where there is none. Its key stays, so that it is not taken again."""
        return self.connection.execute(_DROP, {"row": row}).rowcount == 1

    def erase_bodies(self, before: datetime) -> int:
        """Forget what was said in rows that ended before that moment; their keys stay, so that nothing is taken twice."""
        return self.connection.execute(_ERASE, {"before": before}).rowcount

    def forget(self, before: datetime) -> int:
        """Drop rows that ended before that moment. A platform whose numbers begin anew may come upon theirs again."""
        return self.connection.execute(_FORGET, {"before": before}).rowcount

    def waiting(self) -> int:
        """How many rows are still to be dealt with."""
        return self.connection.scalar(_WAITING) or 0

    def _values(self, row: Incoming) -> dict[str, object]:
        return {
            "platform": row.platform,
            "account": row.account,
            "key": row.key,
            "chat": row.chat,
            "person": row.person,
            "body": row.body,
            "state": State.DEAD if row.error else State.WAITING,
            "attempts": 0,
            "error": row.error,
            "received_at": self.now,
            "next_at": self.now,
            "finished_at": self.now if row.error else None,
        }


def _received(row: Sequence[Any]) -> Received:
    id_, platform, account, key, chat, person, body, error, attempts, at = row
    return Received(id_, Incoming(platform, account, key, chat, person, body or "", error), attempts, at)


def _stretches(platforms: Sequence[str], after: tuple[str, str]) -> list[tuple[str, str]]:
    """Platforms, and behind which chat to look in each, so that going through them sees everything once around."""
    later = [(name, "") for name in platforms if name > after[0]]
    earlier = [(name, "") for name in platforms if name <= after[0]]
    begun = [after] if after[0] in platforms else []
    return list(dict.fromkeys([*begun, *later, *earlier]))
