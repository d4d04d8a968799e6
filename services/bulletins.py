"""The life of an announcement: written by staff, confirmed by a second where many get it, sent now or at its time, corrected, withdrawn.

Everything belongs into a unit of work, and whoever acts is looked up inside it. How it gets to one recipient is `announcements`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chat.message import Address
from chat.reply import Reply
from chat.wire import reply_to_json
from domain.people import Action, Person, Thing, can
from services import announcements
from services.permission import permit
from services.registry import actor_of
from storage.broadcasts import Audience, Broadcast
from storage.bulletins import Bulletin, Course
from storage.due import Due
from storage.work import Work

__all__ = ["Audience", "Bulletin", "Course"]

ALONE = 50
"""So many people somebody may write to without a second one's word."""
START = "bulletin.start"
"""What is due: a planned announcement begins (key: its id)."""
CORRECTION, WITHDRAWAL = "correction", "withdrawal"
"""The kinds of the broadcasts that follow an announcement to wherever it has gone."""

_RECENT, _SHOWN = 50, 5
_MAY_BE_WITHDRAWN = (Course.WAITING, Course.PLANNED, Course.SENDING, Course.DONE)
_GONE_OUT = (Course.SENDING, Course.DONE)


class Outcome(StrEnum):
    """What became of a step: done, or why not."""

    SENDING = "sending"
    PLANNED = "planned"
    WAITING = "waiting"
    NOBODY = "nobody"
    NO_SECOND = "no second"
    OWN = "own"
    ALREADY = "already"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be announced, and to whom. `reach` is how many read the channels among the audiences."""

    reply: Reply
    audiences: tuple[Audience, ...]
    reach: int = 0
    at: datetime | None = None
    corrects: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a step: the announcement as it stands now, who has to be asked about it, and who decided before ("" for nobody)."""

    outcome: Outcome
    bulletin: Bulletin | None = None
    seconds: tuple[Person, ...] = ()
    by: str = ""


def regions_of(work: Work, address: Address) -> tuple[str, ...]:
    """The regions for which somebody may announce ("" is everywhere). Raises NotAllowed where there are none."""
    actor = actor_of(work, address)
    found = tuple(dict.fromkeys(one.region for one in actor.grants if can(actor, Action.ANNOUNCE, Thing(one.region))))
    if not found:
        permit(actor, Action.ANNOUNCE)
    return found


def hindrance(work: Work, address: Address, draft: Draft) -> Outcome | None:
    """Why it cannot be sent in as it is (nobody gets it, nobody can confirm it, what it corrects is gone); None where it can.

    Raises NotAllowed.
    """
    weighed = _weighed(work, actor_of(work, address), draft)
    return weighed if isinstance(weighed, Outcome) else None


def submit(work: Work, address: Address, draft: Draft) -> Step:
    """Send it, plan it, or have a second member of the staff confirm it first. Raises NotAllowed."""
    actor = actor_of(work, address)
    weighed = _weighed(work, actor, draft)
    if isinstance(weighed, Outcome):
        return Step(weighed)
    audiences, size, seconds = weighed
    course = Course.WAITING if seconds else Course.PLANNED
    written = Bulletin(actor.id, reply_to_json(draft.reply), audiences, size, course, draft.at, draft.corrects)
    id_ = work.bulletins.add(written)
    work.audit.record(actor.id, "announcement.written", str(id_), f"{size}" + (f" ←{draft.corrects}" if draft.corrects else ""))
    return Step(Outcome.WAITING, work.bulletins.find(id_), seconds) if seconds else _go(work, id_)


def decide(work: Work, address: Address, bulletin: int, *, yes: bool) -> Step:
    """A second member of the staff lets it go out, or not. Of two who decide one wins. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.bulletins.find(bulletin)
    if found is None:
        permit(actor, Action.ANNOUNCE)
        return Step(Outcome.GONE)
    _permit(work, actor, found.audiences)
    if found.course is not Course.WAITING:
        by = work.people.get(found.decided_by) if found.decided_by else None
        return Step(Outcome.ALREADY, found, by=by.name if by else "")
    if actor.id == found.author:
        return Step(Outcome.OWN, found)
    work.bulletins.decide(found.id, actor.id, Course.PLANNED if yes else Course.DECLINED)
    work.audit.record(actor.id, "announcement.confirmed" if yes else "announcement.declined", str(found.id))
    return _go(work, found.id) if yes else Step(Outcome.DECLINED, work.bulletins.find(found.id))


def withdraw(work: Work, address: Address, bulletin: int) -> Step:
    """Send it to nobody else, and take it back from whoever has it. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.bulletins.find(bulletin)
    if found is None:
        permit(actor, Action.ANNOUNCE)
        return Step(Outcome.GONE)
    _permit(work, actor, found.audiences)
    becomes = Course.RECALLING if found.parts else Course.WITHDRAWN
    if not work.bulletins.move(found.id, _MAY_BE_WITHDRAWN, becomes):
        return Step(Outcome.ALREADY, found)
    work.due.cancel(START, str(found.id))
    for correction in work.bulletins.corrections(found.id):
        work.bulletins.move(correction.id, _MAY_BE_WITHDRAWN, Course.WITHDRAWN)
        for part in correction.parts:
            work.broadcasts.cancel(part)
    for part in found.parts:
        work.broadcasts.cancel(part)
    recalls = [work.broadcasts.begin(Broadcast(WITHDRAWAL, "{}", Audience(follows=part), actor.id)) for part in found.parts]
    work.bulletins.recalled(found.id, recalls)
    work.audit.record(actor.id, "announcement.withdrawn", str(found.id))
    return Step(Outcome.WITHDRAWN, work.bulletins.find(found.id))


def start(work: Work, due: Due) -> Step:
    """A planned announcement's time has come. Who may not announce any more sends nothing, and what became many is confirmed first."""
    found = work.bulletins.find(int(due.key))
    if found is None or found.course is not Course.PLANNED:
        return Step(Outcome.GONE)
    author = work.people.get(found.author) or Person(0)
    if not _may(work, author, found.audiences):
        work.bulletins.move(found.id, [Course.PLANNED], Course.DECLINED)
        work.audit.record(0, "announcement.declined", str(found.id))
        return Step(Outcome.DECLINED, found)
    if not found.decided_by and _people(work, found.audiences) > ALONE:
        work.bulletins.move(found.id, [Course.PLANNED], Course.WAITING)
        return Step(Outcome.WAITING, work.bulletins.find(found.id), _seconds(work, author.id, found.audiences))
    return _go(work, found.id)


def look(work: Work, address: Address, bulletin: int) -> Bulletin | None:
    """An announcement, for staff of where it goes to. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.bulletins.find(bulletin)
    _permit(work, actor, found.audiences if found else ())
    return found


def latest(work: Work, address: Address) -> list[Bulletin]:
    """The last announcements that somebody of the staff may do something about, newest first. Raises NotAllowed."""
    actor = actor_of(work, address)
    regions_of(work, address)
    return [one for one in work.bulletins.latest(_RECENT) if _may(work, actor, one.audiences)][:_SHOWN]


def may_follow(bulletin: Bulletin) -> bool:
    """Whether it went out, and may be corrected."""
    return bulletin.course in _GONE_OUT and not bulletin.corrects


def finish(work: Work, bulletin: Bulletin) -> bool:
    """All is sent, or taken back. False where that was known."""
    if bulletin.course not in {Course.SENDING, Course.RECALLING}:
        return False
    becomes = Course.WITHDRAWN if bulletin.course is Course.RECALLING else Course.DONE
    return work.bulletins.move(bulletin.id, [bulletin.course], becomes)


def _weighed(work: Work, actor: Person, draft: Draft) -> tuple[tuple[Audience, ...], int, tuple[Person, ...]] | Outcome:
    """To whom, how many, and who has to be asked first (nobody where few get it); or why it cannot be."""
    original = work.bulletins.find(draft.corrects) if draft.corrects else None
    if draft.corrects and (original is None or original.course not in _GONE_OUT):
        return Outcome.GONE
    audiences = original.audiences if original else tuple(one for one in draft.audiences if not one.chat or _bound(work, one))
    _permit(work, actor, audiences)
    people = 0 if original else _people(work, audiences)
    if not original and not people and not any(one.chat for one in audiences):
        return Outcome.NOBODY
    size = original.size if original else people + draft.reach
    if size <= ALONE:
        return audiences, size, ()
    seconds = _seconds(work, actor.id, audiences)
    return (audiences, size, seconds) if seconds else Outcome.NO_SECOND


def _go(work: Work, id_: int) -> Step:
    """Begin now, or at its time."""
    found = work.bulletins.find(id_)
    if found is None:
        return Step(Outcome.GONE)
    if found.at and found.at > work.now:
        work.due.plan(Due(START, str(id_), found.at))
        return Step(Outcome.PLANNED, found)
    if found.corrects and not _corrected(work, found):
        work.bulletins.move(id_, [Course.PLANNED], Course.DECLINED)
        return Step(Outcome.GONE)
    if not found.corrects:
        parts = [Broadcast(announcements.KIND, found.body, one, found.author) for one in found.audiences]
        work.bulletins.begun(id_, [work.broadcasts.begin(part) for part in parts])
        work.audit.record(found.author, "announcement.begun", str(id_))
    work.bulletins.move(id_, [Course.PLANNED], Course.SENDING)
    return Step(Outcome.SENDING, work.bulletins.find(id_))


def _corrected(work: Work, correction: Bulletin) -> bool:
    """Give other words to whoever has not got it yet, and to whoever has."""
    original = work.bulletins.find(correction.corrects)
    if original is None or original.course not in _GONE_OUT:
        return False
    for part in original.parts:
        work.broadcasts.rewrite(part, correction.body)
    work.bulletins.rewrite(original.id, correction.body)
    follow = [Broadcast(CORRECTION, correction.body, Audience(follows=part), correction.author) for part in original.parts]
    work.bulletins.begun(correction.id, [work.broadcasts.begin(one) for one in follow])
    work.audit.record(correction.author, "announcement.corrected", str(original.id), str(correction.id))
    return True


def _people(work: Work, audiences: Iterable[Audience]) -> int:
    return sum(announcements.size(work, one) for one in audiences if not one.chat)


def _bound(work: Work, audience: Audience) -> bool:
    channel = work.channels.get(audience.platform, audience.chat)
    return channel is not None and not channel.why


def _regions(work: Work, audiences: Iterable[Audience]) -> list[str]:
    """Where an announcement goes to; a channel that is none of ours any more belongs to everybody's staff."""
    channels = {one: work.channels.get(one.platform, one.chat) for one in audiences if one.chat}
    return [one.region if not one.chat else (channel.region if (channel := channels[one]) else "") for one in audiences]


def _may(work: Work, actor: Person, audiences: Iterable[Audience]) -> bool:
    return all(can(actor, Action.ANNOUNCE, Thing(region)) for region in _regions(work, tuple(audiences)))


def _permit(work: Work, actor: Person, audiences: Iterable[Audience]) -> None:
    for region in _regions(work, tuple(audiences)) or [""]:
        permit(actor, Action.ANNOUNCE, Thing(region))


def _seconds(work: Work, author: int, audiences: tuple[Audience, ...]) -> tuple[Person, ...]:
    """Who else of the staff may confirm it, and can be reached."""
    others = (one for one in work.people.staff() if one.id != author and _may(work, one, audiences))
    return tuple(one for one in others if work.people.addresses_of(one.id))
