"""Complaints of posts: they wait for staff of the city, who take the post down or find nothing wrong. By themselves they hide nothing.

Everything belongs into a unit of work. A decision names the last complaint that it saw, so that of two only one wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chat.message import Address
from domain.enterprise import Enterprise
from domain.listing import Listing, State
from domain.people import NOTHING, Action, Person, Thing, can
from domain.region import stem
from services import listings
from services.listings import Decision
from services.permission import permit
from services.registry import Decided, actor_of
from storage.complaints import Complaint
from storage.work import Work

_MOST = 20


@dataclass(frozen=True, slots=True)
class Case:
    """A listing, whose it is, and what people complain of."""

    listing: Listing
    enterprise: Enterprise | None
    complaints: Sequence[Complaint]

    @property
    def seen(self) -> int:
        """The last complaint (id) of this look; 0 without any."""
        return max((one.id for one in self.complaints), default=0)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a decision came to: the listing as it stands, who was quicker ("" for nobody known), and whose complaints are dealt with.

    `reporters` are the complaint's and the person's id of each.
    """

    outcome: Decided
    listing: Listing | None = None
    by: str = ""
    reporters: Sequence[tuple[int, int]] = ()


def waiting(work: Work, address: Address) -> list[tuple[Listing, int]]:
    """Listings with how many people complain of them, for somebody of the staff: the most pressing first. Raises NotAllowed."""
    actor = actor_of(work, address)
    grants = [one for one in actor.grants if can(Person(actor.id, grants=(one,)), Action.REVIEW_LISTING, Thing(one.region))]
    if not grants:
        permit(actor, Action.REVIEW_LISTING)
    found = dict(pair for grant in grants for pair in work.complaints.waiting(stem(grant.region), _MOST))
    return [(one, count) for id_, count in found.items() if (one := work.listings.find(id_))]


def look(work: Work, address: Address, listing: int) -> Case | None:
    """A listing with what people complain of; None where it is gone. Raises NotAllowed."""
    _, found = _judged(work, address, listing)
    return Case(found, work.enterprises.find(found.enterprise), work.complaints.of(listing)) if found else None


def clear(work: Work, address: Address, listing: int, seen: int) -> Settled:
    """Nothing is wrong with it. Raises NotAllowed."""
    actor, found = _judged(work, address, listing)
    return _settled(work, actor, found, seen, "complaint.cleared")


def take_down(work: Work, address: Address, listing: int, seen: int, reason: str) -> tuple[Settled, Decision]:
    """Return it to its enterprise with a reason, and deal with the complaints. Raises NotAllowed."""
    actor, found = _judged(work, address, listing)
    settled = _settled(work, actor, found, seen, "complaint.upheld")
    if settled.outcome is not Decided.DONE or found is None or found.state is not State.OPEN:
        return settled, Decision(Decided.ALREADY, found)
    return settled, listings.decide(work, address, listing, found.version, reason)


def _judged(work: Work, address: Address, listing: int) -> tuple[Person, Listing | None]:
    actor, found = actor_of(work, address), work.listings.find(listing)
    permit(actor, Action.REVIEW_LISTING, Thing(found.region) if found else NOTHING)
    return actor, found


def _settled(work: Work, actor: Person, found: Listing | None, seen: int, action: str) -> Settled:
    if found is None:
        return Settled(Decided.GONE)
    reporters = work.complaints.finish(found.id, seen, actor.id)
    if not reporters:
        by = work.people.get(work.complaints.closed_by(found.id))
        return Settled(Decided.ALREADY, found, by.name if by else "")
    work.audit.record(actor.id, action, str(found.id), str(len(reporters)))
    return Settled(Decided.DONE, found, reporters=reporters)
