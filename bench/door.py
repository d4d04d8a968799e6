"""`python -m bench.door FOLDER`: the webhook over an inbox of its own, with nobody who answers; prints its port."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from bot.config import ROOT
from bot.intake import InboxIntake
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import Telegram
from bot.platforms.telegram.reader import PLATFORM, Me
from bot.platforms.telegram.webhook import webhook
from domain.clock import SystemClock
from storage.database import Database
from tests.telegram_server.running import listening
from tests.telegram_server.world import TOKEN

SECRET = "a-secret-of-the-bench"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@contextmanager
def door(folder: Path) -> Iterator[int]:
    """The port of one in a process of its own."""
    command = [sys.executable, "-m", "bench.door", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


async def main() -> None:
    """Serve until killed."""
    clock = SystemClock()
    database = Database.open(f"sqlite:///{sys.argv[1]}/door.db", clock)
    intake = InboxIntake(database, PLATFORM, lambda: None)
    platform = Telegram(Api(TOKEN, "http://127.0.0.1:9"), intake, clock, {})
    platform.me = Me(42, "xiaoqitong_bot")
    app = Starlette(routes=[webhook(platform, intake, SECRET)])
    with listening() as listener:
        sys.stdout.write(f"{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        await uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical")).serve(sockets=[listener])


if __name__ == "__main__":
    asyncio.run(main())
