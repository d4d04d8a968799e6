"""The web chat on the real inbox, workers, outbox and courier."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.asgi import application
from bot.courier import Courier
from bot.flood import Buckets
from bot.intake import InboxIntake
from bot.platforms.web.guard import Door
from bot.platforms.web.platform import WebPlatform
from bot.platforms.web.routes import routes
from bot.platforms.web.stored import StoredMailbox
from bot.platforms.web.streams import Streams
from bot.workers import Workers
from chat.message import Message, Sort
from chat.reply import Block, Choice, Reply, say
from chat.router import Router, Routes
from storage.database import Database
from tests.bot.web.caller import Caller
from tests.bot.web.town import ASSETS
from tests.fakes import FakeClock


async def _answer(message: Message) -> Reply:
    return say(f"答：{message.text}", choices=((Choice("换一种说法", "again:1"), Choice("有用", "good:1")),))


async def _again(message: Message) -> Reply:
    return Reply((Block("换好了"),), edits=True)


async def _good(message: Message) -> Reply:
    return Reply(toast="谢谢")


ROUTER = Router(Routes({}, {"again": _again, "good": _good}, _answer, _answer, dict.fromkeys(Sort, _answer)))


class WebHouse:
    """The assistant behind the page, without a clock of its own: somebody works and carries when told."""

    def __init__(self, folder: Path) -> None:
        clock = FakeClock()
        streams = Streams()
        platform = WebPlatform(streams)
        self.database = Database.open(f"sqlite:///{folder}/web.db", clock)
        self.workers = Workers(self.database, ROUTER, {"web": platform}, lambda _: None, patience=60)
        self.courier = Courier(self.database, platform, clock)
        intake = InboxIntake(self.database, "web", self.workers.wake)
        door = Door(posts=Buckets(clock, 100, 100), looks=Buckets(clock, 100, 100), files=Buckets(clock, 100, 100))
        self.app = application(routes(intake, StoredMailbox(self.database), streams, door, ASSETS))

    async def work(self) -> None:
        """Deal with what came in."""
        while await self.workers.begin():
            await self.workers.stop(10)

    async def run(self) -> None:
        """Deal with what came in, and carry out what is owed."""
        await self.work()
        while await self.courier.begin():
            await self.courier.stop(10)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WebHouse]:
    house = WebHouse(tmp_path)
    yield house
    house.database.close()


@pytest.fixture
async def visitor(house: WebHouse) -> AsyncIterator[Caller]:
    visitor = Caller(house.app)
    await visitor.arrive()
    yield visitor
    await visitor.client.aclose()


async def test_a_question_a_press_and_a_reload(house: WebHouse, visitor: Caller) -> None:
    async with visitor.listening() as ear:
        await visitor.say("实训基地")
        await house.run()
        answer = await ear.event()
        await visitor.post({"key": "key-00000002", "pressed": "again:1", "origin": answer.id})
        await house.run()
        edit = await ear.event()
        await visitor.post({"key": "key-00000003", "pressed": "good:1", "origin": answer.id})
        await house.run()
        toast = await ear.event()
    assert answer.data["blocks"][0]["runs"] == [["答：实训基地", False]]
    assert (edit.data["edits"], edit.data["press"]) == (answer.id, "key-00000002")
    assert (toast.data["toast"], toast.data["press"]) == ("谢谢", "key-00000003")
    assert not await house.courier.owes()
    kinds = [next(iter(entry)) for entry in await visitor.arrive()]
    assert sorted(kinds) == ["reply", "reply", "reply", "said", "said", "said"]


async def test_an_answer_reaches_a_page_that_comes_back_whether_it_was_settled_or_not(house: WebHouse, visitor: Caller) -> None:
    await visitor.say("一", "key-00000001")
    await house.run()
    await visitor.say("二", "key-00000002")
    await house.work()
    async with visitor.listening() as ear:
        assert [(await ear.event()).data["blocks"][0]["runs"][0][0] for _ in range(2)] == ["答：一", "答：二"]


async def test_nobody_at_the_page_costs_no_attempts(house: WebHouse, visitor: Caller) -> None:
    await visitor.say("有人吗")
    await house.run()
    assert not await house.courier.owes()
    async with visitor.listening() as ear:
        assert (await ear.event()).id == "1"
