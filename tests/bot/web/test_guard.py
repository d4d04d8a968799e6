"""Nobody posts from elsewhere, reads what is not theirs, or sends more than is good."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.web import wire
from bot.platforms.web.chat import Limits
from bot.platforms.web.identity import Visitor, new_visitor
from bot.platforms.web.streams import Streams
from chat.message import File, Message
from chat.reply import Reply
from tests.bot.web.caller import HOST, Caller, asked
from tests.bot.web.conftest import echo
from tests.bot.web.town import ASSETS, Town
from tests.fakes import FakeClock

EVERY_PAGE = ["/", "/assets/app.js", "/chat/history", "/chat/files/1/file", "/assets/none.js", "/chat/messages", "/none"]


@pytest.mark.parametrize("path", EVERY_PAGE)
async def test_every_answer_carries_the_security_headers(caller: Caller, path: str) -> None:
    headers = (await caller.client.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"]


async def test_the_page_holds_nothing_that_its_policy_forbids(caller: Caller) -> None:
    page = (await caller.client.get("/")).text
    assert "校企通" in page
    assert "style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert "://" not in page


async def test_an_asset_that_did_not_change_costs_nothing(caller: Caller) -> None:
    first = await caller.client.get("/assets/app.js")
    again = await caller.client.get("/assets/app.js", headers={"if-none-match": first.headers["etag"]})
    assert (first.headers["cache-control"], again.status_code) == ("no-cache", 304)


BESIDE = [
    "../fonts/NotoSansSC-subset.otf",
    "..%2ffonts%2fNotoSansSC-subset.otf",
    "%2e%2e/%2e%2e/pyproject.toml",
    "%252e%252e/%252e%252e/pyproject.toml",
    "..\\..\\pyproject.toml",
    "//etc/passwd",
    "%2fetc%2fpasswd",
    "app.js%00.html",
    "x" * 5000,
    "",
]


@pytest.mark.parametrize("path", BESIDE)
async def test_assets_end_at_their_folder(town: Town, path: str) -> None:
    assert (await asked(town.app, "GET", f"/assets/{path}")).status == 404


async def test_the_cookie_is_the_browsers_alone(town: Town) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(town.app), base_url=HOST) as client:
        line = (await client.get("/chat/history")).headers["set-cookie"]
    name, _, secret = line.partition(";")[0].partition("=")
    assert (name, len(secret)) == ("xqt", 32)
    assert "HttpOnly" in line
    assert "SameSite=Strict" in line


async def test_over_https_the_cookie_is_bound_to_the_host(town: Town) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(town.app), base_url="https://xqt.test") as client:
        line = (await client.get("/chat/history")).headers["set-cookie"]
    assert line.startswith("__Host-xqt=")
    assert "Secure" in line
    assert "Domain" not in line


async def test_the_secret_is_not_what_is_kept(town: Town, caller: Caller) -> None:
    await caller.say("你好")
    secret = caller.client.cookies["xqt"]
    assert secret not in repr(town.entries)


async def test_a_visitor_stays_the_same_and_another_is_another(caller: Caller, stranger: Caller) -> None:
    token = caller.token
    await caller.arrive()
    assert caller.token == token != stranger.token


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "", "sec-fetch-site": ""},
        {"x-token": ""},
        {"x-token": "0" * 64},
        {"x-token": "口令"},
    ],
)
async def test_a_post_from_elsewhere_is_refused(town: Town, caller: Caller, headers: dict[str, str]) -> None:
    sent = [(name.encode(), value.encode()) for name, value in {**caller.headers, **headers}.items() if value]
    response = await caller.client.post("/chat/messages", content=json.dumps({"key": "key-00000001", "text": "转账"}), headers=sent)
    assert response.status_code == 403
    assert town.heard == []


async def test_another_visitors_token_does_not_help(town: Town, caller: Caller, stranger: Caller) -> None:
    caller.token = stranger.token
    assert (await caller.say("你好")).status_code == 403


async def test_a_stranger_reads_nothing_of_others(town: Town, caller: Caller, stranger: Caller) -> None:
    await caller.say("我的秘密")
    await town.tell(town.heard[0].message.sender, Reply(file=File("我.txt", "text/plain", b"secret")))
    async with stranger.listening() as ear:
        await stranger.say("我呢")
        first = await ear.event()
    assert "我呢" in json.dumps(first.data, ensure_ascii=False)
    assert "秘密" not in json.dumps(await stranger.arrive(), ensure_ascii=False)
    assert (await stranger.client.get("/chat/files/2/file")).status_code == 404
    assert (await caller.client.get("/chat/files/2/file")).content == b"secret"


@pytest.mark.parametrize("cookie", ["", "short", "../../etc/passwd", "x" * 33])
async def test_without_an_identity_there_is_no_stream_no_file_and_no_post(town: Town, cookie: str) -> None:
    caller = Caller(town.app)
    caller.client.cookies.set("xqt", cookie)
    async with caller.listening() as ear:
        assert await ear.chunk() is None
    assert ear.status == 401
    assert (await caller.client.get("/chat/files/1/file")).status_code == 404
    assert (await caller.say("你好")).status_code == 403
    await caller.client.aclose()


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


async def test_files_are_not_taken_in(town: Town, caller: Caller) -> None:
    whole = await caller.client.post("/chat/files?key=key-00000001&name=a.pdf", content=b"%PDF-1.7", headers=caller.headers)
    form = await caller.client.post("/chat/messages", files={"file": ("a.pdf", b"%PDF-1.7", "application/pdf")}, headers=caller.headers)
    assert (whole.status_code, form.status_code) == (404, 400)
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


NAMES = ["a\r\nSet-Cookie: xqt=mine", 'a"; filename="b.html', "甲\u2028乙", "../../etc/passwd", "a\0b", "\ud800"]


@pytest.mark.parametrize("name", NAMES)
async def test_the_name_of_a_file_adds_no_header(town: Town, caller: Caller, name: str) -> None:
    await caller.say("你好")
    await town.tell(town.heard[0].message.sender, Reply(file=File(name, "text/html\r\nX-Mine: 1", b"<script>")))
    response = await caller.client.get("/chat/files/2/file")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert re.fullmatch(r"[\w%.~-]+", response.headers["content-disposition"].partition("''")[2])
    assert {"set-cookie", "x-mine"}.isdisjoint(response.headers)


@pytest.mark.parametrize("cookie", ["a\r\nX-Mine: 1", "s" * 31 + "\n", "s" * 31 + ";", "密" * 32])
async def test_a_cookie_that_is_not_of_our_making_is_not_given_back(town: Town, cookie: str) -> None:
    answer = await asked(town.app, "GET", "/chat/history", {"cookie": f"xqt={cookie}"})
    assert answer.status == 200
    assert "x-mine" not in answer.headers
    assert re.fullmatch(r"xqt=[\w-]{32}; .*", answer.headers["set-cookie"])
    assert cookie not in answer.headers["set-cookie"]


async def test_over_https_the_cookie_of_a_plain_line_is_not_believed(town: Town) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(town.app), base_url="https://xqt.test") as client:
        await client.get("/chat/history", headers={"cookie": "xqt=" + "s" * 32})
        assert client.cookies["__Host-xqt"] != "s" * 32


async def test_who_leaves_is_a_stranger_and_their_other_pages_are_told(town: Town, caller: Caller) -> None:
    await caller.say("我的秘密")
    before, token = caller.client.cookies["xqt"], caller.token
    async with caller.listening() as ear:
        await ear.chunk()
        response = await caller.client.post("/chat/leave", headers=caller.headers)
        assert (await ear.event("left")).id == ""
    assert response.status_code == 204
    assert caller.client.cookies["xqt"] != before
    assert await caller.arrive() == []
    assert caller.token != token


MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|\beval\(|new Function|srcdoc"
)


@pytest.mark.parametrize("script", sorted(ASSETS.glob("*.js")), ids=lambda script: script.name)
def test_no_text_becomes_markup_or_program(script: Path) -> None:
    assert not MARKUP.search(script.read_text("utf-8"))


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


def test_visitors_do_not_repeat() -> None:
    assert len({new_visitor().id for _ in range(100)}) == 100
