"""Nobody posts from elsewhere, reads what is not theirs, or makes the page say something of their own."""

import json
import re
from pathlib import Path

import httpx2
import pytest

from bot.platforms.web.identity import new_visitor
from chat.message import File
from chat.reply import Reply
from tests.bot.web.caller import HOST, Caller, asked
from tests.bot.web.town import ASSETS, Town

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


def test_visitors_do_not_repeat() -> None:
    assert len({new_visitor().id for _ in range(100)}) == 100
