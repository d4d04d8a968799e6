"""`xiaoqitong chat`: the same assistant in the terminal."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.app import Switchboard, draws_of, router
from bot.brain import Brain, open_brain, open_database
from bot.commands.seeding import seed
from bot.config import Config
from bot.counting import Counting
from bot.courier import Courier, Draw
from bot.intake import InboxIntake
from bot.platforms.terminal import PLATFORM, Terminal, typed
from bot.spread import Spread
from bot.workers import Workers
from chat.router import Router
from domain.clock import Clock, SystemClock
from domain.errors import BadDocument
from handlers import bulletin_desk
from storage.database import Database


class Conversation:
    """One person at the keyboard, over the same inbox, workers, outbox and courier as everywhere."""

    def __init__(
        self,
        database: Database,
        router: Router,
        clock: Clock,
        console: Console,
        files: Path | None = None,
        draws: Mapping[str, Draw] | None = None,
    ) -> None:
        self._console = console
        platform = Terminal(console, files)
        board = Switchboard()
        self._dealt = asyncio.Event()
        self._courier = Courier(database, platform, clock, draws=draws)
        self._beats = Spread(database), Counting(database, bulletin_desk.count)
        self._workers = Workers(database, router, {PLATFORM: platform}, self._owed, chats=1)
        self._intake = InboxIntake(database, PLATFORM, board.received)
        board.workers = self._workers

    async def run(self, read: Callable[[], str | None]) -> None:
        """Answer what is read until there is no more."""
        await self._workers.take_over()
        await self._courier.take_over()
        tasks = [asyncio.create_task(self._workers.run()), asyncio.create_task(self._courier.run())]
        tasks += [asyncio.create_task(beat.run()) for beat in self._beats]
        try:
            await self._say("/start")
            while (text := await asyncio.to_thread(read)) is not None:
                if text.strip():
                    await self._say(text)
        finally:
            for task in tasks:
                task.cancel()
            await self._workers.stop(1)
            await self._courier.stop(1)

    async def _say(self, text: str) -> None:
        """Send it, and wait until what is owed for it was printed."""
        try:
            message = await asyncio.to_thread(typed, text)
        except BadDocument as problem:
            self._console.print(Text(str(problem)))
            return
        self._dealt.clear()
        await self._intake("local", [message])
        await self._dealt.wait()
        await self._courier.drained()

    def _owed(self, _: str) -> None:
        self._dealt.set()
        self._courier.wake()


def chat(config: Config) -> int:
    """Talk until the end of input or Ctrl+C."""
    console, clock = Console(), SystemClock()
    database = open_database(config, clock)
    try:
        brain = open_brain(config, database, clock)
        try:
            seed(brain)
            brain.warm()
            brain.open_vectors()
            asyncio.run(_talk(config, database, brain, console))
        finally:
            brain.close()
    finally:
        database.close()
    return 0


async def _talk(config: Config, database: Database, brain: Brain, console: Console) -> None:
    def read() -> str | None:
        try:
            return console.input("\n[bold cyan]您：[/]")
        except (EOFError, KeyboardInterrupt):
            return None

    clock = SystemClock()
    await Conversation(
        database, router(config, database, brain, clock), clock, console, config.folder / "files", draws_of(database, brain)
    ).run(read)
