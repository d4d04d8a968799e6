"""Announcements as staff make them: one row for what is written once and goes to subscribers, to channels, or to both."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from storage.broadcasts import Audience
from storage.columns import insert
from storage.repository import Repository
from storage.tables_delivery import bulletins


class Course(StrEnum):
    """Where an announcement is on its way. `recalling`: it is being taken back from whoever has it already."""

    WAITING = "waiting"
    PLANNED = "planned"
    SENDING = "sending"
    DONE = "done"
    DECLINED = "declined"
    RECALLING = "recalling"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One announcement. `body` is a reply in wire form (JSON); `audiences` are the people and the channels that get it.

    `size` is how many read it, as far as known when it was written. `at` is when it is to be sent (None: at once), `decided_by` who of the
    staff confirmed or declined it (0 for nobody yet). `corrects` is the id of the one whose words it takes the place of. `parts` are the
    broadcasts by which it goes out, `recalls` those by which it is taken back. `id` is 0 before it is stored.
    """

    author: int
    body: str
    audiences: tuple[Audience, ...]
    size: int
    course: Course = Course.SENDING
    at: datetime | None = None
    corrects: int = 0
    decided_by: int = 0
    parts: tuple[int, ...] = ()
    recalls: tuple[int, ...] = ()
    id: int = 0


_ROW = (
    bulletins.c.author_id,
    bulletins.c.body,
    bulletins.c.audience,
    bulletins.c.size,
    bulletins.c.state,
    bulletins.c.at,
    bulletins.c.corrects,
    bulletins.c.decided_by,
    bulletins.c.parts,
    bulletins.c.recalls,
    bulletins.c.id,
)
_ADD = insert(bulletins).returning(bulletins.c.id)
_IT = bulletins.c.id == bindparam("which")
_FIND = select(*_ROW).where(_IT)
_CORRECTIONS = select(*_ROW).where(bulletins.c.corrects == bindparam("which"), bulletins.c.corrects > 0).order_by(bulletins.c.id)
_LATEST = select(*_ROW).where(bulletins.c.corrects == 0).order_by(bulletins.c.id.desc()).limit(bindparam("most"))
_OPEN = select(bulletins.c.id).where(bulletins.c.state.in_([Course.SENDING, Course.RECALLING])).order_by(bulletins.c.id)
_MOVE = update(bulletins).where(_IT, bulletins.c.state.in_(bindparam("before", expanding=True))).values(state=bindparam("becomes"))
_DECIDE = _MOVE.values(decided_by=bindparam("by"))
_BEGIN = update(bulletins).where(_IT).values(parts=bindparam("as_"))
_RECALL = update(bulletins).where(_IT).values(recalls=bindparam("as_"))
_REWRITE = update(bulletins).where(_IT).values(body=bindparam("words"))


class Bulletins(Repository):
    """A change of course names the courses that it may start from, so that of two who press at once one wins."""

    __slots__ = ()

    def add(self, bulletin: Bulletin) -> int:
        """Keep it, and give back its id."""
        told = [[one.region, one.role, one.platform, one.chat, one.interest, one.follows] for one in bulletin.audiences]
        values = {
            "author_id": bulletin.author,
            "body": bulletin.body,
            "audience": json.dumps(told),
            "size": bulletin.size,
            "state": bulletin.course,
            "at": bulletin.at,
            "corrects": bulletin.corrects,
            "decided_by": bulletin.decided_by,
            "parts": json.dumps(bulletin.parts),
            "recalls": json.dumps(bulletin.recalls),
            "created_at": self.now,
        }
        id_: int = self.connection.execute(_ADD, values).scalar_one()
        return id_

    def find(self, bulletin: int) -> Bulletin | None:
        """The announcement of an id."""
        row = self.connection.execute(_FIND, {"which": bulletin}).one_or_none()
        return _bulletin(row) if row else None

    def corrections(self, bulletin: int) -> list[Bulletin]:
        """Those that correct it, oldest first."""
        return [_bulletin(row) for row in self.connection.execute(_CORRECTIONS, {"which": bulletin})]

    def latest(self, most: int) -> list[Bulletin]:
        """The last that were written, newest first; corrections are no announcements of their own."""
        return [_bulletin(row) for row in self.connection.execute(_LATEST, {"most": most})]

    def open(self) -> list[int]:
        """Those that are going out, or being taken back, oldest first."""
        return list(self.connection.scalars(_OPEN))

    def move(self, bulletin: int, before: Collection[Course], becomes: Course) -> bool:
        """Another course. False where it is on none of those, and nothing is changed."""
        return self.connection.execute(_MOVE, {"which": bulletin, "before": sorted(before), "becomes": becomes}).rowcount == 1

    def decide(self, bulletin: int, by: int, becomes: Course) -> bool:
        """Somebody confirmed or declined what waited. False where it waits no more."""
        values = {"which": bulletin, "before": [Course.WAITING], "becomes": becomes, "by": by}
        return self.connection.execute(_DECIDE, values).rowcount == 1

    def begun(self, bulletin: int, parts: Sequence[int]) -> None:
        """It goes out as these broadcasts."""
        self.connection.execute(_BEGIN, {"which": bulletin, "as_": json.dumps(list(parts))})

    def recalled(self, bulletin: int, recalls: Sequence[int]) -> None:
        """It is taken back by these broadcasts."""
        self.connection.execute(_RECALL, {"which": bulletin, "as_": json.dumps(list(recalls))})

    def rewrite(self, bulletin: int, body: str) -> None:
        """It says something else from now on."""
        self.connection.execute(_REWRITE, {"which": bulletin, "words": body})


def _bulletin(row: Row[*tuple[Any, ...]]) -> Bulletin:
    author, body, audience, size, state, at, corrects, decided_by, parts, recalls, id_ = row
    audiences = tuple(Audience(*one) for one in json.loads(audience))
    told = tuple(json.loads(parts)), tuple(json.loads(recalls))
    return Bulletin(author, body, audiences, size, Course(state), at, corrects, decided_by, *told, id_)
