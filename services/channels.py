"""Channels that belong to a city: bound by its staff, posted to by announcements, and by a digest of each week where they want one."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chat.message import Address
from domain.clock import HERE
from domain.people import Action, Person, Thing, can
from services.permission import permit
from services.registry import actor_of
from services.search import Hit, hits
from storage.broadcasts import Audience, Broadcast
from storage.channels import Channel
from storage.due import Due
from storage.outbox import Owed
from storage.work import Work

__all__ = ["Channel"]

KIND = "digest"
"""The kind of the outbox's subjects."""
DIGEST = "channel.digest"
"""What is due: the digest of a channel's week (key: platform, chat and day, a line each)."""
MOST = 10
"""So many listings a digest shows."""
_WEEK = timedelta(days=7)
_HOUR = 9


@dataclass(frozen=True, slots=True)
class Week:
    """What came in a week for a channel's city; `count` is how many, `hits` the newest of them."""

    channel: Channel
    hits: list[Hit]
    count: int


def mine(work: Work, address: Address) -> list[Channel]:
    """The channels of somebody of the staff, lost ones too. Raises NotAllowed for one who may not announce."""
    actor = actor_of(work, address)
    if not _anywhere(actor):
        permit(actor, Action.ANNOUNCE)
    return [one for one in work.channels.all() if _may(actor, one.region)]


def bind(work: Work, address: Address, channel: Channel) -> Channel:
    """Post there from now on, for that region; a channel that is bound already keeps its digest. Raises NotAllowed."""
    actor, before = actor_of(work, address), work.channels.get(channel.platform, channel.chat)
    for region in {channel.region, before.region if before else channel.region}:
        permit(actor, Action.ANNOUNCE, Thing(region))
    bound = replace(channel, digest=bool(before and before.digest))
    work.channels.add(bound)
    work.audit.record(actor.id, "channel.bound", f"{channel.platform} {channel.chat}", f"{channel.title} {channel.region}")
    return bound


def unbind(work: Work, address: Address, platform: str, chat: str) -> Channel | None:
    """Post there no more. None where it was none of ours. Raises NotAllowed."""
    actor, found = _found(work, address, platform, chat)
    if found is None or not work.channels.remove(platform, chat):
        return None
    work.audit.record(actor.id, "channel.unbound", f"{platform} {chat}", found.title)
    return found


def set_digest(work: Work, address: Address, platform: str, chat: str, *, wanted: bool) -> Channel | None:
    """Post a digest there each Monday, or none. None where it is none of ours. Raises NotAllowed."""
    actor, found = _found(work, address, platform, chat)
    if found is None:
        return None
    work.channels.set_digest(platform, chat, wanted=wanted)
    work.audit.record(actor.id, "channel.digest", f"{platform} {chat}", "on" if wanted else "off")
    if wanted:
        _plan(work, found, next_monday(work.now))
    return replace(found, digest=wanted)


def digest(work: Work, due: Due) -> None:
    """A channel's digest is due: owe it, where there is something new, and plan the next. What it says is looked up when it is sent."""
    platform, chat, _ = due.key.split("\n")
    channel = work.channels.get(platform, chat)
    if channel is None or not channel.digest:
        return
    # Its own week, however late it is done: nothing falls between two digests, and nothing is in both.
    _plan(work, channel, due.at + _WEEK)
    since, until = due.at - _WEEK, due.at
    if not channel.why and work.listing_search.count_new(channel.region, since, until, _today(work)):
        body = json.dumps([since.isoformat(), until.isoformat()])
        work.broadcasts.begin(Broadcast(KIND, body, Audience(platform=platform, chat=chat), 0))


def week(work: Work, owed: Owed) -> Week | None:
    """What a digest tells now; None where its channel wants none any more, or nothing of it is left."""
    found, channel = work.broadcasts.get(int(owed.subject.partition(":")[2])), work.channels.get(owed.platform, owed.chat)
    if found is None or channel is None or not channel.digest:
        return None
    since, until = map(datetime.fromisoformat, json.loads(found.body))
    count = work.listing_search.count_new(channel.region, since, until, _today(work))
    newest = work.listing_search.new(channel.region, since, until, _today(work), MOST)
    return Week(channel, hits(work, newest), count) if newest else None


def next_monday(now: datetime) -> datetime:
    """Nine o'clock on the next Monday."""
    here = now.astimezone(HERE).replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    days = -here.weekday() % 7
    found = here + timedelta(days=days)
    return found if found > now else found + _WEEK


def _plan(work: Work, channel: Channel, at: datetime) -> None:
    """Plan a digest, once for each day."""
    work.due.plan(Due(DIGEST, f"{channel.platform}\n{channel.chat}\n{at.astimezone(HERE):%Y-%m-%d}", at))


def _today(work: Work) -> date:
    return work.now.astimezone(HERE).date()


def _found(work: Work, address: Address, platform: str, chat: str) -> tuple[Person, Channel | None]:
    actor, found = actor_of(work, address), work.channels.get(platform, chat)
    if found or not _anywhere(actor):
        permit(actor, Action.ANNOUNCE, Thing(found.region if found else ""))
    return actor, found


def _anywhere(actor: Person) -> bool:
    return any(_may(actor, one.region) for one in actor.grants)


def _may(actor: Person, region: str) -> bool:
    return can(actor, Action.ANNOUNCE, Thing(region))
