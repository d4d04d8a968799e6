"""From a listing that somebody likes to two people who have each other's numbers: each step once, and only after both said yes.

Everything belongs into a unit of work. An enterprise sees a profile without name and contact until contacts are exchanged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chat.message import Address
from domain.enterprise import Enterprise, Review
from domain.listing import Listing
from domain.people import NOTHING, Action, Person, Thing, can
from domain.profile import Profile
from domain.subscription import FOR_PEOPLE
from services.listings import day_of, own
from services.permission import permit
from services.registry import actor_of
from storage.interests import Course, Interest
from storage.work import Work

CONSENT = "interest-1"
"""The version of the notice to which somebody agrees before an enterprise sees what they told of themselves."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken now: the listing, its enterprise and members (ids), and the profile of whoever is interested.

    `asker` is the approved enterprise that somebody speaks for where enterprises deal with each other; None where it is a person's matter.
    """

    interest: Interest
    listing: Listing
    firm: Enterprise | None
    members: Sequence[int]
    profile: Profile
    asker: Enterprise | None = None


def open_listing(work: Work, listing: int) -> Listing | None:
    """A listing that everybody may see today."""
    found = work.listings.find(listing)
    return found if found and found.is_open(day_of(work)) else None


def keep(work: Work, person: Person, listing: int) -> bool | None:
    """Put a listing among one's favourites, or out of them: whether it is there now; None where it is not open. Raises NotAllowed."""
    permit(person, Action.CHANGE_OWN, Thing(owner=person.id))
    if work.interests.let_go(listing, person.id):
        return False
    return work.interests.keep(listing, person.id) if open_listing(work, listing) else None


def kept(work: Work, address: Address, limit: int = 20) -> list[Listing]:
    """One's favourites, whether open still or not, the last kept first."""
    found = (work.listings.find(one) for one in work.interests.kept(actor_of(work, address).id, limit))
    return [one for one in found if one]


def begin(work: Work, person: Person, listing: int) -> Step | None:
    """Somebody agrees that the enterprise is told. None where it was told before, or the listing is not open. Raises NotAllowed."""
    permit(person, Action.CHANGE_OWN, Thing(owner=person.id))
    if open_listing(work, listing) is None:
        return None
    work.consents.agree(person.id, CONSENT)
    id_ = work.interests.add(listing, person.id)
    if not id_:
        return None
    work.audit.record(person.id, "interest.begun", str(id_))
    return _step(work, id_)


def propose(work: Work, address: Address, listing: int, person: int) -> Step | None:
    """An enterprise would like to talk to somebody who agreed to be found: that is its yes, and the other's is asked for.

    None where they have dealt with each other about this post, where it is not open, and where the person is not to be found (any more).
    Raises NotAllowed for all but the post's own people.
    """
    actor, found = own(work, address, listing)
    if found is None or not found.is_open(day_of(work)) or not work.profiles.of(person).findable:
        return None
    id_ = work.interests.add(listing, person)
    if not id_ or not work.interests.move(id_, Course.TOLD, Course.WILLING):
        return None
    work.audit.record(actor.id, "interest.proposed", str(id_))
    return _step(work, id_)


def asker_of(work: Work, listing: Listing, person: int) -> Enterprise | None:
    """The enterprise for which somebody asks about a listing that is not for single people; None where there is none."""
    if listing.kind in FOR_PEOPLE:
        return None
    return next((one for one in work.enterprises.of(person) if one.state is Review.APPROVED and one.id != listing.enterprise), None)


def answer(work: Work, address: Address, interest: int, *, yes: bool) -> Step | None:
    """The enterprise is willing, or not. None where it has answered before. Raises NotAllowed for all but its members."""
    actor, found = actor_of(work, address), work.interests.find(interest)
    listing = work.listings.find(found.listing) if found else None
    members = frozenset(_members(work, listing)) if listing else frozenset()
    permit(actor, Action.CHANGE_LISTING, Thing(listing.region, members=members) if listing else NOTHING)
    if not work.interests.move(interest, Course.TOLD, Course.WILLING if yes else Course.REFUSED):
        return None
    work.audit.record(actor.id, "interest.answered", str(interest), "yes" if yes else "no")
    return _step(work, interest)


def settle(work: Work, address: Address, interest: int, *, yes: bool) -> Step | None:
    """Whoever is interested lets contacts be exchanged, or not. None where nothing is to be answered (any more). Raises NotAllowed."""
    actor, found = actor_of(work, address), work.interests.find(interest)
    permit(actor, Action.CHANGE_OWN, Thing(owner=found.person) if found else NOTHING)
    if not work.interests.move(interest, Course.WILLING, Course.EXCHANGED if yes else Course.WITHDRAWN):
        return None
    work.audit.record(actor.id, "contact.exchanged" if yes else "interest.withdrawn", str(interest))
    return _step(work, interest)


def complain(work: Work, person: Person, listing: int, words: str) -> tuple[Listing, Sequence[Person]] | None:
    """Keep a complaint: the listing, and the staff who have to see it. None where they complained before. Raises NotAllowed."""
    permit(person, Action.CHANGE_OWN, Thing(owner=person.id))
    found = work.listings.find(listing)
    if found is None or not work.interests.complain(listing, person.id, words):
        return None
    work.audit.record(person.id, "listing.complained", str(listing))
    staff = work.people.staff_of(found.region)
    return found, [one for one in staff if can(one, Action.REVIEW_LISTING, Thing(found.region))]


def _step(work: Work, interest: int) -> Step | None:
    found = work.interests.find(interest)
    listing = work.listings.find(found.listing) if found else None
    if found is None or listing is None:
        return None
    firm = work.enterprises.find(listing.enterprise) if listing.enterprise else None
    asker = asker_of(work, listing, found.person)
    return Step(found, listing, firm, _members(work, listing), work.profiles.of(found.person), asker)


def _members(work: Work, listing: Listing) -> Sequence[int]:
    """Who speaks for a listing."""
    return work.enterprises.members(listing.enterprise) if listing.enterprise else [listing.author]
