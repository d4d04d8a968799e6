"""The machine's clock is set by a day: nobody is answered twice, nobody waits until tomorrow, and nothing rushes out at once."""

import pytest

from bot.platforms.base import Abilities
from chat.flow import Effect
from chat.message import Address, Message, Sort
from chat.reply import SILENCE, Reply, say
from chat.router import Router, Routes
from domain.errors import TryLater
from storage.work import Work
from tests.bot.house import LI, Build, House

DAY = 86_400.0
WANG = Address("fake", "8", "8")
either = pytest.mark.parametrize("jump", [DAY, -DAY], ids=["forward", "back"])


async def _answer(message: Message) -> Effect:
    def effect(work: Work) -> Reply:
        work.audit.record(0, "answered", message.text)
        return say(f"答：{message.text}")

    return effect


async def _silent(_: Message) -> Reply:
    return SILENCE


ROUTER = Router(Routes({}, {}, _answer, _answer, dict.fromkeys([sort for sort in Sort if sort is not Sort.TEXT], _silent)))


async def answered(house: House) -> list[str]:
    """What the effects were, in order."""
    deeds = await house.database.read(lambda work: work.audit.latest(50))
    return [deed.object for deed in reversed(deeds)]


@pytest.fixture
def house(build: Build) -> House:
    return build(ROUTER)


@either
async def test_what_came_in_before_is_answered_after(house: House, jump: float) -> None:
    await house.said("一")
    house.clock.set_by(jump)
    await house.said("二")
    await house.run()
    assert house.heard == ["答：一", "答：二"]
    assert await answered(house) == ["一", "二"]


@either
async def test_what_was_owed_before_is_said_after(house: House, jump: float) -> None:
    await house.said("一")
    await house.work()
    house.clock.set_by(jump)
    await house.carry()
    assert house.heard == ["答：一"]


@either
async def test_what_was_put_off_goes_out_within_its_minute(house: House, jump: float) -> None:
    house.platform.raises = [TryLater("断了", 2)]
    await house.said("一")
    await house.run()
    house.clock.set_by(jump)
    house.clock.forward(60)
    await house.carry()
    assert house.heard == ["答：一"]


@either
async def test_what_a_killed_process_held_is_free_after_the_next_start(house: House, jump: float) -> None:
    await house.said("一")
    await house.said("二", by=WANG)
    await house.database.do(lambda work: work.inbox.claim(1, 120, "killed"))
    house.clock.set_by(jump)
    await house.workers.take_over()
    await house.courier.take_over()
    await house.run()
    assert sorted(house.heard) == ["答：一", "答：二"]


async def test_a_day_forward_makes_no_burst(build: Build) -> None:
    house = build(ROUTER, Abilities(roof=10))
    for number in range(20):
        await house.said(f"{number}", by=Address("fake", f"{number}", f"{number}"))
    await house.work()
    house.clock.set_by(DAY)
    begun = house.clock.monotonic()
    await house.carry()
    assert len(house.heard) == 20
    assert house.clock.monotonic() - begun >= 1.9


async def test_a_clock_that_is_set_back_while_a_chat_is_dealt_with_leaves_its_order(house: House) -> None:
    await house.said("一", "二", "三")
    await house.workers.begin()
    house.clock.set_by(-DAY)
    await house.workers.stop(10)
    await house.run()
    assert house.heard == ["答：一", "答：二", "答：三"]
    assert house.platform.sent[0].to == LI
