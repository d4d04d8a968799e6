"""What was asked and answered, kept so that follow-ups are understood and the buttons under an answer work after a restart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, select, update

from chat.message import Address
from storage.columns import insert
from storage.prepared import Prepared
from storage.repository import Repository
from storage.tables import turns

KEPT = 20
"""Turns that are kept for each address."""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One question with its answer. `answer` is the answer's substance as JSON, as its writer formed it.

    `reading` is the question as it was understood, `region` the code that it was answered for.
    """

    id: int
    address: Address
    question: str
    reading: str
    region: str
    answer: str
    at: datetime


_HERE = and_(turns.c.platform == bindparam("on"), turns.c.chat == bindparam("to"), turns.c.person == bindparam("by"))
_ADD = Prepared(insert(turns).returning(turns.c.id))
_BEYOND = select(turns.c.id).where(_HERE).order_by(turns.c.id.desc()).limit(1).offset(KEPT).scalar_subquery()
_PRUNE = Prepared(delete(turns).where(_HERE, turns.c.id <= _BEYOND))
_RECENT = Prepared(select(turns).where(_HERE, turns.c.at >= bindparam("since")).order_by(turns.c.id.desc()).limit(bindparam("most")))
_FIND = select(turns).where(turns.c.id == bindparam("row"))
_REWRITE = update(turns).where(turns.c.id == bindparam("row")).values(answer=bindparam("body"))
_ERASE = delete(turns).where(_HERE)
_ERASE_OLD = delete(turns).where(turns.c.at < bindparam("before"))


class Turns(Repository):
    """The last twenty turns of each address; an id is never given to another turn."""

    __slots__ = ()

    def add(self, address: Address, question: str, *, reading: str = "", region: str = "", answer: str = "{}") -> int:
        """Keep a turn, let the oldest one go, and give back its id for the buttons under the answer."""
        values = {
            "platform": address.platform,
            "chat": address.chat,
            "person": address.person,
            "question": question,
            "reading": reading,
            "region": region,
            "answer": answer,
            "at": self.now,
        }
        id_: int = _ADD.scalar(self.connection, values)
        _PRUNE.count(self.connection, _of(address))
        return id_

    def recent(self, address: Address, since: datetime, limit: int) -> list[StoredTurn]:
        """The last turns since a moment, oldest first."""
        rows = _RECENT.rows(self.connection, {**_of(address), "since": since, "most": limit})
        return [_turn(row) for row in rows][::-1]

    def find(self, turn: int) -> StoredTurn | None:
        """The turn of an id; None where it is no longer kept."""
        row = self.connection.execute(_FIND, {"row": turn}).one_or_none()
        return _turn(row) if row else None

    def rewrite(self, turn: int, answer: str) -> None:
        """Keep the answer's substance as it is now, after what was asked of the person has been answered."""
        self.connection.execute(_REWRITE, {"row": turn, "body": answer})

    def erase(self, address: Address) -> int:
        """Forget all turns of an address. Gives back how many."""
        return self.connection.execute(_ERASE, _of(address)).rowcount

    def erase_before(self, before: datetime) -> int:
        """Forget turns older than that moment. Gives back how many."""
        return self.connection.execute(_ERASE_OLD, {"before": before}).rowcount


def _of(address: Address) -> dict[str, str]:
    return {"on": address.platform, "to": address.chat, "by": address.person}


def _turn(row: Sequence[Any]) -> StoredTurn:
    id_, platform, chat, person, question, reading, region, answer, at = row
    return StoredTurn(id_, Address(platform, chat, person), question, reading, region, answer, at)
