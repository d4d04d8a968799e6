"""Polling the strict local server: two at once, numbers that begin anew, updates that make no sense."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from bot.platforms.base import Unreadable
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.poller import Poller
from bot.platforms.telegram.reader import Me
from chat.message import Message
from domain.clock import SystemClock
from domain.errors import ConfigProblem
from tests.telegram_server import TelegramServer, running_server

PATIENCE = 20.0


class Ear:
    """A poller and what it heard; it sleeps a hundred times faster."""

    def __init__(self, server: TelegramServer) -> None:
        self.api = Api(server.token, server.url)
        self.heard: list[str] = []
        self.dead: list[str] = []
        self._known: set[str] = set()
        self.poller = Poller(self.api, self._take, Me(server.bot_id, "xiaoqitong_bot"), SystemClock(), _quickly)
        self.task = asyncio.create_task(self.poller.run())
        self._came = asyncio.Event()

    async def hears(self, count: int) -> list[str]:
        """What was heard, once there is that much."""
        async with asyncio.timeout(PATIENCE):
            while len(self.heard) < count:
                await self._came.wait()
                self._came.clear()
        return self.heard

    async def close(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.api.close()

    async def _take(
        self, account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        # What is sent again is known by its key, as the inbox knows it.
        self.heard += [message.text for message in messages if message.key not in self._known]
        self._known.update(message.key for message in messages)
        self.dead += [one.key for one in unreadable]
        self._came.set()


async def _quickly(seconds: float) -> None:
    await asyncio.sleep(seconds / 100)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with running_server(seed=7) as server:
        yield server


async def test_of_two_that_poll_one_gives_up_with_words_and_the_other_goes_on(telegram: TelegramServer) -> None:
    one, two = Ear(telegram), Ear(telegram)
    done, left = await asyncio.wait({one.task, two.task}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    assert len(done) == len(left) == 1
    with pytest.raises(ConfigProblem, match="请停掉另一个，或给其中一个换机器人的 token"):
        await done.pop()
    stayed = one if one.task in left else two
    await telegram.person("小李").say("还在吗")
    assert await stayed.hears(1) == ["还在吗"]
    for ear in (one, two):
        await ear.close()


async def test_numbers_that_begin_anew_and_lower_are_heard(telegram: TelegramServer) -> None:
    ear, li = Ear(telegram), telegram.person("小李")
    await li.say("一")
    await ear.hears(1)
    await telegram.settings(next_update=17)
    await li.say("二")
    await li.say("三")
    assert await ear.hears(3) == ["一", "二", "三"]
    await ear.close()


async def test_an_update_that_makes_no_sense_holds_nobody_up(telegram: TelegramServer) -> None:
    await telegram.push({"update_id": 5, "message": "x"})
    await telegram.push({"update_id": 6, "message": {"chat": {"id": "nobody"}, "from": {"id": 1}}})
    await telegram.person("小李").say("一")
    ear = Ear(telegram)
    assert await ear.hears(1) == ["一"]
    assert ear.dead == ["5", "6"]
    await ear.close()


async def test_what_the_server_cannot_say_is_asked_for_again(telegram: TelegramServer) -> None:
    await telegram.person("小李").say("一")
    await telegram.fault("getUpdates", status=502)
    await telegram.fault("getUpdates", kind="lost")
    await telegram.fault("getUpdates", retry_after=3)
    await telegram.fault("getUpdates", status=500, body="[" * 100_000)
    ear = Ear(telegram)
    assert (await ear.hears(1))[0] == "一"
    await ear.close()
