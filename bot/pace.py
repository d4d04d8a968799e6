"""How fast a platform may be spoken to.

All messages go under one roof, evenly and without a burst, not even after a start: a process that is killed and started again and again
must not shout. What goes to many keeps to a lane of its own under the roof and gives way to replies. A reply keeps its distance from the
reply before it; from what goes to many it does only where the second is nearly full, so an announcement does not make it wait.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from domain.clock import Clock

PATIENCE = 10.0
"""Seconds that a message waits for its moment; what would wait longer is put off, so that it holds no hand and no lease."""

_SLACK = 0.25
_SPARE = 2
"""Messages of a second under the roof that are left alone by whoever keeps no distance: they reach the platform less evenly."""
_MINUTE = 60.0
_MANY = 1000


class Pace:
    """Hands out moments. `roof` is messages a second, `bulk` how many of them may go to many, `gap` seconds between two in one chat,
    `per_minute` messages to a chat that several people share; 0 for no limit.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        roof: float = 0.0,
        bulk: float = 0.0,
        gap: float = 0.0,
        per_minute: int = 0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self.bulk = bulk
        """Messages a second that may go to many; 0 for no limit."""
        self._every = 1 / roof if roof else 0.0
        self._every_bulk = 1 / bulk if bulk else 0.0
        self._gap = gap
        self._per_minute = per_minute
        self._sleep = sleep
        start = clock.monotonic()
        # Whoever begins counts the second before as full: nobody knows what was said in it.
        most = max(_SPARE + 1, int(roof))
        self._second = deque((start - (most - 1 - number) * self._every for number in range(most)), maxlen=most)
        self._next = self._next_reply = start + self._every
        self._next_bulk = start + self._every_bulk
        self._paused_until = 0.0
        self._next_in: dict[str, float] = {}
        self._minute: dict[str, deque[float]] = {}
        self._replies, self._bulk = asyncio.Lock(), asyncio.Lock()

    async def turn(self, chat: str, *, shared: bool = False, bulk: bool = False) -> float:
        """Sleep until a message to that chat may go, and give back 0; or, where that is too long, in how many seconds to ask again."""
        start = self._clock.monotonic()
        while True:
            if (wait := self._until_chat(chat, shared)) > PATIENCE:
                return wait
            if wait > 0:
                await self._sleep(wait)
                continue
            # Whoever is in line is next: only the first of the replies and the first of the bulk look for a free moment.
            async with self._bulk if bulk else self._replies:
                if wait := await self._slot(bulk, start):
                    return wait
                if self._until_chat(chat, shared) <= 0:
                    self._take(chat, shared, bulk)
                    return 0.0

    def spare(self, chat: str) -> bool:
        """Take a moment in a shared chat for what may as well stay unsaid; False where none is free at once.

        A third of the chat's minute is left to what has to be said.
        """
        busy = self._replies.locked() or self._until_slot(bulk=False) > 0 or self._until_chat(chat, shared=True) > 0
        since = self._clock.monotonic() - _MINUTE
        if busy or sum(moment > since for moment in self._minute.get(chat, ())) >= self._per_minute * 2 // 3:
            return False
        self._take(chat, shared=True, bulk=False)
        return True

    def pause(self, seconds: float, chat: str = "") -> None:
        """Let nobody speak for so long; or nobody in that chat."""
        until = self._clock.monotonic() + seconds
        if chat:
            self._next_in[chat] = max(self._next_in.get(chat, 0.0), until)
        else:
            self._paused_until = max(self._paused_until, until)

    @property
    def paused(self) -> float:
        """Seconds for which nobody may speak yet."""
        return max(0.0, self._paused_until - self._clock.monotonic())

    async def _slot(self, bulk: bool, start: float) -> float:
        """Sleep until there is room under the roof; seconds to ask again after where that is too long."""
        while (wait := self._until_slot(bulk)) > 0:
            if wait > PATIENCE:
                return wait
            if self._clock.monotonic() - start > PATIENCE:
                return 1.0
            await self._sleep(wait)
        return 0.0

    def _until_slot(self, bulk: bool) -> float:
        now = self._clock.monotonic()
        second = len(self._second) * self._every
        full, roomy = self._second[0] + second, self._second[_SPARE] + second
        if not bulk:
            return max(self._next_reply, min(self._next, roomy), full, self._paused_until) - now
        wait = max(self._next, self._next_bulk, full, self._paused_until) - now
        return wait if wait > 0 or not self._replies.locked() else self._every

    def _until_chat(self, chat: str, shared: bool) -> float:
        now = self._clock.monotonic()
        moment = self._next_in.get(chat, 0.0)
        if shared and self._per_minute and (said := self._minute.get(chat)) and len(said) == self._per_minute:
            moment = max(moment, said[0] + _MINUTE)
        return moment - now

    def _take(self, chat: str, shared: bool, bulk: bool) -> None:
        now = self._clock.monotonic()
        self._next = now + self._every
        self._second.append(now)
        if not bulk:
            self._next_reply = self._next
        else:
            # A little of what was missed may be caught up with, or late wake-ups would add up over thousands.
            self._next_bulk = max(self._next_bulk, now - _SLACK) + self._every_bulk
        if len(self._next_in) + len(self._minute) > _MANY:
            self._forget(now)
        if self._gap:
            self._next_in[chat] = max(self._next_in.get(chat, 0.0), now + self._gap)
        if shared and self._per_minute:
            self._minute.setdefault(chat, deque(maxlen=self._per_minute)).append(now)

    def _forget(self, now: float) -> None:
        self._next_in = {chat: moment for chat, moment in self._next_in.items() if moment > now}
        self._minute = {chat: said for chat, said in self._minute.items() if said[-1] + _MINUTE > now}
