"""A whole assistant without a network: the real store, workers and couriers around a platform that only remembers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from bot.courier import Courier
from bot.intake import InboxIntake
from bot.pace import Pace
from bot.platforms.base import Abilities, Delivery, Draft, NoDraft
from bot.workers import Workers
from chat.message import Address, Message, Sort
from chat.router import Router
from handlers import announcement
from storage.database import Database
from tests.fakes import FakeClock

LI = Address("fake", "7", "7")
KEYS = count(1)


@dataclass
class FakePlatform:
    """Remembers what was sent. `raises` are errors for the next sends, one each; None lets one through."""

    name: str = "fake"
    abilities: Abilities = field(default_factory=Abilities)
    sent: list[Delivery] = field(default_factory=list)
    raises: list[Exception | None] = field(default_factory=list)
    typed: list[Address] = field(default_factory=list)
    typing_seen: asyncio.Event = field(default_factory=asyncio.Event)
    said: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        if self.raises and (error := self.raises.pop(0)):
            raise error
        self.sent.append(delivery)
        self.said.set()
        return (f"m{len(self.sent)}",)

    async def typing(self, address: Address) -> None:
        self.typed.append(address)
        self.typing_seen.set()

    def draft(self, address: Address) -> Draft:
        return NoDraft()

    async def run(self) -> None:
        """Nothing comes in by itself."""

    async def stop(self) -> None:
        """Nothing is held."""


class House:
    """The assistant, its platform, and a hand on the clock."""

    def __init__(self, folder: Path, router: Router, abilities: Abilities | None = None, patience: float = 60, chats: int = 8) -> None:
        self.clock = FakeClock()
        self.database = Database.open(f"sqlite:///{folder}/house.db", self.clock)
        self.platform = FakePlatform(abilities=abilities or Abilities())
        self.slept: list[float] = []
        self.workers = Workers(self.database, router, {"fake": self.platform}, self._owed, chats=chats, patience=patience)
        can = self.platform.abilities
        pace = Pace(self.clock, roof=can.roof, bulk=can.bulk, gap=can.gap, per_minute=can.per_minute, sleep=self._sleep)
        draws = {"announcement": announcement.draw}
        self.courier = Courier(self.database, self.platform, self.clock, pace, draws=draws, jitter=lambda: 0.0)
        self.intake = InboxIntake(self.database, "fake", self.workers.wake)
        self.answered = asyncio.Event()

    async def said(self, *texts: str, by: Address = LI) -> None:
        """Messages come in, in one batch."""
        await self.intake("us", [self._message(text, by) for text in texts])

    async def pressed(self, value: str, by: Address = LI) -> None:
        """A button is pressed under message 1."""
        await self.intake("us", [replace(self._message("", by), sort=Sort.PRESS, pressed=value, origin="1", press="p1")])

    async def work(self) -> None:
        """Let the workers deal with all that is ready."""
        while await self.workers.begin():
            await self.workers.stop(10)

    async def carry(self) -> None:
        """Let the courier send all that may be sent."""
        while await self.courier.begin():
            await self.courier.stop(10)

    async def run(self) -> None:
        """Work, then carry."""
        await self.work()
        await self.carry()

    @property
    def heard(self) -> list[str]:
        """The words of all that was sent."""
        return ["\n".join(block.text for block in delivery.reply.blocks) for delivery in self.platform.sent]

    def _message(self, text: str, by: Address) -> Message:
        return Message(str(next(KEYS)), by, text=text, name="小李")

    def _owed(self, platform: str) -> None:
        self.answered.set()

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.forward(seconds)


Build = Callable[..., House]
