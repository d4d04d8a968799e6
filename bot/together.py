"""A door through which several go at the same moment, so that one commit does for all of them."""

import asyncio
from collections.abc import Callable


class Together:
    """Whoever comes waits until somebody opens, until there is nobody else to wait for, and at most so many `seconds`.

    `under_way` tells how many may still come, with those who wait.
    """

    def __init__(self, seconds: float, under_way: Callable[[], int]) -> None:
        self._seconds = seconds
        self._under_way = under_way
        self._waiting: list[asyncio.Future[None]] = []
        self._latest: asyncio.TimerHandle | None = None

    async def wait(self) -> None:
        """Go on with the others."""
        loop = asyncio.get_running_loop()
        self._waiting.append(loop.create_future())
        if self._latest is None:
            self._latest = loop.call_later(self._seconds, self.open)
        last = self._waiting[-1]
        self.look()
        await last

    def look(self) -> None:
        """Open if there is nobody else to wait for: somebody came, or ended elsewhere."""
        if len(self._waiting) >= self._under_way():
            self.open()

    def open(self) -> None:
        """Let all go on who wait."""
        if self._latest:
            self._latest.cancel()
        gone, self._waiting, self._latest = self._waiting, [], None
        for one in gone:
            if not one.done():
                one.set_result(None)
