"""`xiaoqitong run`: everything that the configuration turns on, until it is told to stop."""

import asyncio
import signal

from rich.console import Console

from bot import logs
from bot.app import build, chosen
from bot.brain import open_brain, open_database
from bot.commands.seeding import seed
from bot.config import Config, secrets_of
from bot.running import App
from domain.clock import SystemClock


def run(config: Config) -> int:
    """Run; 0 after an orderly end."""
    logs.set_up(secrets_of(config))
    console, clock = Console(stderr=True), SystemClock()
    joins = chosen(config)
    database = open_database(config, clock)
    try:
        brain = open_brain(config, database, clock)
        try:
            seed(brain)
            asyncio.run(_serve(build(config, database, brain, clock, joins), config, console))
        finally:
            brain.close()
    finally:
        database.close()
    return 0


async def _serve(app: App, config: Config, console: Console) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end(number: signal.Signals) -> None:
        # The second signal finds the system's own handler, which ends the process at once.
        loop.remove_signal_handler(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end, number)
    if app.site and config.web.enabled:
        console.print(f"校企通已打开：[link]{app.site.address}[/link]　按 Ctrl+C 停止", highlight=False)
    if config.telegram.on:
        console.print("Telegram 已接入。", highlight=False)
    await app.run(stop)
