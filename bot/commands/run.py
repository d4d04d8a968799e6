"""`xiaoqitong run`: everything that the configuration turns on, until it is told to stop."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from bot import logs
from bot.app import Join, build, chosen
from bot.brain import Brain, make_folder, open_brain, open_database
from bot.commands.seeding import seed
from bot.config import Config, secrets_of
from bot.running import App
from bot.threads import Leaving
from bot.tracing import spans_to
from domain.clock import SystemClock
from domain.errors import ConfigProblem
from services.erasure import Erasure
from services.folder import DATABASE, LEDGER
from services.locking import holding
from storage.backup import sound
from storage.database import Database

log = logging.getLogger(__name__)

_QUICK = 1 << 28
"""Bytes up to which a database is looked over at each start: two seconds at most. Larger ones are left to `doctor`."""


Prepare = Callable[[Database, Brain], str]
"""Fills what is open before anything is served, and gives back what to say once it is; "{address}" in it is where the web chat is."""


def run(config: Config) -> int:
    """Run; 0 after an orderly end."""
    serve(config, chosen(config), _seeded)
    return 0


def serve(config: Config, joins: list[Join], prepare: Prepare) -> None:
    """Run these platforms over a prepared store until told to stop."""
    logs.set_up(secrets_of(config), logging.getLevelNamesMapping()[config.log.level.upper()], config.log.format)
    with _alone(config):
        _look_over(config)
        _run(config, joins, prepare)


def _seeded(_: Database, brain: Brain) -> str:
    seed(brain)
    return ""


def _run(config: Config, joins: list[Join], prepare: Prepare) -> None:
    console, clock = Console(stderr=True), SystemClock()
    database = open_database(config, clock)
    try:
        Erasure(database, config.folder / LEDGER).again()
        brain = open_brain(config, database, clock)
        try:
            words = prepare(database, brain)
            brain.warm()
            with spans_to(config.telemetry.endpoint) as span:
                asyncio.run(_serve(build(config, database, brain, clock, joins, span), config, console, words))
        finally:
            brain.close()
    finally:
        database.close()


@contextmanager
def _alone(config: Config) -> Iterator[None]:
    """Hold the data folder; on a database server any number of processes may share one."""
    make_folder(config)
    with holding(config.folder) as free:
        if not (free or config.database.url):
            raise ConfigProblem(f"另一个 xiaoqitong run 正在用 {config.folder}。请先停下它，或用 --data 换一个文件夹。")
        yield


def _look_over(config: Config) -> None:
    """Refuse a damaged database before anything is built on it."""
    file = config.folder / DATABASE
    if not config.database.url and file.is_file() and file.stat().st_size < _QUICK:
        sound(file)


async def _serve(app: App, config: Config, console: Console, words: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_default_executor(Leaving())

    def end(number: signal.Signals) -> None:
        # The second signal finds the system's own handler, which ends the process at once.
        loop.remove_signal_handler(number)
        log.info("told to stop by %s", number.name)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end, number)
    if app.site and config.web.enabled:
        console.print(f"校企通已打开：[link]{app.site.address}[/link]　按 Ctrl+C 停止", highlight=False)
    elif app.site:
        console.print(f"状态和指标：{app.site.address}/readyz", highlight=False)
    if config.telegram.on:
        console.print("Telegram 已接入。", highlight=False)
    if app.site and words:
        console.print(words.format(address=app.site.address), highlight=False, markup=False, soft_wrap=True)
    await app.run(stop)
