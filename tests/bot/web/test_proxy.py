"""Behind a reverse proxy: what it says of the caller is believed, what anybody else says is not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from bot.asgi import Site
from tests.bot.web.conftest import echo
from tests.bot.web.town import Town
from tests.fakes import FakeClock

ELSEWHERE = "172.31.251.2"


@asynccontextmanager
async def served(town: Town) -> AsyncIterator[httpx2.AsyncClient]:
    """The town on a real port, and somebody on this machine who calls it."""
    site = Site(town.app.routes, "127.0.0.1", 0)
    task = asyncio.create_task(site.run())
    async with httpx2.AsyncClient(base_url=site.address, trust_env=False) as client:
        yield client
    site.stop()
    await task


async def looked(client: httpx2.AsyncClient, address: str) -> httpx2.Response:
    client.cookies.clear()
    return await client.get("/chat/history", headers={"x-forwarded-proto": "https", "x-forwarded-for": address})


async def test_a_proxy_on_this_machine_says_that_the_line_is_encrypted_and_who_calls(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    async with served(Town(clock, echo, burst=1)) as client:
        answers = [await looked(client, f"198.51.100.{number // 2}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert all(answer.headers["set-cookie"].startswith("__Host-xqt=") for answer in answers)


async def test_who_is_not_the_proxy_stays_who_they_are(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", ELSEWHERE)
    async with served(Town(clock, echo, burst=1)) as client:
        answers = [await looked(client, f"198.51.100.{number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["set-cookie"].startswith("xqt=")


async def test_a_request_that_is_two_in_one_is_refused(clock: FakeClock) -> None:
    town = Town(clock, echo)
    async with served(town) as client:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
        lines = ["POST /chat/messages HTTP/1.1", "Host: xqt.test", "Content-Length: 6", "Transfer-Encoding: chunked", "", "0", "", "GET /"]
        writer.write("\r\n".join(lines).encode())
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 4")
    assert answer.count(b"HTTP/1.1") <= 2
    assert b" 200 " not in answer
    assert town.heard == []
