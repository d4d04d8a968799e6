"""A conversation at the keyboard."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.commands.chat import Conversation
from chat.message import Message, Sort
from chat.reply import Choice, Reply, say
from chat.router import Router, Routes
from domain.clock import SystemClock
from storage.database import Database


async def answer(message: Message) -> Reply:
    return say(f"答：{message.text}", choices=((Choice("原文", "clause:1"), Choice("有用", "good:1")),))


async def clause(message: Message) -> Reply:
    return say("第一条")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/chat.db", SystemClock())
    yield database
    database.close()


async def talked(database: Database, *lines: str) -> str:
    """What the screen shows after these lines, and the end of input."""
    page = io.StringIO()
    routes = Routes({"start": answer}, {"clause": clause, "good": clause}, answer, answer, dict.fromkeys(Sort, answer))
    waiting = iter(lines)
    conversation = Conversation(database, Router(routes), SystemClock(), Console(file=page, width=80))
    await conversation.run(lambda: next(waiting, None))
    return page.getvalue()


async def test_what_is_typed_is_answered_in_order(database: Database) -> None:
    screen = await talked(database, "包头？", "", "普陀？")
    assert [line for line in screen.splitlines() if line.startswith("答：")] == ["答：", "答：包头？", "答：普陀？"]


async def test_choices_are_numbered_and_a_number_picks_one(database: Database) -> None:
    screen = await talked(database, "包头？", "1")
    assert "1. 原文\n2. 有用\n" in screen
    assert screen.splitlines()[-1] == "第一条"


async def test_the_same_words_may_be_said_twice(database: Database) -> None:
    for _ in range(2):
        assert (await talked(database, "包头？")).count("答：包头？") == 1
