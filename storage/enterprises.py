"""The register of enterprises and who belongs to them. Every change names the version that it saw, so that of two only one wins."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from domain.enterprise import Belonging, Enterprise, Need, Review, Size
from storage.columns import insert
from storage.repository import Repository
from storage.tables_business import enterprises, members, passes

_ADD = insert(enterprises).on_conflict_do_nothing(index_elements=["code"]).returning(enterprises.c.id)
_ROW = tuple(column for column in enterprises.c if column.name != "trusted")
_FIND = select(*_ROW).where(enterprises.c.id == bindparam("row"))
_BY_CODE = select(*_ROW).where(enterprises.c.code == bindparam("is_"))
_OF_PERSON = select(*_ROW).join(members, members.c.enterprise_id == enterprises.c.id).order_by(enterprises.c.id)
_OF_PERSON = _OF_PERSON.where(members.c.person_id == bindparam("who"), members.c.state == Belonging.IN)
_SEEN = (enterprises.c.id == bindparam("row"), enterprises.c.version == bindparam("seen"))
_CHANGE = update(enterprises).where(*_SEEN)
_WAITING = select(*_ROW).where(enterprises.c.state == Review.PENDING, enterprises.c.region.startswith(bindparam("within")))
_WAITING = _WAITING.order_by(enterprises.c.changed_at, enterprises.c.id).limit(bindparam("most"))
_TRUSTED = select(enterprises.c.trusted).where(enterprises.c.id == bindparam("row"))
_TRUST = update(enterprises).where(enterprises.c.id == bindparam("row")).values(trusted=bindparam("so"))
_JOIN = insert(members)
_JOIN = _JOIN.on_conflict_do_update(
    index_elements=["enterprise_id", "person_id"], set_={"state": _JOIN.excluded.state, "at": _JOIN.excluded.at}
)
_LEAVE = delete(members).where(members.c.enterprise_id == bindparam("row"), members.c.person_id == bindparam("who"))
_ASKING = (members.c.enterprise_id == bindparam("row"), members.c.person_id == bindparam("who"), members.c.state == Belonging.ASKING)
_ANSWER = update(members).where(*_ASKING).values(state=bindparam("becomes"), at=bindparam("now"))
_STANDING = select(members.c.state).where(members.c.enterprise_id == bindparam("row"), members.c.person_id == bindparam("who"))
_MEMBERS = select(members.c.person_id).where(members.c.enterprise_id == bindparam("row"), members.c.state == bindparam("as_"))
_GIVE_PASS = insert(passes)
_TAKE_PASS = update(passes).where(passes.c.code_hash == bindparam("hash"), passes.c.used_at.is_(None), passes.c.expires > bindparam("now"))
_TAKE_PASS = _TAKE_PASS.values(used_by=bindparam("who"), used_at=bindparam("now")).returning(passes.c.enterprise_id)
_COUNT = select(enterprises.c.state, func.count()).group_by(enterprises.c.state)


class Enterprises(Repository):
    """Enterprises by id and by their code; a code stands once."""

    __slots__ = ()

    def add(self, enterprise: Enterprise) -> int:
        """Keep a registration and its owner as member; 0 where the code stands in the register already."""
        id_: int | None = self.connection.scalar(_ADD, {**_values(enterprise), "trusted": False, "version": 1, "changed_at": self.now})
        if id_ is not None and enterprise.owner:
            self.join(id_, enterprise.owner)
        return id_ or 0

    def find(self, enterprise: int) -> Enterprise | None:
        """The enterprise of an id."""
        row = self.connection.execute(_FIND, {"row": enterprise}).one_or_none()
        return _enterprise(row) if row else None

    def by_code(self, code: str) -> Enterprise | None:
        """The enterprise of a 统一社会信用代码."""
        row = self.connection.execute(_BY_CODE, {"is_": code}).one_or_none()
        return _enterprise(row) if row else None

    def of(self, person: int) -> list[Enterprise]:
        """The enterprises that somebody belongs to."""
        return [_enterprise(row) for row in self.connection.execute(_OF_PERSON, {"who": person})]

    def change(self, enterprise: Enterprise) -> bool:
        """Write it anew, one version further. False where it was changed since `enterprise.version` was read."""
        values = {**_values(enterprise), "version": enterprise.version + 1, "changed_at": self.now}
        statement = _CHANGE.values(values)
        return self.connection.execute(statement, {"row": enterprise.id, "seen": enterprise.version}).rowcount == 1

    def waiting(self, within: str, limit: int) -> list[Enterprise]:
        """Registrations that wait for staff, oldest first, of regions whose codes begin with `within`."""
        return [_enterprise(row) for row in self.connection.execute(_WAITING, {"within": within, "most": limit})]

    def is_trusted(self, enterprise: int) -> bool:
        """Whether its listings are shown without being seen by staff first."""
        return bool(self.connection.scalar(_TRUSTED, {"row": enterprise}))

    def trust(self, enterprise: int, *, trusted: bool) -> bool:
        """Trust it, or no longer. False for one that is not there."""
        return self.connection.execute(_TRUST, {"row": enterprise, "so": trusted}).rowcount == 1

    def join(self, enterprise: int, person: int, *, asking: bool = False) -> None:
        """Make somebody a member, or note that they ask to be one."""
        values = {"enterprise_id": enterprise, "person_id": person, "state": Belonging.ASKING if asking else Belonging.IN, "at": self.now}
        self.connection.execute(_JOIN, values)

    def leave(self, enterprise: int, person: int) -> bool:
        """Take somebody out, member or asking. False where they were neither."""
        return self.connection.execute(_LEAVE, {"row": enterprise, "who": person}).rowcount == 1

    def answer(self, enterprise: int, person: int, *, yes: bool) -> bool:
        """Let somebody in who asked, or not. False where they do not ask (any more): of two answers the first one counts."""
        becomes = Belonging.IN if yes else Belonging.REFUSED
        return self.connection.execute(_ANSWER, {"row": enterprise, "who": person, "becomes": becomes, "now": self.now}).rowcount == 1

    def standing(self, enterprise: int, person: int) -> Belonging | None:
        """What somebody is to it; None for nothing."""
        state = self.connection.scalar(_STANDING, {"row": enterprise, "who": person})
        return Belonging(state) if state else None

    def members(self, enterprise: int, *, asking: bool = False) -> list[int]:
        """The people (ids) who belong to it, or who ask to."""
        return list(self.connection.scalars(_MEMBERS, {"row": enterprise, "as_": Belonging.ASKING if asking else Belonging.IN}))

    def give_pass(self, enterprise: int, code_hash: str, expires: datetime) -> None:
        """Let whoever brings the code of that hash, once and before it expires, become a member."""
        self.connection.execute(_GIVE_PASS, {"code_hash": code_hash, "enterprise_id": enterprise, "expires": expires})

    def take_pass(self, code_hash: str, person: int) -> int:
        """Become a member by a code, and give back the enterprise; 0 where there is none, it was used, or its time is over."""
        id_: int | None = self.connection.scalar(_TAKE_PASS, {"hash": code_hash, "who": person, "now": self.now})
        if id_:
            self.join(id_, person)
        return id_ or 0

    def counts(self) -> Mapping[Review, int]:
        """How many stand where."""
        return {Review(state): count for state, count in self.connection.execute(_COUNT)}


def _values(enterprise: Enterprise) -> dict[str, object]:
    return {
        "name": enterprise.name,
        "code": enterprise.code,
        "region": enterprise.region,
        "industry": enterprise.industry,
        "size": enterprise.size,
        "contact": enterprise.contact,
        "mobile": enterprise.mobile,
        "needs": " ".join(sorted(enterprise.needs)),
        "listed": enterprise.listed,
        "owner": enterprise.owner or None,
        "state": enterprise.state,
        "reason": enterprise.reason,
        "reviewer": enterprise.reviewer or None,
    }


def _enterprise(row: Row[*tuple[Any, ...]]) -> Enterprise:
    told = row._mapping
    return Enterprise(
        id=told["id"],
        name=told["name"],
        code=told["code"],
        region=told["region"],
        industry=told["industry"],
        size=Size(told["size"]),
        contact=told["contact"],
        mobile=told["mobile"],
        needs=frozenset(map(Need, told["needs"].split())),
        listed=told["listed"],
        owner=told["owner"] or 0,
        state=Review(told["state"]),
        reason=told["reason"],
        reviewer=told["reviewer"] or 0,
        version=told["version"],
        changed_at=told["changed_at"],
    )
