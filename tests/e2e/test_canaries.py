"""What people send, and what the operator holds secret, never appears in what the process says, not even when all goes wrong."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.bot import PATIENCE, Bot
from tests.e2e.conftest import Install
from tests.rag.model.fake_endpoint import Body, FakeEndpoint, Reply, served
from tests.telegram_server import TelegramServer
from tests.telegram_server.world import TOKEN

MOBILE, IDENTITY, MAIL = "13912345678", "150202199003078515", "li.canary@example.com"
COMPANY, INVITATION = "91150200MA0QHX2K1H", "K7QF-9XWM-2HPD"
FOREIGN_TOKEN = "7123456789:AAF-very_secret_token_0000000000000"
KEY, SECRET, OPS = "sk-canary-llm-key", "canary-webhook-secret", "canary-ops-token"
CANARIES = (MOBILE, IDENTITY, MAIL, COMPANY, INVITATION, FOREIGN_TOKEN, KEY, SECRET, OPS, TOKEN)
SAID = f"我的手机{MOBILE}，身份证{IDENTITY}，邮箱{MAIL}，企业{COMPANY}，令牌{FOREIGN_TOKEN}，邀请码{INVITATION}，包头有多少实训基地？"


def echo(body: Body) -> Reply:
    """A model that fails and repeats what it was told, key and all."""
    return Reply(raw=json.dumps({"error": {"message": f"{KEY} {SAID} {body}"}}, ensure_ascii=False).encode(), status=500)


@pytest.fixture
def model() -> Iterator[FakeEndpoint]:
    with served(echo) as endpoint:
        yield endpoint


@pytest.fixture(params=["text", "json"])
def bot(request: pytest.FixtureRequest, install: Install, model: FakeEndpoint) -> Iterator[Bot]:
    """A bot that says all it can."""
    secrets = {"XIAOQITONG_LLM_KEY": KEY, "XIAOQITONG_TELEGRAM_SECRET": SECRET, "XIAOQITONG_OPS_TOKEN": OPS}
    language = {"XIAOQITONG_LLM_BASE_URL": model.base_url, "XIAOQITONG_LLM_MODEL": "broken"}
    bot = install(XIAOQITONG_LOG_LEVEL="debug", XIAOQITONG_LOG_FORMAT=request.param, **secrets, **language)
    bot.start()
    yield bot
    bot.end()


async def by_telegram(telegram: TelegramServer) -> None:
    """Every kind of input, good and bad, while Telegram refuses and repeats what it was sent."""
    li = telegram.person(f"李{MOBILE}")
    await li.say(f"/start {INVITATION}")
    heard = await li.hears()
    await telegram.fault("sendMessage", status=400, description=f"Bad Request: {SAID}", times=3)
    await li.say(SAID)
    await li.say(f"包头2025年要建多少个实训基地？我的手机{MOBILE}")
    await li.say(f"/staff {INVITATION}")
    await li.tap(on=heard, data=f"x:{MOBILE}:{MAIL}", forged=True)
    await li.send("document", name=f"{MOBILE}.txt", content=SAID.encode(), caption=SAID)
    await li.send("contact", phone_number=MOBILE)
    await telegram.push({"update_id": 999_999_001, "message": {"text": SAID, "from": SAID}})
    await telegram.push({"update_id": 999_999_002, "callback_query": {"id": SAID, "data": [SAID]}})
    await li.say("/help")
    while "校企通能做什么" not in (await li.hears(timeout=60)).text:
        pass


def by_web(bot: Bot) -> None:
    """The same on the page: words, files, forged posts, wrong doors."""
    with httpx.Client(base_url=bot.address, timeout=30, trust_env=False) as client:
        token = client.get("/chat/history").json()["token"]
        headers = {"origin": bot.address, "sec-fetch-site": "same-origin", "x-token": token}
        client.post("/chat/messages", json={"key": "key-00000001", "text": SAID}, headers=headers).raise_for_status()
        client.post("/chat/messages", content=f'{{"key": "{SAID}'.encode(), headers=headers)
        client.post("/chat/messages", json={"key": "key-00000002", "text": SAID}, headers={**headers, "x-token": FOREIGN_TOKEN})
        client.post("/chat/files", files={"file": (f"{MOBILE}.txt", SAID.encode(), "text/plain")}, headers=headers)
        client.get(f"/chat/files/{MOBILE}/{MAIL}", params={"phone": MOBILE, "token": FOREIGN_TOKEN})
        client.get("/metrics", headers={"Authorization": f"Bearer {OPS}"}).raise_for_status()
        client.get("/readyz", headers={"Authorization": f"Bearer {FOREIGN_TOKEN}"})
        end = time.monotonic() + PATIENCE
        while sum("reply" in entry for entry in client.get("/chat/history").json()["entries"]) < 1:
            assert time.monotonic() < end, bot.output
            time.sleep(0.1)


def lines(bot: Bot) -> list[Any]:
    """What was logged as JSON."""
    return [json.loads(line) for line in bot.output.splitlines() if line.startswith("{")]


def files_of(folder: Path) -> list[Path]:
    """Logs that any part has written into the data folder."""
    return [path for path in folder.rglob("*") if path.suffix in {".log", ".txt"} or "log" in path.name.lower()]


async def test_no_canary_is_in_anything_that_was_said(bot: Bot, model: FakeEndpoint, telegram: TelegramServer) -> None:
    await telegram.calm()
    await by_telegram(telegram)
    by_web(bot)
    assert bot.stop()[0] == 0
    said = bot.output + "".join(path.read_text("utf-8", "replace") for path in files_of(bot.folder))
    assert [canary for canary in CANARIES if canary.lower() in said.lower()] == []
    assert model.asked, "the failing model was asked"
    assert len(bot.output.splitlines()) > 5, "it says all it can"
    if bot.extra["XIAOQITONG_LOG_FORMAT"] == "json":
        assert len(lines(bot)) > 5
        assert {"time", "level", "logger", "message"} <= set(lines(bot)[0])
