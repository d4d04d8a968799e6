"""Announcements: one row for many, spread a portion at a time, drawn for each recipient when it is sent."""

from dataclasses import dataclass

from chat.message import Address, Message
from chat.reply import Reply
from chat.wire import reply_to_json
from domain.people import Action, Person, Thing
from services.permission import permit
from storage.broadcasts import Audience, Broadcast
from storage.broadcasts import State as Course
from storage.outbox import Owed, State
from storage.work import Work

__all__ = ["KIND", "Audience", "Standing", "announcement", "broadcast", "cancel", "opt_in", "opt_out", "size", "standing"]

KIND = "announcement"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an announcement has come: recipients by what became of theirs. `spread`: everybody is among them by now."""

    spread: bool
    cancelled: bool
    waiting: int
    delivered: int
    unreachable: int
    withheld: int
    failed: int


def broadcast(work: Work, author: Person, reply: Reply, audience: Audience) -> int:
    """Announce it to all of the audience, from now on, and give back its id. Raises NotAllowed.

    Whoever opts out before theirs is sent gets none; a channel gets one post.
    """
    permit(author, Action.ANNOUNCE, Thing(audience.region))
    id_ = work.broadcasts.begin(Broadcast(KIND, reply_to_json(reply), audience, author.id))
    work.audit.record(author.id, "announcement.begun", str(id_), audience.chat or f"{audience.role or '*'}@{audience.region or '*'}")
    return id_


def size(work: Work, audience: Audience) -> int:
    """How many it would reach now; who opted out or cannot be reached is not among them."""
    return work.broadcasts.size(audience)


def cancel(work: Work, actor: Person, announcement: int) -> bool:
    """Send it to nobody else. False where it was cancelled before, or there is none. Raises NotAllowed."""
    found = work.broadcasts.get(announcement)
    permit(actor, Action.ANNOUNCE, Thing(found.audience.region if found else ""))
    cancelled = work.broadcasts.cancel(announcement)
    if cancelled:
        work.audit.record(actor.id, "announcement.cancelled", str(announcement))
    return cancelled


def standing(work: Work, announcement: int) -> Standing | None:
    """How far it has come; None where there is none of that id."""
    found = work.broadcasts.get(announcement)
    if found is None:
        return None
    rows = work.outbox.standing(found.subject)
    return Standing(
        spread=found.state is not Course.OPEN,
        cancelled=found.state is Course.CANCELLED,
        waiting=rows[State.WAITING],
        delivered=rows[State.SENT],
        unreachable=rows[State.UNREACHABLE],
        withheld=rows[State.CANCELLED],
        failed=rows[State.DEAD] + rows[State.DROPPED],
    )


def announcement(work: Work, owed: Owed) -> str | None:
    """What that row of the outbox is to say, a reply in wire form; None where it was cancelled, or its reader wants none any more."""
    found = work.broadcasts.get(int(owed.subject.partition(":")[2]))
    if found is None or found.state is Course.CANCELLED or not wanted(work, owed):
        return None
    return found.body


def wanted(work: Work, owed: Owed) -> bool:
    """Whether whoever reads that row of the outbox gets announcements; a channel always does."""
    return owed.public or not work.people.opted_out(Address(owed.platform, owed.chat, owed.person))


def opt_out(work: Work, message: Message) -> None:
    """Whoever wrote this gets no more announcements."""
    _opt(work, message, out=True)


def opt_in(work: Work, message: Message) -> None:
    """Whoever wrote this gets announcements from now on."""
    _opt(work, message, out=False)


def _opt(work: Work, message: Message, *, out: bool) -> None:
    person = work.people.meet(message.sender, message.name, private=message.private)
    permit(person, Action.CHANGE_OWN, Thing(owner=person.id))
    work.people.opt_out(person.id, out=out)
    work.audit.record(person.id, "announcements.refused" if out else "announcements.wanted", str(person.id))
