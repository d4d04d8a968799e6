"""Nobody sends more than is good, nor what no page would send."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.web import wire
from bot.platforms.web.chat import Limits
from bot.platforms.web.identity import Visitor
from bot.platforms.web.streams import Streams
from chat.message import Message
from tests.bot.web.caller import Caller, asked
from tests.bot.web.conftest import echo
from tests.bot.web.town import Town
from tests.fakes import FakeClock


async def test_who_sends_too_fast_is_told_how_long_to_wait(clock: FakeClock) -> None:
    town = Town(clock, echo, burst=3)
    caller = Caller(town.app)
    await caller.arrive()
    statuses = [(await caller.say("快", f"key-0000000{number}")).status_code for number in range(4)]
    refused = await caller.say("快", "key-00000009")
    clock.forward(3)
    allowed = await caller.say("快", "key-00000009")
    await caller.client.aclose()
    assert statuses == [202, 202, 202, 429]
    assert (refused.headers["retry-after"], refused.json()["word"]) == ("3", "发得有点快，请等 3 秒，会自动再发。")
    assert allowed.status_code == 202


async def test_too_large_is_refused_with_a_word(clock: FakeClock) -> None:
    town = Town(clock, echo, Limits(post=1024))
    caller = Caller(town.app)
    await caller.arrive()
    text = await caller.say("长" * 1024)
    await caller.client.aclose()
    assert text.status_code == 413
    assert text.json()["word"] == "内容太大了，最多 1 KB，请缩短后再发。"
    assert town.heard == []


async def test_who_sends_a_drop_at_a_time_is_not_waited_for(clock: FakeClock) -> None:
    town = Town(clock, echo, Limits(patience=0.01))
    caller = Caller(town.app)
    await caller.arrive()

    async def drops() -> AsyncIterator[bytes]:
        yield b'{"key": "key-00000001", '
        await asyncio.Event().wait()

    response = await caller.client.post("/chat/messages", content=drops(), headers=caller.headers)
    await caller.client.aclose()
    assert (response.status_code, response.json()["word"]) == (408, "网络太慢，没有收全，会自动再发。")
    assert town.heard == []


async def test_no_files_but_tables_are_taken_in(town: Town, caller: Caller) -> None:
    headers = {**caller.headers, "x-key": "key-00000001", "x-name": "a.csv"}
    whole = await caller.client.post("/chat/files", content=b"%PDF-1.7", headers=headers)
    form = await caller.client.post("/chat/messages", files={"file": ("a.pdf", b"%PDF-1.7", "application/pdf")}, headers=caller.headers)
    assert (whole.status_code, form.status_code) == (415, 400)
    assert town.heard == []


async def test_an_address_that_looks_too_often_waits_and_others_do_not(clock: FakeClock) -> None:
    town = Town(clock, echo, burst=2)
    statuses = [(await asked(town.app, "GET", "/chat/history", address="198.51.100.7")).status for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert (await asked(town.app, "GET", "/chat/history", address="198.51.100.8")).status == 200


async def test_the_addresses_of_one_line_of_ipv6_count_as_one(clock: FakeClock) -> None:
    town = Town(clock, echo, burst=1)
    line = [f"2001:db8:7:9:{number:x}::1" for number in range(3)]
    assert [(await asked(town.app, "GET", "/chat/history", address=one)).status for one in line] == [200, 200, 429]
    assert (await asked(town.app, "GET", "/chat/history", address="2001:db8:7:a::1")).status == 200


async def test_one_address_cannot_take_every_seat(clock: FakeClock) -> None:
    streams = Streams(most=8)
    with ExitStack() as pages:
        for number in range(3):
            pages.enter_context(streams.opened(f"visitor-{number}", "198.51.100.7"))
        assert streams.full("198.51.100.7")
        assert not streams.full("198.51.100.8")
    assert not streams.full("198.51.100.7")


async def test_a_full_house_says_so(clock: FakeClock) -> None:
    town = Town(clock, echo, pages=0)
    caller = Caller(town.app)
    await caller.arrive()
    async with caller.listening() as ear:
        await ear.chunk()
    await caller.client.aclose()
    assert ear.status == 503


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"\xff\xfe",
        b"[" * 60_000,
        {"text": "没有键"},
        {"key": "short", "text": "键太短"},
        {"key": "key-00000001"},
        {"key": "key-00000001", "text": "  "},
        {"key": "key-00000001", "text": 5},
        {"key": "key-00000001", "text": "又说", "pressed": "又按"},
        {"key": "key-00000001", "pressed": "x" * 65},
        {"key": "key-00000001", "pressed": "好", "origin": "1 OR 1=1"},
    ],
)
async def test_what_no_page_would_send_is_refused(town: Town, caller: Caller, body: object) -> None:
    response = await caller.post(body)
    assert (response.status_code, response.json()["error"]) == (400, "unfit")
    assert town.heard == []


async def test_nul_and_lone_surrogates_do_not_get_in(town: Town, caller: Caller) -> None:
    await caller.post(rb'{"key": "key-00000001", "text": "\u0000a\ud800b"}')
    assert town.heard[0].message.text == "ab"


@given(
    st.binary(max_size=400)
    | st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)).map(
        lambda tree: json.dumps(tree).encode()
    )
)
def test_any_body_is_a_message_or_unfit(raw: bytes) -> None:
    try:
        message = wire.read_post(raw, Visitor("s" * 32))
    except wire.Unfit:
        return
    assert isinstance(message, Message)
