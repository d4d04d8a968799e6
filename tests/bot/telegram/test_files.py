"""Files that people send on Telegram: they wait there until they are wanted, and are read no further than the limit."""

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.platforms.base import Unreadable
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import GONE, Telegram
from bot.platforms.telegram.poller import Poller
from bot.platforms.telegram.reader import Me
from chat.message import File, Message, Sort
from domain.errors import BadDocument, TryLater
from rag.loading.rows import LARGEST
from tests.fakes import FakeClock
from tests.telegram_server import TelegramServer, running_server


class Inbox:
    """Keeps what came in."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def __call__(
        self, account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        assert not unreadable
        self.messages += messages


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with running_server(seed=7) as server:
        yield server


@pytest.fixture
async def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def platform(server: TelegramServer, inbox: Inbox) -> AsyncIterator[Telegram]:
    platform = Telegram(Api(server.token, server.url), inbox, FakeClock(), {"help": "能做什么"})
    yield platform
    await platform.stop()


async def sent(server: TelegramServer, inbox: Inbox, content: bytes) -> File:
    """A document that somebody sends, as it comes in."""
    await server.person("小李").send("document", content=content, name="岗位.xlsx")
    api = Api(server.token, server.url, poll=0)
    try:
        await Poller(api, inbox, Me(1, "bot"), FakeClock()).poll(None)
    finally:
        await api.close()
    message = inbox.messages[-1]
    assert (message.sort, message.private) == (Sort.FILE, True)
    assert message.file
    return message.file


async def test_a_document_waits_with_telegram_until_it_is_wanted(server: TelegramServer, platform: Telegram, inbox: Inbox) -> None:
    file = await sent(server, inbox, b"PK\x03\x04 a table")
    assert (file.name, file.data) == ("岗位.xlsx", b"")
    assert await platform.fetch(file) == b"PK\x03\x04 a table"


async def test_a_large_document_is_not_fetched(server: TelegramServer, platform: Telegram, inbox: Inbox) -> None:
    file = await sent(server, inbox, bytes(LARGEST + 1))
    with pytest.raises(BadDocument, match="文件太大"):
        await platform.fetch(file)


async def test_a_document_that_telegram_has_forgotten_is_asked_for_again(platform: Telegram) -> None:
    with pytest.raises(BadDocument, match=GONE):
        await platform.fetch(File("x", "x", ref="BQACAgUnothing"))


async def test_a_broken_line_is_no_fault_of_the_file(server: TelegramServer, platform: Telegram, inbox: Inbox) -> None:
    file = await sent(server, inbox, b"a,b")
    await server.fault("getFile", status=502)
    with pytest.raises(TryLater):
        await platform.fetch(file)
