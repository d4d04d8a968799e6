"""A whole app in this process: what is said is answered, and it comes to an end by itself, by order, or by a failure."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.courier import Courier
from bot.dues import Dues
from bot.intake import InboxIntake
from bot.platforms.base import Platform
from bot.running import App
from bot.watch import Watch
from bot.workers import Workers
from chat.message import Message, Sort
from chat.reply import Reply, say
from chat.router import Router, Routes
from domain.clock import SystemClock
from domain.errors import ConfigProblem, IndexProblem, StoreProblem
from storage.database import Database
from tests.bot.house import LI, FakePlatform


class Brainless:
    """Documents that change at the test's word."""

    def __init__(self) -> None:
        self.looked = threading.Event()
        self.broken: list[Exception] = []
        self.opened = 0
        self.back = threading.Event()
        self.due, self.builds, self.built = False, 0, threading.Event()
        self.kept_up = 0

    @property
    def knowledge(self) -> "Brainless":
        return self

    def open_vectors(self) -> None:
        """They come at the second try."""
        self.opened += 1
        if self.opened == 2:
            self.back.set()

    def misses_vectors(self) -> bool:
        return self.opened < 2

    def follow(self) -> bool:
        if self.broken:
            raise self.broken.pop()
        self.looked.set()
        return self.due

    def build(self, progress: Callable[[str, int, int], None]) -> None:
        progress("keywords", 1, 1)
        self.builds += 1
        self.looked.clear()
        assert self.looked.wait(10), "it looks on while a base is built"
        self.due = self.builds < 2
        if not self.due:
            self.built.set()
        raise IndexProblem("没有建成")

    def keep_up(self) -> None:
        self.kept_up += 1


class Reader(FakePlatform):
    """A platform with a run of its own."""

    async def run(self) -> None:
        raise ConfigProblem("token 不对")


async def answer(message: Message) -> Reply:
    return say(f"答：{message.text}")


class Town:
    """An app and its database."""

    def __init__(self, folder: Path, platform: FakePlatform) -> None:
        clock = SystemClock()
        self.brain = Brainless()
        self.platform = platform
        self.database = Database.open(f"sqlite:///{folder}/town.db", clock)
        routes = Routes({}, {}, answer, answer, dict.fromkeys(Sort, answer))
        platforms: dict[str, Platform] = {"fake": platform}
        self.courier = Courier(self.database, platform, clock)
        workers = Workers(self.database, Router(routes), platforms, lambda _: self.courier.wake())
        self.intake = InboxIntake(self.database, "fake", workers.wake)
        self.app = App(
            platforms=(platform,),
            intakes=(self.intake,),
            workers=workers,
            couriers=(self.courier,),
            dues=Dues(self.database, {}),
            watch=Watch(self.brain),
            site=None,
        )


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


async def while_running(town: Town, stop: asyncio.Event, story: Coroutine[Any, Any, None]) -> None:
    running = asyncio.create_task(town.app.run(stop))
    await story
    stop.set()
    await running
    town.database.close()


async def test_it_answers_and_ends_in_order(tmp_path: Path, stop: asyncio.Event) -> None:
    town = Town(tmp_path, FakePlatform())

    async def story() -> None:
        await town.intake("us", [Message("1", LI, text="一")])
        await town.platform.said.wait()

    await while_running(town, stop, story())
    assert [delivery.reply for delivery in town.platform.sent] == [say("答：一")]


async def test_what_came_in_before_the_end_is_not_taken_after_it(tmp_path: Path, stop: asyncio.Event) -> None:
    town = Town(tmp_path, FakePlatform())
    stop.set()
    await town.app.run(stop)
    with pytest.raises(StoreProblem):
        await town.intake("us", [Message("1", LI, text="一")])
    town.database.close()


async def test_a_part_that_cannot_go_on_ends_the_whole_with_its_words(tmp_path: Path, stop: asyncio.Event) -> None:
    town = Town(tmp_path, Reader())
    with pytest.raises(ConfigProblem, match="token 不对"):
        await town.app.run(stop)
    town.database.close()


async def test_the_documents_are_watched_and_a_failure_does_not_end_that(tmp_path: Path, stop: asyncio.Event) -> None:
    town = Town(tmp_path, FakePlatform())
    watch = Watch(town.brain, rest=0.01, first=0)
    town.brain.broken = [RuntimeError("bug"), IndexProblem("坏了")]
    watch.start()
    assert await asyncio.to_thread(town.brain.looked.wait, 10)
    watch.stop()
    town.database.close()


async def test_vectors_from_a_server_that_was_away_are_tried_again(tmp_path: Path) -> None:
    town = Town(tmp_path, FakePlatform())
    watch = Watch(town.brain, first=0, look=0.01, again=3)
    watch.start()
    assert await asyncio.to_thread(town.brain.back.wait, 10)
    watch.stop()
    town.database.close()


async def test_it_looks_on_while_a_base_is_built_and_tries_again_after_a_failure(tmp_path: Path) -> None:
    town = Town(tmp_path, FakePlatform())
    watch = Watch(town.brain, rest=0.01, first=0, look=0.01)
    town.brain.due = True
    watch.start()
    assert await asyncio.to_thread(town.brain.built.wait, 10)
    watch.stop()
    assert town.brain.builds == 2
    assert town.brain.kept_up > 2
    town.database.close()
