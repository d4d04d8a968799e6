"""What is kept of a message while it waits."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.intake import InboxIntake
from bot.platforms.base import Unreadable
from chat.message import Address, File, Message, Sort
from domain.clock import SystemClock
from storage.database import Database
from tests.bot.house import LI

IDENTITY = "110101199003074610"


async def kept(folder: Path, text: str) -> str:
    """The body of the inbox row of a message."""
    database = Database.open(f"sqlite:///{folder}/house.db", SystemClock())
    await InboxIntake(database, LI.platform, lambda: None)("us", [Message("1", LI, text=text)])
    rows = await database.do(lambda work: work.inbox.claim(1, 60, "t"))
    database.close()
    return rows[0].incoming.body


async def test_an_identity_number_is_not_kept_for_a_moment(tmp_path: Path) -> None:
    body = await kept(tmp_path, "我的身份证110101199003074610，帮我查")
    assert "110101199003074610" not in body
    assert "（身份证号）" in body


async def test_what_nobody_sees_is_left_out(tmp_path: Path) -> None:
    assert "补\\u202e" not in await kept(tmp_path, "补\u202e\ud83d多少")


async def test_a_phone_number_stays_while_a_form_may_ask_for_it(tmp_path: Path) -> None:
    assert "13800001234" in await kept(tmp_path, "13800001234")


@pytest.mark.parametrize(
    "message",
    [
        Message("1", LI, Sort.PHOTO, text=f"这是我的证件{IDENTITY}"),
        Message("1", LI, Sort.FILE, file=File(f"{IDENTITY}.pdf", "application/pdf", b"1")),
        Message("1", LI, name=IDENTITY, text="你好"),
        Message("1", LI, Sort.PRESS, pressed=f"at:1.{IDENTITY}"),
        Message("1", Address("fake", "-9", "7"), text=f"/region {IDENTITY}", private=False),
    ],
)
async def test_wherever_it_stands(tmp_path: Path, message: Message) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/house.db", SystemClock())
    await InboxIntake(database, LI.platform, lambda: None)("us", [message])
    rows = await database.do(lambda work: work.inbox.claim(1, 60, "t"))
    database.close()
    assert IDENTITY not in rows[0].incoming.body
    assert "（身份证号）" in rows[0].incoming.body


async def test_nor_in_an_update_that_cannot_be_read(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/house.db", SystemClock())
    raw = f'{{"update_id": 1, "message": {{"text": "{IDENTITY}"}}}}'
    await InboxIntake(database, LI.platform, lambda: None)("us", [], unreadable=[Unreadable("1", raw, "KeyError")])
    database.close()
    with closing(sqlite3.connect(tmp_path / "house.db")) as store:
        assert not any(IDENTITY in line for line in store.iterdump())
