"""Whatever comes through any door is answered in words, changes nothing that its sender may not change, and is nowhere obeyed."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.intake import InboxIntake
from bot.platforms.web.identity import new_visitor
from chat.message import Address, File, Message, Sort
from chat.reply import Reply
from chat.wire import message_from_json
from domain.errors import NotAllowed
from domain.text import clean
from storage.work import Work
from tests.conftest import DataOf
from tests.hostile.doors import KNOCKS, Knock
from tests.hostile.inputs import INPUTS
from tests.scenarios.hall import PAPERS, Hall, hall_in
from tests.talk import Talk

IDENTITY = "110101199003074610"
SECRET = "包头2023年实训基地目标？"
SPOKEN = re.compile(r"<script|onerror=|jndi:|\b49\b|evil\.example|root:x|uid=0")
POWERS = ("grants", "invites", "amendments", "versions", "notes", "corrections")


@pytest.fixture(scope="session")
def hall(data_of: DataOf) -> Iterator[Hall]:
    with hall_in(data_of(PAPERS)) as hall:
        yield hall


def of(way: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("knock", [pytest.param(one, id=one.id) for one in KNOCKS if one.way == way])


def powers(hall: Hall) -> list[object]:
    """All that only staff may change."""

    def read(work: Work) -> list[object]:
        return [work.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in POWERS]

    return hall.database.read_now(read)


def harmless(reply: Reply, said: str = "") -> None:
    """The reply is ordinary text, and says nothing that it was told to say."""
    text = "\n".join(block.text for block in reply.blocks) + reply.toast
    assert clean(text) == text
    assert not SPOKEN.search(text.replace(said, "") if said else text), text
    assert IDENTITY not in text


async def says(talk: Talk, text: str) -> None:
    with suppress(NotAllowed):
        await talk.say(clean(text))
        harmless(talk.reply, clean(text))


@of("press")
async def test_a_forged_button_does_nothing(hall: Hall, knock: Knock) -> None:
    victim, talk = hall.somebody(), hall.somebody()
    await victim.say(SECRET)
    before = powers(hall)
    with suppress(NotAllowed):
        await talk.press_value(clean(knock.text))
        harmless(talk.reply, clean(knock.text).partition(":")[2])
        assert talk.reply.blocks or talk.reply.toast
        assert SECRET not in talk.heard, "that was said by somebody else"
    assert powers(hall) == before
    await victim.say("那合作企业呢？")
    assert "100" in victim.heard


@of("press")
async def test_in_the_middle_of_a_form_a_forged_button_leaves_it_as_it_is(hall: Hall, knock: Knock) -> None:
    talk = hall.somebody()
    await talk.say("/benefits")
    asked = talk.place
    with suppress(NotAllowed):
        await talk.press_value(clean(knock.text))
    assert talk.place.answers == asked.answers or not talk.place.flow


@of("form")
async def test_what_is_typed_into_a_form_is_text(hall: Hall, knock: Knock) -> None:
    talk = hall.somebody()
    before = powers(hall)
    await says(talk, "/benefits")
    for _ in range(3):
        await says(talk, knock.text)
    await says(talk, "/cancel")
    assert powers(hall) == before
    await talk.say("包头2023年实训基地目标？")
    assert "200个" in talk.heard


@of("command")
async def test_a_command_gives_nobody_a_right(hall: Hall, knock: Knock) -> None:
    talk = hall.somebody()
    before = powers(hall)
    await says(talk, knock.text)
    assert powers(hall) == before


@of("file")
async def test_a_file_is_never_a_path_and_its_name_is_only_a_name(hall: Hall, knock: Knock) -> None:
    visitor, taken = new_visitor(), InboxIntake(hall.database, "web", lambda: None)
    file = File(knock.text, "application/octet-stream", b"%PDF-1.7")
    await taken("web", [Message(f"{visitor.id}:key-00000001", visitor.address, Sort.FILE, file=file)])
    (row,) = await hall.database.read(lambda work: work.conversation.heard_last("web", "web", visitor.id, 9))
    kept = message_from_json(row.body).file
    assert kept is not None
    assert len(kept.name) <= 200
    assert clean(kept.name) == kept.name
    talk = Talk(hall.router, do=hall.do, sender=visitor.address)
    await talk.send(Sort.FILE)
    harmless(talk.reply)
    assert not hall.kept(IDENTITY)


@pytest.mark.parametrize("hidden", [f"看我的证件{IDENTITY}", f"/start {IDENTITY}"])
async def test_a_caption_and_a_command_in_a_group_are_not_kept_with_their_number(hall: Hall, hidden: str) -> None:
    intake = InboxIntake(hall.database, "test", lambda: None)
    message = Message(f"photo {len(hidden)}", Address("test", "-9", "7"), Sort.PHOTO, text=hidden, private=False)
    await intake("us", [message, replace(message, key=f"text {len(hidden)}", sort=Sort.TEXT)])
    assert hall.kept("（身份证号）")
    assert not hall.kept(IDENTITY)


def test_there_are_more_than_three_hundred_in_all_and_none_twice() -> None:
    assert len(INPUTS) + len(KNOCKS) >= 300
    assert len({(one.way, one.text) for one in KNOCKS}) == len(KNOCKS)
    assert {one.way for one in KNOCKS} == {"press", "form", "file", "command"}
