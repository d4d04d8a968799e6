"""What waits for somebody of the staff, of all that they may deal with."""

from collections.abc import Callable, Mapping, Sequence

from chat.message import Address
from domain.people import Action, Person, Thing, can
from services import complaints, listings, registry, unanswered
from storage.work import Work

_WAITING: Mapping[str, tuple[Action, Callable[[Work, Address], Sequence[object]]]] = {
    "reviews": (Action.REVIEW_ENTERPRISE, registry.waiting),
    "moderate": (Action.REVIEW_LISTING, listings.waiting),
    "complaints": (Action.REVIEW_LISTING, complaints.waiting),
    "questions": (Action.ANSWER_QUESTION, unanswered.waiting),
}


def waiting(work: Work, address: Address) -> dict[str, int]:
    """How much waits under each command (cut where its list is); empty for who is not of the staff."""
    actor = work.people.find(address)
    if actor is None or not actor.is_staff:
        return {}
    return {name: len(found(work, address)) for name, (action, found) in _WAITING.items() if _may(actor, action)}


def _may(actor: Person, action: Action) -> bool:
    return any(can(Person(actor.id, grants=(one,)), action, Thing(one.region)) for one in actor.grants)
