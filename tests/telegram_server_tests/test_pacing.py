"""Pacing, on a clock that stands still until it is moved."""

import pytest

from tests.telegram_server.clock import Clock
from tests.telegram_server.errors import ApiError
from tests.telegram_server.pacing import Pacer


@pytest.fixture
def clock() -> Clock:
    return Clock(lambda: 1000.0)


@pytest.fixture
def pacer(clock: Clock) -> Pacer:
    return Pacer(clock, enforced=True)


def wait(pacer: Pacer, chat: int) -> int:
    """The seconds that the next message to that chat has to wait; 0 where it went."""
    try:
        pacer.take(chat)
    except ApiError as refusal:
        return refusal.parameters["retry_after"]
    return 0


def test_a_person_gets_a_burst_of_three_and_then_one_a_second(pacer: Pacer, clock: Clock) -> None:
    assert [wait(pacer, 7) for _ in range(4)] == [0, 0, 0, 3]
    for _ in range(3):
        clock.advance(1)
        wait(pacer, 7)
    sent = 0
    for _ in range(60):
        clock.advance(1)
        sent += wait(pacer, 7) == 0
    assert sent == 60


def test_a_group_gets_twenty_a_minute(pacer: Pacer, clock: Clock) -> None:
    assert [wait(pacer, -7) for _ in range(21)] == [0] * 20 + [60]
    clock.advance(59)
    assert wait(pacer, -7) == 1
    clock.advance(1)
    assert wait(pacer, -7) == 0


def test_everyone_together_gets_thirty_a_second(pacer: Pacer, clock: Clock) -> None:
    assert [wait(pacer, person) for person in range(1, 32)] == [0] * 30 + [1]
    clock.advance(1)
    assert wait(pacer, 31) == 0


def test_a_refused_message_does_not_count(pacer: Pacer, clock: Clock) -> None:
    assert [wait(pacer, 7) for _ in range(50)].count(0) == 3
    clock.advance(3)
    assert [wait(pacer, 7) for _ in range(4)] == [0, 0, 0, 3]


def test_without_enforcement_everything_passes(clock: Clock) -> None:
    pacer = Pacer(clock)
    assert {wait(pacer, 7) for _ in range(100)} == {0}
