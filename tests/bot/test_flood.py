"""Whoever says too much at once is slowed down and told so once; nobody else notices."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from bot.flood import SLOW, SLOW_HERE, UNREAD, UNREAD_HERE, Buckets, Flood
from bot.intake import InboxIntake
from chat.message import Address, Message, Sort
from chat.reply import Reply, say
from chat.router import Router, Routes
from domain.errors import StoreProblem
from tests.bot.house import LI, House
from tests.fakes import FakeClock

NUMBERS = count(1)
WANG = Address("fake", "8", "8")


async def answer(message: Message) -> Reply:
    return say(f"答：{message.text}")


ROUTER = Router(Routes({}, {}, answer, answer, dict.fromkeys(Sort, answer)))


class Town:
    """A house with a door that slows down, and people before it."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder, ROUTER)
        self.clock = self.house.clock
        self._intake = InboxIntake(self.house.database, "fake", self.house.workers.wake, Flood(self.clock, 30))

    async def said(self, texts: list[str], by: Address = LI, *, account: str = "us") -> list[Message]:
        messages = [Message(str(next(NUMBERS)), by, text=text, private=by.chat == by.person) for text in texts]
        await self._intake(account, messages)
        return messages

    async def again(self, messages: list[Message]) -> None:
        """The platform brings them once more."""
        await self._intake("us", messages)

    async def heard(self, by: Address = LI) -> list[str]:
        """All that was said to somebody until now."""
        await self.house.run()
        return ["".join(block.text for block in one.reply.blocks) for one in self.house.platform.sent if one.to == by]

    async def after(self, seconds: int, by: Address = LI) -> list[str]:
        """The same so many seconds later."""
        for _ in range(seconds):
            self.clock.forward(1)
            await self.house.run()
        return await self.heard(by)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.house.database.close()


def numbered(number: int) -> list[str]:
    return [f"第{one}问" for one in range(1, number + 1)]


async def test_twenty_in_a_row_are_all_answered_in_order_and_the_pace_is_told_once(town: Town) -> None:
    await town.said(numbered(20))
    heard = await town.heard()
    assert sorted(heard) == sorted([SLOW, *(f"答：{text}" for text in numbered(10))])
    heard = await town.after(19)
    assert heard.count(SLOW) == 1
    assert "答：第20问" not in heard
    heard = await town.after(1)
    assert [one for one in heard if one != SLOW] == [f"答：{text}" for text in numbered(20)]


async def test_nobody_else_waits_while_one_person_floods(town: Town) -> None:
    await town.said(numbered(500))
    waits = []
    for number in range(40):
        other = Address("fake", f"{100 + number}", f"{100 + number}")
        begun = town.clock.monotonic()
        await town.said(["我有一问"], other)
        while "答：我有一问" not in await town.heard(other):
            town.clock.forward(0.1)
        waits.append(town.clock.monotonic() - begun)
        town.clock.forward(0.5)
    assert sorted(waits)[37] < 2


async def test_what_would_wait_for_more_than_a_minute_is_not_read_and_that_is_told_once(town: Town) -> None:
    await town.said(numbered(500))
    heard = await town.after(60)
    assert [heard.count(SLOW), heard.count(UNREAD)] == [1, 1]
    assert [one for one in heard if one.startswith("答")] == [f"答：{text}" for text in numbered(40)]
    assert await town.house.database.read(lambda work: work.inbox.waiting()) == 0
    await town.said(["冷静下来再问"])
    assert "答：冷静下来再问" in await town.after(2)


async def test_who_floods_again_after_a_calm_is_told_again(town: Town) -> None:
    await town.said(numbered(12))
    await town.after(60)
    await town.said(numbered(12))
    assert (await town.after(60)).count(SLOW) == 2


async def test_what_comes_in_again_counts_once(town: Town) -> None:
    messages = await town.said(numbered(9))
    for _ in range(5):
        await town.again(messages)
    await town.said(["第10问"])
    assert SLOW not in await town.heard()


async def test_where_nothing_can_be_kept_nobody_is_blamed_for_trying_again(town: Town) -> None:
    messages = [Message(str(next(NUMBERS)), LI, text=text) for text in numbered(9)]
    town.house.database.close()
    for _ in range(5):
        with pytest.raises(StoreProblem):
            await town.again(messages)


async def test_one_member_of_a_group_holds_no_other_up(town: Town) -> None:
    loud, quiet = Address("fake", "-9", "7"), Address("fake", "-9", "8")
    await town.said(numbered(30), loud)
    await town.said(["我也问一句"], quiet)
    assert "答：我也问一句" in await town.heard(quiet)
    heard = await town.heard(loud)
    assert (heard.count(UNREAD_HERE), len(heard)) == (1, 11)


async def test_a_group_that_asks_too_much_waits_as_a_whole(town: Town) -> None:
    for person in range(30):
        await town.said(["问一句"], Address("fake", "-9", str(person)))
    everybody = [Address("fake", "-9", str(person)) for person in range(30)]
    said = [one for address in everybody for one in await town.heard(address)]
    assert (said.count("答：问一句"), said.count(SLOW_HERE)) == (18, 1)
    await town.after(60)
    assert [one for address in everybody for one in await town.heard(address)].count("答：问一句") == 30


async def test_a_person_in_two_groups_has_one_measure(town: Town) -> None:
    for chat in ("-8", "-9"):
        await town.said(numbered(10), Address("fake", chat, "7"))
    assert len([one for one in await town.heard(Address("fake", "-9", "7")) if one.startswith("答")]) == 0


def test_a_bucket_fills_again_but_never_over_its_rim() -> None:
    clock = FakeClock()
    buckets = Buckets(clock, burst=2, per_minute=60)
    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 1.0]
    clock.forward(3600)
    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 1.0]


def test_a_line_before_a_bucket_is_as_long_as_its_patience() -> None:
    buckets = Buckets(FakeClock(), burst=1, per_minute=60, patience=2)
    assert [buckets.take("a") for _ in range(5)] == [0.0, 1.0, 2.0, 3.0, 3.0]


def test_forgotten_names_are_those_used_least_recently() -> None:
    buckets = Buckets(FakeClock(), burst=1, per_minute=1, most=2)
    for name in ("a", "b", "a", "c"):
        buckets.take(name)
    assert buckets.take("a") > 0
    assert buckets.take("b") == 0.0


def test_a_flood_of_people_costs_no_memory_without_end() -> None:
    flood = Flood(FakeClock(), 30)
    for number in range(30_000):
        message = Message("k", Address("fake", str(number), str(number)))
        for _ in range(2):
            flood.judge(replace(message, key="k"))
    held = vars(flood)["_alone"], vars(flood)["_told"]
    assert len(vars(held[0])["_full_at"]) <= 10_000
    assert len(held[1]) <= 10_000
