"""The life of a listing: sent in, seen by staff of its city (or trusted), open to all, closed, opened again, gone by itself on its day.

Everything belongs into a unit of work, and whoever acts is looked up inside it. Every change names the version that it saw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chat.message import Address
from domain.clock import HERE
from domain.enterprise import Enterprise, Review
from domain.listing import Listing, State
from domain.people import NOTHING, Action, Person, Thing, can
from domain.region import stem
from services import alerts
from services.permission import permit
from services.posting import demand
from services.registry import Decided, actor_of
from storage.due import Due
from storage.work import Work

REMIND, END = "listing.remind", "listing.end"
"""What is due of an open listing: a word three days before its closing day, and its leaving on the day after. Keys: `id:closing day`."""

_AHEAD = timedelta(days=3)
_MORNING = time(9, 0, tzinfo=HERE)
_MIDNIGHT = time(0, 0, tzinfo=HERE)
MOST = 20
"""So many of what waits are shown at a time."""


class Moved(StrEnum):
    """What became of a change."""

    DONE = "done"
    WAITING = "waiting"
    NO_DAY = "no day"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A listing as it stands after a change; `staff` are those who have to be told that it waits for them."""

    outcome: Moved
    listing: Listing | None = None
    staff: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision of staff came to; `by` is the name of whoever decided before ("" for nobody known)."""

    outcome: Decided
    listing: Listing | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing with the enterprise behind it, and what its reader may do."""

    listing: Listing
    enterprise: Enterprise | None
    own: bool = False
    closes: bool = False
    reviews: bool = False


def employers(work: Work, address: Address) -> list[Enterprise]:
    """The enterprises that somebody belongs to, approved or not."""
    return work.enterprises.of(actor_of(work, address).id)


def submit(work: Work, address: Address, told: Listing) -> Change:
    """Send a new listing in, or (with an id) a changed one. Raises NotAllowed, and Invalid for what no listing may be."""
    actor, firm = actor_of(work, address), work.enterprises.find(told.enterprise)
    permit(actor, Action.PUBLISH_LISTING, _thing(work, told.region, firm))
    demand(told, day_of(work))
    known = work.listings.find(told.id) if told.id else None
    if told.id and (known is None or known.enterprise != told.enterprise or known.state is State.REMOVED):
        return Change(Moved.CHANGED, known)
    trusted = work.enterprises.is_trusted(told.enterprise)
    state, opened = (State.OPEN, work.now) if trusted else (State.PENDING, None)
    wanted = replace(told, author=known.author if known else actor.id, state=state, reason="", opened_at=opened)
    if known is None:
        wanted = replace(wanted, id=work.listings.add(wanted), version=1)
    elif work.listings.change(wanted):
        wanted = replace(wanted, version=wanted.version + 1)
    else:
        return Change(Moved.CHANGED, known)
    work.audit.record(actor.id, "listing.changed" if known else "listing.sent", str(wanted.id), state)
    return _standing(work, wanted)


def submit_all(work: Work, address: Address, told: Sequence[Listing]) -> tuple[list[Change], int]:
    """Send many new listings in, and count those that the enterprise has already. Raises like `submit`, and then nothing is kept."""
    changes: list[Change] = []
    doubles = 0
    for one in told:
        if work.listings.twin(one):
            doubles += 1
        else:
            changes.append(submit(work, address, one))
    return changes, doubles


def close(work: Work, address: Address, listing: int, seen: int) -> Change:
    """Nobody is sought any more (招满了), or what waits for staff is taken back. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.listings.find(listing)
    permit(actor, Action.CLOSE_LISTING, _members_thing(work, found) if found else NOTHING)
    if found is None or found.version != seen or found.state not in {State.OPEN, State.PENDING}:
        return Change(Moved.CHANGED, found)
    if not work.listings.change(closed := replace(found, state=State.CLOSED)):
        return Change(Moved.CHANGED, found)
    work.audit.record(actor.id, "listing.closed", str(found.id))
    return Change(Moved.DONE, replace(closed, version=seen + 1))


def reopen(work: Work, address: Address, listing: int, seen: int, closes: date | None = None) -> Change:
    """Open a closed one again, or let an open one stay until another day. What staff never saw waits for them. Raises NotAllowed."""
    actor, found = own(work, address, listing)
    if found is None or found.version != seen or found.state not in {State.OPEN, State.CLOSED, State.EXPIRED}:
        return Change(Moved.CHANGED, found)
    until = closes or found.closes
    if until is None or until < day_of(work):
        return Change(Moved.NO_DAY, found)
    seen_by_staff = found.opened_at is not None or work.enterprises.is_trusted(found.enterprise)
    state = State.OPEN if seen_by_staff else State.PENDING
    opened = found.opened_at if found.state is State.OPEN else work.now if seen_by_staff else None
    if not work.listings.change(wanted := replace(found, state=state, closes=until, opened_at=opened)):
        return Change(Moved.CHANGED, found)
    work.audit.record(actor.id, "listing.reopened", str(found.id), until.isoformat())
    return _standing(work, replace(wanted, version=seen + 1), again=found.state is State.OPEN)


def decide(work: Work, address: Address, listing: int, seen: int, reason: str = "") -> Decision:
    """Let a listing pass as its version `seen` told it, or with a reason return it; an open one can only be returned. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.listings.find(listing)
    permit(actor, Action.REVIEW_LISTING, Thing(found.region) if found else NOTHING)
    if found is None:
        return Decision(Decided.GONE)
    if found.state is not State.PENDING and not (reason and found.state is State.OPEN):
        return _decided(work, found)
    if found.version != seen:
        return Decision(Decided.OUTDATED, found)
    state, opened = (State.RETURNED, None) if reason else (State.OPEN, work.now)
    wanted = replace(found, state=state, reason=reason, reviewer=actor.id, opened_at=opened)
    if not work.listings.change(wanted):
        return _decided(work, work.listings.find(listing) or found)
    work.audit.record(actor.id, "listing.returned" if reason else "listing.approved", str(found.id), reason)
    now = replace(wanted, version=seen + 1)
    if state is State.OPEN:
        opened_to_all(work, now)
    return Decision(Decided.DONE, now)


def trust(work: Work, address: Address, enterprise: int, *, trusted: bool) -> Enterprise | None:
    """Show an enterprise's listings at once from now on, or no longer. Raises NotAllowed."""
    actor, firm = actor_of(work, address), work.enterprises.find(enterprise)
    permit(actor, Action.REVIEW_LISTING, Thing(firm.region) if firm else NOTHING)
    if firm and work.enterprises.trust(firm.id, trusted=trusted):
        work.audit.record(actor.id, "enterprise.trusted" if trusted else "enterprise.distrusted", str(firm.id))
    return firm


def opened_to_all(work: Work, listing: Listing) -> None:
    """A listing is before everyone from now on. Whatever has to follow from that, alerts too, is owed here."""
    plan(work, listing)
    alerts.opened(work, listing)


def plan(work: Work, listing: Listing) -> None:
    """Plan the word before its closing day and its leaving. Plans for another day than it then has do nothing when they come."""
    if listing.closes is None:
        return
    key = f"{listing.id}:{listing.closes.isoformat()}"
    ahead = datetime.combine(listing.closes - _AHEAD, _MORNING)
    if ahead > work.now:
        work.due.plan(Due(REMIND, key, ahead))
    work.due.plan(Due(END, key, datetime.combine(listing.closes + timedelta(days=1), _MIDNIGHT)))


def due_of(work: Work, due: Due) -> Listing | None:
    """The open listing that a plan is about; None where it was closed meanwhile, or has another closing day."""
    id_, _, closes = due.key.partition(":")
    found = work.listings.find(int(id_))
    return found if found and found.state is State.OPEN and found.closes == date.fromisoformat(closes) else None


def expire(work: Work, found: Listing) -> bool:
    """Its closing day is over. False where it was changed meanwhile."""
    done = work.listings.change(replace(found, state=State.EXPIRED))
    if done:
        work.audit.record(0, "listing.expired", str(found.id))
    return done


def look(work: Work, address: Address, listing: int) -> Shown | None:
    """A listing for whoever may see it: all when it is open, else only its enterprise and staff of its city."""
    found = work.listings.find(listing)
    if found is None:
        return None
    actor, firm = actor_of(work, address), work.enterprises.find(found.enterprise)
    thing = _thing(work, found.region, firm)
    owns, closes = can(actor, Action.CHANGE_LISTING, thing), can(actor, Action.CLOSE_LISTING, _members_thing(work, found))
    shown = Shown(found, firm, owns, closes, can(actor, Action.REVIEW_LISTING, thing))
    return shown if found.is_open(day_of(work)) or shown.closes or shown.reviews else None


def mine(work: Work, address: Address) -> list[Shown]:
    """The listings of the enterprises that somebody belongs to, newest first."""
    firms = employers(work, address)
    found = [Shown(one, firm, own=True, closes=True) for firm in firms for one in work.listings.of_enterprise(firm.id)]
    return sorted(found, key=lambda one: -one.listing.id)


def waiting(work: Work, address: Address) -> list[Shown]:
    """What waits for somebody of the staff, oldest first. Raises NotAllowed."""
    actor = actor_of(work, address)
    grants = [one for one in actor.grants if can(Person(actor.id, grants=(one,)), Action.REVIEW_LISTING, Thing(one.region))]
    if not grants:
        permit(actor, Action.REVIEW_LISTING)
    found = {one.id: one for grant in grants for one in work.listings.waiting(stem(grant.region), MOST)}
    ordered = sorted(found.values(), key=lambda one: (str(one.changed_at), one.id))[:MOST]
    return [Shown(one, work.enterprises.find(one.enterprise), reviews=True) for one in ordered]


def told(work: Work, listing: Listing) -> tuple[int, ...]:
    """Who of an enterprise hears of what becomes of a listing: its author while a member, and whoever registered the enterprise."""
    firm = work.enterprises.find(listing.enterprise)
    members = work.enterprises.members(listing.enterprise)
    return tuple(dict.fromkeys(one for one in (listing.author, firm.owner if firm else 0) if one in members))


def day_of(work: Work) -> date:
    """The day of a unit of work on people's calendar."""
    return work.now.astimezone(HERE).date()


def _thing(work: Work, region: str, firm: Enterprise | None) -> Thing:
    """A listing of an enterprise; only an approved one's members may do anything with it."""
    approved = firm is not None and firm.state is Review.APPROVED
    return Thing(region, members=frozenset(work.enterprises.members(firm.id)) if firm and approved else frozenset())


def _members_thing(work: Work, listing: Listing) -> Thing:
    """A listing of an enterprise whose members may end it, even where their enterprise is not approved any more."""
    members = work.enterprises.members(listing.enterprise) if listing.enterprise else ()
    return Thing(listing.region, members=frozenset(members))


def own(work: Work, address: Address, listing: int) -> tuple[Person, Listing | None]:
    """Who acts, and a listing of their own approved enterprise. Raises NotAllowed."""
    actor, found = actor_of(work, address), work.listings.find(listing)
    thing = _thing(work, found.region, work.enterprises.find(found.enterprise)) if found else NOTHING
    permit(actor, Action.CHANGE_LISTING, thing)
    return actor, found


def _standing(work: Work, listing: Listing, *, again: bool = False) -> Change:
    """What follows from where a listing stands now; `again` tells that it was before everyone already."""
    if listing.state is State.OPEN:
        (plan if again else opened_to_all)(work, listing)
        return Change(Moved.DONE, listing)
    staff = work.people.staff_of(listing.region)
    return Change(Moved.WAITING, listing, tuple(one for one in staff if can(one, Action.REVIEW_LISTING, Thing(listing.region))))


def _decided(work: Work, listing: Listing) -> Decision:
    by = work.people.get(listing.reviewer) if listing.reviewer else None
    return Decision(Decided.ALREADY, listing, by.name if by else "")
