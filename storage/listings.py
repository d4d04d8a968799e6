"""What is offered and sought. Every change names the version that it saw, so that of two only one wins."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select, update

from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from storage.columns import insert
from storage.repository import Repository
from storage.tables_business import listings

_ADD = insert(listings).returning(listings.c.id)
_FIND = select(*listings.c).where(listings.c.id == bindparam("row"))
_CHANGE = update(listings).where(listings.c.id == bindparam("row"), listings.c.version == bindparam("seen"))
_OF_ENTERPRISE = select(*listings.c).where(listings.c.enterprise_id == bindparam("owner"), listings.c.state != State.REMOVED)
_OF_ENTERPRISE = _OF_ENTERPRISE.order_by(listings.c.id.desc()).limit(bindparam("most"))
_SAME = ("kind", "side", "title", "enterprise_id", "place", "headcount", "duties", "requirements", "remark")
_TWIN = select(listings.c.id).where(*(listings.c[name] == bindparam(f"same_{name}") for name in _SAME))
_TWIN = _TWIN.where(listings.c.monthly == bindparam("same_monthly"), listings.c.state.in_([State.PENDING, State.OPEN])).limit(1)
_OPEN = and_(listings.c.state == State.OPEN, or_(listings.c.closes.is_(None), listings.c.closes >= bindparam("today")))
_SHOWN = select(*listings.c).where(_OPEN, listings.c.id > bindparam("last")).order_by(listings.c.id).limit(bindparam("most"))
_ENDED = select(*listings.c).where(listings.c.state == State.OPEN, listings.c.closes < bindparam("today")).limit(bindparam("most"))
_WAITING = select(*listings.c).where(listings.c.state == State.PENDING, listings.c.region.startswith(bindparam("within")))
_WAITING = _WAITING.order_by(listings.c.changed_at, listings.c.id).limit(bindparam("most"))


class Listings(Repository):
    """Listings by id."""

    __slots__ = ()

    def add(self, listing: Listing) -> int:
        """Keep a new listing, and give back its id."""
        values = {**_values(listing), "version": 1, "changed_at": self.now}
        id_: int = self.connection.execute(_ADD, values).scalar_one()
        return id_

    def find(self, listing: int) -> Listing | None:
        """The listing of an id, whatever its state."""
        row = self.connection.execute(_FIND, {"row": listing}).one_or_none()
        return listing_of(row) if row else None

    def change(self, listing: Listing) -> bool:
        """Write it anew, one version further. False where it was changed since `listing.version` was read."""
        values = {**_values(listing), "version": listing.version + 1, "changed_at": self.now}
        return self.connection.execute(_CHANGE.values(values), {"row": listing.id, "seen": listing.version}).rowcount == 1

    def twin(self, listing: Listing) -> int:
        """The id of an enterprise's listing that says the same but for its closing day, and is open or waits for staff; 0 for none."""
        values = _values(listing)
        same = {f"same_{name}": values[name] for name in (*_SAME, "monthly")}
        return int(self.connection.scalar(_TWIN, same) or 0)

    def of_enterprise(self, enterprise: int, limit: int = 500) -> list[Listing]:
        """An enterprise's listings, newest first, without what was removed."""
        return self._read(_OF_ENTERPRISE, owner=enterprise, most=limit)

    def shown(self, today: date, after: int, limit: int) -> Sequence[Listing]:
        """Open listings by id from behind `after`."""
        return self._read(_SHOWN, today=today, last=after, most=limit)

    def ended(self, today: date, limit: int) -> list[Listing]:
        """Open listings whose closing day has passed."""
        return self._read(_ENDED, today=today, most=limit)

    def waiting(self, within: str, limit: int) -> list[Listing]:
        """Listings that wait for staff, oldest first, of regions whose codes begin with `within`."""
        return self._read(_WAITING, within=within, most=limit)

    def _read(self, statement: Any, **values: object) -> list[Listing]:
        return [listing_of(row) for row in self.connection.execute(statement, values)]


def _values(listing: Listing) -> dict[str, object]:
    pay = listing.pay
    return {
        "kind": listing.kind,
        "side": listing.side,
        "title": listing.title,
        "enterprise_id": listing.enterprise or None,
        "author_id": listing.author or None,
        "region": listing.region,
        "place": listing.place,
        "headcount": listing.headcount,
        "duties": listing.duties,
        "requirements": listing.requirements,
        "pay_low": pay.low if pay else None,
        "pay_high": pay.high if pay else None,
        "pay_unit": pay.unit if pay else "",
        "monthly": pay.monthly if pay else 0,
        "majors": " ".join(listing.majors),
        "education": listing.education,
        "remark": listing.remark,
        "closes": listing.closes,
        "state": listing.state,
        "reason": listing.reason,
        "reviewer": listing.reviewer or None,
        "opened_at": listing.opened_at,
    }


def listing_of(row: Row[*tuple[Any, ...]]) -> Listing:
    """The listing in a row of its table."""
    told = row._mapping
    return Listing(
        id=told["id"],
        kind=Kind(told["kind"]),
        side=Side(told["side"]),
        title=told["title"],
        enterprise=told["enterprise_id"] or 0,
        author=told["author_id"] or 0,
        region=told["region"],
        place=told["place"],
        headcount=told["headcount"],
        duties=told["duties"],
        requirements=told["requirements"],
        pay=Pay(told["pay_low"], told["pay_high"], PayUnit(told["pay_unit"])) if told["pay_unit"] else None,
        majors=tuple(told["majors"].split()),
        education=told["education"],
        remark=told["remark"],
        closes=told["closes"],
        state=State(told["state"]),
        reason=told["reason"],
        reviewer=told["reviewer"] or 0,
        version=told["version"],
        opened_at=told["opened_at"],
        changed_at=told["changed_at"],
    )
