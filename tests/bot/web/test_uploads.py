"""Tables on the web page: the one thing that may be sent beside words, by whoever the page belongs to, told by its content."""

from urllib.parse import quote

import httpx2
import pytest

from bot.platforms.web.chat import Limits
from chat.message import Message, Sort
from chat.reply import Reply, say
from services.workbook import Sheet, xlsx_of
from tests.bot.web.caller import Caller
from tests.bot.web.town import Town
from tests.fakes import FakeClock

BOOK = xlsx_of(Sheet("一", [["类型"], ["岗位"]]))


def echo(message: Message) -> list[Reply]:
    return [say(f"{message.file.name}：{len(message.file.data)}" if message.file else message.text)]


@pytest.fixture
def town(clock: FakeClock) -> Town:
    return Town(clock, echo)


@pytest.fixture
async def caller(town: Town) -> Caller:
    caller = Caller(town.app)
    await caller.arrive()
    return caller


async def send(caller: Caller, data: bytes, key: str = "key-00000001", name: str = "岗位.xlsx", **headers: str) -> httpx2.Response:
    """Send a file as the page does, with other headers where told (an empty one is left out)."""
    told = {**caller.headers, "x-key": key, "x-name": quote(name), **headers}
    return await caller.client.post("/chat/files", content=data, headers={one: value for one, value in told.items() if value})


@pytest.mark.parametrize(
    ("data", "kind"), [(BOOK, "sheet"), ("类型,名称\n岗位,焊工".encode("gb18030"), "csv"), (b"\xef\xbb\xbfa,b", "csv")]
)
async def test_a_table_comes_in_as_it_is(town: Town, caller: Caller, data: bytes, kind: str) -> None:
    answer = await send(caller, data)
    assert (answer.status_code, answer.json()) == (202, {"key": "key-00000001"})
    (said,) = town.heard
    assert said.message.sort is Sort.FILE
    assert said.message.file
    assert (said.message.file.name, said.message.file.data) == ("岗位.xlsx", data)
    assert said.message.file.type.endswith(kind)


async def test_the_same_key_is_the_same_file(town: Town, caller: Caller) -> None:
    for _ in range(2):
        assert (await send(caller, BOOK)).status_code == 202
    assert len(town.heard) == 1


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0old", b"MZ\x90", b"a\0b", b"Rar!", b"", b"  \n"])
async def test_what_is_no_table_is_refused_whatever_it_is_called(town: Town, caller: Caller, data: bytes) -> None:
    answer = await send(caller, data, name="岗位.xlsx", **{"content-type": "text/csv"})
    assert (answer.status_code, answer.json()["error"]) == (415, "file")
    assert answer.json()["word"]
    assert town.heard == []


async def test_a_large_file_is_read_no_further_than_the_limit(clock: FakeClock) -> None:
    town = Town(clock, echo, Limits(file=1000))
    caller = Caller(town.app)
    await caller.arrive()
    assert (await send(caller, b"a" * 1000)).status_code == 202
    assert (await send(caller, b"a" * 1001, "key-00000002")).status_code == 413
    assert len(town.heard) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"x-token": "0" * 64},
        {"x-token": ""},
        {"origin": "https://evil.test"},
        {"origin": "", "sec-fetch-site": ""},
        {"sec-fetch-site": "cross-site"},
    ],
)
async def test_only_the_page_itself_may_send(town: Town, caller: Caller, headers: dict[str, str]) -> None:
    assert (await send(caller, BOOK, **headers)).status_code == 403
    assert town.heard == []


async def test_a_stranger_may_send_nothing(town: Town, caller: Caller) -> None:
    caller.client.cookies.clear()
    assert (await send(caller, BOOK)).status_code == 403
    assert town.heard == []


async def test_files_have_a_pace_of_their_own(town: Town, caller: Caller, clock: FakeClock) -> None:
    answers = [await send(caller, BOOK, f"key-0000000{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert "文件发得有点快" in answers[-1].json()["word"]
    assert (await caller.say("还能说话")).status_code == 202
    clock.forward(10)
    assert (await send(caller, BOOK, "key-00000009")).status_code == 202


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x\\y.xlsx", "%00%01\x7f", "", "%", "表" * 400, "<script>.xlsx"])
async def test_a_name_is_only_words(town: Town, caller: Caller, name: str) -> None:
    assert (await send(caller, BOOK, name=name)).status_code == 202
    file = town.heard[0].message.file
    assert file
    assert 0 < len(file.name) <= 100
    assert not set(file.name) & set("/\\\0")


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "key-0000;1"])
async def test_a_strange_key_is_refused(town: Town, caller: Caller, key: str) -> None:
    assert (await send(caller, BOOK, key)).status_code == 400
    assert town.heard == []
