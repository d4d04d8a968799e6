"""`python -m tests.torture.mutants --updates 10000`: updates with something wrong in them, thousands of them.

Each is answered, laid aside, or passed over; none breaks anything, and a good one behind each batch is answered.
"""

import argparse
import asyncio
import copy
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from bot.brain import Brain
from storage.work import Work
from tests.fakes import FakeClock
from tests.torture.post import Alarm, Post, StrictPlatform, post
from tests.torture.strange import TEXTS

BATCH = 100
Json = dict[str, Any]
_LEAVES: tuple[Any, ...] = (None, True, False, 0, -1, 2**31, 2**63, -(2**63), 10**30, 1.5, "", "7", [], {}, [[]], {"id": {}})
_BUTTONS = (
    "region",
    "regions",
    "at",
    "city",
    "clause",
    "who",
    "good",
    "bad",
    "tell",
    "model",
    "colleges",
    "targets",
    "entry",
    "amend",
    "forget",
)
_WORDS = (
    "/start",
    "/help",
    "/region 包头",
    "/privacy",
    "/staff x",
    "/cancel",
    "/model",
    "到2027年，松涛园区建成多少个共享车间？",
    "你好",
    "确认",
)
_STATES = "SELECT state, count(*) FROM inbox GROUP BY state"
_FAILED = "SELECT count(*) FROM inbox WHERE attempts > 0 OR finished_at IS NULL"
_UNSENT = "SELECT count(*) FROM outbox WHERE state <> 'sent'"


class Mutator:
    """Makes updates, and then something wrong in them."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._number = 0

    def batch(self, size: int) -> Iterator[Any]:
        """So many updates, most of them broken."""
        for _ in range(size):
            update: Any = self.good()
            for _ in range(self._chance.choice((0, 1, 1, 1, 2, 2, 3, 5))):
                update = self._broken(update)
            yield update

    def good(self, words: str = "", person: int = 0) -> Json:
        """An update as Telegram sends them."""
        self._number += 1
        chance = self._chance
        who = self._person(person or chance.randint(100, 180))
        kind = "said" if words else chance.choice(("said", "said", "said", "pressed", "thing", "group", "other"))
        made: Json = {"update_id": self._number}
        match kind:
            case "pressed":
                value = f"{chance.choice(_BUTTONS)}:{chance.choice(('', '1', '9.150200', '-1', 'x.y.z', '99999999999999999999'))}"
                carried = self._message(self._person(42), who["id"], text="旧的") | {"from": self._person(42)}
                made["callback_query"] = {"id": str(self._number), "from": who, "message": carried, "chat_instance": "1", "data": value}
            case "thing":
                name = chance.choice(("sticker", "photo", "voice", "document", "location", "contact", "poll", "new_chat_members"))
                made["message"] = self._message(who, who["id"], caption=chance.choice(_WORDS)) | {name: {"file_id": "x"}}
            case "group":
                chat = {"id": -100, "type": "supergroup", "title": "群"}
                made["message"] = self._message(who, -100, text=f"{chance.choice(_WORDS)}@xiaoqitong_bot") | {"chat": chat}
            case "other":
                name = chance.choice(("edited_message", "channel_post", "my_chat_member", "inline_query", "message_reaction"))
                made[name] = self._message(who, who["id"], text="你好")
            case _:
                made["message"] = self._message(who, who["id"], text=words or chance.choice(_WORDS))
        return made

    def _person(self, number: int) -> Json:
        return {"id": number, "is_bot": number == 42, "first_name": "居民", "last_name": str(number), "username": f"u{number}"}

    def _message(self, who: Json, chat: int, **more: Any) -> Json:
        place = {"id": chat, "type": "private", "first_name": "居民"}
        return {"message_id": self._number, "date": 1_790_000_000, "chat": place, "from": who, **more}

    def _broken(self, update: Any) -> Any:
        """The same update with one thing wrong."""
        update = copy.deepcopy(update)
        nodes = list(_nodes(update))
        if not nodes or self._chance.random() < 0.01:
            return self._chance.choice((None, "x", 7, [], {}, [{}], {"update_id": None}, {"update_id": "7"}))
        owner, key = self._chance.choice(nodes)
        match self._chance.choice(("leaf", "leaf", "text", "text", "drop", "wrap", "swap", "more")):
            case "leaf":
                owner[key] = copy.deepcopy(self._chance.choice(_LEAVES))
            case "text":
                owner[key] = self._chance.choice(list(TEXTS.values()))
            case "drop":
                del owner[key]
            case "wrap":
                owner[key] = self._chance.choice(([owner[key]], {"x": owner[key]}))
            case "swap":
                other, name = self._chance.choice(nodes)
                owner[key] = copy.deepcopy(other[name])
            case _:
                owner[key] = {str(nth): copy.deepcopy(owner[key]) for nth in range(3)}
        return update


def _nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree that something can be put into."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from _nodes(inner)


def _figure(query: str, work: Work) -> int:
    return int(work.connection.scalar(text(query)) or 0)


async def survived(desk: Post, heard: set[str], updates: int, seed: int) -> str:
    """Give a desk so many updates; a line about what became of them. AssertionError where one of them did harm."""
    mutator, given, guests, begun = Mutator(seed), 0, 0, time.monotonic()
    while given < updates:
        size, guests = min(BATCH, updates - given), guests + 1
        guest = 1_000_000 + given
        await desk.takes([*mutator.batch(size), mutator.good("/help", guest)])
        await desk.settles()
        assert str(guest) in heard, "the good one behind them was not answered"
        given += size
    assert await desk.counted(lambda work: _figure(_FAILED, work)) == 0, "a handler raised, or something is left over"
    assert await desk.counted(lambda work: _figure(_UNSENT, work)) == 0, "a reply could not be sent"
    assert not [link for link in desk.platform.links if "evil" in link]
    states = await desk.database.read(lambda work: [tuple(row) for row in work.connection.execute(text(_STATES))])
    counts = Counter(dict(states))
    done, dead = counts["done"] - guests, counts["dead"]
    spent, rest = time.monotonic() - begun, given - done - dead
    return f"{given} mutated updates in {spent:.0f} s: {done} answered, {dead} laid aside, {rest} not for us or twice, 0 crashes"


def run(updates: int, seed: int = 1, brain: Brain | None = None) -> str:
    """The same with a desk of its own."""
    heard: set[str] = set()
    alarm = Alarm()
    logging.getLogger().addHandler(alarm)
    try:
        with TemporaryDirectory() as folder:
            platform = StrictPlatform(heard=lambda chat, _: heard.add(chat))
            with post(Path(folder), FakeClock(), platform, brain) as desk:
                told = asyncio.run(survived(desk, heard, updates, seed))
    finally:
        logging.getLogger().removeHandler(alarm)
    harm = [one for one in alarm.raised if "without update_id" not in one]
    assert not harm, harm[:3]
    return told


def main() -> int:
    """Run it and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    sys.stdout.write(run(wish.updates, wish.seed) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
