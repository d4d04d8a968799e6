"""Letters that another process wrote, or settled: found by looking, since it cannot ring the bells of pages that are open here."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from bot.platforms.web.streams import Streams
from domain.errors import StoreProblem

log = logging.getLogger(__name__)

_BACK = 2_000
"""Letters to look back by: numbers of different chats are not committed in their order, and a slow transaction may come in late."""


class Newest(Protocol):
    """Where letters are numbered."""

    async def newest(self) -> int:
        """The number of the last letter to anybody."""
        ...

    async def chats_since(self, number: int) -> Mapping[str, int]:
        """The chats that got a letter above that number, each with its last one's number."""
        ...


class Elsewhere:
    """Looks a few times a second while pages are open, with one question for all of them."""

    def __init__(self, letters: Newest, streams: Streams, every: float = 0.25) -> None:
        self._letters = letters
        self._streams = streams
        self._every = every
        self._last = 0
        self._rung: Mapping[str, int] = {}

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(self._every)
            try:
                if self._streams.any:
                    await self.look()
            except StoreProblem as problem:
                log.error("letters cannot be looked for: %s", problem)

    async def look(self) -> None:
        """Ring every open page whose chat got a letter since the last look."""
        if not self._last:
            self._last = await self._letters.newest()
        found = await self._letters.chats_since(self._last - _BACK)
        for chat, number in found.items():
            if number > self._rung.get(chat, 0):
                for stream in self._streams.of(chat):
                    stream.ring()
        self._rung = found
        self._last = max(self._last, *found.values(), 0)
