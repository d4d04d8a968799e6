"""Long polling on the raw JSON: a batch is committed to the inbox before the next request acknowledges it."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bot.platforms.base import Intake, Unreadable
from bot.platforms.telegram.reader import Malformed, Me, key_of, read
from chat.message import Message
from domain.errors import StoreProblem, TryLater

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 30.0


class Updates(Protocol):
    """Where updates come from."""

    async def updates(self, offset: int | None) -> list[Any]:
        """Raw updates from `offset` on; what lies before counts as acknowledged."""
        ...


class Poller:
    """Fetches updates for one account for ever."""

    def __init__(self, source: Updates, intake: Intake, me: Me, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._source = source
        self._intake = intake
        self._me = me
        self._sleep = sleep

    async def run(self) -> None:
        """Poll until cancelled. Whatever goes wrong is tried again, ever more slowly, and nothing is acknowledged meanwhile."""
        offset: int | None = None
        failures = 0
        while True:
            try:
                offset = await self.poll(offset)
                failures = 0
            except (TryLater, StoreProblem) as problem:
                failures += 1
                pause = problem.seconds if isinstance(problem, TryLater) else 1.0
                log.warning("Telegram: %s", problem)
                await self._sleep(min(pause * 2 ** min(failures - 1, 5), max(pause, _LONGEST_PAUSE)))

    async def poll(self, offset: int | None) -> int | None:
        """Fetch one batch from `offset` on, keep it, and give back the offset that acknowledges it.

        After an empty answer it is None. Telegram may begin its numbers anew, and lower, after a quiet week: an offset that is held on to
        would acknowledge those unseen.
        """
        batch = await self._source.updates(offset)
        await receive(batch, self._me, self._intake)
        numbers = [key_of(update) for update in batch if _numbered(update)]
        return numbers[-1] + 1 if numbers else None


async def receive(batch: list[Any], me: Me, intake: Intake) -> None:
    """Commit what came in: messages, and what could not be read. What is not meant for the bot is left out."""
    messages: list[Message] = []
    unreadable: list[Unreadable] = []
    for update in batch:
        if not _numbered(update):
            log.error("Telegram: an update without update_id was dropped")
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
