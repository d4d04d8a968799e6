"""Long polling on the raw JSON: a batch is committed to the inbox before the next request acknowledges it."""

import asyncio
import json
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bot.platforms.base import Intake, Unreadable
from bot.platforms.telegram.errors import Conflict
from bot.platforms.telegram.reader import Malformed, Me, key_of, read
from chat.message import Message
from domain.clock import Clock
from domain.errors import ConfigProblem, StoreProblem, TryLater

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 30.0
_CONFLICTS, _WITHIN = 6, 120.0
"""So many requests cut short by another program, within so many seconds: more than one that is just ending explains."""
_TWO = (
    "另一个程序正在用同一个 Telegram 机器人取消息，消息会被分走，所以这一个停下了。"
    "请停掉另一个，或给其中一个换机器人的 token；要多开进程，请用 webhook 方式（[telegram] mode）。"
)


Aside = Callable[[Any], bool]
"""Takes a raw update that is answered at once and leaves no trace; tells whether it was one. It neither waits nor raises."""


class Updates(Protocol):
    """Where updates come from."""

    async def updates(self, offset: int | None) -> list[Any]:
        """Raw updates from `offset` on; what lies before counts as acknowledged."""
        ...


class Poller:
    """Fetches updates for one account for ever."""

    def __init__(
        self,
        source: Updates,
        intake: Intake,
        me: Me,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
        aside: Aside = lambda _: False,
    ) -> None:
        self._source = source
        self._intake = intake
        self._me = me
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._aside = aside
        self._heard = clock.monotonic()
        self._conflicts: deque[float] = deque(maxlen=_CONFLICTS)

    @property
    def silence(self) -> float:
        """Seconds since a request for updates was last answered."""
        return self._clock.monotonic() - self._heard

    async def run(self) -> None:
        """Poll until cancelled. Whatever goes wrong is tried again, ever more slowly, and nothing is acknowledged meanwhile.

        Raises ConfigProblem when another program keeps fetching the same account's updates.
        """
        offset: int | None = None
        failures = 0
        while True:
            try:
                offset = await self.poll(offset)
                failures = 0
            except Conflict as conflict:
                log.warning("Telegram: %s", conflict)
                self._yield()
                # Never in step with the other one. Who gives up first leaves it alone, so that one of them always goes on.
                await self._sleep(conflict.seconds * (0.5 + self._jitter()))
            except (TryLater, StoreProblem) as problem:
                failures += 1
                pause = problem.seconds if isinstance(problem, TryLater) else 1.0
                log.warning("Telegram: %s", problem)
                await self._sleep(min(pause * 2 ** min(failures - 1, 5), max(pause, _LONGEST_PAUSE)))

    def _yield(self) -> None:
        """Note a conflict, and leave the field to the other program when there were too many."""
        now = self._clock.monotonic()
        self._conflicts.append(now)
        if len(self._conflicts) == _CONFLICTS and now - self._conflicts[0] <= _WITHIN:
            raise ConfigProblem(_TWO)

    async def poll(self, offset: int | None) -> int | None:
        """Fetch one batch from `offset` on, keep it, and give back the offset that acknowledges it.

        After an empty answer it is None. Telegram may begin its numbers anew, and lower, after a quiet week: an offset that is held on to
        would acknowledge those unseen.
        """
        batch = await self._source.updates(offset)
        self._heard = self._clock.monotonic()
        await receive(batch, self._me, self._intake, self._aside)
        numbers = [key_of(update) for update in batch if _numbered(update)]
        return numbers[-1] + 1 if numbers else None


async def receive(batch: list[Any], me: Me, intake: Intake, aside: Aside = lambda _: False) -> None:
    """Commit what came in: messages, and what could not be read. What is not meant for the bot, or goes `aside`, is left out."""
    messages: list[Message] = []
    unreadable: list[Unreadable] = []
    for update in batch:
        if not _numbered(update):
            log.error("Telegram: an update without update_id was dropped")
            continue
        if aside(update):
            continue
        try:
            message = read(update, me)
            messages += [message] if message else []
        except Malformed as error:
            unreadable.append(Unreadable(str(key_of(update)), json.dumps(update, ensure_ascii=False), str(error)))
    if messages or unreadable:
        await intake(str(me.id), messages, unreadable=unreadable)


def _numbered(update: object) -> bool:
    try:
        key_of(update)
    except Malformed:
        return False
    return True
