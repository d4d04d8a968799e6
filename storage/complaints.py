"""What people complained of: listings that wait for staff, those of several people first, and who hears what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, select, update

from storage.repository import Repository
from storage.tables_business import complaints, listings

SEVERAL = 3
"""A listing of which so many people complained comes before all others."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What one person (id) said of a listing."""

    id: int
    person: int
    words: str
    at: datetime


_OPEN = complaints.c.finished_at.is_(None)
_COUNT = func.count(complaints.c.id)
_WAITING = select(complaints.c.listing_id, _COUNT.label("count")).join(listings, listings.c.id == complaints.c.listing_id)
_WAITING = _WAITING.where(_OPEN, listings.c.region.startswith(bindparam("within"))).group_by(complaints.c.listing_id)
_WAITING = _WAITING.order_by(case((_COUNT >= SEVERAL, 0), else_=1), func.min(complaints.c.at), complaints.c.listing_id)
_WAITING = _WAITING.limit(bindparam("most"))
_OF = select(complaints.c.id, complaints.c.person_id, complaints.c.words, complaints.c.at)
_OF = _OF.where(_OPEN, complaints.c.listing_id == bindparam("row")).order_by(complaints.c.id)
_FINISH = update(complaints).where(_OPEN, complaints.c.listing_id == bindparam("row"), complaints.c.id <= bindparam("last"))
_FINISH = _FINISH.values(finished_at=bindparam("now"), finished_by=bindparam("who"))
_TOLD = _FINISH.returning(complaints.c.id, complaints.c.person_id)
_CLOSED = select(complaints.c.finished_by).where(complaints.c.listing_id == bindparam("row"), ~_OPEN)
_CLOSED = _CLOSED.order_by(complaints.c.finished_at.desc(), complaints.c.id.desc()).limit(1)


class Complaints(Repository):
    """Complaints by the listing that they are about. `Interests.complain` keeps them."""

    __slots__ = ()

    def waiting(self, within: str, limit: int) -> list[tuple[int, int]]:
        """Listings (ids) with how many people complain of them, of regions whose codes begin with `within`: the most pressing first."""
        rows = self.connection.execute(_WAITING, {"within": within, "most": limit})
        return [(listing, int(count)) for listing, count in rows]

    def of(self, listing: int) -> list[Complaint]:
        """The complaints of a listing that nobody has dealt with, the oldest first."""
        return [Complaint(*row) for row in self.connection.execute(_OF, {"row": listing})]

    def finish(self, listing: int, last: int, staff: int) -> Sequence[tuple[int, int]]:
        """Deal with a listing's complaints up to the one of id `last`: theirs and their authors' ids; none where somebody was quicker."""
        values = {"row": listing, "last": last, "now": self.now, "who": staff}
        return [(id_, person) for id_, person in self.connection.execute(_TOLD, values)]

    def closed_by(self, listing: int) -> int:
        """Who of the staff (id) dealt with them last; 0 where nobody did, or nobody is known."""
        return int(self.connection.scalar(_CLOSED, {"row": listing}) or 0)
