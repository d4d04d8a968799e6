"""A running assistant: what runs side by side, and how all of it comes to an end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any, Protocol

from bot.courier import Courier
from bot.dues import Dues
from bot.intake import InboxIntake
from bot.platforms.base import Platform
from bot.watch import Watch
from bot.workers import Workers

log = logging.getLogger(__name__)

Task = asyncio.Task[Any]

# Seconds that each part of the end may take: under eight in all, since many supervisors kill after ten.
_WORK = 3.0
_DRAIN = 1.5
_ARRIVE = 0.5
_CLOSE = 1.5


class Served(Protocol):
    """The web server."""

    @property
    def address(self) -> str:
        """Where it is found."""
        ...

    async def run(self) -> None:
        """Serve until stopped."""
        ...

    def stop(self) -> None:
        """Come to an end."""
        ...


class App:
    """Everything that runs side by side. `site` is None where nothing is served; `beats` go on as long as the rest."""

    def __init__(
        self,
        *,
        platforms: Sequence[Platform],
        intakes: Sequence[InboxIntake],
        workers: Workers,
        couriers: Sequence[Courier],
        dues: Dues,
        watch: Watch,
        site: Served | None,
        beats: Sequence[Callable[[], Coroutine[Any, Any, Any]]] = (),
    ) -> None:
        self._platforms = platforms
        self._intakes = intakes
        self._workers = workers
        self._couriers = couriers
        self._dues = dues
        self._watch = watch
        self._beats = beats
        self.site = site

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set or a part cannot go on; raises what that part raised. Ends within eight seconds."""
        await self._workers.take_over()
        for courier in self._couriers:
            await courier.take_over()
        self._watch.start()
        readers = _begun(platform.run() for platform in self._platforms)
        hands = _begun([self._workers.run(), self._dues.run(), *(beat() for beat in self._beats)])
        senders = _begun(courier.run() for courier in self._couriers)
        server = _begun([self.site.run()] if self.site else [])
        try:
            await _until(stop, [*hands, *senders, *server], readers)
        finally:
            self._watch.stop()
            await self._finish([*readers, *hands])
            await self._drain(senders)
            await self._close(server)

    async def _finish(self, tasks: Sequence[Task]) -> None:
        """Take nothing more in, and finish what was begun."""
        for intake in self._intakes:
            intake.close()
        await _cancel(tasks)
        await _quietly(self._workers.stop(_WORK))

    async def _drain(self, senders: Sequence[Task]) -> None:
        """Send what is owed, as far as the time allows; the rest is sent after the next start."""
        await _quietly(asyncio.wait_for(asyncio.gather(*(courier.drained() for courier in self._couriers)), _DRAIN))
        await _cancel(senders)
        await asyncio.gather(*(_quietly(courier.stop(_ARRIVE)) for courier in self._couriers))

    async def _close(self, server: Sequence[Task]) -> None:
        """Let go of connections."""
        await asyncio.gather(*(_quietly(platform.stop()) for platform in self._platforms))
        if self.site and server:
            self.site.stop()
            await asyncio.wait(server, timeout=_CLOSE)
        await _cancel(server)


def _begun(jobs: Iterable[Coroutine[Any, Any, Any]]) -> list[Task]:
    return [asyncio.create_task(job) for job in jobs]


async def _until(stop: asyncio.Event, tasks: Sequence[Task], readers: Sequence[Task]) -> None:
    """Until it is time, or a part fails or ends. A reader may end by itself: some platforms come to us."""
    end = asyncio.create_task(stop.wait())
    waiting: set[Task] = {end, *tasks, *readers}
    try:
        while waiting.issuperset({end, *tasks}):
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
    finally:
        end.cancel()


async def _cancel(tasks: Sequence[Task]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _quietly(job: Awaitable[object]) -> None:
    """While everything ends, one part's failure must not keep the others from ending."""
    try:
        await job
    except Exception as error:
        log.warning("while stopping: %s: %s", type(error).__name__, error)
