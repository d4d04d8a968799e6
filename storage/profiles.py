"""What people tell of themselves, and who of them agreed to be found."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, Text, bindparam, case, delete, select, update

from domain.listing import Listing
from domain.profile import Profile
from domain.region import city_of, stem
from storage.columns import insert
from storage.repository import Repository
from storage.tables_business import interests, members, profiles

_ROW = tuple(column for column in profiles.c if column.name != "changed_at")
_PUT = insert(profiles)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["person_id"], set_={column.name: _PUT.excluded[column.name] for column in profiles.c if not column.primary_key}
)
_OF = select(*_ROW).where(profiles.c.person_id == bindparam("who"))
_REMOVE = delete(profiles).where(profiles.c.person_id == bindparam("who"))
_SHOW = update(profiles).where(profiles.c.person_id == bindparam("who")).values(findable=bindparam("so"), changed_at=bindparam("now"))
_TOLD = select(interests.c.person_id).where(interests.c.listing_id == bindparam("row"))
_COLLEAGUES = select(members.c.person_id).where(members.c.enterprise_id == bindparam("firm"))
_FINDABLE = select(*_ROW).where(
    profiles.c.findable,
    profiles.c.person_id.not_in(_TOLD),
    profiles.c.person_id.not_in(_COLLEAGUES),
)
_FINDABLE = _FINDABLE.order_by(
    case((profiles.c.major.in_(bindparam("majors", expanding=True)), 0), else_=1),
    case((profiles.c.region.like(bindparam("near", type_=Text)), 0), else_=1),
    profiles.c.changed_at.desc(),
    profiles.c.person_id,
).limit(bindparam("most"))


class Profiles(Repository):
    """One profile for each person."""

    __slots__ = ()

    def put(self, profile: Profile) -> None:
        """Keep it in place of what was told before."""
        values = {name: getattr(profile, name) for name in Profile.__dataclass_fields__ if name != "person"}
        self.connection.execute(_PUT, {**values, "person_id": profile.person, "changed_at": self.now})

    def find(self, person: int) -> Profile | None:
        """What somebody told of themselves; None where that is nothing."""
        row = self.connection.execute(_OF, {"who": person}).one_or_none()
        return _profile(row._mapping) if row else None

    def of(self, person: int) -> Profile:
        """The same; empty where that is nothing."""
        return self.find(person) or Profile(person)

    def remove(self, person: int) -> bool:
        """Forget it. False where there is none."""
        return self.connection.execute(_REMOVE, {"who": person}).rowcount == 1

    def show(self, person: int, *, findable: bool) -> bool:
        """Let enterprises see it, or no longer. False where there is none."""
        return self.connection.execute(_SHOW, {"who": person, "so": findable, "now": self.now}).rowcount == 1

    def findable(self, listing: Listing, limit: int) -> Sequence[Profile]:
        """Those who agreed to be found, of the listing's majors and city first; without its own people and whoever dealt with it before."""
        values = {"row": listing.id, "firm": listing.enterprise, "majors": listing.majors, "near": f"{stem(city_of(listing.region))}%"}
        return [_profile(row) for row in self.connection.execute(_FINDABLE, {**values, "most": limit}).mappings()]


def _profile(row: RowMapping) -> Profile:
    return Profile(row["person_id"], **{str(name): value for name, value in row.items() if name != "person_id"})
