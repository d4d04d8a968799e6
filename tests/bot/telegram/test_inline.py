"""@bot 光伏 实习, typed in any chat: quick, public, limited, and without a trace."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from bot.platforms.base import Unreadable
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import Telegram
from chat.message import Message
from chat.reply import Block, Choice, Look, Offer, Reply
from domain.errors import StoreProblem
from tests.fakes import FakeClock
from tests.telegram_server import Person, TelegramServer, running_server

POST = Reply((Block("实习｜光伏<运维>", Look.TITLE), Block("薪酬：150元/天", Look.ITEM)), ((Choice("看这一条", start="job_128"),),))


class Shelf:
    """What is offered; remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.raises: Exception | None = None
        self.waits: asyncio.Event | None = None
        self.offers = [Offer("job_128.1", "实习｜光伏<运维>", "虚构公司，包头", POST)]

    async def __call__(self, text: str) -> Sequence[Offer]:
        self.asked.append(text)
        self.heard.put_nowait(text)
        if self.waits and len(self.asked) == 1:
            await self.waits.wait()
        if self.raises:
            raise self.raises
        return self.offers


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with running_server(seed=7) as server:
        yield server


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def li(server: TelegramServer, shelf: Shelf) -> AsyncIterator[Person]:
    """Somebody, while the bot runs and takes nothing into its inbox."""

    async def intake(
        account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        raise AssertionError("an inline question leaves no trace")

    platform = Telegram(Api(server.token, server.url, poll=1), intake, FakeClock(), {"help": "能做什么"})
    platform.offering(shelf)
    running = asyncio.create_task(platform.run())
    await server.called("getUpdates")
    yield server.person("小李")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await platform.stop()


async def test_a_post_is_offered_and_put_into_another_chat(server: TelegramServer, li: Person, shelf: Shelf) -> None:
    query = await li.ask_inline("光伏 实习")
    (found,) = await li.inline_results()
    assert shelf.asked == ["光伏 实习"]
    assert (found["title"], found["description"]) == ("实习｜光伏<运维>", "虚构公司，包头")
    group = server.chat("supergroup", "同学群", li)
    said = await li.choose(query, found["id"], room=group)
    name = (await server.world())["bot"]["username"]
    assert said.text == "实习｜光伏<运维>\n\n• 薪酬：150元/天"
    assert said.raw["reply_markup"]["inline_keyboard"] == [[{"text": "看这一条", "url": f"https://t.me/{name}?start=job_128"}]]


async def test_the_answer_is_everybodys_and_soon_forgotten(server: TelegramServer, li: Person) -> None:
    await li.ask_inline("光伏")
    (call,) = await server.called("answerInlineQuery")
    assert (call["params"]["cache_time"], str(call["params"].get("is_personal", "False")).lower()) == ("30", "false")


async def test_what_fails_is_let_go_and_the_next_is_answered(li: Person, shelf: Shelf) -> None:
    shelf.raises = StoreProblem("磁盘已满")
    await li.ask_inline("光")
    await shelf.heard.get()
    shelf.raises = None
    await li.ask_inline("光伏")
    assert len(await li.inline_results()) == 1


async def test_only_the_newest_question_of_somebody_is_answered(server: TelegramServer, li: Person, shelf: Shelf) -> None:
    shelf.waits = asyncio.Event()
    await li.ask_inline("光")
    await shelf.heard.get()
    newest = await li.ask_inline("光伏")
    (call,) = await server.called("answerInlineQuery")
    assert call["params"]["inline_query_id"] == newest


async def test_whoever_asks_without_end_is_not_answered(server: TelegramServer, li: Person, shelf: Shelf) -> None:
    for number in range(30):
        await li.ask_inline(f"光伏{number}")
    await server.person("小王").ask_inline("最后")
    heard = [await shelf.heard.get()]
    while heard[-1] != "最后":
        heard.append(await shelf.heard.get())
    assert len(heard) <= 21
    assert "光伏29" not in heard


@pytest.mark.parametrize("query", [{}, {"id": "1"}, {"id": "1", "from": 7}, [], "x", {"id": "1", "from": {"id": 7}, "query": None}])
async def test_a_malformed_question_harms_nothing(server: TelegramServer, li: Person, shelf: Shelf, query: object) -> None:
    await server.push({"inline_query": query})
    await li.ask_inline("光伏")
    assert len(await li.inline_results()) == 1
    assert "光伏" in shelf.asked
