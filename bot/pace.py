"""How fast a platform may be spoken to: so many messages a second in all, and a gap between two in one chat."""

import asyncio
from collections.abc import Awaitable, Callable

from domain.clock import Clock


class Pace:
    """Hands out moments. `roof` is messages a second (0: no limit), `gap` seconds between two messages to one chat."""

    def __init__(
        self, clock: Clock, roof: float = 0.0, gap: float = 0.0, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._clock = clock
        self._every = 1 / roof if roof else 0.0
        self._gap = gap
        self._sleep = sleep
        self._next = 0.0
        self._paused_until = 0.0
        self._next_in: dict[str, float] = {}

    async def turn(self, chat: str) -> None:
        """Sleep until the next message to that chat may go."""
        delay = self.reserve(chat)
        while delay > 0:
            await self._sleep(delay)
            # A pause that was asked for meanwhile holds for those who wait, too.
            delay = self._paused_until - self._clock.monotonic()

    def reserve(self, chat: str) -> float:
        """Take the next free moment for that chat, and tell how many seconds away it is."""
        now = self._clock.monotonic()
        moment = max(now, self._next, self._paused_until, self._next_in.get(chat, 0.0))
        self._next = max(now, self._next) + self._every
        if self._gap:
            self._forget(now)
            self._next_in[chat] = moment + self._gap
        return moment - now

    def pause(self, seconds: float) -> None:
        """Let nobody speak for so long."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    @property
    def paused(self) -> float:
        """Seconds for which nobody may speak yet."""
        return max(0.0, self._paused_until - self._clock.monotonic())

    def _forget(self, now: float) -> None:
        if len(self._next_in) > 10_000:
            self._next_in = {chat: moment for chat, moment in self._next_in.items() if moment > now}
