"""Text that breaks programs, in every field that people fill: it is answered like other text, and does nothing."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from bot.brain import Brain
from bot.config import ROOT
from bot.intake import LONGEST
from domain.text import storable
from storage.work import Work
from tests.conftest import BrainOver
from tests.fakes import FakeClock
from tests.torture.mutants import Json, Mutator
from tests.torture.post import Alarm, Post, StrictPlatform, post
from tests.torture.strange import INJECTED, INVISIBLE, LONG

Put = Callable[[Json, str], object]


def _said(form: str) -> Put:
    return lambda update, words: update["message"].update(text=form.format(words))


def _of_sender(name: str) -> Put:
    return lambda update, words: update["message"]["from"].update({name: words})


def _pressed(form: str) -> Put:
    def put(update: Json, words: str) -> None:
        message = update.pop("message")
        query = {"id": "1", "from": message["from"], "message": message, "chat_instance": "1", "data": form.format(words)}
        update["callback_query"] = query

    return put


def _sent(update: Json, words: str) -> None:
    del update["message"]["text"]
    update["message"] |= {"caption": words, "document": {"file_id": words, "file_name": words, "mime_type": words}}


def _in_group(update: Json, words: str) -> None:
    update["message"]["chat"] = {"id": -100, "type": "supergroup", "title": words}
    update["message"]["text"] = f"@xiaoqitong_bot {words}"


_COMMANDS = ("start", "region", "staff", "colleges", "targets", "policies", "privacy", "model")
_BUTTONS = ("region", "at", "clause", "good", "tell", "colleges", "entry", "amend")
KINDS: dict[str, dict[str, Put]] = {
    "texts": {"question": _said("{}"), "command": _said("/{}"), **{name: _said(f"/{name} {{}}") for name in _COMMANDS}},
    "names": {
        **{name: _of_sender(name) for name in ("first_name", "last_name", "username", "language_code")},
        "file and caption": _sent,
        "group": _in_group,
    },
    "buttons": {"button": _pressed("{}"), **{name: _pressed(f"{name}:{{}}") for name in _BUTTONS}},
}


class Heard(list[str]):
    """What was said to people."""

    def hear(self, chat: str, words: str) -> None:
        self.append(words)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def alarm() -> Iterator[Alarm]:
    """What was logged as an error."""
    alarm = Alarm()
    logging.getLogger().addHandler(alarm)
    yield alarm
    logging.getLogger().removeHandler(alarm)


@pytest.fixture
def desk(tmp_path: Path, brain_of: BrainOver, heard: Heard) -> Iterator[Post]:
    brain: Brain = brain_of(ROOT / "corpus")
    with post(tmp_path, FakeClock(), StrictPlatform(heard=heard.hear), brain) as desk:
        yield desk


def stored(work: Work) -> list[str]:
    """Every text in the database."""
    found: list[str] = []
    for table in inspect(work.connection).get_table_names():
        for row in work.connection.execute(text(f"SELECT * FROM {table}")):
            found += [value for value in row if isinstance(value, str)]
    return found


def counted(query: str) -> Callable[[Work], Any]:
    return lambda work: work.connection.scalar(text(query))


@pytest.mark.parametrize("kind", ["texts", "names", "buttons"])
async def test_it_is_answered_and_does_nothing(desk: Post, alarm: Alarm, heard: Heard, kind: str) -> None:
    people, texts = Mutator(1), (*INVISIBLE.values(), *INJECTED.values())
    batch: list[Json] = []
    for put in KINDS[kind].values():
        for words in texts:
            batch.append(people.good("你好", 500 + len(batch)))
            put(batch[-1], words)
    await desk.takes([*batch, people.good("/help", 9)])
    await desk.settles()
    assert alarm.raised == []
    assert any("校企通能做什么" in words for words in heard)
    assert await desk.counted(counted("SELECT count(*) FROM inbox WHERE attempts > 0 OR finished_at IS NULL")) == 0
    assert await desk.counted(counted("SELECT count(*) FROM inbox WHERE state = 'done'")) >= len(batch)
    assert await desk.counted(counted("SELECT count(*) FROM outbox WHERE state <> 'sent'")) == 0
    assert await desk.counted(counted("SELECT count(*) FROM grants")) == 0
    assert [link for link in desk.platform.links if "evil" in link] == []
    assert [words for words in await desk.database.read(stored) if storable(words) != words] == []


async def test_ten_megabytes_are_answered_and_not_kept(desk: Post, alarm: Alarm, heard: Heard) -> None:
    people = Mutator(1)
    endless = [people.good("补贴" * 5_000_000, 7), *(people.good(words, 8 + nth) for nth, words in enumerate(LONG.values()))]
    await desk.takes([*endless, people.good("/help", 99)])
    await desk.settles()
    assert alarm.raised == []
    assert any("校企通能做什么" in words for words in heard)
    assert any("太长" in words for words in heard)
    assert max(len(words) for words in await desk.database.read(stored)) <= LONGEST + 1000
