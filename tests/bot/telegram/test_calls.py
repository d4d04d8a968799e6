"""By which way calls leave: directly, or by the proxy that the environment names."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.platforms.telegram.api import Api
from bot.platforms.telegram.calls import Calls
from domain.errors import ConfigProblem, TryLater

ANSWER = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
async def proxy(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """The first lines of what a proxy was asked; it reaches nobody."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n")).decode().strip())
        writer.write(ANSWER)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    yield asked
    server.close()


async def called(api: Api) -> None:
    with pytest.raises(TryLater):
        await api.typing(7)
    with pytest.raises(TryLater):
        await api.updates(None)
    await api.close()


async def test_calls_go_by_the_proxy_of_the_environment(proxy: list[str]) -> None:
    await called(Api("42:x", "http://telegram.invalid", poll=1))
    assert [line.split()[1].rpartition("/")[2] for line in proxy] == ["sendChatAction", "getUpdates"]
    assert all(line.startswith("POST http://telegram.invalid/") for line in proxy)


async def test_what_the_environment_excepts_is_called_directly(proxy: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    await called(Api("42:x", "http://127.0.0.1:9", poll=1))
    assert proxy == []


def test_a_proxy_that_speaks_something_else_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1080")
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(ConfigProblem, match="http 代理"):
        Calls("http://telegram.invalid", 1.0)
