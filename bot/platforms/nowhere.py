"""Where invented people are: whatever is sent to them counts as said and arrives nowhere. Only `demo` joins it."""

import asyncio

from bot.platforms.base import Abilities, Delivery, Draft, NoDraft
from chat.message import Address


class Nowhere:
    """Takes what is sent at the pace of a real platform, so that a broadcast can be watched."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def name(self) -> str:
        """The name under which the invented people are known."""
        return self._name

    @property
    def abilities(self) -> Abilities:
        """As fast as Telegram, and no faster."""
        return Abilities(roof=28.0, bulk=22.0)

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        """Nobody is there to hear it."""
        return (str(delivery.id),)

    async def typing(self, address: Address) -> None:
        """Nobody looks."""

    def draft(self, address: Address) -> Draft:  # noqa: ARG002
        """A draft that shows nothing."""
        return NoDraft()

    async def run(self) -> None:
        """Nobody says anything."""
        await asyncio.sleep(0)

    async def stop(self) -> None:
        """Nothing is held."""
