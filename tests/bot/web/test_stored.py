"""The mailbox over the real database: only one's own letters, in order, with what one said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.intake import InboxIntake
from bot.platforms.web.identity import Visitor
from bot.platforms.web.mailbox import Letter, Said
from bot.platforms.web.stored import StoredMailbox
from chat.message import Message
from chat.reply import say
from chat.wire import reply_to_json
from storage.database import Database
from storage.outbox import Owed
from tests.fakes import FakeClock

ME, OTHER = Visitor("m" * 32), Visitor("o" * 32)


@pytest.fixture
def database(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/web.db", clock)
    yield database
    database.close()


class Talk:
    """Two visitors and the assistant, minute by minute."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.mailbox = StoredMailbox(database)
        self.intake = InboxIntake(database, "web", lambda: None)
        self.count = 0

    async def said(self, visitor: Visitor, text: str) -> None:
        """A visitor types."""
        self.clock.forward(60)
        self.count += 1
        await self.intake("web", [Message(f"{visitor.id}:key-{self.count:08}", visitor.address, text=text)])

    async def told(self, visitor: Visitor, text: str) -> int:
        """The assistant owes an answer."""
        self.clock.forward(60)
        self.count += 1
        owed = Owed(f"key{self.count}", "web", visitor.id, visitor.id, reply_to_json(say(text)))
        return await self.database.do(lambda work: work.outbox.put(owed))

    async def recent(self, visitor: Visitor, limit: int = 60) -> list[str]:
        """What a reload shows."""
        return [_words(entry) for entry in await self.mailbox.recent(visitor.id, limit)]


def _words(entry: Letter | Said) -> str:
    return entry.message.text if isinstance(entry, Said) else entry.delivery.reply.blocks[0].text


@pytest.fixture
def talk(database: Database, clock: FakeClock) -> Talk:
    return Talk(database, clock)


async def test_a_reload_shows_both_sides_in_their_order(talk: Talk) -> None:
    await talk.said(ME, "实训基地目标？")
    await talk.told(ME, "500个")
    await talk.said(OTHER, "别人的问题")
    await talk.told(OTHER, "别人的回答")
    await talk.said(ME, "谢谢")
    assert await talk.recent(ME) == ["实训基地目标？", "500个", "谢谢"]
    assert await talk.recent(ME, 2) == ["500个", "谢谢"]


async def test_letters_after_a_cursor_are_ones_own_settled_or_not(talk: Talk) -> None:
    first = await talk.told(ME, "一")
    await talk.told(OTHER, "别人的")
    await talk.database.do(lambda work: work.outbox.settle(work.outbox.claim(1, 60, "t")[0].id, "t", [str(first)]))
    await talk.told(ME, "二")
    assert [_words(letter) for letter in await talk.mailbox.after(ME.id, 0, 50)] == ["一", "二"]
    assert [_words(letter) for letter in await talk.mailbox.after(ME.id, first, 50)] == ["二"]
    assert [_words(letter) for letter in await talk.mailbox.after(ME.id, 0, 1)] == ["一"]


async def test_one_letter_is_only_for_whom_it_was_written(talk: Talk) -> None:
    number = await talk.told(ME, "给我的")
    assert (letter := await talk.mailbox.letter(ME.id, number))
    assert _words(letter) == "给我的"
    assert await talk.mailbox.letter(OTHER.id, number) is None
    assert await talk.mailbox.letter(ME.id, number + 1) is None


async def test_what_was_erased_is_not_shown(talk: Talk) -> None:
    await talk.said(ME, "会被忘记")
    await talk.database.do(lambda work: work.inbox.done(work.inbox.next_ready(1)[0].id))
    talk.clock.forward(60)
    await talk.database.do(lambda work: work.inbox.erase_bodies(work.now))
    await talk.told(ME, "还在")
    assert await talk.recent(ME) == ["还在"]
