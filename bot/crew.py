"""Several tasks under way at the same time, never more than so many."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Crew:
    """Tasks that see to their own failures. `free` is how many more may begin; `finished` is called as each one ends."""

    def __init__(self, most: int, finished: Callable[[], None]) -> None:
        self._most = most
        self._finished = finished
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def free(self) -> int:
        """How many more may begin now."""
        return self._most - len(self._tasks)

    @property
    def busy(self) -> int:
        """How many are under way."""
        return len(self._tasks)

    def begin(self, job: Coroutine[Any, Any, None]) -> None:
        """Start one."""
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    async def rest(self, seconds: float) -> None:
        """Wait until all have ended, and cancel what has not after so many seconds."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._finished()
