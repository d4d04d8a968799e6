"""A draft in a chat that several share keeps to that chat's pace, and the answer takes its place."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.drafts import Spared, drafting
from bot.pace import Pace
from chat.message import Address, Message, Sort
from chat.reply import Reply, say
from chat.router import Router, Routes
from storage.work import Work
from tests.bot.house import LI, Build
from tests.fakes import FakeClock

GROUP = Address("fake", "-9", "7")


@dataclass
class Screen:
    message: str = ""
    shown: list[str] = field(default_factory=list)

    async def show(self, text: str) -> None:
        self.message = "m7"
        self.shown.append(text)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def pace(clock: FakeClock) -> Pace:
    async def sleep(seconds: float) -> None:
        clock.forward(seconds)

    pace = Pace(clock, roof=28, gap=1, per_minute=18, sleep=sleep)
    clock.forward(1)
    return pace


async def test_it_is_shown_at_once_and_then_every_three_seconds(clock: FakeClock, pace: Pace) -> None:
    screen = Screen()
    draft = Spared(screen, lambda: pace.spare("-9"), clock)
    for text in ("", "一", "一二", "一二三", "一二三四", "一二三四五"):
        await draft.show(text)
        clock.forward(1)
    assert screen.shown == ["一", "一二三四"]
    assert draft.message == "m7"


async def test_a_third_of_a_groups_minute_is_left_to_what_has_to_be_said(clock: FakeClock, pace: Pace) -> None:
    shown = 0
    for _ in range(19):
        shown += pace.spare("-9")
        clock.forward(3)
    assert shown == 12
    begun = clock.monotonic()
    for _ in range(6):
        assert await pace.turn("-9", shared=True) == 0
    assert clock.monotonic() - begun < 6
    clock.forward(60)
    assert pace.spare("-9")


async def test_drafts_and_replies_share_the_minute(clock: FakeClock, pace: Pace) -> None:
    for _ in range(12):
        await pace.turn("-9", shared=True)
    clock.forward(2)
    assert not pace.spare("-9")
    assert pace.spare("-8")


async def test_a_draft_never_waits_and_never_goes_first(clock: FakeClock, pace: Pace) -> None:
    assert pace.spare("-9")
    assert not pace.spare("-9"), "one a second in a chat"
    assert not pace.spare("-8"), "the roof"
    clock.forward(2)
    pace.pause(9)
    assert not pace.spare("-9")


async def test_the_answer_of_a_group_is_owed_over_its_draft(build: Build) -> None:
    async def answer(message: Message) -> Reply:
        return replace(say(f"答：{message.text}"), edits=True, over="m7")

    house = build(Router(Routes({}, {}, answer, answer, dict.fromkeys(Sort, answer))))
    await house.intake("us", [Message("1", GROUP, text="一", private=False)])
    await house.run()
    assert [(one.origin, one.reply.edits, one.reply.over) for one in house.platform.sent] == [("m7", True, "m7")]


async def test_killed_while_it_writes_the_answer_still_comes_once(build: Build) -> None:
    """What was shown before the kill is one message too many; the answer takes the place of the newest draft."""
    drafts: list[str] = []
    begun = asyncio.Event()

    async def answer(message: Message) -> Reply:
        drafts.append(f"m{len(drafts) + 1}")
        begun.set()
        if len(drafts) == 1:
            await asyncio.Event().wait()
        return replace(say("答"), edits=True, over=drafts[-1])

    router = Router(Routes({}, {}, answer, answer, dict.fromkeys(Sort, answer)))
    house = build(router)
    await house.intake("us", [Message("1", GROUP, text="一", private=False)])
    await house.workers.begin()
    await begun.wait()
    await house.workers.stop(0)
    house.database.close()
    again = build(router)
    await again.run()
    assert [one.origin for one in again.platform.sent] == ["m2"]
    assert await again.database.read(_open) == 0


def _open(work: Work) -> int:
    return work.inbox.waiting()


async def test_alone_with_somebody_a_draft_asks_nobody_for_its_moment(build: Build, clock: FakeClock) -> None:
    async def answer(message: Message) -> Reply:
        return say("答")

    house = build(Router(Routes({}, {}, answer, answer, dict.fromkeys(Sort, answer))))
    draft = drafting({"fake": house.platform}, {"fake": house.courier}, clock)
    assert not isinstance(draft(LI), Spared)
    assert isinstance(draft(GROUP), Spared)
