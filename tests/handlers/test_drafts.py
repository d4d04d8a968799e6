"""An answer is seen while it is written, and nothing of its writing after it."""

import asyncio
from dataclasses import dataclass, field
from threading import Event

import pytest

from chat.message import Address
from chat.router import Router
from handlers.drafts import Drafts, showing
from handlers.routes import routes
from rag.answer import Answer, Question
from rag.model.ports import OnText
from rag.regions import Gazetteer
from services.answers import Answers
from services.directory import Directory
from services.holdings import Holdings
from tests.handlers.conftest import QUOTE, Desk, FakeAssistant, plan
from tests.talk import Talk

HALF = "到2025年……"


@dataclass
class Screen:
    """Remembers what it was shown; while the door is shut it shows nothing and hangs."""

    shown: list[str] = field(default_factory=list)
    seen: asyncio.Event = field(default_factory=asyncio.Event)
    door: asyncio.Event = field(default_factory=asyncio.Event)
    message: str = ""

    async def show(self, text: str) -> None:
        self.seen.set()
        await self.door.wait()
        self.shown.append(text)


@dataclass
class Writing(FakeAssistant):
    """Says half of it, and the rest when the half was seen."""

    seen: Event = field(default_factory=Event)

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:
        assert on_text
        on_text(HALF)
        assert self.seen.wait(10)
        return super().answer(question)


def talking(desk: Desk, gazetteer: Gazetteer, assistant: Writing, drafts: Drafts) -> Talk:
    """Somebody who asks this assistant, and is shown drafts there."""
    desk.holds(plan())
    answers, directory = Answers(desk.database, assistant, desk.clock), Directory(desk.database, desk.clock, gazetteer)
    holdings = Holdings(desk.database, gazetteer)
    all_routes = routes(desk.database, answers, holdings, desk.people, directory, desk.press, desk.posting, desk.mydata, drafts=drafts)
    return Talk(Router(all_routes), do=desk.do)


async def test_what_is_written_is_shown_in_the_chat_that_asked(desk: Desk, gazetteer: Gazetteer) -> None:
    assistant, told = Writing(), list[tuple[Address, str]]()

    @dataclass
    class Chat:
        address: Address
        message: str = ""

        async def show(self, text: str) -> None:
            told.append((self.address, text))
            assistant.seen.set()

    talk = talking(desk, gazetteer, assistant, Chat)
    assert QUOTE in await talk.say("实训基地有多少个？")
    assert told == [(talk.sender, HALF)]


@pytest.mark.parametrize("shown_in", ["", "m7"])
async def test_an_answer_takes_the_place_of_the_message_that_it_was_shown_in(desk: Desk, gazetteer: Gazetteer, shown_in: str) -> None:
    assistant = Writing()

    @dataclass
    class Chat:
        address: Address
        message: str = ""

        async def show(self, text: str) -> None:
            self.message = shown_in
            assistant.seen.set()

    talk = talking(desk, gazetteer, assistant, Chat)
    await talk.say("实训基地有多少个？")
    assert (talk.reply.over, talk.reply.edits) == (shown_in, bool(shown_in))


async def test_where_nothing_writes_the_assistant_is_watched_by_nobody(desk: Desk) -> None:
    desk.holds(plan())
    assert QUOTE in await desk.talk().say("实训基地有多少个？")
    assert not desk.assistant.watched


async def test_from_any_thread_the_newest_is_shown_and_the_rest_dropped() -> None:
    screen = Screen()
    async with showing(screen) as on_text:
        await asyncio.to_thread(on_text, "一")
        await screen.seen.wait()
        for text in ("一二", "一二三", "一二三四"):
            await asyncio.to_thread(on_text, text)
        screen.door.set()
        screen.seen.clear()
        await screen.seen.wait()
    assert screen.shown == ["一", "一二三四"]


async def test_nothing_is_on_its_way_when_the_answer_comes() -> None:
    screen = Screen()
    screen.door.set()
    async with showing(screen) as on_text:
        on_text("一")
        await screen.seen.wait()
        on_text("一二")
    before = list(screen.shown)
    on_text("一二三")
    await asyncio.sleep(0)
    assert screen.shown == before
    assert before[:1] == ["一"]


async def test_a_platform_that_hangs_does_not_keep_the_answer() -> None:
    screen = Screen()
    async with asyncio.timeout(5):
        async with showing(screen) as on_text:
            on_text("一")
            await screen.seen.wait()
    assert screen.shown == []
