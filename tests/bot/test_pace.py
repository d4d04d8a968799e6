"""How fast a platform is spoken to."""

import asyncio
import heapq
from collections.abc import Sequence
from itertools import count, pairwise

import pytest

from bot.pace import PATIENCE, Pace
from tests.fakes import FakeClock


class Town:
    """Several who want to speak, and a clock that moves on when all of them wait."""

    def __init__(self, *, roof: float = 0, bulk: float = 0, gap: float = 0, per_minute: int = 0) -> None:
        self.clock = FakeClock()
        self.pace = Pace(self.clock, roof=roof, bulk=bulk, gap=gap, per_minute=per_minute, sleep=self._sleep)
        self.spoken: list[tuple[float, str]] = []
        self._asleep: list[tuple[float, int, asyncio.Event]] = []
        self._numbers = count()

    async def speak(self, *chats: str, shared: bool = False, bulk: bool = False, after: float = 0) -> float:
        """Say one thing in each chat, one after the other; the last answer to `turn`."""
        wait = 0.0
        await self._sleep(after)
        for chat in chats:
            wait = await self.pace.turn(chat, shared=shared, bulk=bulk)
            if not wait:
                self.spoken.append((self.clock.monotonic(), chat))
        return wait

    async def all(self, *speakers: "asyncio.Task[float]") -> list[float]:
        """Let time pass until all have spoken; what `turn` told each of them last."""
        while not all(speaker.done() for speaker in speakers):
            for _ in range(3 * len(speakers) + 10):
                await asyncio.sleep(0)
            if self._asleep:
                moment, _, alarm = heapq.heappop(self._asleep)
                self.clock.forward(max(0.0, moment - self.clock.monotonic()))
                alarm.set()
        return [speaker.result() for speaker in speakers]

    def moments(self, prefix: str = "") -> list[float]:
        return [moment for moment, chat in self.spoken if chat.startswith(prefix)]

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            alarm = asyncio.Event()
            heapq.heappush(self._asleep, (self.clock.monotonic() + seconds, next(self._numbers), alarm))
            await alarm.wait()


def most_within(seconds: float, moments: Sequence[float]) -> int:
    return max(sum(start <= moment < start + seconds - 1e-9 for moment in moments) for start in moments)


async def test_without_limits_nobody_waits() -> None:
    town = Town()
    await town.all(asyncio.create_task(town.speak(*(str(number % 2) for number in range(100)))))
    assert town.clock.monotonic() == 0


async def test_in_no_second_more_than_the_roof_and_no_burst_at_the_start() -> None:
    town = Town(roof=28)
    await town.all(*(asyncio.create_task(town.speak(str(number))) for number in range(100)))
    assert most_within(1, town.moments()) == 28
    assert town.moments()[0] >= 1 / 28
    assert town.clock.monotonic() < 100 / 28 + 0.1


async def test_what_goes_to_many_keeps_its_lane_and_replies_hardly_wait() -> None:
    town = Town(roof=28, bulk=22, gap=1)
    many = [asyncio.create_task(town.speak(f"many {number}", bulk=True)) for number in range(200)]
    replies = [asyncio.create_task(town.speak(f"reply {number}", after=number / 5)) for number in range(40)]
    await town.all(*many[:8], *replies, *many[8:])
    assert most_within(1, town.moments()) <= 28
    assert len(town.moments("many")) / town.moments("many")[-1] == pytest.approx(22, abs=0.5)
    late = [moment - number / 5 for number, moment in enumerate(sorted(town.moments("reply")))]
    assert max(late) < 0.1


async def test_now_and_then_a_reply_does_not_wait_for_what_goes_to_many_at_all() -> None:
    town = Town(roof=28, bulk=22, gap=1)
    many = [asyncio.create_task(town.speak(f"many {number}", bulk=True)) for number in range(300)]
    replies = [asyncio.create_task(town.speak(f"reply {number}", after=0.5 + number / 3)) for number in range(30)]
    await town.all(*many[:8], *replies, *many[8:])
    assert [moment - 0.5 - number / 3 for number, moment in enumerate(town.moments("reply"))] == pytest.approx([0] * 30)
    assert most_within(1, town.moments()) <= 28
    assert len(town.moments("many")) / town.moments("many")[-1] == pytest.approx(22, abs=0.3)


async def test_several_replies_at_once_keep_their_distance() -> None:
    town = Town(roof=10)
    await town.all(*(asyncio.create_task(town.speak(str(number), after=5)) for number in range(30)))
    assert [moment - 5 for moment in town.moments()] == pytest.approx([number / 10 for number in range(30)])


async def test_where_the_second_is_nearly_full_all_keep_their_distance() -> None:
    town = Town(roof=10, bulk=9)
    many = [asyncio.create_task(town.speak(f"many {number}", bulk=True)) for number in range(100)]
    replies = [asyncio.create_task(town.speak(f"reply {number}", after=number / 4)) for number in range(20)]
    await town.all(*many[:8], *replies, *many[8:])
    moments = sorted(town.moments())
    assert most_within(1, moments) <= 10
    assert min(later - sooner for sooner, later in pairwise(moments)) == pytest.approx(0.1)


async def test_replies_take_all_the_room_they_need() -> None:
    town = Town(roof=10, bulk=8)
    replies = [asyncio.create_task(town.speak(f"reply {number}")) for number in range(30)]
    many = [asyncio.create_task(town.speak(f"many {number}", bulk=True)) for number in range(5)]
    await town.all(*replies, *many)
    assert max(town.moments("reply")) < min(town.moments("many")) + 0.5
    assert len(town.moments("many")) == 5


async def test_a_chat_is_spoken_to_once_in_a_gap_and_others_need_not_wait() -> None:
    town = Town(gap=1)
    await town.all(asyncio.create_task(town.speak("a", "a", "a")), asyncio.create_task(town.speak("b")))
    assert town.spoken == [(0, "a"), (0, "b"), (1, "a"), (2, "a")]


async def test_who_waits_for_their_chat_takes_no_room_under_the_roof() -> None:
    town = Town(roof=10, gap=1)
    chats = [asyncio.create_task(town.speak(str(number), str(number))) for number in range(30)]
    await town.all(*chats)
    assert most_within(1, town.moments()) <= 10
    assert town.clock.monotonic() == pytest.approx(6, abs=0.2)


async def test_a_group_takes_so_many_a_minute_and_what_is_more_is_put_off() -> None:
    town = Town(gap=1, per_minute=18)
    told = await town.all(asyncio.create_task(town.speak(*["group"] * 19, shared=True)), asyncio.create_task(town.speak("a", after=20)))
    assert len(town.moments("group")) == 18
    assert told == [pytest.approx(60 - 17), 0]
    town.clock.forward(told[0])
    assert await town.pace.turn("group", shared=True) == 0


async def test_a_pause_holds_for_everybody_even_for_those_who_wait_already() -> None:
    town = Town(gap=1)
    waiting = asyncio.create_task(town.speak("a", "a"))
    await asyncio.sleep(0)
    town.pace.pause(5)
    assert town.pace.paused == 5
    await town.all(waiting, asyncio.create_task(town.speak("b")))
    assert town.moments() == [0, 5, 5]
    assert town.pace.paused == 0


async def test_a_long_pause_holds_no_hand() -> None:
    town = Town()
    town.pace.pause(PATIENCE + 20)
    assert await town.pace.turn("a") == PATIENCE + 20
    assert town.clock.monotonic() == 0


async def test_a_chat_that_asked_for_a_pause_holds_nobody_else_up() -> None:
    town = Town()
    town.pace.pause(40, "group")
    assert await town.pace.turn("group", shared=True) == 40
    assert await town.pace.turn("b") == 0
    assert not town.pace.paused


async def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    town = Town()
    town.pace.pause(30)
    town.pace.pause(1)
    town.pace.pause(30, "a")
    town.pace.pause(1, "a")
    assert town.pace.paused == 30
    town.clock.forward(10)
    assert await town.pace.turn("a") == 20


async def test_chats_are_forgotten_when_they_may_be_spoken_to_again() -> None:
    town = Town(gap=1, per_minute=18)
    for number in range(20_000):
        assert await town.pace.turn(str(number), shared=number % 2 == 0) == 0
        town.clock.forward(1 / 28)
    assert len(town.pace._next_in) + len(town.pace._minute) < 3000
