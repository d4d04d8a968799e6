"""An hour on a bad line: one call in ten fails in one of the ways in which calls fail, and everybody gets everything, in order."""

import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from bot.platforms.base import Abilities, Delivery
from chat.message import Address
from domain.errors import TryLater
from tests.bot.house import Build
from tests.torture.test_clock import ROUTER, answered

HOUR = 3600
EVERY = 6
CHATS = 40
SHARE = 0.1


@dataclass
class BadLine:
    """Before a platform: fails one send in ten. Refused for a while, not reached, or reached without an answer coming back."""

    send_well: Callable[[Delivery], Awaitable[tuple[str, ...]]]
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    failed: int = 0
    lost: int = 0

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        if self.chance.random() >= SHARE:
            return await self.send_well(delivery)
        self.failed += 1
        match self.chance.choice(("429", "502", "timeout", "lost")):
            case "429":
                raise TryLater("慢一点", self.chance.choice((1, 5, 30)), everything=True)
            case "lost":
                await self.send_well(delivery)
                self.lost += 1
                raise TryLater("没有回应", 2, ambiguous=True)
            case _:
                raise TryLater("断了", 2)


async def test_an_hour_with_one_call_in_ten_failing_loses_nothing_and_keeps_the_order(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = build(ROUTER, Abilities(roof=28, gap=1))
    line = BadLine(house.platform.send)
    monkeypatch.setattr(house.platform, "send", line.send)
    for second in range(0, HOUR, EVERY):
        await house.said(f"{second}", by=_person(second))
        await house.run()
        house.clock.forward(max(0.0, second + EVERY - house.clock.monotonic()))
    for _ in range(10):
        house.clock.forward(60)
        await house.carry()
    said, heard = [f"{second}" for second in range(0, HOUR, EVERY)], defaultdict(list)
    for delivery in house.platform.sent:
        heard[delivery.to].append(delivery.reply.blocks[0].text.removeprefix("答："))
    assert line.failed > len(said) * SHARE / 2
    assert sum(map(len, heard.values())) == len(said) + line.lost
    for chat in range(CHATS):
        mine = heard[_person(chat * EVERY)]
        assert list(dict.fromkeys(mine)) == said[chat::CHATS], "in order, and none missing"
    assert await answered(house) == said[-50:]
    assert not await house.courier.owes()


def _person(second: int) -> Address:
    chat = f"{second // EVERY % CHATS}"
    return Address("fake", chat, chat)
