"""Four worker processes over one server, some of them killed: nothing lost, nothing twice, each chat in its order."""

import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from domain.clock import SystemClock
from storage.database import Database
from storage.inbox import Incoming
from tests.postgres import Databases

ROWS, CHATS, HANDS, KILLS = 2_000, 50, 4, 6


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.lent() as url:
        yield url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database.open(url, SystemClock())
    yield database
    database.close()


def hand(url: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "tests.storage.hand", url])


def left(database: Database) -> int:
    return database.read_now(lambda work: work.inbox.waiting())


def test_none_is_lost_none_is_doubled_and_each_chat_keeps_its_order(database: Database, url: str) -> None:
    chance = random.Random(7)
    chats = [f"chat {number}" for number in range(CHATS)]
    said = [Incoming("fake", "us", f"{number:05}", chance.choice(chats), "p", "{}") for number in range(ROWS)]
    database.do_now(lambda work: work.inbox.take(said))
    with ExitStack() as ending:
        hands = [hand(url) for _ in range(HANDS)]
        ending.callback(lambda: _end(hands))
        for kill in range(1, KILLS + 1):
            _until(database, ROWS - kill * ROWS // (KILLS + 2))
            victim = hands.pop(0)
            victim.kill()
            assert victim.wait() == -9, "it was killed at work"
            hands.append(hand(url))
        assert [one.wait(120) for one in hands] == [0] * HANDS
    deeds = database.read_now(lambda work: work.audit.latest(2 * ROWS))[::-1]
    done, expected = defaultdict(list), defaultdict(list)
    for deed in deeds:
        done[deed.action].append(deed.object)
    for one in said:
        expected[one.chat].append(one.key)
    assert done == expected


def _end(hands: "list[subprocess.Popen[bytes]]") -> None:
    for one in hands:
        one.kill()
        one.wait()


def _until(database: Database, most: int) -> None:
    end = time.monotonic() + 120
    while left(database) > most:
        assert time.monotonic() < end, f"{left(database)} are left"
        time.sleep(0.01)
