"""Spreads what goes to many: owes it to the next few hundred recipients whenever the outbox has room."""

from bot.regularly import regularly
from storage.database import Database


class Spread:
    """Looks every second for announcements that have not reached everybody."""

    def __init__(self, database: Database, every: float = 1.0) -> None:
        self._database = database
        self._every = every

    async def run(self) -> None:
        """Look until cancelled."""
        await regularly(self.look, self._every, "what goes to many cannot be read")

    async def look(self) -> int:
        """Spread each a portion further, and give back how many deliveries that makes."""
        found = await self._database.read(lambda work: work.broadcasts.open())
        return sum([await self._database.do(lambda work, one=one: work.broadcasts.spread(one)) for one in found])  # type: ignore[misc]
