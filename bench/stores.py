"""Units of work a second, and how long one waits for its commit: a SQLite file against a PostgreSQL server with 1, 2 and 4 processes.

    python -m bench.stores [--seconds 5] [--flying 32]

Each unit takes a message in and owes a reply: two rows, one commit that reaches the disk. The server is the one that TEST_DATABASE_URL
names, or one of our own on this machine, which then shares its cores with the processes that are measured.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from domain.clock import SystemClock
from storage.database import Database
from storage.inbox import Incoming
from storage.outbox import Owed
from storage.work import Work
from tests.postgres import Databases, served


def unit(key: str, work: Work) -> None:
    """A message and its reply."""
    work.inbox.take([Incoming("bench", "us", key, key, key, '{"text": "包头2025年要建多少个实训基地？"}')])
    work.outbox.put(Owed(key, "bench", key, key, '{"blocks": [{"text": "500个"}]}'))


async def hammer(database: Database, seconds: float, flying: int) -> list[float]:
    """So many units under way for so long; the seconds that each one waited."""
    waits: list[float] = []
    end = time.monotonic() + seconds

    async def one(number: int) -> None:
        count = 0
        while (start := time.monotonic()) < end:
            count += 1
            await database.do(partial(unit, f"{os.getpid()}-{number}-{count}"))
            waits.append(time.monotonic() - start)

    await asyncio.gather(*map(one, range(flying)))
    return waits


def hand(url: str, seconds: float, flying: int) -> None:
    """What one process does; prints its waits."""
    database = Database.open(url, SystemClock())
    sys.stdout.write(json.dumps(asyncio.run(hammer(database, seconds, flying))))
    database.close()


def measured(url: str, processes: int, seconds: float, flying: int) -> list[float]:
    """The waits of all processes together."""
    command = [sys.executable, "-m", "bench.stores", "--url", url, "--seconds", str(seconds), "--flying", str(flying // processes)]
    hands = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(processes)]
    return [wait for one in hands for wait in json.loads(one.communicate()[0])]


def told(name: str, waits: Sequence[float], seconds: float) -> str:
    """A line of the table."""
    ordered = sorted(waits)
    p50, p95 = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.95))
    return f"{name:28}{len(waits) / seconds:8,.0f} units/s   p50 {p50:6.1f} ms   p95 {p95:6.1f} ms\n"


def main() -> None:
    """Measure, or be one of the measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--flying", type=int, default=32, help="units under way at the same time, over all processes")
    parser.add_argument("--url", help="measure this database, as one of several processes")
    wish = parser.parse_args()
    if wish.url:
        hand(wish.url, wish.seconds, wish.flying)
        return
    with tempfile.TemporaryDirectory() as folder:
        waits = measured(f"sqlite:///{Path(folder) / 'bench.db'}", 1, wish.seconds, wish.flying)
        sys.stdout.write(told("SQLite, 1 process", waits, wish.seconds))
    with served({}) as url:
        databases = Databases(url)
        for processes in (1, 2, 4):
            with databases.lent() as one:
                waits = measured(one, processes, wish.seconds, wish.flying)
            sys.stdout.write(told(f"PostgreSQL, {processes} process{'es' * (processes > 1)}", waits, wish.seconds))
        databases.close()


if __name__ == "__main__":
    main()
