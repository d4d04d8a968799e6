"""The bot behind a webhook: Telegram pushes, the same people hear the same."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.bot import Bot
from tests.e2e.conftest import Install
from tests.telegram_server import TelegramServer

SECRET = "a-secret-of-the-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture(scope="module")
def bot(install: Install, telegram_url: str) -> Iterator[Bot]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bot = install(telegram=f'mode = "webhook"\nwebhook_url = "http://127.0.0.1:{port}"', XIAOQITONG_TELEGRAM_SECRET=SECRET)
    bot.settings["web"] = f"port = {port}"
    bot.start()
    yield bot
    bot.end()
    # A world that begins anew lets go of its connection to the webhook.
    httpx.post(f"{telegram_url}/_control/reset", json={"seed": 7}, trust_env=False)


async def test_what_is_pushed_is_answered(bot: Bot, telegram: TelegramServer) -> None:
    await telegram.called("setMyCommands")
    li = telegram.person("小李")
    await li.say("/help")
    assert "校企通能做什么" in (await li.hears()).text
    assert await telegram.calls("getUpdates") == []


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: SECRET + "x"}])
async def test_who_does_not_know_the_secret_is_turned_away(bot: Bot, headers: dict[str, str]) -> None:
    async with httpx.AsyncClient(base_url=bot.address, trust_env=False) as client:
        assert (await client.post("/telegram", json={"update_id": 1}, headers=headers)).status_code == 403


async def test_a_body_that_is_too_long_is_not_read(bot: Bot) -> None:
    async with httpx.AsyncClient(base_url=bot.address, trust_env=False, headers={HEADER: SECRET}) as client:
        assert (await client.post("/telegram", content=b" " * (256 * 1024 + 1))).status_code == 413


async def test_an_update_that_makes_no_sense_is_taken_and_laid_aside(bot: Bot, telegram: TelegramServer) -> None:
    async with httpx.AsyncClient(base_url=bot.address, trust_env=False, headers={HEADER: SECRET}) as client:
        assert (await client.post("/telegram", json={"update_id": 10**9, "message": {"from": 7}})).status_code == 200
        assert (await client.post("/telegram", content=b"{")).status_code == 400
    li = telegram.person("小王")
    await li.say("/help")
    assert "校企通能做什么" in (await li.hears()).text


async def test_the_secret_is_never_said(bot: Bot) -> None:
    assert SECRET not in bot.output
