"""How the process ends: killed at bad moments, told to stop, or not let in at all."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest

from tests.e2e.bot import PATIENCE, Bot
from tests.e2e.conftest import Install
from tests.rag.model.fake_endpoint import FakeEndpoint, served
from tests.rag.model.fake_endpoint import Reply as FakeReply
from tests.telegram_server import TelegramServer
from tests.telegram_server.person import Person

PEOPLE = 20


def rows(bot: Bot, query: str) -> list[tuple[object, ...]]:
    """What the database of a bot holds, read from outside."""
    with closing(sqlite3.connect(f"file:{bot.data / 'xiaoqitong.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def until_owed(bot: Bot, count: int) -> None:
    """Wait until so many replies lie in the outbox."""
    end = time.monotonic() + PATIENCE
    while len(rows(bot, "SELECT 1 FROM outbox WHERE finished_at IS NULL")) < count:
        assert time.monotonic() < end, bot.output
        time.sleep(0.05)


def until_said(bot: Bot, words: str) -> None:
    """Wait until the process has said that."""
    end = time.monotonic() + PATIENCE
    while words not in bot.output:
        assert time.monotonic() < end, bot.output
        time.sleep(0.05)


@pytest.fixture
async def calm(telegram: TelegramServer) -> TelegramServer:
    await telegram.calm()
    await telegram.reset(7)
    return telegram


async def test_killed_after_it_has_taken_messages_in_it_answers_them_all_once(install: Install, calm: TelegramServer) -> None:
    people = [calm.person(f"第{number}位") for number in range(PEOPLE)]
    await asyncio.gather(*(one.say("/help") for one in people))
    bot = install()
    await calm.fault("sendMessage", kind="hang", times=None)
    bot.start()
    await calm.called("getUpdates")
    await asyncio.to_thread(until_owed, bot, PEOPLE)
    bot.kill()
    await calm.calm()
    bot.start()
    heard = await asyncio.gather(*(one.hears(timeout=30) for one in people))
    assert all("校企通能做什么" in one.text for one in heard)
    assert bot.stop()[0] == 0
    assert rows(bot, "SELECT count(*), count(DISTINCT key) FROM inbox") == [(PEOPLE, PEOPLE)]
    assert rows(bot, "SELECT state, count(*) FROM outbox GROUP BY state") == [("sent", PEOPLE)]


async def test_killed_at_once_after_its_first_poll_nothing_is_lost(install: Install, calm: TelegramServer) -> None:
    people = [calm.person(f"第{number}位") for number in range(PEOPLE)]
    await asyncio.gather(*(one.say("/help") for one in people))
    bot = install()
    bot.start()
    await calm.called("getUpdates")
    bot.kill()
    bot.start()
    heard = await asyncio.gather(*(one.hears(timeout=30) for one in people))
    assert all("校企通能做什么" in one.text for one in heard)
    assert bot.stop()[0] == 0
    assert rows(bot, "SELECT count(*) FROM inbox") == [(PEOPLE,)]


async def test_told_to_stop_it_says_what_it_owes_and_ends_in_time(install: Install, calm: TelegramServer) -> None:
    li = calm.person("小李")
    bot = install()
    bot.start()
    await li.say("/help")
    await li.hears()
    code, seconds = bot.stop()
    assert code == 0
    assert seconds < 8
    assert "Traceback" not in bot.output


@pytest.fixture
def slow() -> Iterator[FakeEndpoint]:
    """A language model that begins to answer and does not come to an end by itself."""
    gate = Event()
    with served(lambda body: FakeReply("{}", gate=gate)) as endpoint:
        yield endpoint
        gate.set()


async def slow_question(install: Install, telegram: TelegramServer, endpoint: FakeEndpoint) -> tuple[Bot, Person]:
    """A bot that has just asked the slow model for an answer."""
    li = telegram.person("小李")
    bot = install(XIAOQITONG_LLM_BASE_URL=endpoint.base_url, XIAOQITONG_LLM_MODEL="slow", XIAOQITONG_LLM_TIMEOUT="60")
    bot.start()
    await li.say("包头2025年要建多少个实训基地？")
    assert await asyncio.to_thread(endpoint.begun.wait, 30)
    return bot, li


async def answered_once(bot: Bot, li: Person) -> None:
    """Started again without the model, it answers what was left, and nothing is doubled."""
    bot.extra = {}
    bot.start()
    assert "500" in (await li.hears(timeout=30)).text
    assert bot.stop()[0] == 0
    assert rows(bot, "SELECT state, attempts FROM inbox") == [("done", 0)]
    assert rows(bot, "SELECT state FROM outbox") == [("sent",)]


async def test_told_to_stop_while_it_thinks_it_ends_in_time_and_answers_later(
    install: Install, calm: TelegramServer, slow: FakeEndpoint
) -> None:
    bot, li = await slow_question(install, calm, slow)
    code, seconds = bot.stop()
    assert code == 0
    assert seconds < 8
    assert not (bot.data / "xiaoqitong.db-wal").exists(), "everything stands in the one file"
    assert rows(bot, "SELECT state, token, lease_until FROM inbox") == [("waiting", None, None)]
    await answered_once(bot, li)


async def test_a_second_signal_ends_it_at_once_and_loses_nothing(install: Install, calm: TelegramServer, slow: FakeEndpoint) -> None:
    bot, li = await slow_question(install, calm, slow)
    assert bot.process is not None
    bot.process.terminate()
    await asyncio.to_thread(until_said, bot, "told to stop")
    start = time.monotonic()
    code, _ = bot.stop()
    assert time.monotonic() - start < 1
    assert code == -signal.SIGTERM
    await answered_once(bot, li)


async def test_told_to_stop_while_nobody_takes_its_replies_it_ends_in_time_and_sends_them_later(
    install: Install, calm: TelegramServer
) -> None:
    people = [calm.person(f"第{number}位") for number in range(PEOPLE)]
    bot = install()
    await calm.fault("sendMessage", kind="hang", times=None)
    bot.start()
    await asyncio.gather(*(one.say("/help") for one in people))
    await asyncio.to_thread(until_owed, bot, PEOPLE)
    code, seconds = bot.stop()
    assert code == 0
    assert seconds < 8
    assert rows(bot, "SELECT count(*), count(token), count(lease_until) FROM outbox WHERE finished_at IS NULL") == [(PEOPLE, 0, 0)]
    await calm.calm()
    bot.start()
    heard = await asyncio.gather(*(one.hears(timeout=30) for one in people))
    assert all("校企通能做什么" in one.text for one in heard)
    assert bot.stop()[0] == 0


async def test_a_token_that_telegram_does_not_know_is_told(install: Install, calm: TelegramServer) -> None:
    bot = install(token="1:unknown")
    bot.start()
    assert bot.process is not None
    assert await asyncio.to_thread(bot.process.wait, 30) == 1
    assert "Telegram 不认这个 token" in bot.output
    assert "1:unknown" not in bot.output
