"""Who is on the staff: seen by colleagues, invited and removed by administrators of the region, every deed read back from the audit."""

from dataclasses import dataclass
from enum import StrEnum

from chat.message import Address
from domain.people import STAFF, Action, Grant, Person, Role, Thing, can
from domain.region import concerns
from services.people import People
from services.permission import permit
from storage.audit import Deed
from storage.work import Work

_NOBODY = Person(0)


class Removed(StrEnum):
    """What became of a removal."""

    DONE = "done"
    GONE = "gone"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the staff as a colleague sees them; `removable` are the roles that the colleague may take away."""

    person: Person
    grants: tuple[Grant, ...]
    removable: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the audit, with the name that its actor has now ("" for nobody's)."""

    deed: Deed
    name: str


class Crew:
    """Everything belongs into a unit of work, and whoever acts is looked up inside it."""

    def __init__(self, people: People) -> None:
        self._people = people

    def colleagues(self, work: Work, address: Address) -> list[Colleague]:
        """The staff of the regions in which somebody of the staff works; nobody for all others."""
        actor = _actor(work, address)
        seen = (self._seen(actor, one) for one in work.people.staff())
        return [one for one in seen if one.grants]

    def may_invite(self, work: Work, address: Address) -> tuple[str, ...]:
        """The regions for which somebody may invite ("" is everywhere). Raises NotAllowed where there are none."""
        actor = _actor(work, address)
        found = tuple(dict.fromkeys(one.region for one in actor.grants if can(actor, Action.INVITE_STAFF, Thing(one.region))))
        if not found:
            permit(actor, Action.INVITE_STAFF)
        return found

    def invite(self, work: Work, address: Address, code: str, grant: Grant) -> None:
        """Let whoever brings the code have the grant. Raises NotAllowed."""
        actor = _actor(work, address)
        permit(actor, Action.INVITE_STAFF, Thing(grant.region))
        self._people.invite(work, code, grant, by=actor.id)

    def remove(self, work: Work, address: Address, person: int) -> Removed:
        """Take from somebody all roles that are the actor's to take; it works at once. Raises NotAllowed.

        A region that has an administrator keeps one.
        """
        actor, found = _actor(work, address), work.people.get(person)
        held = [one for one in found.grants if one.role in STAFF] if found else []
        grants = [one for one in held if can(actor, Action.REMOVE_STAFF, Thing(one.region))]
        if not grants:
            permit(actor, Action.REMOVE_STAFF, Thing(held[0].region) if held else Thing())
            return Removed.GONE
        if any(is_last_admin(work, person, one) for one in grants):
            return Removed.LAST
        self._people.remove(work, person, by=actor.id, grants=grants)
        return Removed.DONE

    def deeds(self, work: Work, address: Address, limit: int, before: int = 0) -> list[Line]:
        """The last lines of the audit, newest first; `before` is the id of the last one seen. Raises NotAllowed."""
        permit(_actor(work, address), Action.SEE_AUDIT)
        found = work.audit.latest(limit, before) if before else work.audit.latest(limit)
        known = {id_: work.people.get(id_) for id_ in {deed.actor_id for deed in found}}
        return [Line(deed, person.name if (person := known[deed.actor_id]) else "") for deed in found]

    def _seen(self, actor: Person, other: Person) -> Colleague:
        mine = [one.region for one in actor.grants if one.role in STAFF]
        grants = tuple(one for one in other.grants if one.role in STAFF and any(concerns(one.region, region) for region in mine))
        return Colleague(other, grants, tuple(one for one in grants if can(actor, Action.REMOVE_STAFF, Thing(one.region))))


def is_last_admin(work: Work, person: int, grant: Grant) -> bool:
    """Whether nobody else administers the region of that grant."""
    others = (one for one in work.people.staff_of(grant.region) if one.id != person)
    return grant.role is Role.ADMIN and not any(
        held.role is Role.ADMIN and held.covers(grant.region) for one in others for held in one.grants
    )


def _actor(work: Work, address: Address) -> Person:
    return work.people.find(address) or _NOBODY
