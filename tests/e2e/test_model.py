"""A bot with a language model: the answer grows before one's eyes, comes once, and says what wrote it."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from threading import Event

import pytest

from bot.config import ROOT
from tests.e2e.bot import Bot
from tests.e2e.conftest import Install
from tests.rag.model.fake_endpoint import FakeEndpoint, quoting, served
from tests.telegram_server import Heard, TelegramServer
from tests.telegram_server.world import USERNAME

PATIENCE = 60.0
QUESTION = "包头2025年要建多少个实训基地？"
MARK = "AI生成（qwen-test），以所引原文为准"
INVENTED = "请拨打13800000000领取补贴。"


@pytest.fixture
def gate() -> Event:
    """Opens for the last words of a reply."""
    return Event()


@pytest.fixture
def endpoint(gate: Event) -> Iterator[FakeEndpoint]:
    """A model that says the first sentence of the first passage, and then what an attacker would like."""
    with served(quoting("", INVENTED, gate=gate)) as endpoint:
        yield endpoint
        gate.set()


@pytest.fixture
def bot(install: Install, endpoint: FakeEndpoint) -> Iterator[Bot]:
    """A bot that asks that endpoint; alone on its account, so that nobody else answers."""
    bot = install(XIAOQITONG_LLM_BASE_URL=endpoint.base_url, XIAOQITONG_LLM_MODEL="qwen-test")
    bot.start()
    yield bot
    bot.end()


@pytest.mark.usefixtures("bot")
async def test_an_answer_grows_in_drafts_and_is_committed_once(telegram: TelegramServer, gate: Event) -> None:
    li = telegram.person("小李")
    await li.say(QUESTION)
    draft = await li.notices("draft", timeout=PATIENCE)
    assert MARK in draft["body"]["text"]
    assert [one.text for one in await li.sees()] == [QUESTION], "nothing is said before the answer is whole"
    gate.set()
    heard = await li.hears(timeout=PATIENCE)
    assert MARK in heard.text
    assert "原文" in heard.buttons
    assert INVENTED not in heard.text
    await li.say("/help")
    assert "校企通能做什么" in (await li.hears(timeout=PATIENCE)).text
    assert len(await li.sees()) == 4, "the answer came once"
    with pytest.raises(TimeoutError):
        await li.notices("draft", timeout=0.2)


def answers(seen: list[Heard]) -> list[Heard]:
    """The bot's own messages among what stands in a group."""
    return [one for one in seen if one.raw.get("from", {}).get("is_bot")]


@pytest.mark.usefixtures("bot")
async def test_in_a_group_the_answer_grows_in_one_message(telegram: TelegramServer, gate: Event) -> None:
    li = telegram.person("小李")
    room = telegram.chat("supergroup", "产教融合群", li)
    await telegram.settings(pacing=True)
    await li.say(f"@{USERNAME} {QUESTION}", room=room)
    draft = await li.hears(timeout=PATIENCE, room=room)
    assert MARK in draft.text
    assert draft.buttons == []
    gate.set()
    while not (heard := await li.hears(timeout=PATIENCE, room=room)).buttons:
        assert heard.edited
    assert (heard.id, heard.edited) == (draft.id, True)
    assert MARK in heard.text
    assert INVENTED not in heard.text
    assert [one.id for one in answers(await li.sees(room=room))] == [draft.id]
    await telegram.settings(pacing=False)


async def test_killed_while_it_writes_in_a_group_the_answer_still_comes(bot: Bot, telegram: TelegramServer, gate: Event) -> None:
    li = telegram.person("小李")
    room = telegram.chat("supergroup", "产教融合群", li)
    await li.say(f"@{USERNAME} {QUESTION}", room=room)
    await li.hears(timeout=PATIENCE, room=room)
    bot.kill()
    gate.set()
    bot.start()
    while not (heard := await li.hears(timeout=PATIENCE, room=room)).buttons:
        assert MARK in heard.text
    assert MARK in heard.text
    assert len(answers(await li.sees(room=room))) <= 2, "at most one message too many"


async def test_staff_stops_it_with_a_button_and_the_next_answer_is_an_extract(
    bot: Bot, telegram: TelegramServer, endpoint: FakeEndpoint, gate: Event
) -> None:
    gate.set()
    chief, li = telegram.person("主任"), telegram.person("小王")
    invited = [sys.executable, "-m", "bot", "--data", str(bot.data), "staff", "invite", "--role", "admin"]
    code = await asyncio.to_thread(subprocess.check_output, invited, cwd=ROOT, text=True)
    await chief.say(f"/staff {code.strip()}")
    await chief.hears(timeout=PATIENCE)
    await li.say(QUESTION)
    assert MARK in (await li.hears(timeout=PATIENCE)).text
    await li.say("/model")
    assert "没有这项权限" in (await li.hears(timeout=PATIENCE)).text
    await chief.say("/model")
    assert "今天请求了1次" in (await chief.hears(timeout=PATIENCE)).text
    await chief.press("停用")
    assert "已停用" in (await chief.hears(timeout=PATIENCE)).text
    await li.say(QUESTION)
    assert MARK not in (await li.hears(timeout=PATIENCE)).text
    assert len(endpoint.asked) == 1
    await chief.press("启用")
    await chief.hears(timeout=PATIENCE)
    await li.say(QUESTION)
    assert MARK in (await li.hears(timeout=PATIENCE)).text
