"""The register of enterprises: sent in, seen by staff of the region, approved or returned, changed and sent in again.

Everything belongs into a unit of work, and whoever acts is looked up inside it: a role that was taken away meanwhile does not count.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from chat.message import Address
from domain.enterprise import Belonging, Enterprise, Review
from domain.people import NOTHING, Action, Person, Thing, can
from domain.region import stem
from services.permission import permit
from storage.work import Work

CONSENT = "enterprise-1"
"""The version of the notice to which somebody agrees before they name a contact; a new wording is a new version."""

MOST = 20
"""So many of what waits are shown at a time."""
_OPEN = 5
"""So many registrations of one person may be undecided at a time."""
_NOBODY = Person(0)


class Sent(StrEnum):
    """What became of a registration that was sent in."""

    WAITING = "waiting"
    CHANGED = "changed"
    DOUBLE = "double"
    OWN = "own"
    MANY = "many"
    BUSY = "busy"


class Decided(StrEnum):
    """What became of a decision."""

    DONE = "done"
    ALREADY = "already"
    OUTDATED = "outdated"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Submission:
    """A registration as it stands now. `staff` are those who have to be told; for a double it is the one that stands already."""

    outcome: Sent
    enterprise: Enterprise
    staff: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision came to; `by` is the name of whoever decided before ("" for nobody known)."""

    outcome: Decided
    enterprise: Enterprise | None = None
    by: str = ""


def submit(work: Work, person: Person, told: Enterprise) -> Submission:
    """Send a registration in, or (with an id) a changed one. Raises NotAllowed.

    Somebody's own that was returned is sent in again under its number, though they filled in a new form.
    """
    work.consents.agree(person.id, CONSENT)
    twin = work.enterprises.by_code(told.code)
    if twin and twin.id != told.id:
        if person.id != twin.owner:
            member = work.enterprises.standing(twin.id, person.id) is Belonging.IN
            return Submission(Sent.OWN if member else Sent.DOUBLE, twin)
        if told.id or twin.state is not Review.RETURNED:
            return Submission(Sent.OWN, twin)
        told = replace(told, id=twin.id)
    return _change(work, person, told) if told.id else _add(work, person, told)


def _add(work: Work, person: Person, told: Enterprise) -> Submission:
    if len([one for one in work.enterprises.of(person.id) if one.state is not Review.APPROVED]) >= _OPEN:
        return Submission(Sent.MANY, told)
    id_ = work.enterprises.add(replace(told, owner=person.id, state=Review.PENDING))
    added = work.enterprises.find(id_)
    if added is None:
        # Somebody else sent the same code in between our look and our word.
        return Submission(Sent.BUSY, told)
    work.audit.record(person.id, "enterprise.registered", str(id_), added.code)
    return Submission(Sent.WAITING, added, reviewers(work, added))


def _change(work: Work, person: Person, told: Enterprise) -> Submission:
    known = work.enterprises.find(told.id)
    permit(person, Action.CHANGE_OWN, Thing(owner=known.owner) if known else NOTHING)
    if known is None:
        return Submission(Sent.BUSY, told)
    state = Review.APPROVED if known.state is Review.APPROVED and _alike(known, told) else Review.PENDING
    wanted = replace(told, owner=known.owner, state=state, reason="", reviewer=known.reviewer, version=known.version)
    if not work.enterprises.change(wanted):
        return Submission(Sent.BUSY, known)
    now = replace(wanted, version=known.version + 1)
    work.audit.record(person.id, "enterprise.changed", str(now.id), state)
    if state is Review.APPROVED:
        return Submission(Sent.CHANGED, now)
    return Submission(Sent.WAITING, now, reviewers(work, now))


def _alike(known: Enterprise, told: Enterprise) -> bool:
    """Whether what staff approved is still what is told; the rest may be changed without them."""
    return (known.name, known.code, known.region, known.listed) == (told.name, told.code, told.region, told.listed)


def reviewers(work: Work, enterprise: Enterprise) -> tuple[Person, ...]:
    """The staff who may decide on it."""
    thing = Thing(enterprise.region)
    return tuple(one for one in work.people.staff_of(enterprise.region) if can(one, Action.REVIEW_ENTERPRISE, thing))


def decide(work: Work, address: Address, enterprise: int, seen: int, reason: str = "") -> Decision:
    """Approve a registration as its version `seen` told it, or with a reason return it. Of two decisions one wins. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.enterprises.find(enterprise)
    permit(actor, Action.REVIEW_ENTERPRISE, Thing(found.region) if found else NOTHING)
    if found is None:
        return Decision(Decided.GONE)
    if found.state is not Review.PENDING:
        return _decided(work, found)
    if found.version != seen:
        return Decision(Decided.OUTDATED, found)
    state = Review.RETURNED if reason else Review.APPROVED
    if not work.enterprises.change(replace(found, state=state, reason=reason, reviewer=actor.id)):
        return _decided(work, work.enterprises.find(enterprise) or found)
    work.audit.record(actor.id, "enterprise.returned" if reason else "enterprise.approved", str(found.id), reason)
    return Decision(Decided.DONE, replace(found, state=state, reason=reason, reviewer=actor.id, version=seen + 1))


def look(work: Work, address: Address, enterprise: int, *, whole: bool) -> Enterprise | None:
    """A registration for staff; the whole of it, the telephone number with it, is a look that is written down. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.enterprises.find(enterprise)
    thing = Thing(found.region) if found else NOTHING
    permit(actor, Action.SEE_CONTACT if whole else Action.REVIEW_ENTERPRISE, thing)
    if found and whole:
        work.audit.record(actor.id, "contact.seen", f"enterprise {found.id}")
    return found


def waiting(work: Work, address: Address) -> list[Enterprise]:
    """What waits for somebody of the staff, oldest first. Raises NotAllowed."""
    actor = actor_of(work, address)
    grants = [one for one in actor.grants if can(Person(actor.id, grants=(one,)), Action.REVIEW_ENTERPRISE, Thing(one.region))]
    if not grants:
        permit(actor, Action.REVIEW_ENTERPRISE)
    found = {one.id: one for grant in grants for one in work.enterprises.waiting(stem(grant.region), MOST)}
    return sorted(found.values(), key=lambda one: (str(one.changed_at), one.id))[:MOST]


def actor_of(work: Work, address: Address) -> Person:
    """Who acts, with the roles that they hold now."""
    return work.people.find(address) or _NOBODY


def _decided(work: Work, enterprise: Enterprise) -> Decision:
    by = work.people.get(enterprise.reviewer) if enterprise.reviewer else None
    return Decision(Decided.ALREADY, enterprise, by.name if by else "")
