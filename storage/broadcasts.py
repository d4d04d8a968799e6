"""What goes to many: one row, from which deliveries are drawn a few hundred at a time, each recipient once."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import and_, bindparam, exists, func, literal, or_, select, update

from storage.columns import insert
from storage.outbox import Lane, Outbox, Owed
from storage.repository import Repository
from storage.tables import addresses, grants, people
from storage.tables_delivery import broadcasts

PORTION = 500
"""Recipients in one unit of work, and about as many as wait in the outbox at any time."""


class State(StrEnum):
    """Where a broadcast is on its way."""

    OPEN = "open"
    SPREAD = "spread"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom it goes to: people of a `region` ("" for all) who hold a `role` ("" for any); or, where `chat` is set, one channel."""

    region: str = ""
    role: str = ""
    platform: str = ""
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One thing for many. `kind` names who draws it, `body` is that drawer's own (JSON); `id` is 0 before it is stored."""

    kind: str
    body: str
    audience: Audience
    author: int
    state: State = State.OPEN
    id: int = 0

    @property
    def subject(self) -> str:
        """What its rows in the outbox are about."""
        return f"{self.kind}:{self.id}"


_BEGIN = insert(broadcasts).returning(broadcasts.c.id)
_ROW = (
    broadcasts.c.kind,
    broadcasts.c.body,
    broadcasts.c.region,
    broadcasts.c.role,
    broadcasts.c.platform,
    broadcasts.c.chat,
    broadcasts.c.author_id,
    broadcasts.c.state,
    broadcasts.c.id,
)
_GET = select(*_ROW).where(broadcasts.c.id == bindparam("which"))
_OPEN = select(broadcasts.c.id).where(broadcasts.c.finished_at.is_(None)).order_by(broadcasts.c.id)
_HELD = select(broadcasts.c.reached).where(broadcasts.c.id == bindparam("which"), broadcasts.c.finished_at.is_(None))
_HELD = _HELD.with_for_update(skip_locked=True)
_REACHED = update(broadcasts).where(broadcasts.c.id == bindparam("which")).values(reached=bindparam("last"))
_END = update(broadcasts).where(broadcasts.c.id == bindparam("which"), broadcasts.c.finished_at.is_(None))
_END = _END.values(finished_at=bindparam("at"), state=bindparam("becomes"))
_STOP = update(broadcasts).where(broadcasts.c.id == bindparam("which"), broadcasts.c.state != State.CANCELLED)
_STOP = _STOP.values(finished_at=bindparam("at"), state=State.CANCELLED)
_HOLDS = exists().where(grants.c.person_id == people.c.id, grants.c.role == bindparam("as_"))
_WANTED = and_(
    addresses.c.chat != "",
    addresses.c.lost_at.is_(None),
    people.c.opted_out.is_(False),
    people.c.region.like(bindparam("within")),
    or_(literal("") == bindparam("as_"), _HOLDS),
)
_NEXT = (
    select(addresses.c.person_id, addresses.c.platform, addresses.c.chat, addresses.c.person)
    .join(people)
    .where(_WANTED, addresses.c.person_id > bindparam("last"))
    .order_by(addresses.c.person_id, addresses.c.platform)
    .limit(bindparam("most"))
)
_SIZE = select(func.count(addresses.c.person_id.distinct())).join(people).where(_WANTED)


class Broadcasts(Repository):
    """A broadcast is spread by a cursor over people, so a crash takes it up where it was."""

    __slots__ = ()

    def begin(self, broadcast: Broadcast) -> int:
        """Keep it, to be spread from now on, and give back its id."""
        audience = broadcast.audience
        values = {"kind": broadcast.kind, "body": broadcast.body, "author_id": broadcast.author, "state": State.OPEN, "reached": 0}
        values |= {"region": audience.region, "role": audience.role, "platform": audience.platform, "chat": audience.chat}
        id_: int = self.connection.execute(_BEGIN, {**values, "created_at": self.now}).scalar_one()
        return id_

    def get(self, broadcast: int) -> Broadcast | None:
        """The broadcast of an id."""
        row = self.connection.execute(_GET, {"which": broadcast}).one_or_none()
        if row is None:
            return None
        kind, body, region, role, platform, chat, author, state, id_ = row
        return Broadcast(kind, body, Audience(region, role, platform, chat), author, State(state), id_)

    def open(self) -> list[int]:
        """Those that are still to be spread, oldest first."""
        return list(self.connection.scalars(_OPEN))

    def spread(self, broadcast: int, most: int = PORTION) -> int:
        """Owe it to the next recipients, at most so many, and give back how many; 0 when a portion still waits, or it is all done."""
        reached = self.connection.scalar(_HELD, {"which": broadcast})
        one = self.get(broadcast) if reached is not None else None
        if one is None:
            return 0
        outbox = Outbox(self.connection, self.now)
        if one.audience.chat:
            self._end(one.id)
            return outbox.put_many([_owed(one, one.audience.platform, one.audience.chat, "", one.audience.chat)])
        if outbox.waiting()[Lane.BROADCAST] >= most:
            return 0
        found = self.connection.execute(_NEXT, {**_asked(one.audience), "last": reached, "most": most}).all()
        if not found:
            self._end(one.id)
            return 0
        # Somebody with several addresses gets it at the first; a page that ends between them is passed by the cursor.
        first = {person_id: (platform, chat, person) for person_id, platform, chat, person in reversed(found)}
        self.connection.execute(_REACHED, {"which": one.id, "last": found[-1][0]})
        return outbox.put_many([_owed(one, *first[person_id], str(person_id)) for person_id in sorted(first)])

    def cancel(self, broadcast: int) -> bool:
        """Spread it no further and take back what still waits. False where it was cancelled before, or there is none."""
        if self.connection.execute(_STOP, {"which": broadcast, "at": self.now}).rowcount != 1:
            return False
        one = self.get(broadcast)
        if one:
            Outbox(self.connection, self.now).cancel_about(one.subject)
        return True

    def size(self, audience: Audience) -> int:
        """How many it would go to now."""
        return 1 if audience.chat else self.connection.scalar(_SIZE, _asked(audience)) or 0

    def _end(self, broadcast: int) -> None:
        self.connection.execute(_END, {"which": broadcast, "at": self.now, "becomes": State.SPREAD})


def _asked(audience: Audience) -> dict[str, object]:
    # As with grants: 150200 reaches 150203, 150000 all of them.
    return {"within": f"{audience.region.rstrip('0') or audience.region}%", "as_": audience.role}


def _owed(one: Broadcast, platform: str, chat: str, person: str, whom: str) -> Owed:
    return Owed(f"{one.subject}:{whom}", platform, chat, person, "", Lane.BROADCAST, subject=one.subject)
