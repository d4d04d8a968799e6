"""Health and figures of a running bot, on a port of its own where there is no web chat."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.e2e.bot import PATIENCE, Bot
from tests.e2e.conftest import Install
from tests.telegram_server import TelegramServer


@pytest.fixture
def bot(install: Install) -> Iterator[Bot]:
    """A bot without a web chat."""
    bot = install(XIAOQITONG_WEB_ENABLED="false", XIAOQITONG_OPS_PORT="0")
    bot.start()
    yield bot
    bot.end()


def until(bot: Bot, path: str, fits: Callable[[httpx.Response], bool]) -> httpx.Response:
    """Ask until the answer is as it should be."""
    end = time.monotonic() + PATIENCE
    with httpx.Client(base_url=bot.address, trust_env=False) as client:
        while not fits(answer := client.get(path)):
            assert time.monotonic() < end, answer.text
            time.sleep(0.1)
    return answer


async def test_it_is_ready_counts_what_it_does_and_tells_when_its_token_is_revoked(bot: Bot, telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    ready = until(bot, "/readyz", lambda answer: answer.status_code == 200).json()["parts"]
    assert set(ready) == {"database", "outbox", "index", "disk", "telegram", "telegram-sending"}
    until(bot, "/", lambda answer: answer.status_code == 404)
    await li.say("包头2025年要建多少个实训基地？")
    assert "500" in (await li.hears()).text
    figures = until(bot, "/metrics", lambda answer: 'lane="reply",platform="telegram",result="sent"} 1.0' in answer.text).text
    assert 'xiaoqitong_updates_total{platform="telegram"} 1.0' in figures
    assert "xiaoqitong_answer_seconds_count 1.0" in figures
    await li.say("/help")
    await li.hears()
    await telegram.settings(token_valid=False)
    try:
        await li.say("/help")
        told = until(bot, "/readyz", lambda answer: answer.status_code == 503).json()["parts"]
        assert "token" in str(told), told
    finally:
        await telegram.settings(token_valid=True)
