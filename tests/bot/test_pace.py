"""How fast a platform is spoken to."""

from bot.pace import Pace
from tests.fakes import FakeClock


def paced(roof: float = 0, gap: float = 0) -> tuple[Pace, FakeClock, list[float]]:
    clock = FakeClock()
    moments: list[float] = []

    async def sleep(seconds: float) -> None:
        clock.forward(seconds)

    return Pace(clock, roof, gap, sleep), clock, moments


async def test_without_limits_nobody_waits() -> None:
    pace, clock, _ = paced()
    for number in range(100):
        await pace.turn(str(number % 2))
    assert clock.monotonic() == 0


async def test_in_no_second_more_than_the_roof() -> None:
    pace, clock, moments = paced(roof=10)
    for number in range(50):
        await pace.turn(str(number))
        moments.append(clock.monotonic())
    assert max(sum(start <= moment < start + 1 - 1e-9 for moment in moments) for start in moments) <= 10
    assert clock.monotonic() < 5


async def test_a_chat_is_spoken_to_once_in_a_gap_and_others_need_not_wait() -> None:
    pace, clock, _ = paced(gap=1)
    await pace.turn("a")
    await pace.turn("b")
    assert clock.monotonic() == 0
    await pace.turn("a")
    assert clock.monotonic() == 1


async def test_a_waiting_chat_takes_no_room_under_the_roof() -> None:
    pace, _, _ = paced(roof=10, gap=1)
    pace.reserve("a")
    assert pace.reserve("a") == 1
    assert pace.reserve("b") < 0.3


async def test_a_pause_holds_for_everybody() -> None:
    pace, clock, _ = paced()
    pace.pause(30)
    assert pace.paused == 30
    await pace.turn("a")
    assert clock.monotonic() == 30
    assert pace.paused == 0


async def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    pace, _, _ = paced()
    pace.pause(30)
    pace.pause(1)
    assert pace.paused == 30
