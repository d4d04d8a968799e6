"""A whole bot against the strict local Telegram, which counts what arrives: `python -m bench.delivery [replies] [broadcast]`.

The bot is a real process (for broadcasts its courier in this one) on a real disk; Telegram keeps its pace, in a process of its own.
Everything ends by itself, after about six minutes; `--short` takes a tenth of the load. `make bench` measures the parts beside others.
"""

import argparse
import asyncio
import json
import math
import os
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from bench.rooms import loaded, most_within, percentile, settle, telegram
from bot.config import ROOT
from bot.courier import Courier
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import Telegram
from bot.spread import Spread
from chat.message import Address
from chat.reply import say
from chat.wire import reply_to_json
from domain.clock import SystemClock
from domain.people import Grant, Person, Role
from handlers import announcement
from services import announcements
from services.announcements import Audience, Standing
from storage.database import Database
from storage.outbox import Owed
from storage.work import Work
from tests.e2e.bot import Bot
from tests.telegram_server import TelegramServer
from tests.telegram_server.world import TOKEN

T = TypeVar("T")

_WAITS = """
SELECT julianday(o.created_at) - julianday(i.received_at), julianday(o.finished_at) - julianday(i.received_at)
FROM inbox i JOIN outbox o ON o.key = i.platform || ':' || i.account || ':' || i.key
"""


def main() -> None:
    """Measure what is named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m bench.delivery")
    parser.add_argument("parts", nargs="*", choices=["replies", "broadcast", []], default=[])
    parser.add_argument("--short", action="store_true")
    args = parser.parse_args()
    share = 0.1 if args.short else 1.0
    for name, measure in (("replies", replies), ("broadcast", broadcast)):
        if not args.parts or name in args.parts:
            with TemporaryDirectory() as folder:
                asyncio.run(measure(Path(folder), share))


def told(line: str) -> None:
    """Print a line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def steadily(rate: float, seconds: float, deed: Callable[[int], Coroutine[Any, Any, None]]) -> None:
    """Begin the deed so many times a second, whether or not the ones before have ended; ends with the last."""
    start = time.monotonic()
    tasks: list[asyncio.Task[None]] = []
    for number in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
        tasks.append(asyncio.create_task(deed(number)))
    await asyncio.gather(*tasks)


def shown(waits: list[float]) -> str:
    """The usual wait and the long one."""
    return f"p50 {1000 * percentile(waits, 0.5):.0f} ms, p95 {1000 * percentile(waits, 0.95):.0f} ms"


def worked(bot: Bot) -> float:
    """Seconds of processor that the bot has taken: what a busy machine does not change. Not a number where there is no /proc."""
    stat = Path(f"/proc/{bot.process.pid}/stat" if bot.process else "")
    if not stat.is_file():
        return math.nan
    user, system = stat.read_text("utf-8").rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def replies(folder: Path, share: float) -> None:
    """Questions to a polling bot: until the reply is owed at 50 a second, until it is delivered at 15 a second."""
    with telegram() as url, started(folder, url) as bot:
        async with TelegramServer(url) as server:
            for rate, column, words in ((15, 1, "delivered"), (50, 0, "in the outbox")):
                waits, effort = await asked(server, bot, rate, round(rate * 20 * share), column)
                told(f"replies: {rate} questions/s, {words} {shown(waits)}; {1000 * effort:.0f} ms of processor for each")


async def asked(server: TelegramServer, bot: Bot, rate: float, many: int, column: int) -> tuple[list[float], float]:
    """Seconds that each of so many questions waited, by a column of `_WAITS`, and seconds of processor for each until all are delivered."""
    questions = [json.loads(line)["question"] for line in (ROOT / "tests/golden/digests.jsonl").read_text("utf-8").splitlines()]
    people = await settle(server, many)
    await until(lambda: silent(bot))  # their greetings go at the platform's pace; questions behind them would wait for those
    before, effort = len(rows(bot, _WAITS)), worked(bot)

    async def ask(number: int) -> None:
        await server.act("say", user=people[number], text=questions[number % len(questions)], chat=people[number])

    await steadily(rate, many / rate, ask)
    waits = await until(lambda: answered(bot, before, many, column))
    await until(lambda: silent(bot))
    return waits, (worked(bot) - effort) / many


async def broadcast(folder: Path, share: float) -> None:
    """An announcement to 5,000 people, while two others a second are answered."""
    clock, many = SystemClock(), round(5000 * share)
    with telegram() as url, closing(Database.open(f"sqlite:///{folder}/bench.db", clock)) as database:
        async with TelegramServer(url) as server:
            people = await settle(server, many + 40)
            told(f"broadcast: {many} people have come")
            platform = Telegram(Api(TOKEN, url), nobody, clock, {})
            courier = Courier(database, platform, clock, draws={announcements.KIND: announcement.draw})
            hands = [asyncio.create_task(one) for one in (courier.run(), Spread(database).run(), chatter(database, courier, people[many:]))]
            one = await database.do(lambda work: begun(work, people[:many]))
            start = time.monotonic()
            standing = await until(lambda: database.read(lambda work: over(work, one)))
            took = time.monotonic() - start
            for hand in hands:
                hand.cancel()
            await courier.stop(2)
            await platform.stop()
            told(f"broadcast: {took:.0f} s ({many / took:.1f}/s), {standing}")
            await heard(server, people[:many])
        waits = database.read_now(reply_waits)
        told(f"broadcast: {len(waits)} replies meanwhile, p95 {percentile(waits, 0.95):.2f} s, longest {max(waits):.2f} s")


def begun(work: Work, people: list[int]) -> int:
    """The people are known, and the announcement is made."""
    for person in people:
        work.people.meet(Address("telegram", str(person), str(person)))
    chief = Person(0, grants=(Grant(Role.ADMIN),))
    return announcements.broadcast(work, chief, say("公告", "五月十日在会展中心有校企招聘会。"), Audience())


def over(work: Work, one: int) -> Standing | None:
    """How it stands, once nothing is owed any more."""
    standing = announcements.standing(work, one)
    return standing if standing and standing.spread and not standing.waiting else None


async def chatter(database: Database, courier: Courier, people: list[int]) -> None:
    """Owe somebody a reply twice a second, for ever."""
    for number in count():
        person = str(people[number % len(people)])
        owed = Owed(f"reply:{number}", "telegram", person, person, reply_to_json(say(f"第{number}个回答")))
        await database.do(lambda work, owed=owed: work.outbox.put(owed))  # type: ignore[misc]
        courier.wake()
        await asyncio.sleep(0.5)


async def heard(server: TelegramServer, people: list[int]) -> None:
    """Who got it how often, by the server's own ledger, and how fast it was spoken to."""
    calls = await server.calls("sendMessage")
    good = [call for call in calls if call["status"] == 200]
    by_person = dict.fromkeys(map(str, people), 0)
    for call in good:
        if call["params"]["chat_id"] in by_person:
            by_person[call["params"]["chat_id"]] += 1
    missed, repeated = (sum(test(times) for times in by_person.values()) for test in (lambda times: not times, lambda times: times > 1))
    most, refused = most_within(1.0, [call["started"] for call in good]), sum(call["status"] == 429 for call in calls)
    told(f"broadcast: missed {missed}, repeated {repeated}, at most {most} messages in any second, {refused} refused with 429")


def reply_waits(work: Work) -> list[float]:
    """Seconds from owed to delivered of each reply."""
    found = work.connection.exec_driver_sql("SELECT created_at, finished_at FROM outbox WHERE lane = 0 AND state = 'sent'")
    return [(datetime.fromisoformat(finished) - datetime.fromisoformat(created)).total_seconds() for created, finished in found]


async def nobody(account: str, messages: object, *, unreadable: object = (), cursor: str | None = None) -> None:
    """Nothing comes in."""


@contextmanager
def started(folder: Path, url: str) -> Iterator[Bot]:
    """A bot that runs."""
    bot = loaded(folder, url)
    bot.start()
    try:
        yield bot
    finally:
        bot.end()


async def until(look: Callable[[], Awaitable[T | None]]) -> T:
    """Look five times a second until there is something to see."""
    while True:
        if (seen := await look()) is not None:
            return seen
        await asyncio.sleep(0.2)


async def silent(bot: Bot) -> bool | None:
    """Whether nobody waits for a word, and nobody's words wait."""
    return (
        True
        if not rows(bot, "SELECT 1 FROM outbox WHERE finished_at IS NULL UNION ALL SELECT 1 FROM inbox WHERE finished_at IS NULL")
        else None
    )


async def answered(bot: Bot, before: int, many: int, column: int) -> list[float] | None:
    """Seconds that each question waited, once all so many have got there."""
    found = [wait[column] for wait in rows(bot, _WAITS)[before:]]
    return [float(str(wait)) * 86400 for wait in found] if len(found) >= many and None not in found else None


def rows(bot: Bot, query: str) -> list[tuple[object, ...]]:
    """What the bot's database holds, read from outside."""
    with closing(sqlite3.connect(f"file:{bot.data / 'xiaoqitong.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


if __name__ == "__main__":
    main()
