"""The same dialogues over a file and over a PostgreSQL server: whoever talks notices no difference."""

from collections.abc import Iterator

import pytest

from tests.e2e.bot import Bot
from tests.e2e.conftest import Install
from tests.postgres import Databases
from tests.telegram_server import TelegramServer

QUESTION = "包头2025年要建多少个实训基地？"
pytestmark = pytest.mark.usefixtures("bot")


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


async def test_start_greets_with_buttons(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say("/start")
    heard = await li.hears()
    assert "您好，我是校企通" in heard.text
    assert heard.rows == [["选择城市", "能做什么"]]


async def test_a_question_is_answered_with_its_source_and_buttons(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say(QUESTION)
    heard = await li.hears()
    assert "500" in heard.text
    assert heard.formatted("blockquote")
    assert "原文" in heard.buttons


async def test_the_source_opens_at_a_press_which_is_answered(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say(QUESTION)
    answer = await li.hears()
    await li.press("原文")
    clause = await li.hears()
    assert clause.formatted("bold")
    quoted = "".join(answer.formatted("blockquote")).strip()
    assert any(quoted in marked or marked in quoted for marked in clause.formatted("bold"))


async def test_a_rating_is_thanked_for_over_the_button(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say(QUESTION)
    await li.hears()
    assert (await li.press("有用")).text == "谢谢，记下了。"


async def test_a_chosen_city_takes_the_place_of_the_choice(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say("/region")
    asked = await li.hears()
    alert = await li.press("包头")
    heard = await li.hears()
    assert alert.text == "已选包头"
    assert (heard.edited, heard.id) == (True, asked.id)
    assert heard.text.startswith("记住了：包头")
