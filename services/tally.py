"""How far an announcement has come: with people, with channels, and how much of it was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass

from services import announcements
from services.announcements import Standing
from storage.bulletins import Bulletin
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Tally:
    """How far an announcement has come: with people, with channels, and how many that had it have not any more."""

    people: Standing | None
    channels: Standing | None
    recalled: Standing | None

    @property
    def over(self) -> bool:
        """Whether nothing more will happen by itself."""
        parts = [one for one in (self.people, self.channels, self.recalled) if one]
        return all(one.spread and not one.waiting for one in parts)


def tally(work: Work, bulletin: Bulletin) -> Tally:
    """How far it has come."""
    people = [part for part in bulletin.parts if not _to_channel(work, part)]
    channels = [part for part in bulletin.parts if _to_channel(work, part)]
    return Tally(_sum(work, people), _sum(work, channels), _sum(work, bulletin.recalls))


def _sum(work: Work, parts: Iterable[int]) -> Standing | None:
    """The standing of several broadcasts together; whoever has not been reached by the cursor yet waits."""
    found = [one for part in parts if (one := _standing(work, part))]
    if not found:
        return None
    return Standing(
        spread=all(one.spread for one in found),
        cancelled=all(one.cancelled for one in found),
        waiting=sum(one.waiting for one in found),
        delivered=sum(one.delivered for one in found),
        unreachable=sum(one.unreachable for one in found),
        withheld=sum(one.withheld for one in found),
        failed=sum(one.failed for one in found),
    )


def _standing(work: Work, part: int) -> Standing | None:
    one, found = announcements.standing(work, part), work.broadcasts.get(part)
    if one is None or found is None or one.spread or found.audience.follows:
        return one
    known = one.waiting + one.delivered + one.unreachable + one.withheld + one.failed
    waiting = one.waiting + max(0, work.broadcasts.size(found.audience) - known)
    return Standing(one.spread, one.cancelled, waiting, one.delivered, one.unreachable, one.withheld, one.failed)


def _to_channel(work: Work, part: int) -> bool:
    found = work.broadcasts.get(part)
    if found and found.audience.follows:
        return _to_channel(work, found.audience.follows)
    return bool(found and found.audience.chat)
