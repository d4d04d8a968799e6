"""The whole assistant in this process, from raw updates to Telegram's HTML: real reader, store, handlers, assistant, courier, markup.

Only the network is left out, so that tens of thousands of updates pass in minutes.
"""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import router
from bot.brain import Brain, opened
from bot.config import AppSettings, Config
from bot.courier import Courier
from bot.intake import InboxIntake
from bot.platforms.base import Abilities, Delivery, Draft, NoDraft
from bot.platforms.telegram.markup import LIMIT, pieces
from bot.platforms.telegram.poller import receive
from bot.platforms.telegram.reader import PLATFORM, Me
from bot.workers import Workers
from chat.message import Address
from domain.clock import Clock
from storage.database import Database
from storage.work import Work
from tests.telegram_server.html import parse_html
from tests.telegram_server.text import units
from tests.torture.sayings import paper

ME = Me(42, "xiaoqitong_bot")


@dataclass
class StrictPlatform:
    """Takes what Telegram would take, and raises over everything else. `heard` is told of each message: chat and plain text."""

    name: str = PLATFORM
    abilities: Abilities = field(default_factory=Abilities)
    heard: Callable[[str, str], object] = lambda chat, text: None
    links: list[str] = field(default_factory=list)
    sent: int = 0

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        int(delivery.to.chat)
        for choice in (one for row in delivery.reply.choices for one in row):
            assert choice.label.strip()
            assert choice.url or 1 <= len(choice.value.encode()) <= 64, choice
        for piece in pieces(delivery.reply.blocks):
            text, entities = parse_html(piece)
            assert 0 < units(text) <= LIMIT
            self.links += [one["url"] for one in entities if "url" in one]
            self.heard(delivery.to.chat, text)
        self.sent += 1
        return (str(self.sent),)

    async def typing(self, address: Address) -> None: ...

    def draft(self, address: Address) -> Draft:
        return NoDraft()

    async def run(self) -> None: ...

    async def stop(self) -> None: ...


class Post:
    """An assistant that is given raw updates."""

    def __init__(self, config: Config, database: Database, brain: Brain, clock: Clock, platform: StrictPlatform) -> None:
        self.database = database
        self.platform = platform
        self.brain = brain
        self.workers = Workers(database, router(config, database, brain, clock), {PLATFORM: platform}, lambda _: self.courier.wake())
        self.courier = Courier(database, platform, clock)
        self.intake = InboxIntake(database, PLATFORM, self.workers.wake)

    async def takes(self, batch: Sequence[Any]) -> None:
        """A batch of updates arrives, as JSON like any other."""
        await receive(json.loads(json.dumps(list(batch))), ME, self.intake)

    async def settles(self) -> None:
        """All that is ready is dealt with and sent."""
        while await self.workers.begin():
            await self.workers.stop(60)
        while await self.courier.begin():
            await self.courier.stop(60)

    async def counted(self, query: Callable[[Work], int]) -> int:
        """Read a figure from the database."""
        return await self.database.read(query)


@contextmanager
def post(folder: Path, clock: Clock, platform: StrictPlatform, brain: Brain | None = None) -> Iterator[Post]:
    """An assistant with a store in that folder and a brain that others made, or one over the little library of `sayings`."""
    config = Config.model_construct(app=AppSettings(data=str(folder / "data")))
    with nullcontext(brain) if brain else _stocked(config, clock, folder / "papers") as knowing:
        database = Database.open(f"sqlite:///{folder / 'post.db'}", clock)
        try:
            yield Post(config, database, knowing, clock, platform)
        finally:
            database.close()


@contextmanager
def _stocked(config: Config, clock: Clock, papers: Path) -> Iterator[Brain]:
    papers.mkdir()
    (papers / "parks.txt").write_text(paper(), "utf-8")
    with opened(config, clock) as brain:
        brain.knowledge.ingest([papers], lambda *_: None, lambda *_: None)
        yield brain


class Alarm(logging.Handler):
    """Remembers what was logged as an error: nothing that people send may lead to one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.raised: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.raised.append(logging.Formatter("%(name)s: %(message)s").format(record))
