import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, async_playwright, expect

from domain.clock import SystemClock
from tests.bot.web.town import Town
from tests.browser.assistant import answer
from tests.browser.desk import Desk
from tests.e2e.conftest import install, loaded, nursery, telegram_url

__all__ = ["install", "loaded", "nursery", "telegram_url"]

CHROMIUM = shutil.which("chromium") or ""
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--renderer-process-limit=1")
STAY_HOME = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage")

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = pytest.mark.skip(reason="没有 Chromium：在 Debian 上用 apt-get install chromium 安装后会自动测试网页")
    for item in items:
        if "/tests/browser/" in item.path.as_posix() and not CHROMIUM:
            item.add_marker(missing)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *STAY_HOME])
        yield browser
        await browser.close()


@asynccontextmanager
async def serving(town: Town) -> AsyncIterator[str]:
    """The town on a free port of this machine; gives its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        config = uvicorn.Config(town.app, log_level="error", lifespan="off", ws="none", timeout_graceful_shutdown=5)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[door]))
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        await town.platform.stop()
        await task


@pytest_asyncio.fixture(loop_scope="module")
async def desk(chromium: Browser) -> AsyncIterator[Desk]:
    town = Town(SystemClock(), answer)
    async with serving(town) as address:
        desk = Desk(chromium, town, address)
        yield desk
        await desk.leave()


@pytest_asyncio.fixture(loop_scope="module")
async def page(desk: Desk) -> Page:
    return await desk.sit_down()
