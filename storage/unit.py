"""A unit of work on its way: who waits for it, and how word is brought to them."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from domain.errors import StoreProblem
from storage.work import Work


class Closed(StoreProblem):
    """Nothing is taken any more."""

    def __init__(self) -> None:
        super().__init__("数据库已经关闭，这一步没有保存。")


@dataclass(frozen=True, slots=True)
class Unit:
    """An effect and who waits for it: a future of `loop`, or of a thread when there is no loop."""

    effect: Callable[[Work], Any]
    waiter: "asyncio.Future[Any] | Future[Any]"
    loop: asyncio.AbstractEventLoop | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a unit."""

    unit: Unit
    value: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Tell who waits; on the loop's own thread when the unit has a loop."""
        if self.unit.waiter.done():
            return
        if self.error is None:
            self.unit.waiter.set_result(self.value)
        elif isinstance(self.error, StopIteration):
            # No future can carry it: the effect called next() on something that had nothing.
            self.unit.waiter.set_exception(RuntimeError(f"StopIteration: {self.error}"))
        else:
            self.unit.waiter.set_exception(self.error)


def tell(outcomes: Iterable[Outcome]) -> None:
    """Tell everybody who waits, with one call to each loop."""
    by_loop: dict[asyncio.AbstractEventLoop | None, list[Outcome]] = {}
    for outcome in outcomes:
        by_loop.setdefault(outcome.unit.loop, []).append(outcome)
    for loop, told in by_loop.items():
        if loop is None:
            _tell_all(told)
        else:
            with suppress(RuntimeError):  # a loop that was closed meanwhile has nobody who waits
                loop.call_soon_threadsafe(_tell_all, told)


def _tell_all(outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        outcome.tell()
