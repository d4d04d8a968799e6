"""Waking a loop that looks for work: at once when there is some, and from time to time in case the ring was missed."""

import asyncio


class Bell:
    """Rung by whoever brings work; rings that nobody waits for are remembered as one.

    Where the database is `shared`, work of other processes rings no bell here, and is looked for several times a second.
    """

    def __init__(self, *, shared: bool = False) -> None:
        self._event = asyncio.Event()
        self._patience = 0.2 if shared else 1.0

    def ring(self) -> None:
        """There is work."""
        self._event.set()

    async def wait(self) -> None:
        """Until it rings, at most `patience` seconds: a row that was put off, or came from another process, rings no bell."""
        try:
            async with asyncio.timeout(self._patience):
                await self._event.wait()
        except TimeoutError:
            return
        self._event.clear()
