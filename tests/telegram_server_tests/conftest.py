"""One server for all tests of this folder, emptied before each; its handle, a person, and two ways to call it."""

import os
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

os.environ.setdefault("PTB_TIMEDELTA", "1")

from telegram import Bot

from tests.telegram_server import Person, TelegramServer, served
from tests.telegram_server_tests.api import Api


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture
async def server(address: str) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(address) as server:
        await server.reset(seed=7)
        yield server
        await server.reset()


@pytest.fixture
def anna(server: TelegramServer) -> Person:
    return server.person("安娜")


@pytest.fixture
async def started(server: TelegramServer, anna: Person) -> Person:
    """Anna, who has said hello, so that the bot may write to her."""
    await anna.say("/start")
    return anna


@pytest.fixture
async def api(server: TelegramServer) -> AsyncIterator[Api]:
    async with httpx.AsyncClient(timeout=10, trust_env=False, verify=False) as client:
        yield Api(client, server)


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as bot:
        yield bot
