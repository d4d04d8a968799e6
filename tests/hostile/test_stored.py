"""What is kept of a conversation: all that was typed can be stored, and nobody's number is."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.brain import Brain
from chat.message import Address
from domain.masking import anonymous, masked
from domain.text import clean
from services.answers import Answers
from storage.database import Database
from tests.fakes import FakeClock
from tests.hostile.inputs import INPUTS, Hostile

EVER = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path / 'kept.db'}", FakeClock())
    yield database
    database.close()


async def kept(database: Database, brain: Brain, hostile: Hostile) -> str:
    """The rows that are there after somebody said all of it."""
    answers, address = Answers(database, brain.assistant, FakeClock()), Address("test", hostile.id, hostile.id)
    for text in (*hostile.history, hostile.text):
        asked = await answers.ask(await answers.asker(address), clean(text), region="")
        await database.do(lambda work, asked=asked: answers.keep(work, address, asked))  # type: ignore[misc]
    turns = await database.read(lambda work: work.turns.recent(address, EVER, 20))
    questions = await database.read(lambda work: work.questions.waiting(20))
    return "\n".join(
        [*(f"{one.question}\n{one.reading}\n{one.answer}" for one in turns), *(f"{one.question}\n{one.retrieved}" for one in questions)]
    )


@pytest.mark.parametrize("hostile", [pytest.param(one, id=one.id) for one in INPUTS if one.hidden])
async def test_numbers_of_people_are_masked_before_they_are_stored(database: Database, brain: Brain, hostile: Hostile) -> None:
    rows = await kept(database, brain, hostile)
    assert rows.strip()
    assert [number for number in hostile.hidden if number in rows] == []


def test_a_flood_is_masked_in_no_time() -> None:
    start = time.process_time()
    for hostile in INPUTS:
        masked(hostile.text)
        anonymous(hostile.text)
    assert time.process_time() - start < 3


async def test_everything_that_can_be_typed_can_be_kept(database: Database, brain: Brain) -> None:
    for hostile in INPUTS:
        await kept(database, brain, hostile)
    assert not database.integrity()
