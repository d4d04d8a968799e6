"""Who keeps a listing, who is interested in it and how far that has come, and who complained of it."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import bindparam, delete, select, update

from storage.columns import insert
from storage.repository import Repository
from storage.tables_business import complaints, favourites, interests


class Course(StrEnum):
    """How far an interest has come: told to the enterprise, which is willing or not; then contacts are exchanged, or not."""

    TOLD = "told"
    WILLING = "willing"
    REFUSED = "refused"
    EXCHANGED = "exchanged"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Interest:
    """One person's interest in one listing."""

    id: int
    listing: int
    person: int
    state: Course


_KEEP = insert(favourites).on_conflict_do_nothing(index_elements=["listing_id", "person_id"])
_PAIR = (favourites.c.listing_id == bindparam("row"), favourites.c.person_id == bindparam("who"))
_LET_GO = delete(favourites).where(*_PAIR)
_KEPT = select(favourites.c.listing_id).where(favourites.c.person_id == bindparam("who"))
_KEPT = _KEPT.order_by(favourites.c.at.desc(), favourites.c.listing_id.desc()).limit(bindparam("most"))
_ADD = insert(interests).on_conflict_do_nothing(index_elements=["listing_id", "person_id"]).returning(interests.c.id)
_ROW = (interests.c.id, interests.c.listing_id, interests.c.person_id, interests.c.state)
_FIND = select(*_ROW).where(interests.c.id == bindparam("row"))
_OF = select(*_ROW).where(interests.c.listing_id == bindparam("row"), interests.c.person_id == bindparam("who"))
_MOVE = update(interests).where(interests.c.id == bindparam("row"), interests.c.state == bindparam("from_"))
_MOVE = _MOVE.values(state=bindparam("to"), answered_at=bindparam("now"))
_COMPLAIN = insert(complaints).on_conflict_do_nothing(index_elements=["listing_id", "person_id"]).returning(complaints.c.id)


class Interests(Repository):
    """Each once for a person and a listing."""

    __slots__ = ()

    def keep(self, listing: int, person: int) -> bool:
        """Put it among somebody's favourites. False where it is there."""
        return self.connection.execute(_KEEP, {"listing_id": listing, "person_id": person, "at": self.now}).rowcount == 1

    def let_go(self, listing: int, person: int) -> bool:
        """Take it out of them. False where it is not there."""
        return self.connection.execute(_LET_GO, {"row": listing, "who": person}).rowcount == 1

    def kept(self, person: int, limit: int) -> list[int]:
        """Somebody's favourites (ids), the last kept first."""
        return list(self.connection.scalars(_KEPT, {"who": person, "most": limit}))

    def add(self, listing: int, person: int) -> int:
        """Note an interest, and give back its id; 0 where it was noted before."""
        values = {"listing_id": listing, "person_id": person, "state": Course.TOLD, "at": self.now}
        return int(self.connection.scalar(_ADD, values) or 0)

    def find(self, interest: int) -> Interest | None:
        """The one of an id."""
        row = self.connection.execute(_FIND, {"row": interest}).one_or_none()
        return Interest(row.id, row.listing_id, row.person_id, Course(row.state)) if row else None

    def of(self, listing: int, person: int) -> Interest | None:
        """Somebody's in a listing."""
        row = self.connection.execute(_OF, {"row": listing, "who": person}).one_or_none()
        return Interest(row.id, row.listing_id, row.person_id, Course(row.state)) if row else None

    def move(self, interest: int, before: Course, after: Course) -> bool:
        """Bring it further. False where it does not stand at `before` (any more): of two answers one counts."""
        return self.connection.execute(_MOVE, {"row": interest, "from_": before, "to": after, "now": self.now}).rowcount == 1

    def complain(self, listing: int, person: int, words: str) -> int:
        """Keep a complaint, and give back its id; 0 where they complained of it before."""
        values = {"listing_id": listing, "person_id": person, "words": words, "at": self.now}
        return int(self.connection.scalar(_COMPLAIN, values) or 0)
