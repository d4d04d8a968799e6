"""Alerts: what people subscribed to, who wants a new listing or document, and when they are told. None is told twice.

A new subject is matched once, a portion of subscriptions to a unit, and waits for each one's own moment; nothing is planned where nothing
waits. What an alert says is looked up when it is sent, so that a post that was closed meanwhile is left out.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from chat.message import Address
from domain.clock import HERE
from domain.knowledge import Document
from domain.listing import Listing
from domain.people import NOTHING, Action, Person, Thing
from domain.subscription import Rhythm, Subscription
from services.permission import permit
from services.search import Hit, hits
from storage.due import Due
from storage.outbox import Lane, Owed
from storage.work import Work

KIND = "alert"
"""The kind of the outbox's subjects: `alert:subscription.number`."""
MATCH, NEWS, ALERT = "alerts.match", "alerts.news", "alerts.alert"
"""What is due: a listing is matched (key `id.version.after`), a document is (`stem@version.after`), somebody is told
(`subscription:pace:moment`)."""
MOST = 20
"""So many subscriptions somebody may have."""

_PORTION = 500
_AT_ONCE = 50
_HOUR = 9
_DAY = timedelta(days=1)


class Wanting(Protocol):
    """Finds who wants a listing."""

    def wanting(self, work: Work, listing: Listing, after: int, limit: int) -> tuple[Sequence[Subscription], int]:
        """Of about `limit` subscriptions behind `after` (id) those that want it, and the id behind which to go on; 0 at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Alert:
    """What one alert tells: listings or documents that are still to be told, in the order in which they came."""

    subscription: Subscription
    number: int
    hits: Sequence[Hit] = ()
    documents: Sequence[Document] = ()


class Alerts:
    """Does what is due for alerts. Everything belongs into a unit of work."""

    def __init__(self, wanting: Wanting) -> None:
        self._wanting = wanting

    @property
    def deeds(self) -> Mapping[str, Callable[[Work, Due], None]]:
        """What is done when it is due, by kind."""
        return {MATCH: self.match, NEWS: news, ALERT: alert}

    def match(self, work: Work, due: Due) -> None:
        """Let a listing wait for those who want it, a portion at a time."""
        told = json.loads(due.body)
        listing = work.listings.find(told["listing"])
        if listing is None or not listing.is_open(_local(work.now).date()):
            return
        found, after = self._wanting.wanting(work, listing, told["after"], _PORTION)
        # Whoever subscribed later than it was opened has seen it among what fits today.
        since = listing.opened_at or work.now
        _wait(work, [one for one in found if one.since is None or one.since <= since], f"listing:{listing.id}")
        if after:
            _plan_match(work, listing, after)


def opened(work: Work, listing: Listing) -> None:
    """A listing is before everyone: owe word of it to all who asked for its like."""
    _plan_match(work, listing, 0)


def published(work: Work, stem: str, version: int) -> None:
    """A document is there in a new version: owe word of it to all who asked for its region's."""
    _plan_news(work, stem, version, 0)


def news(work: Work, due: Due) -> None:
    """Let a document wait for those who want its region's, a portion at a time."""
    told = json.loads(due.body)
    document = work.library.document(told["stem"])
    if document is None:
        return
    found = work.subscriptions.of_policies(document.region, told["after"], _PORTION)
    _wait(work, found, f"policy:{told['stem']}@{told['version']}")
    if len(found) == _PORTION:
        _plan_news(work, told["stem"], told["version"], found[-1].id)


def alert(work: Work, due: Due) -> None:
    """Tell somebody what waits; where it has become night meanwhile, in the morning."""
    number, pace, _ = due.key.split(":", 2)
    one = work.subscriptions.find(int(number))
    if one is None or one.paused or pace != pace_of(one):
        return
    if _quiet(one, _local(work.now)):
        _plan_alert(work, one, _awake(one, work.now))
        return
    to = next(iter(work.people.addresses_of(one.person)), None)
    if to is None or not work.subscriptions.tell(one.id, due.id, _AT_ONCE):
        return
    subject = f"{KIND}:{one.id}.{due.id}"
    work.outbox.put(Owed(subject, to.platform, to.chat, to.person, "", Lane.ALERT, subject=subject))
    if work.subscriptions.waiting(one.id):
        _plan_alert(work, one, next_time(one, work.now))


def told(work: Work, subscription: int, number: int) -> Alert | None:
    """What that alert says now; None where its subscription is gone or paused, or nothing of it is left."""
    one = work.subscriptions.find(subscription)
    if one is None or one.paused:
        return None
    subjects = [subject.partition(":")[::2] for subject in work.subscriptions.told(subscription, number)]
    found = (work.listings.find(int(key)) for kind, key in subjects if kind == "listing")
    today = _local(work.now).date()
    listings = [listing for listing in found if listing and listing.is_open(today) and one.wish.wants(listing)]
    stems = dict.fromkeys(key.rpartition("@")[0] for kind, key in subjects if kind == "policy")
    documents = [document for stem in stems if (document := work.library.document(stem))]
    return Alert(one, number, hits(work, listings), documents) if listings or documents else None


def add(work: Work, person: Person, wanted: Subscription) -> Subscription | None:
    """Subscribe from now on; one that they have already is only given the new rhythm. None where they have too many. Raises NotAllowed."""
    permit(person, Action.CHANGE_OWN, Thing(owner=person.id))
    mine = work.subscriptions.of(person.id)
    twin = next((one for one in mine if (one.topic, one.wish) == (wanted.topic, wanted.wish)), None)
    if twin:
        return _changed(work, replace(twin, rhythm=wanted.rhythm, weekday=wanted.weekday, most=wanted.most, paused=False))
    if len(mine) >= MOST:
        return None
    kept = replace(wanted, id=work.subscriptions.add(replace(wanted, person=person.id)), person=person.id)
    work.audit.record(person.id, "subscription.added", str(kept.id))
    return kept


def change(work: Work, address: Address, subscription: int, to: Callable[[Subscription], Subscription]) -> Subscription | None:
    """Change one's own; what waits for it goes by the new rhythm. None where it is gone. Raises NotAllowed."""
    found = own(work, address, subscription)
    return _changed(work, to(found)) if found else None


def remove(work: Work, address: Address, subscription: int) -> bool:
    """Unsubscribe. False where it is gone. Raises NotAllowed."""
    found = own(work, address, subscription)
    if found is None:
        return False
    work.audit.record(found.person, "subscription.removed", str(found.id))
    return work.subscriptions.remove(found.id)


def own(work: Work, address: Address, subscription: int) -> Subscription | None:
    """One's own; None where it is gone. Raises NotAllowed for somebody else's."""
    person, found = work.people.find(address) or Person(0), work.subscriptions.find(subscription)
    permit(person, Action.CHANGE_OWN, Thing(owner=found.person) if found else Thing(owner=person.id) if person.id else NOTHING)
    return found


def mine(work: Work, address: Address) -> list[Subscription]:
    """All of somebody's."""
    person = work.people.find(address)
    return work.subscriptions.of(person.id) if person else []


def last_told(work: Work, address: Address) -> Subscription | None:
    """The one of which somebody heard last."""
    person = work.people.find(address)
    return work.subscriptions.last_told(person.id) if person else None


def pace_of(one: Subscription) -> str:
    """A rhythm with its day, in short: weekly-0."""
    return f"weekly-{one.weekday}" if one.rhythm is Rhythm.WEEKLY else one.rhythm.value


def next_time(one: Subscription, now: datetime) -> datetime:
    """When they are told of what waits: at nine o'clock of their day (monthly: the first) or within a minute, never in quiet hours."""
    here = _local(now)
    if one.rhythm is Rhythm.AT_ONCE:
        return _awake(one, here.replace(second=0, microsecond=0) + timedelta(minutes=1))
    at = here.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    if at <= here:
        at += _DAY
    while (one.rhythm is Rhythm.WEEKLY and at.weekday() != one.weekday) or (one.rhythm is Rhythm.MONTHLY and at.day != 1):
        at += _DAY
    return _awake(one, at)


def _awake(one: Subscription, at: datetime) -> datetime:
    """That moment, or the end of the quiet hours in which it lies."""
    here = _local(at)
    if not _quiet(one, here):
        return here
    end = here.replace(hour=one.quiet_to, minute=0, second=0, microsecond=0)
    return end if end > here else end + _DAY


def _quiet(one: Subscription, here: datetime) -> bool:
    if one.quiet_from <= one.quiet_to:
        return one.quiet_from <= here.hour < one.quiet_to
    return here.hour >= one.quiet_from or here.hour < one.quiet_to


def _local(moment: datetime) -> datetime:
    return moment.astimezone(HERE)


def _changed(work: Work, now: Subscription) -> Subscription:
    before = work.subscriptions.find(now.id)
    work.subscriptions.change(now)
    if now.paused or (before and (before.topic, before.wish) != (now.topic, now.wish)):
        work.subscriptions.forget_waiting(now.id)
    if work.subscriptions.waiting(now.id):
        _plan_alert(work, now, next_time(now, work.now))
    work.audit.record(now.person, "subscription.changed", str(now.id))
    return now


def _wait(work: Work, found: Sequence[Subscription], subject: str) -> None:
    for one in found:
        if work.subscriptions.wait(one.id, subject):
            _plan_alert(work, one, next_time(one, work.now))


def _plan_alert(work: Work, one: Subscription, at: datetime) -> None:
    work.due.plan(Due(ALERT, f"{one.id}:{pace_of(one)}:{at.isoformat()}", at))


def _plan_match(work: Work, listing: Listing, after: int) -> None:
    body = json.dumps({"listing": listing.id, "after": after})
    work.due.plan(Due(MATCH, f"{listing.id}.{listing.version}.{after}", work.now, body))


def _plan_news(work: Work, stem: str, version: int, after: int) -> None:
    body = json.dumps({"stem": stem, "version": version, "after": after})
    work.due.plan(Due(NEWS, f"{stem}@{version}.{after}", work.now, body))
