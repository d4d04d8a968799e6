"""A deadline that holds: asynchronous work on a thread of its own, cancelled on time, whoever drips or stalls.

A time-out of the HTTP client counts the silence between two bytes, so that one byte a second keeps it waiting for ever.
"""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from domain.clock import Clock
from rag.model.ports import TooSlow

T = TypeVar("T")
_SLOW = "语言模型没有在限定时间内答完。"


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


class Loop:
    """An event loop on a thread, started when first needed. A daemon: no process waits for it to end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None

    def iterate(self, source: AsyncGenerator[T, None], until: float) -> Iterator[T]:
        """The items as they come; raises `TooSlow` at the moment `until` of the clock, and whatever the source raises."""
        items: SimpleQueue[_Item[T] | _End] = SimpleQueue()
        task = asyncio.run_coroutine_threadsafe(_pump(source, items, self._left(until)), self._running())
        try:
            while True:
                item = self._next(items, until)
                if isinstance(item, _Item):
                    yield item.value
                elif item.error is None:
                    return
                else:
                    raise item.error
        finally:
            task.cancel()

    def close(self, last: Coroutine[Any, Any, None] | None = None) -> None:
        """Run a last piece of work, cancel what is under way, and end the thread."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            if last is not None:
                last.close()
            return
        asyncio.run_coroutine_threadsafe(_ended(last), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _left(self, until: float) -> float:
        left = until - self._clock.monotonic()
        if left <= 0:
            raise TooSlow(_SLOW)
        return left

    def _next(self, items: "SimpleQueue[_Item[T] | _End]", until: float) -> "_Item[T] | _End":
        try:
            # The loop ends it in time; the margin is for a loop that is itself held up.
            return items.get(timeout=self._left(until) + 0.2)
        except Empty:
            raise TooSlow(_SLOW) from None

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = Thread(target=self._loop.run_forever, name="language-model", daemon=True)
                self._thread.start()
            return self._loop


async def _pump(source: AsyncGenerator[T, None], items: "SimpleQueue[_Item[T] | _End]", seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds), aclosing(source):
            async for value in source:
                items.put(_Item(value))
    except TimeoutError:
        items.put(_End(TooSlow(_SLOW)))
    except asyncio.CancelledError:
        # Whoever still waits is not left waiting when the house closes.
        items.put(_End(TooSlow(_SLOW)))
        raise
    except Exception as problem:  # it is raised again on the thread that waits
        items.put(_End(problem))
    else:
        items.put(_End())


async def _ended(last: Coroutine[Any, Any, None] | None) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if last is not None:
        await last
