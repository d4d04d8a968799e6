"""What somebody tells of themselves: kept after their consent, shown to them, changed, forgotten. All of it belongs into a unit of work."""

from dataclasses import replace

from chat.message import Address
from domain.people import Action, Person, Thing
from domain.profile import Profile
from services.permission import permit
from services.registry import actor_of
from storage.work import Work

CONSENT = "profile-1"
"""The version of the notice to which somebody agrees before the first field; a new wording is a new version."""


def own(work: Work, address: Address) -> Profile | None:
    """What somebody told of themselves; None where that is nothing."""
    actor = actor_of(work, address)
    return work.profiles.find(actor.id) if actor.id else None


def agreed(work: Work, address: Address) -> bool:
    """Whether they agreed to the notice."""
    actor = actor_of(work, address)
    return bool(actor.id) and work.consents.has(actor.id, CONSENT)


def keep(work: Work, person: Person, told: Profile) -> Profile:
    """Keep it in place of what they told before. Raises NotAllowed."""
    permit(person, Action.CHANGE_OWN, Thing(owner=person.id))
    wanted = replace(told, person=person.id)
    work.consents.agree(person.id, CONSENT)
    work.profiles.put(wanted)
    work.audit.record(person.id, "profile.kept", str(person.id), "findable" if wanted.findable else "")
    return wanted


def show(work: Work, address: Address, *, findable: bool) -> Profile | None:
    """Let enterprises find it, or no longer. None where there is none. Raises NotAllowed."""
    actor = actor_of(work, address)
    permit(actor, Action.CHANGE_OWN, Thing(owner=actor.id))
    if not work.profiles.show(actor.id, findable=findable):
        return None
    work.audit.record(actor.id, "profile.findable" if findable else "profile.hidden", str(actor.id))
    return work.profiles.of(actor.id)


def remove(work: Work, address: Address) -> bool:
    """Forget it. False where there is none. Raises NotAllowed."""
    actor = actor_of(work, address)
    permit(actor, Action.CHANGE_OWN, Thing(owner=actor.id))
    gone = work.profiles.remove(actor.id)
    if gone:
        work.audit.record(actor.id, "profile.removed", str(actor.id))
    return gone
