"""The real conversation over the papers that ship, and people who come to talk to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from bot.app import router
from bot.config import AppSettings, Config, LimitSettings
from chat.flow import Turn
from chat.message import Address
from chat.reply import Reply
from chat.router import Router
from storage.database import Database
from storage.questions import Unanswered
from tests.brains import brain_in
from tests.fakes import FakeClock
from tests.talk import Talk

PAPERS = Path(__file__).parents[2] / "corpus"
NUMBERS = count(1)


class Hall:
    """Everybody who comes is somebody new, unless he is named."""

    def __init__(self, router: Router, database: Database, clock: FakeClock, file: Path) -> None:
        self.router = router
        self.database = database
        self.clock = clock
        self._file = file

    def somebody(self) -> Talk:
        """A person alone with the assistant."""
        return self.member(f"own-{next(NUMBERS)}", private=True)

    def member(self, chat: str, *, private: bool = False) -> Talk:
        """Another member of a group."""
        return Talk(self.router, do=self.do, sender=Address("test", chat, f"person-{next(NUMBERS)}"), private=private)

    async def waiting(self) -> list[Unanswered]:
        """The questions that the staff has."""
        return await self.database.read(lambda work: work.questions.waiting(1000))

    def kept(self, words: str) -> bool:
        """Whether these words stand anywhere in what is stored."""
        with closing(sqlite3.connect(self._file)) as store:
            return any(words in line for line in store.iterdump())

    async def do(self, turn: Turn) -> Reply:
        """Do what a turn comes to, in one unit of work."""
        return await self.database.do(turn.run)


@contextmanager
def hall_in(data: Path) -> Iterator[Hall]:
    """A hall whose papers and talks lie in a data folder."""
    clock, file = FakeClock(), data / "xiaoqitong.db"
    config = Config.model_construct(app=AppSettings(data=str(data)), limits=LimitSettings())
    with brain_in(data, clock) as brain:
        database = Database.open(f"sqlite:///{file}", clock)
        try:
            yield Hall(router(config, database, brain, clock), database, clock, file)
        finally:
            database.close()
