"""Whoever presses other people's buttons, or makes some up, changes nothing that is not their own."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import inspect, text

from domain.errors import NotAllowed
from domain.people import Grant, Role
from handlers.menu import MENU
from storage.work import Work
from tests.handlers.conftest import Desk
from tests.talk import Talk

STRANGER = "666"
ENDS = frozenset({"/mydata", "/delete"})
_WHOSE = ("person", "chat", "person_id", "want", "actor_id", "used_by")


def values(talk: Talk) -> set[str]:
    """What the buttons of the last reply carry."""
    return {choice.value for row in talk.reply.choices for choice in row if choice.value}


async def pressed(talk: Talk, value: str) -> bool:
    """Whether a press was allowed."""
    try:
        await talk.press_value(value)
    except NotAllowed:
        return False
    return True


async def walked(talk: Talk) -> set[str]:
    """Every button that somebody meets on the first steps of every way."""
    met: set[str] = set()
    for words in (
        "2025年建多少个实训基地？",
        "补几千？",
        "办职业教育能抵多少税？",
        *(f"/{name}" for name in MENU),
        "/colleges 包头",
        "/targets 包头",
    ):
        with suppress(NotAllowed):
            await talk.say(words)
        met |= values(talk)
        # What erases or exports the walker is looked at, not pressed: the way would end there.
        for value in () if words in ENDS else sorted(values(talk))[:8]:
            await pressed(talk, value)
            met |= values(talk)
        await talk.say("/cancel")
    return met


def others(work: Work, own: Collection[object]) -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored, without the rows of one person."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in inspect(work.connection).get_table_names():
        if table == "people":
            continue
        rows = [row._mapping for row in work.connection.execute(text(f"SELECT * FROM {table}"))]
        found[table] = [tuple(row.values()) for row in rows if not any(row.get(name) in own for name in _WHOSE)]
    return found


async def strangers_harm(desk: Desk, stranger: Talk, buttons: Collection[str]) -> dict[str, Any]:
    """The tables in which something of others changed when a stranger pressed all that."""
    who = await desk.database.do(lambda work: work.people.meet(stranger.sender, "生人").id)
    own = {stranger.sender.person, stranger.sender.chat, who}
    before = await desk.database.read(lambda work: others(work, own))
    # The last word of /delete erases whoever says it, and with them what shows that they are the stranger.
    for value in sorted(value for value in buttons if not value.startswith("erase:")):
        if await pressed(stranger, value):
            assert stranger.reply.toast or stranger.heard, f"silence after {value}"
    after = await desk.database.read(lambda work: others(work, own))
    return {table: (rows, after[table]) for table, rows in before.items() if rows != after[table]}


async def test_another_persons_buttons_do_nothing_to_that_person(stocked: Desk, asker: Talk) -> None:
    met = await walked(asker)
    assert len(met) > 30
    assert await strangers_harm(stocked, stocked.talk(STRANGER), met) == {}


async def test_the_tools_of_staff_do_nothing_in_other_hands(stocked: Desk, editor: Talk) -> None:
    met = await walked(editor)
    for way in (("/colleges 包头", "全部列出", "1"), ("/targets 包头", "1")):
        await editor.say(way[0])
        await editor.press(*way[1:])
        met |= values(editor)
        await editor.press_value(next(value for value in sorted(values(editor)) if value.startswith("amend:")))
        met |= values(editor)
        await editor.say("改过的")
        met |= values(editor)
        await editor.say("/cancel")
    assert any(value.startswith("amend:") for value in met)
    assert await strangers_harm(stocked, stocked.talk(STRANGER), met) == {}


async def test_staff_of_another_city_and_those_who_were_removed_change_nothing_either(stocked: Desk, editor: Talk) -> None:
    await editor.say("/colleges 包头")
    await editor.press("全部列出", "1")
    tools = values(editor)
    elsewhere, former = stocked.talk(STRANGER), stocked.talk("667")

    def join(work: Work) -> None:
        work.people.grant(work.people.meet(elsewhere.sender, "外地").id, Grant(Role.EDITOR, "310107"))
        work.people.grant(work.people.meet(former.sender, "从前").id, Grant(Role.ADMIN))
        stocked.people.remove(work, work.people.meet(former.sender, "从前").id)

    await stocked.database.do(join)
    for one in (elsewhere, former):
        assert await strangers_harm(stocked, one, tools) == {}


@pytest.mark.parametrize("value", ["1", "-1", "0", "99999999999999999999", "1.hidden", "../1", "1;DROP TABLE people", "²", "", "x" * 64])
async def test_buttons_that_were_never_there_do_nothing(stocked: Desk, asker: Talk, editor: Talk, value: str) -> None:
    await walked(asker)
    forged = {f"{prefix}:{value}" for prefix in stocked.routes.buttons}
    assert await strangers_harm(stocked, stocked.talk(STRANGER), forged) == {}
