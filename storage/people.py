"""People, where they can be reached, and the roles they were given."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from chat.message import Address
from domain.people import STAFF, Grant, Person, Role
from storage.columns import insert
from storage.prepared import Prepared
from storage.repository import Repository
from storage.tables import addresses, grants, invites, people

_HERE = (addresses.c.platform == bindparam("on")) & (addresses.c.person == bindparam("by"))
_FIND = Prepared(select(people.c.id, people.c.name, people.c.region, addresses.c.chat).join(addresses).where(_HERE))
_GET = select(people.c.id, people.c.name, people.c.region).where(people.c.id == bindparam("who"))
_grants = select(grants.c.role, grants.c.region).where(grants.c.person_id == bindparam("who"))
_GRANTS = Prepared(_grants.order_by(grants.c.region, grants.c.role))
_MEET = insert(people).returning(people.c.id)
_LODGE = insert(addresses)
_MOVE = update(addresses).where(_HERE).values(chat=bindparam("to"))
_RENAME = update(people).where(people.c.id == bindparam("who")).values(name=bindparam("called"))
_SET_REGION = update(people).where(people.c.id == bindparam("who")).values(region=bindparam("code"))
_REACH = select(addresses.c.platform, addresses.c.chat, addresses.c.person)
_REACH = _REACH.where(addresses.c.person_id == bindparam("who"), addresses.c.chat != "", addresses.c.lost_at.is_(None)).order_by(
    addresses.c.platform
)
_LOSE = update(addresses).where(addresses.c.platform == bindparam("on"), addresses.c.chat == bindparam("to"))
_LOSE = _LOSE.where(addresses.c.lost_at.is_(None)).values(lost_at=bindparam("at"))
_FOUND = update(addresses).where(_HERE, addresses.c.lost_at.is_not(None)).values(lost_at=None)
_OPT = update(people).where(people.c.id == bindparam("who")).values(opted_out=bindparam("out"))
_OPTED = Prepared(select(people.c.opted_out).join(addresses).where(_HERE))
_GRANT = insert(grants).on_conflict_do_nothing(index_elements=["person_id", "role", "region"])
_GRANTED = (grants.c.person_id == bindparam("who"), grants.c.role == bindparam("as_"), grants.c.region == bindparam("code"))
_REVOKE = delete(grants).where(*_GRANTED)
_STAFF = select(grants.c.person_id).where(grants.c.role.in_(sorted(STAFF))).distinct().order_by(grants.c.person_id)
_INVITE = insert(invites)
_REDEEM = update(invites).where(invites.c.code_hash == bindparam("hash"), invites.c.used_at.is_(None), invites.c.expires > bindparam("now"))
_REDEEM = _REDEEM.values(used_by=bindparam("who"), used_at=bindparam("now")).returning(invites.c.role, invites.c.region)


class People(Repository):
    """Somebody is known by platform and their id there, whatever chat they write in."""

    __slots__ = ()

    def find(self, address: Address) -> Person | None:
        """Who that is; None for one who was never met."""
        found = self._known(address)
        return self._person(*found[:3]) if found else None

    def get(self, person: int) -> Person | None:
        """The person of an id."""
        row = self.connection.execute(_GET, {"who": person}).one_or_none()
        return self._person(row.id, row.name, row.region) if row else None

    def meet(self, address: Address, name: str = "", *, private: bool = True) -> Person:
        """Who that is, known from now on. Only a private chat is remembered as the one in which they can be reached."""
        row = self._known(address)
        if row is None:
            return self._welcome(address, name, private=private)
        id_, known_as, region, chat = row
        if private and chat != address.chat:
            self.connection.execute(_MOVE, {"on": address.platform, "by": address.person, "to": address.chat})
        if name and known_as != name:
            self.connection.execute(_RENAME, {"who": id_, "called": name})
        return self._person(id_, name or known_as, region)

    def set_region(self, person: int, region: str) -> None:
        """Remember the city that somebody chose (code; "" for none)."""
        self.connection.execute(_SET_REGION, {"who": person, "code": region})

    def addresses_of(self, person: int) -> list[Address]:
        """The private chats in which somebody can be reached, at most one on each platform and account of theirs."""
        return [Address(*row) for row in self.connection.execute(_REACH, {"who": person})]

    def lose(self, platform: str, chat: str) -> bool:
        """Nobody can be reached in that private chat any more: it is blocked, or its account is gone. False where that was known."""
        return self.connection.execute(_LOSE, {"on": platform, "to": chat, "at": self.now}).rowcount > 0

    def found(self, address: Address) -> bool:
        """Somebody who could not be reached wrote to us again. False where they were never lost."""
        return self.connection.execute(_FOUND, {"on": address.platform, "by": address.person}).rowcount > 0

    def opt_out(self, person: int, *, out: bool = True) -> None:
        """Somebody wants no more announcements (or, with `out` false, wants them again)."""
        self.connection.execute(_OPT, {"who": person, "out": out})

    def opted_out(self, address: Address) -> bool:
        """Whether that one wants no announcements, or was never met."""
        return _OPTED.scalar(self.connection, {"on": address.platform, "by": address.person}) is not False

    def invite(self, role: Role, region: str, code_hash: str, expires: datetime) -> None:
        """Let whoever brings the code of that hash, once and before it expires, have the role for the region."""
        values = {"role": role, "region": region, "code_hash": code_hash, "expires": expires}
        self.connection.execute(_INVITE, values)

    def redeem(self, code_hash: str, person: int) -> Grant | None:
        """Take up an invitation. None where there is none, it was used, or its time is over."""
        row = self.connection.execute(_REDEEM, {"hash": code_hash, "who": person, "now": self.now}).one_or_none()
        if row is None:
            return None
        grant = Grant(Role(row.role), row.region)
        self.grant(person, grant)
        return grant

    def grant(self, person: int, grant: Grant) -> None:
        """Give somebody a role for a region; to hold it already changes nothing."""
        self.connection.execute(_GRANT, {"person_id": person, "role": grant.role, "region": grant.region, "at": self.now})

    def revoke(self, person: int, grant: Grant) -> bool:
        """Take a role away; it ends with this unit. False where it was not held."""
        return self.connection.execute(_REVOKE, {"who": person, "as_": grant.role, "code": grant.region}).rowcount == 1

    def staff(self) -> list[Person]:
        """Everybody who holds a staff role, wherever."""
        found = (self.get(person) for person in self.connection.scalars(_STAFF).all())
        return [one for one in found if one]

    def staff_of(self, region: str) -> list[Person]:
        """Whoever holds a staff role that reaches that region; for "" those whose role reaches everywhere."""
        return [one for one in self.staff() if any(grant.role in STAFF and grant.covers(region) for grant in one.grants)]

    def _known(self, address: Address) -> tuple[Any, ...] | None:
        """Id, name, region and private chat."""
        return _FIND.first(self.connection, {"on": address.platform, "by": address.person})

    def _person(self, id_: int, name: str, region: str) -> Person:
        held = _GRANTS.rows(self.connection, {"who": id_})
        return Person(id_, name, region, tuple(Grant(Role(role), where) for role, where in held))

    def _welcome(self, address: Address, name: str, *, private: bool) -> Person:
        values = {"name": name, "region": "", "opted_out": False, "met_at": self.now}
        id_: int = self.connection.execute(_MEET, values).scalar_one()
        chat = address.chat if private else ""
        lodging = {"platform": address.platform, "person": address.person, "chat": chat, "person_id": id_}
        self.connection.execute(_LODGE, lodging)
        return Person(id_, name)
