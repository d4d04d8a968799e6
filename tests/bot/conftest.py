"""A house for each test, and its end; the process's log where it was."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.platforms.base import Abilities
from chat.router import Router
from tests.bot.house import Build, House


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """A command sends the process's log to its own standard error; afterwards it goes where it went."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, threading.excepthook
    yield
    threading.excepthook = hook
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Builds houses in a folder of their own."""
    houses: list[House] = []

    def build(router: Router, abilities: Abilities | None = None, patience: float = 60, chats: int = 8) -> House:
        houses.append(House(tmp_path, router, abilities, patience, chats))
        return houses[-1]

    yield build
    for house in houses:
        house.database.close()
