"""The server's own time, which a test may move forward, and a bell that wakes all who wait."""

import asyncio
import time
from collections.abc import Callable


class Clock:
    """Seconds since 1970, with an offset."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset = 0.0

    def now(self) -> float:
        """The server's time."""
        return self._source() + self._offset

    def advance(self, seconds: float) -> None:
        """Let that much time have passed."""
        self._offset += seconds


class Bell:
    """Wakes everyone who waits, each time it rings."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake those who wait now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, deadline: float) -> bool:
        """Wait for the next ring until a moment of the loop's clock; False where that came first."""
        try:
            async with asyncio.timeout_at(deadline):
                await self._event.wait()
        except TimeoutError:
            return False
        return True
