"""What people see, in order: messages, edits, deletions, drafts, actions, answers to their presses."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from tests.telegram_server.clock import Bell, Clock
from tests.telegram_server.text import Json


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was seen: `user` is set where only that person sees it; `by_bot` where the bot did it."""

    seq: int
    kind: str
    chat: int
    by_bot: bool
    time: float
    body: Json
    user: int | None = None

    def json(self) -> Json:
        """The event for the control interface."""
        return {
            "seq": self.seq,
            "kind": self.kind,
            "chat": self.chat,
            "by_bot": self.by_bot,
            "time": self.time,
            "body": self.body,
            "user": self.user,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events somebody waits for; empty means any."""

    chat: int | None = None
    user: int | None = None
    kinds: Collection[str] = ()
    by_bot: bool | None = None

    def fits(self, event: Event) -> bool:
        """Whether the event is one of them."""
        return (
            self.chat in (None, event.chat)
            and (not self.kinds or event.kind in self.kinds)
            and self.by_bot in (None, event.by_bot)
            and (event.user is None or self.user in (None, event.user))
        )


class Feed:
    """All events since the start, numbered from 1."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: list[Event] = []
        self._bell = Bell()

    @property
    def last(self) -> int:
        """The number of the newest event; 0 before the first."""
        return len(self._events)

    def add(self, kind: str, chat: int, body: Json, *, by_bot: bool, user: int | None = None) -> None:
        """Show something."""
        self._events.append(Event(self.last + 1, kind, chat, by_bot, self._clock.now(), body, user))
        self._bell.ring()

    def after(self, seq: int, wanted: Wanted, limit: int = 1000) -> list[Event]:
        """The first wanted events after a number."""
        found: list[Event] = []
        for event in self._events[seq:]:
            if len(found) == limit:
                break
            if wanted.fits(event):
                found.append(event)
        return found

    async def wait(self, seq: int, wanted: Wanted, seconds: float, limit: int = 1000) -> list[Event]:
        """The same, waiting for the first one if there is none yet; empty when the time is over."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not (events := self.after(seq, wanted, limit)):
            seq = self.last
            if not await self._bell.wait(deadline):
                break
        return events

    def close(self) -> None:
        """Wake all who wait."""
        self._bell.ring()
