"""Where an answer is shown while it is being written: on its platform, and where several share a chat within that chat's pace."""

from collections.abc import Callable, Mapping

from bot.courier import Courier
from bot.platforms.base import Draft, Platform
from chat.message import Address
from domain.clock import Clock

_EVERY = 3.0


class Spared:
    """A draft in a chat that several share: shown every few seconds at most, and only where the pace has a moment to spare."""

    def __init__(self, inner: Draft, spare: Callable[[], bool], clock: Clock) -> None:
        self._inner = inner
        self._spare = spare
        self._clock = clock
        self._next = 0.0

    @property
    def message(self) -> str:
        """The message in which it is shown."""
        return self._inner.message

    async def show(self, text: str) -> None:
        """Show all that is written so far."""
        if not text or self._clock.monotonic() < self._next or not self._spare():
            return
        self._next = self._clock.monotonic() + _EVERY
        await self._inner.show(text)


def drafting(platforms: Mapping[str, Platform], couriers: Mapping[str, Courier], clock: Clock) -> Callable[[Address], Draft]:
    """What gives the draft in somebody's chat."""

    def draft(address: Address) -> Draft:
        inner = platforms[address.platform].draft(address)
        if address.chat == address.person:
            return inner
        return Spared(inner, lambda: couriers[address.platform].spare(address.chat), clock)

    return draft
