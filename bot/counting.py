"""Tells staff how far their announcements have come, while these are on their way."""

import asyncio
import logging
from collections.abc import Callable

from domain.errors import StoreProblem
from storage.database import Database
from storage.work import Work

log = logging.getLogger(__name__)


class Counting:
    """Looks every few seconds at announcements that are going out, or being taken back; `count` tells of one (its id)."""

    def __init__(self, database: Database, count: Callable[[Work, int], None], every: float = 4.0) -> None:
        self._database = database
        self._count = count
        self._every = every

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except StoreProblem as problem:
                log.error("announcements cannot be counted: %s", problem)
            await asyncio.sleep(self._every)

    async def look(self) -> int:
        """Tell of each, and give back how many there are."""
        found = await self._database.read(lambda work: work.bulletins.open())
        for one in found:
            await self._database.do(lambda work, one=one: self._count(work, one))  # type: ignore[misc]
        return len(found)
