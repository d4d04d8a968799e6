"""The moments at which a bot kills itself. They are laid over the real methods here, so that nothing of this stands in the bot."""

import functools
import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from bot.courier import Courier
from bot.intake import InboxIntake
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import Telegram
from chat.router import Router
from storage.database import Database
from storage.outbox import Outbox

Pass = Callable[[], None]


class Point(StrEnum):
    """Where on its way a message is when the bot dies. `RANDOM` is any moment, which the driver chooses."""

    POLLED = "polled"
    STORED = "stored"
    CLAIMED = "claimed"
    INSIDE = "inside the transaction"
    COMMITTED = "committed"
    SEND_CLAIMED = "send claimed"
    SENT = "sent"
    SETTLING = "settling"
    MARKED = "marked"
    RANDOM = "random"


NAMED = tuple(point for point in Point if point is not Point.RANDOM)


def arm(point: Point, passes: int) -> None:
    """Die by SIGKILL when this process passes that point for the nth time."""
    left = passes

    def passed() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _LAID[point](passed)


def _after(owner: Any, name: str, passed: Pass, *, counts: Callable[[Any], bool] = lambda _: True) -> None:
    """Pass when a coroutine method came back with something that counts."""
    real: Callable[..., Awaitable[Any]] = getattr(owner, name)

    @functools.wraps(real)
    async def laid(*arguments: Any, **options: Any) -> Any:
        result = await real(*arguments, **options)
        if counts(result):
            passed()
        return result

    setattr(owner, name, laid)


def _before(owner: Any, name: str, passed: Pass) -> None:
    """Pass when a method is called."""
    real: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(real)
    def laid(*arguments: Any, **options: Any) -> Any:
        passed()
        return real(*arguments, **options)

    setattr(owner, name, laid)


def _within(owner: Any, name: str, passed: Pass) -> None:
    """Pass when a plain method is about to come back: its statements have run, nothing is committed."""
    real: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(real)
    def laid(*arguments: Any, **options: Any) -> Any:
        result = real(*arguments, **options)
        passed()
        return result

    setattr(owner, name, laid)


def _marked(passed: Pass) -> None:
    """Pass when the unit of work that settled a row has been committed."""
    settled: list[bool] = []
    _within(Outbox, "settle", lambda: settled.append(True))

    def committed() -> None:
        if settled:
            passed()

    _after(Database, "do", committed)


_LAID: dict[Point, Callable[[Pass], None]] = {
    Point.POLLED: lambda passed: _after(Api, "updates", passed, counts=bool),
    Point.STORED: lambda passed: _after(InboxIntake, "__call__", passed),
    Point.CLAIMED: lambda passed: _before(Router, "route", passed),
    Point.INSIDE: lambda passed: _within(Outbox, "put", passed),
    Point.COMMITTED: lambda passed: _before(Courier, "wake", passed),
    Point.SEND_CLAIMED: lambda passed: _before(Telegram, "send", passed),
    Point.SENT: lambda passed: _after(Telegram, "send", passed),
    Point.SETTLING: lambda passed: _within(Outbox, "settle", passed),
    Point.MARKED: _marked,
}
