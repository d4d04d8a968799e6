"""Polling: nothing is acknowledged before it is kept, and nothing holds the rest up."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.platforms.base import Unreadable
from bot.platforms.telegram.errors import Conflict
from bot.platforms.telegram.poller import Poller
from bot.platforms.telegram.reader import Me
from chat.message import Message
from domain.errors import ConfigProblem, StoreProblem, TryLater
from tests.fakes import FakeClock

ME = Me(42, "xiaoqitong_bot")


def update(number: int, text: str = "你好") -> dict[str, Any]:
    person = {"id": 7, "is_bot": False, "first_name": "李"}
    return {"update_id": number, "message": {"message_id": 1, "chat": {"id": 7, "type": "private"}, "from": person, "text": text}}


class Enough(BaseException):
    """The script is over."""


@dataclass
class Line:
    """Telegram and the inbox, by script: batches and errors to give, what was asked for, what was kept."""

    script: list[list[Any] | Exception]
    asked: list[int | None] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    laid_aside: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    full: int = 0
    clock: FakeClock = field(default_factory=FakeClock)

    async def updates(self, offset: int | None) -> list[Any]:
        self.asked.append(offset)
        if not self.script:
            raise Enough
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    async def intake(
        self, account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        if self.full:
            self.full -= 1
            raise StoreProblem("满了")
        assert account == "42"
        self.kept += [message.key for message in messages]
        self.laid_aside += [one.key for one in unreadable]

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.forward(seconds)
        await asyncio.sleep(0)

    @property
    def poller(self) -> Poller:
        return Poller(self, self.intake, ME, self.clock, self.sleep, lambda: 0.5)

    async def run(self) -> None:
        with pytest.raises(Enough):
            await self.poller.run()


async def test_the_next_request_acknowledges_what_was_kept() -> None:
    line = Line([[update(5), update(6)], [update(7)]])
    await line.run()
    assert line.kept == ["5", "6", "7"]
    assert line.asked == [None, 7, 8]


async def test_what_could_not_be_kept_is_not_acknowledged() -> None:
    line = Line([[update(5)], [update(5)]], full=1)
    await line.run()
    assert line.kept == ["5"]
    assert line.asked == [None, None, 6]
    assert line.slept == [1.0]


async def test_after_silence_no_old_offset_is_held_against_lower_numbers() -> None:
    line = Line([[update(900)], [], [update(3)]])
    await line.run()
    assert line.kept == ["900", "3"]
    assert line.asked == [None, 901, None, 4]


async def test_a_malformed_update_is_laid_aside_and_acknowledged() -> None:
    line = Line([[{"update_id": 5, "message": "x"}, update(6)]])
    await line.run()
    assert (line.kept, line.laid_aside) == (["6"], ["5"])
    assert line.asked == [None, 7]


async def test_what_is_no_update_at_all_is_passed_over() -> None:
    line = Line([["x", None, {"message": {}}, update(6)]])
    await line.run()
    assert line.kept == ["6"]


async def test_a_batch_of_group_chatter_is_acknowledged_too() -> None:
    chatter = update(5)
    chatter["message"]["chat"] = {"id": -1, "type": "group"}
    line = Line([[chatter]])
    await line.run()
    assert (line.kept, line.asked) == ([], [None, 6])


async def test_trouble_is_tried_again_ever_more_slowly() -> None:
    line = Line([TryLater("断了", 2), TryLater("断了", 2), TryLater("断了", 2), [update(5)], TryLater("断了", 2)])
    await line.run()
    assert line.slept == [2, 4, 8, 2]
    assert line.asked == [None, None, None, None, 6, 6]


async def test_a_long_pause_that_was_asked_for_is_kept_whole() -> None:
    line = Line([TryLater("慢", 90), TryLater("断了", 5)])
    await line.run()
    assert line.slept == [90, 10]


async def test_a_conflict_with_one_that_is_just_ending_is_waited_out() -> None:
    line = Line([Conflict("别人也在取", 5), Conflict("别人也在取", 5), [update(5)]])
    await line.run()
    assert line.slept == [5, 5]
    assert line.kept == ["5"]


async def test_who_keeps_being_cut_short_leaves_the_field_and_says_what_to_do() -> None:
    steps: list[list[Any] | Exception] = [Conflict("别人也在取", 5), [], Conflict("别人也在取", 5)]
    line = Line(steps * 4)
    with pytest.raises(ConfigProblem, match="请停掉另一个"):
        await line.poller.run()
    assert len(line.slept) == 5


async def test_a_conflict_now_and_then_is_no_reason_to_leave() -> None:
    quiet: list[list[Any] | Exception] = [TryLater("断了", 90)]
    line = Line([*quiet, Conflict("别人也在取", 5)] * 10)
    await line.run()
    assert len(line.slept) == 20


async def test_the_silence_is_counted_from_the_last_answer() -> None:
    line = Line([[update(5)]])
    poller = line.poller
    line.clock.forward(30)
    assert poller.silence == 30
    await poller.poll(None)
    assert poller.silence == 0
