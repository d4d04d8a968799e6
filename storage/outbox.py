"""What is owed to people: written with its cause, sent by the courier, settled with the platform's own message ids."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from itertools import product

from sqlalchemy import bindparam, or_, select, update

from storage.columns import insert
from storage.dead import DeadLetter, letters
from storage.heads import CLAIM, PLATFORMS
from storage.moments import FAR, clock
from storage.outbox_record import Record
from storage.owed import FREE, ROW, Claimed, Lane, Owed, State, claimed
from storage.prepared import Prepared
from storage.tables import outbox

__all__ = ["Claimed", "Lane", "Outbox", "Owed", "State"]

_PUT_MANY = insert(outbox).on_conflict_do_nothing(index_elements=["key"])
_PUT = Prepared(_PUT_MANY.returning(outbox.c.id))
_ID_OF = select(outbox.c.id).where(outbox.c.key == bindparam("is_"))
_CLAIM = Prepared(CLAIM.returning(*ROW))
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
_CANCEL = update(outbox).where(outbox.c.finished_at.is_(None), FREE)
_CANCEL_ABOUT = _CANCEL.where(outbox.c.subject == bindparam("concerning")).values(state=State.CANCELLED, finished_at=bindparam("at"))
_CANCEL = _CANCEL.where(outbox.c.platform == bindparam("on"), outbox.c.chat == bindparam("to"))
_CANCEL = _CANCEL.values(state=State.CANCELLED, finished_at=bindparam("at"))
_RELEASE = update(outbox).where(outbox.c.finished_at.is_(None), outbox.c.token.is_not(None)).values(token=None, lease_until=None)
_EVERY_LANE = tuple(Lane)
_FROM_THE_START: Mapping[Lane, str] = {}


class Outbox(Record):
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
                    found = map(claimed, _CLAIM.rows(self.connection, asked))
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

    def release(self, token: str = "", *, platform: str = "") -> int:
        """Give up the leases of a token, or of everybody (at the start of a platform's only process). Gives back how many."""
        statement = _RELEASE.where(outbox.c.token == token) if token else _RELEASE
        statement = statement.where(outbox.c.platform == platform) if platform else statement
        return self.connection.execute(statement).rowcount

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
