"""How the process ends: killed at bad moments, told to stop, or not let in at all."""

import asyncio
import sqlite3
import time
from contextlib import closing

import pytest

from tests.e2e.bot import PATIENCE, Bot
from tests.e2e.conftest import Install
from tests.telegram_server import TelegramServer

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


async def test_a_token_that_telegram_does_not_know_is_told(install: Install, calm: TelegramServer) -> None:
    bot = install(token="1:unknown")
    bot.start()
    assert bot.process is not None
    assert await asyncio.to_thread(bot.process.wait, 30) == 1
    assert "Telegram 不认这个 token" in bot.output
    assert "1:unknown" not in bot.output
