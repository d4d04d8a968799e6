"""A loaded data folder, a local Telegram, and a bot between them."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.config import ROOT
from tests.e2e.bot import Bot
from tests.e2e.nursery import Nursery
from tests.once import once
from tests.postgres import Databases
from tests.telegram_server import TelegramServer, served
from tests.telegram_server.world import TOKEN

Install = Callable[..., Bot]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the digests, with its index; made once for all that test at the same time, and copied."""

    def take_in(folder: Path) -> None:
        told = [sys.executable, "-m", "bot", "--data", str(folder / "data"), "ingest", str(ROOT / "corpus")]
        subprocess.run(told, cwd=ROOT, check=True)

    return once(tmp_path_factory, "loaded", take_in) / "data"


@pytest.fixture(scope="session")
def loaded_server(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[tuple[str, Path]]:
    """The same in a database on a PostgreSQL server, beside a data folder with its index."""
    data = tmp_path_factory.mktemp("loaded") / "data"
    with databases.lent() as url:
        told = [sys.executable, "-m", "bot", "--data", str(data), "ingest", str(ROOT / "corpus")]
        subprocess.run(told, cwd=ROOT, check=True, env={**os.environ, "XIAOQITONG_DATABASE_URL": url})
        yield url, data


@pytest.fixture(scope="module")
def telegram_url() -> Iterator[str]:
    with served(TOKEN, seed=7) as url:
        yield url


@pytest.fixture
async def telegram(telegram_url: str) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(telegram_url, TOKEN) as server:
        yield server


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def install(loaded: Path, telegram_url: str, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """Makes installations, and ends whatever of them still runs."""
    made: list[Bot] = []

    def install(token: str = TOKEN, telegram: str = "", data: Path = loaded, **extra: str) -> Bot:
        folder = tmp_path_factory.mktemp("bot")
        shutil.copytree(data, folder / "data")
        settings = {"web": "port = 0", "telegram": f'api_base = "{telegram_url}"\n{telegram}'}
        made.append(Bot(folder, token, settings, extra, nursery))
        return made[-1]

    yield install
    for bot in made:
        bot.end()


@pytest.fixture(scope="module")
def bot(install: Install) -> Bot:
    """A bot that runs for all tests of a module."""
    bot = install()
    bot.start()
    return bot
