"""The same dialogues over a file and over a PostgreSQL server, and with two processes behind one webhook: whoever talks notices nothing."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.bot import Bot
from tests.e2e.conftest import Install
from tests.e2e.proxy import Proxy, free_ports, proxied
from tests.postgres import Databases
from tests.telegram_server import TelegramServer

QUESTION = "包头2025年要建多少个实训基地？"
SECRET = "a-secret-of-the-tests"
ROUNDS = (("/help", "校企通能做什么"), (QUESTION, "500"), ("普陀呢", "普陀"))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def bot(request: pytest.FixtureRequest, install: Install) -> Iterator[Bot]:
    """A bot over each kind of database, one after the other."""
    if request.param == "sqlite":
        yield from _running(install())
        return
    databases: Databases = request.getfixturevalue("databases")
    url, data = request.getfixturevalue("loaded_server")
    with databases.lent(like=url) as mine:
        yield from _running(install(data=data, XIAOQITONG_DATABASE_URL=mine))


def _running(bot: Bot) -> Iterator[Bot]:
    bot.start()
    yield bot
    assert bot.stop()[0] == 0


@pytest.mark.usefixtures("bot")
async def test_start_greets_with_buttons(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say("/start")
    heard = await li.hears()
    assert "您好，我是校企通" in heard.text
    assert heard.rows == [["选择城市", "能做什么"]]


@pytest.mark.usefixtures("bot")
async def test_a_question_is_answered_with_its_source_and_buttons(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say(QUESTION)
    heard = await li.hears()
    assert "500" in heard.text
    assert heard.formatted("blockquote")
    assert "原文" in heard.buttons


@pytest.mark.usefixtures("bot")
async def test_the_source_opens_at_a_press_which_is_answered(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say(QUESTION)
    answer = await li.hears()
    await li.press("原文")
    clause = await li.hears()
    assert clause.formatted("bold")
    quoted = "".join(answer.formatted("blockquote")).strip()
    assert any(quoted in marked or marked in quoted for marked in clause.formatted("bold"))


@pytest.mark.usefixtures("bot")
async def test_a_rating_is_thanked_for_over_the_button(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say(QUESTION)
    await li.hears()
    assert (await li.press("有用")).text == "谢谢，记下了。"


@pytest.mark.usefixtures("bot")
async def test_a_chosen_city_takes_the_place_of_the_choice(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say("/region")
    asked = await li.hears()
    alert = await li.press("包头")
    heard = await li.hears()
    assert alert.text == "已选包头"
    assert (heard.edited, heard.id) == (True, asked.id)
    assert heard.text.startswith("记住了：包头")


@pytest.fixture
def bots(install: Install, databases: Databases, loaded_server: tuple[str, object], telegram_url: str) -> Iterator[tuple[list[Bot], Proxy]]:
    like, data = loaded_server
    ports = free_ports(2)
    with databases.lent(like=like) as url, proxied(ports) as proxy:
        told = f'mode = "webhook"\nwebhook_url = "http://127.0.0.1:{proxy.server_port}"'
        both = [install(data=data, telegram=told, XIAOQITONG_TELEGRAM_SECRET=SECRET, XIAOQITONG_DATABASE_URL=url) for _ in ports]
        for bot, port in zip(both, ports, strict=True):
            bot.settings["web"] = f"port = {port}"
            bot.start()
        yield both, proxy
        for bot in both:
            bot.end()
        httpx.post(f"{telegram_url}/_control/reset", json={"seed": 7}, trust_env=False)


async def test_both_take_in_and_when_one_is_killed_the_other_goes_on(bots: tuple[list[Bot], Proxy], telegram: TelegramServer) -> None:
    (first, second), proxy = bots
    await telegram.called("setMyCommands")
    people = [telegram.person(f"虚构的第{number}位") for number in range(6)]
    for said, words in ROUNDS:
        await asyncio.gather(*(person.say(said) for person in people))
        for person in people:
            while words not in (await person.hears(60)).text:
                assert not first.running, "only a kill may repeat something"
        if first.running:
            assert set(proxy.taken) == set(proxy.ports)
            first.kill()
    for person in people:
        assert len(await person.sees()) <= 2 * len(ROUNDS) + 1
    assert second.stop()[0] == 0
