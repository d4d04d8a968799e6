"""Units of work over a database, by this process or by several: each takes a message in and owes a reply, one commit that reaches the disk.

`python -m bench.stores URL SECONDS FLYING` is one of several processes. It warms up, says so, and begins when it is told to, together with
the others; it prints the seconds that each unit waited (JSON).
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from functools import partial
from itertools import count

from domain.clock import SystemClock
from storage.database import Database
from storage.inbox import Incoming
from storage.outbox import Owed
from storage.work import Work

_NUMBERS = count()
_READY = "ready\n"
_WARM = 0.5
"""Seconds at work before anything is counted: a start takes processor time from whoever runs already, and connections are opened late."""


def unit(key: str, work: Work) -> None:
    """A message and its reply."""
    work.inbox.take([Incoming("bench", "us", key, key, key, '{"text": "包头2025年要建多少个实训基地？"}')])
    work.outbox.put(Owed(key, "bench", key, key, '{"blocks": [{"text": "500个"}]}'))


async def hammer(database: Database, seconds: float, flying: int) -> list[float]:
    """So many units under way for so long; the seconds that each one waited."""
    waits: list[float] = []
    end = time.monotonic() + seconds

    async def one() -> None:
        while (start := time.monotonic()) < end:
            await database.do(partial(unit, f"{os.getpid()}-{next(_NUMBERS)}"))
            waits.append(time.monotonic() - start)

    await asyncio.gather(*(one() for _ in range(flying)))
    return waits


def measured(url: str, processes: int, seconds: float, flying: int) -> list[float]:
    """The waits of all processes together, `flying` units under way in all."""
    command = [sys.executable, "-m", "bench.stores", url, str(seconds), str(flying // processes)]
    hands = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    for one in hands:
        assert one.stdout
        assert one.stdout.readline() == _READY
    for one in hands:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    return [wait for one in hands for wait in json.loads(one.communicate()[0])]


def main() -> None:
    """Be one of several."""
    url, seconds, flying = sys.argv[1:]
    database = Database.open(url, SystemClock())
    asyncio.run(hammer(database, _WARM, int(flying)))
    sys.stdout.write(_READY)
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(asyncio.run(hammer(database, float(seconds), int(flying)))))
    database.close()


if __name__ == "__main__":
    main()
