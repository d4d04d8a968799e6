"""What is kept of a message while it waits."""

from pathlib import Path

from bot.intake import InboxIntake
from chat.message import Message
from domain.clock import SystemClock
from storage.database import Database
from tests.bot.house import LI


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
