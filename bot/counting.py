"""Tells staff how far their announcements have come, while these are on their way."""

from collections.abc import Callable

from bot.regularly import regularly
from storage.database import Database
from storage.work import Work


class Counting:
    """Looks every few seconds at announcements that are going out, or being taken back; `count` tells of one (its id)."""

    def __init__(self, database: Database, count: Callable[[Work, int], None], every: float = 4.0) -> None:
        self._database = database
        self._count = count
        self._every = every

    async def run(self) -> None:
        """Look until cancelled."""
        await regularly(self.look, self._every, "announcements cannot be counted")

    async def look(self) -> int:
        """Tell of each, and give back how many there are."""
        found = await self._database.read(lambda work: work.bulletins.open())
        for one in found:
            await self._database.do(lambda work, one=one: self._count(work, one))  # type: ignore[misc]
        return len(found)
