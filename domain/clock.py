"""Time as a port, so that a test can say what day it is."""

import time
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Where the product asks for the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards, for pacing and time-outs."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some fixed point in the past."""
        return time.monotonic()


def today(clock: Clock) -> date:
    """The day on the calendar of the people who ask (Asia/Shanghai)."""
    return clock.now().astimezone(HERE).date()
