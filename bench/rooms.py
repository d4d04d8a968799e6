"""What measurements of delivery stand on: the strict local Bot API in a process of its own, and a bot that talks to it."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from bot.config import ROOT
from tests.e2e.bot import Bot
from tests.telegram_server import TelegramServer
from tests.telegram_server.world import TOKEN

_AT_ONCE = 32


@contextmanager
def telegram(*, pace: bool = True) -> Iterator[str]:
    """The server's address; with `pace` it answers 429 to whoever is too fast."""
    command = [sys.executable, "-m", "tests.telegram_server", "--port", "0", "--seed", "7", *(["--pace"] if pace else [])]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().split("：")[1].strip().rstrip("/")
        finally:
            process.kill()


def loaded(folder: Path, url: str) -> Bot:
    """An installation with the digests, not started yet."""
    subprocess.run([sys.executable, "-m", "bot", "--data", str(folder / "data"), "ingest", str(ROOT / "corpus")], cwd=ROOT, check=True)
    return Bot(folder, TOKEN, {"web": "port = 0", "telegram": f'api_base = "{url}"'})


async def settle(server: TelegramServer, count: int) -> list[int]:
    """So many people have talked to the bot, whose updates nobody will see again; their ids."""
    door = asyncio.Semaphore(_AT_ONCE)

    async def arrive(number: int) -> int:
        async with door:
            person: int = (await server.act("person", name=f"第{number}位"))["id"]
            await server.act("say", user=person, text="/start", chat=person)
            return person

    people = await asyncio.gather(*map(arrive, range(count)))
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        await client.post(f"{server.base_url}{server.token}/deleteWebhook", json={"drop_pending_updates": True})
    return people


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def most_within(seconds: float, moments: Sequence[float]) -> int:
    """The largest number of moments in any stretch of so many seconds."""
    ordered, first, most = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
