"""Units of work, whatever kind of database is behind them: kept whole or not at all, and what is said to be kept is kept."""

import asyncio
import signal
import subprocess
import sys
from threading import Event, Thread

import pytest

from domain.errors import Problem, StoreProblem
from storage.database import Database
from storage.outbox import Owed
from storage.work import Work
from tests.fakes import FakeClock
from tests.storage.owing import kept, owe


async def test_a_failing_unit_takes_back_only_itself(database: Database) -> None:
    def fails(work: Work) -> None:
        work.outbox.put(Owed("half done", "web", "c", "p", "{}"))
        raise Problem("想好了再来")

    told = await asyncio.gather(*map(database.do, (owe("first"), fails, owe("last"))), return_exceptions=True)

    assert [type(outcome) for outcome in told] == [int, Problem, int]
    assert database.do_now(kept) == {"first", "last"}


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreProblem):
        await database.read(owe("by the back door"))
    assert database.do_now(kept) == set()


async def test_a_query_does_not_see_what_is_not_committed(database: Database) -> None:
    inside, seen = Event(), Event()

    def slow(work: Work) -> None:
        work.people.set_region(0, "")
        work.outbox.put(Owed("on its way", "web", "c", "p", "{}"))
        inside.set()
        seen.wait(5)

    unit = asyncio.create_task(database.do(slow))
    await asyncio.to_thread(inside.wait, 5)
    before = await database.read(lambda work: sum(work.outbox.waiting().values()))
    seen.set()
    await unit
    after = await database.read(lambda work: sum(work.outbox.waiting().values()))
    assert (before, after) == (0, 1)


async def test_thousands_wait_before_the_door_and_all_come_in(database: Database) -> None:
    ids = await asyncio.gather(*(database.do(owe(f"k{number}")) for number in range(2500)))
    assert len(set(ids)) == 2500


async def test_a_unit_goes_on_when_nobody_waits_any_more(url: str, clock: FakeClock) -> None:
    database = Database.open(url, clock)
    impatient = asyncio.create_task(database.do(owe("anyway")))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.to_thread(database.close)
    assert impatient.cancelled()
    again = Database.open(url, clock)
    assert again.do_now(kept) == {"anyway"}
    again.close()


async def test_an_exhausted_iterator_in_a_unit_is_an_error_like_others(database: Database) -> None:
    nothing: list[int] = []
    with pytest.raises(RuntimeError, match="StopIteration"):
        await database.do(lambda work: next(iter(nothing)))


def test_threads_without_a_loop_may_write_too(database: Database) -> None:
    threads = [Thread(target=database.do_now, args=(owe(f"k{number}"),)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(database.do_now(kept)) == 20


async def test_closing_finishes_what_stands_in_line_and_takes_no_more(url: str, clock: FakeClock) -> None:
    database = Database.open(url, clock)
    waiting = [asyncio.create_task(database.do(owe(f"k{number}"))) for number in range(50)]
    await asyncio.sleep(0)
    await asyncio.to_thread(database.close)
    assert len(await asyncio.gather(*waiting)) == 50
    with pytest.raises(StoreProblem, match="关闭"):
        await database.do(owe("too late"))


WRITE_FOR_EVER = """
import sys
from domain.clock import SystemClock
from storage.database import Database
from storage.outbox import Owed
database = Database.open(sys.argv[1], SystemClock())
number = 0
while True:
    number += 1
    database.do_now(lambda work: work.outbox.put(Owed(f"k{number}", "web", f"k{number}", "p", "{}")))
    print(number, flush=True)
"""


def test_killed_at_any_moment_it_has_kept_all_that_it_acknowledged(url: str, clock: FakeClock) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITE_FOR_EVER, url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(300):
        writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    said = [int(line) for line in writer.stdout.read().split()]
    writer.stdout.close()
    writer.wait()

    database = Database.open(url, clock)
    held = database.do_now(kept)
    database.close()
    acknowledged = max([300, *said])
    assert {f"k{number}" for number in range(1, acknowledged + 1)} <= held
    assert len(held) <= acknowledged + 1
