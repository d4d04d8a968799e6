"""What goes to many: one row, from which deliveries are drawn a few hundred at a time, each recipient once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Text, and_, bindparam, exists, func, literal, or_, select, update

from domain.enterprise import Belonging
from domain.people import Role
from domain.region import stem
from storage.columns import insert
from storage.outbox import Lane, Outbox, Owed
from storage.prepared import Prepared
from storage.repository import Repository
from storage.tables import addresses, grants, people
from storage.tables_business import enterprises, members, profiles, subscriptions
from storage.tables_delivery import broadcasts

PORTION = 500
"""Recipients in one unit of work, and about as many as wait in the outbox at any time."""
SETTLING = timedelta(seconds=90)
"""How long what was under way when it was cancelled or rewritten may still take to arrive: a lease and a little."""


class State(StrEnum):
    """Where a broadcast is on its way."""

    OPEN = "open"
    SPREAD = "spread"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom it goes to: people of a `region` ("" for all) of a `role` ("" for any) who subscribed to an `interest` ("" for anything).

    Of a region is who chose it, whose enterprise lies there, who looks for work there, or who subscribed to what is there.

    Or, where `chat` is set, one channel; or, where `follows` is set, wherever the broadcast of that id has gone.
    """

    region: str = ""
    role: str = ""
    platform: str = ""
    chat: str = ""
    interest: str = ""
    follows: int = 0


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
    broadcasts.c.interest,
    broadcasts.c.follows,
    broadcasts.c.author_id,
    broadcasts.c.state,
    broadcasts.c.id,
)
_GET = Prepared(select(*_ROW).where(broadcasts.c.id == bindparam("which")))
_OPEN = select(broadcasts.c.id).where(broadcasts.c.finished_at.is_(None)).order_by(broadcasts.c.id)
_HELD = select(broadcasts.c.reached).where(broadcasts.c.id == bindparam("which"), broadcasts.c.finished_at.is_(None))
_HELD = _HELD.with_for_update(skip_locked=True)
_REACHED = update(broadcasts).where(broadcasts.c.id == bindparam("which")).values(reached=bindparam("last"))
_END = update(broadcasts).where(broadcasts.c.id == bindparam("which"), broadcasts.c.finished_at.is_(None))
_END = _END.values(finished_at=bindparam("at"), state=bindparam("becomes"))
_STOP = update(broadcasts).where(broadcasts.c.id == bindparam("which"), broadcasts.c.state != State.CANCELLED)
_STOP = _STOP.values(finished_at=bindparam("at"), state=State.CANCELLED)
_REWRITE = update(broadcasts).where(broadcasts.c.id == bindparam("which")).values(body=bindparam("words"))
_FOLLOWING = select(broadcasts.c.id).where(broadcasts.c.follows == bindparam("which"), broadcasts.c.kind == bindparam("of"))
_FOLLOWING = _FOLLOWING.order_by(broadcasts.c.id)
_SINCE = select(broadcasts.c.created_at).where(broadcasts.c.id == bindparam("which"))
_AS = bindparam("as_", type_=Text)
_HOLDS = or_(
    exists().where(grants.c.person_id == people.c.id, grants.c.role == _AS),
    and_(_AS == Role.MEMBER, exists().where(members.c.person_id == people.c.id, members.c.state == Belonging.IN)),
    and_(_AS == Role.GRADUATE, exists().where(profiles.c.person_id == people.c.id)),
)
_ABOUT = bindparam("about", type_=Text)
_SUBSCRIBED = exists().where(subscriptions.c.person_id == people.c.id, subscriptions.c.topic == _ABOUT, subscriptions.c.paused.is_(False))
_WITHIN = bindparam("within", type_=Text)
_HERE = or_(
    people.c.region.like(_WITHIN),
    exists().where(
        members.c.person_id == people.c.id,
        members.c.state == Belonging.IN,
        enterprises.c.id == members.c.enterprise_id,
        enterprises.c.region.like(_WITHIN),
    ),
    exists().where(profiles.c.person_id == people.c.id, profiles.c.region.like(_WITHIN)),
    exists().where(subscriptions.c.person_id == people.c.id, subscriptions.c.region.like(_WITHIN), subscriptions.c.paused.is_(False)),
)
_WANTED = and_(
    addresses.c.chat != "",
    addresses.c.lost_at.is_(None),
    people.c.opted_out.is_(False),
    _HERE,
    or_(literal("", Text) == _AS, _HOLDS),
    or_(literal("", Text) == _ABOUT, _SUBSCRIBED),
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
        values |= {"interest": audience.interest, "follows": audience.follows}
        id_: int = self.connection.execute(_BEGIN, {**values, "created_at": self.now}).scalar_one()
        return id_

    def get(self, broadcast: int) -> Broadcast | None:
        """The broadcast of an id."""
        row = _GET.first(self.connection, {"which": broadcast})
        if row is None:
            return None
        kind, body, region, role, platform, chat, interest, follows, author, state, id_ = row
        return Broadcast(kind, body, Audience(region, role, platform, chat, interest, follows), author, State(state), id_)

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
        if one.audience.follows:
            return self._follow(one, outbox, most)
        found = self.connection.execute(_NEXT, {**_asked(one.audience), "last": reached, "most": most}).all()
        if not found:
            self._end(one.id)
            return 0
        # Somebody with several addresses gets it at the first; a page that ends between them is passed by the cursor.
        first = {person_id: (platform, chat, person) for person_id, platform, chat, person in reversed(found)}
        self.connection.execute(_REACHED, {"which": one.id, "last": found[-1][0]})
        return outbox.put_many([_owed(one, *first[person_id], str(person_id)) for person_id in sorted(first)])

    def following(self, broadcast: int, kind: str) -> list[int]:
        """Those of a kind that go to wherever it has gone, oldest first."""
        return list(self.connection.scalars(_FOLLOWING, {"which": broadcast, "of": kind}))

    def rewrite(self, broadcast: int, body: str) -> None:
        """Whoever has not got it yet gets this instead."""
        self.connection.execute(_REWRITE, {"which": broadcast, "words": body})

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

    def _follow(self, one: Broadcast, outbox: Outbox, most: int) -> int:
        """Owe it to the next who have got the other one; it goes on until nothing of that can be under way any more."""
        other = self.get(one.audience.follows)
        arrived = outbox.arrived(other.subject, one.subject, most) if other else []
        since: datetime = self.connection.execute(_SINCE, {"which": one.id}).scalar_one()
        if not arrived and self.now > since + SETTLING:
            self._end(one.id)
        owed = [_owed(one, row.owed.platform, row.owed.chat, row.owed.person, str(row.id), row.sent[-1]) for row in arrived if row.sent]
        return outbox.put_many(owed)

    def _end(self, broadcast: int) -> None:
        self.connection.execute(_END, {"which": broadcast, "at": self.now, "becomes": State.SPREAD})


def _asked(audience: Audience) -> dict[str, object]:
    # As with grants: 150200 reaches 150203, 150000 all of them.
    return {"within": f"{stem(audience.region)}%", "as_": audience.role, "about": audience.interest}


def _owed(one: Broadcast, platform: str, chat: str, person: str, whom: str, origin: str = "") -> Owed:
    return Owed(f"{one.subject}:{whom}", platform, chat, person, "", Lane.BROADCAST, origin=origin, subject=one.subject)
