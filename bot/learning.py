"""Keeps a quick form of what everybody wants up to date, off the loop and outside the units that ask it."""

from typing import Protocol

from bot.regularly import regularly
from storage.database import Database
from storage.work import Work


class Learns(Protocol):
    """Derives something from what is committed."""

    def learn(self, work: Work) -> None:
        """Take in what has changed."""
        ...


class Learning:
    """Lets it learn every few seconds, several times oftener than it takes to fall far behind."""

    def __init__(self, database: Database, one: Learns, every: float = 20.0) -> None:
        self._database = database
        self._one = one
        self._every = every

    async def run(self) -> None:
        """Go on until cancelled."""
        await regularly(lambda: self._database.read(self._one.learn), self._every, "what people want cannot be read")
