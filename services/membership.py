"""Who belongs to an enterprise: those whom its owner lets in, and those who bring a one-time code."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from chat.message import Address
from domain.enterprise import Belonging, Enterprise
from domain.people import NOTHING, Action, Person, Thing
from services.people import hash_of
from services.permission import permit
from services.registry import actor_of, reviewers
from storage.work import Work

VALID = timedelta(days=7)
"""For how long a colleague's code can be taken up."""


class Asked(StrEnum):
    """What became of a wish to join."""

    SENT = "sent"
    MEMBER = "member"
    ALREADY = "already"
    REFUSED = "refused"
    GONE = "gone"


_ALREADY = {Belonging.IN: Asked.MEMBER, Belonging.ASKING: Asked.ALREADY, Belonging.REFUSED: Asked.REFUSED}


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish to join; `deciders` are the people (ids) who have to be asked."""

    outcome: Asked
    enterprise: Enterprise | None = None
    deciders: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """An enterprise as one of its members sees it."""

    enterprise: Enterprise
    members: tuple[Person, ...]
    person: int

    @property
    def owned(self) -> bool:
        """Whether whoever sees it is its owner."""
        return self.enterprise.owner == self.person


def of(work: Work, address: Address) -> list[Seat]:
    """The enterprises that somebody belongs to."""
    person = actor_of(work, address)
    return [_seen(work, one, person) for one in work.enterprises.of(person.id)] if person.id else []


def ask(work: Work, person: Person, enterprise: int) -> Wish:
    """Somebody wishes to join; the owner decides, where there is none any more the staff. Who was refused needs a code."""
    found = work.enterprises.find(enterprise)
    if found is None:
        return Wish(Asked.GONE)
    if standing := work.enterprises.standing(enterprise, person.id):
        return Wish(_ALREADY[standing], found)
    work.enterprises.join(enterprise, person.id, asking=True)
    work.audit.record(person.id, "enterprise.join-asked", str(enterprise))
    deciders = (found.owner,) if found.owner else tuple(one.id for one in reviewers(work, found))
    return Wish(Asked.SENT, found, deciders)


def answer(work: Work, address: Address, enterprise: int, person: int, *, yes: bool) -> Enterprise | None:
    """Let somebody in who asked, or not. None where nobody of that id asks (any more). Raises NotAllowed."""
    actor, found = actor_of(work, address), work.enterprises.find(enterprise)
    permit(actor, Action.REVIEW_ENTERPRISE if found and not found.owner else Action.MANAGE_MEMBERS, _thing(found))
    if found is None or not work.enterprises.answer(enterprise, person, yes=yes):
        return None
    work.audit.record(actor.id, "enterprise.joined" if yes else "enterprise.join-refused", str(enterprise), str(person))
    return found


def invite(work: Work, address: Address, enterprise: int, code: str) -> Enterprise | None:
    """Let whoever brings the code become a member; only its hash is kept. None where there is no such enterprise. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.enterprises.find(enterprise)
    permit(actor, Action.MANAGE_MEMBERS, _thing(found))
    if found:
        work.enterprises.give_pass(enterprise, hash_of(code), work.now + VALID)
        work.audit.record(actor.id, "enterprise.invited", str(enterprise))
    return found


def join(work: Work, person: Person, code: str) -> Enterprise | None:
    """Become a member by a code; None where it is none, was used, or is too old."""
    enterprise = work.enterprises.take_pass(hash_of(code), person.id)
    work.audit.record(person.id, "enterprise.joined" if enterprise else "enterprise.code-refused", str(enterprise or ""))
    return work.enterprises.find(enterprise) if enterprise else None


def leave(work: Work, address: Address, enterprise: int, person: int) -> Enterprise | None:
    """Somebody leaves, or is taken out by the owner, who stays. None where there is nothing to leave. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.enterprises.find(enterprise)
    if not actor.id or actor.id != person:
        permit(actor, Action.MANAGE_MEMBERS, _thing(found))
    if found is None or person == found.owner or not work.enterprises.leave(enterprise, person):
        return None
    work.audit.record(actor.id, "enterprise.left", str(enterprise), str(person))
    return found


def _thing(enterprise: Enterprise | None) -> Thing:
    return Thing(enterprise.region, enterprise.owner) if enterprise else NOTHING


def _seen(work: Work, enterprise: Enterprise, person: Person) -> Seat:
    members = (work.people.get(one) for one in work.enterprises.members(enterprise.id))
    return Seat(enterprise, tuple(one for one in members if one), person.id)
