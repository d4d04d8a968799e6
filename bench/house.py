"""The whole way of a message without a network: our intake, workers, router and courier around a platform that only remembers."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

from bench import papers
from bench.large import large
from bench.setting import ROOT
from bot.app import router
from bot.brain import Brain, open_brain, opened
from bot.config import AppSettings, Config, VectorstoreSettings
from bot.courier import Courier
from bot.intake import InboxIntake
from bot.platforms.base import Abilities, Delivery, Draft, NoDraft
from bot.workers import Workers
from chat.message import Address, Message, Sort
from domain.clock import SystemClock
from services.folder import DATABASE
from storage.database import Database
from vectorstore.keeping import Kind
from vectorstore.opening import VectorOpener

_NAME = "bench"


def golden() -> list[str]:
    """Questions over the digests."""
    return [json.loads(line)["question"] for line in (ROOT / "tests/golden/digests.jsonl").read_text("utf-8").splitlines()]


@contextmanager
def digests(folder: Path, *, vectors: bool = True, kind: Kind = "auto") -> Iterator[Brain]:
    """A brain over the five digests; where `vectors` they answer too, kept as `kind` says."""
    settings = Config.model_construct(app=AppSettings(data=str(folder)), vectorstore=VectorstoreSettings(kind=kind))
    with opened(settings, SystemClock()) as brain:
        papers.taken([ROOT / "corpus"], folder, kind)
        brain.knowledge.catch_up()
        if vectors:
            brain.open_vectors()
        yield brain


@contextmanager
def many(scratch: Path, passages: int) -> Iterator[Brain]:
    """A brain over so many made passages, with vectors: the index of the bench, and a store that holds the same passages."""
    made = large(passages, scratch)
    folder = made.root.parent / "answers"
    folder.mkdir(exist_ok=True)
    papers.shelved(folder / DATABASE, passages)
    if not (folder / "index").exists():
        (folder / "index").symlink_to(made.root)
    database = Database.open(f"sqlite:///{folder / DATABASE}", SystemClock())
    brain = open_brain(Config.model_construct(app=AppSettings(data=str(folder))), database, SystemClock())
    brain.index.attach_vectors(VectorOpener())
    assert brain.index.state().vectors
    try:
        yield brain
    finally:
        brain.close()
        database.close()


class Room:
    """A platform that remembers when each chat was spoken to."""

    name = _NAME
    abilities = Abilities()

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Future[float]] = {}

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        """Somebody has their answer."""
        self.waiting.pop(delivery.to.chat).set_result(time.perf_counter())
        return (str(delivery.id),)

    async def typing(self, address: Address) -> None:
        """Nobody sees it."""

    def draft(self, address: Address) -> Draft:  # noqa: ARG002
        """None."""
        return NoDraft()

    async def run(self) -> None:
        """Nothing comes in by itself."""

    async def stop(self) -> None:
        """Nothing is held."""


class House:
    """Asks, and tells how long it took."""

    def __init__(self, room: Room, intake: InboxIntake) -> None:
        self._room, self._intake = room, intake
        self._numbers = count(1)

    async def ask(self, question: str) -> float:
        """Seconds from a message's coming in to its reply's going out, kept on the disk at each step as always."""
        who = str(next(self._numbers))
        self._room.waiting[who] = said = asyncio.get_running_loop().create_future()
        begin = time.perf_counter()
        await self._intake("us", [Message(who, Address(_NAME, who, who), Sort.TEXT, text=question)])
        ended: float = await said
        return ended - begin

    async def all(self, questions: Sequence[str], flying: int) -> list[float]:
        """All of them, so many at a time."""
        door = asyncio.Semaphore(flying)

        async def one(question: str) -> float:
            async with door:
                return await self.ask(question)

        return await asyncio.gather(*map(one, questions))


@asynccontextmanager
async def open_house(brain: Brain, folder: Path) -> AsyncIterator[House]:
    """A house with an inbox and an outbox of its own; knowledge is the brain's."""
    clock, room = SystemClock(), Room()
    database = Database.open(f"sqlite:///{folder}/{time.monotonic_ns()}.db", clock)
    workers: Workers
    couriers: list[Courier] = []
    workers = Workers(
        database, router(Config.model_construct(), database, brain, clock), {_NAME: room}, lambda _: couriers[0].wake(), chats=8
    )
    couriers.append(Courier(database, room, clock))
    intake = InboxIntake(database, _NAME, workers.wake)
    hands = [asyncio.create_task(workers.run()), asyncio.create_task(couriers[0].run())]
    try:
        yield House(room, intake)
    finally:
        for hand in hands:
            hand.cancel()
        await asyncio.gather(*hands, return_exceptions=True)
        await workers.stop(1)
        await couriers[0].stop(1)
        database.close()
