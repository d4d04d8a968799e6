"""Several processes on one server: each duty has one holder, nobody's lease is stolen, and everybody hears of everything."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.bell import Bell
from bot.courier import Courier
from bot.duty import on_duty
from bot.intake import InboxIntake
from bot.platforms.web.elsewhere import Elsewhere
from bot.platforms.web.stored import StoredMailbox
from bot.platforms.web.streams import Streams
from bot.workers import Workers
from chat.message import Address, Message, Sort
from chat.reply import Reply, say
from chat.router import Router, Routes
from domain.clock import SystemClock
from storage.database import Database
from storage.inbox import Incoming
from storage.outbox import Owed
from tests.bot.house import FakePlatform
from tests.postgres import Databases


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.lent() as url:
        yield url


@pytest.fixture
def here(url: str) -> Iterator[Database]:
    database = Database.open(url, SystemClock())
    yield database
    database.close()


@pytest.fixture
def there(url: str) -> Iterator[Database]:
    database = Database.open(url, SystemClock())
    yield database
    database.close()


async def answer(message: Message) -> Reply:
    return say(f"答：{message.text}")


class Process:
    """What one process does with a database that others use too."""

    def __init__(self, database: Database) -> None:
        self.platform = FakePlatform()
        routes = Routes({}, {}, answer, answer, dict.fromkeys(Sort, answer))
        self.workers = Workers(database, Router(routes), {"fake": self.platform}, lambda _: None)
        self.courier = Courier(database, self.platform, SystemClock())
        self.intake = InboxIntake(database, "fake", lambda: None)


class Job:
    """A job that notes when it is done, and by whom."""

    def __init__(self) -> None:
        self.at_it: list[str] = []
        self.changed = asyncio.Event()

    async def of(self, name: str) -> None:
        self.at_it.append(name)
        self.changed.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.at_it.remove(name)
            self.changed.set()

    async def until(self, *names: str) -> None:
        async with asyncio.timeout(10):
            while self.at_it != list(names):
                self.changed.clear()
                await self.changed.wait()


async def test_a_duty_passes_on_when_its_holder_ends(here: Database, there: Database) -> None:
    job = Job()
    first = asyncio.create_task(on_duty(here, "x", lambda: job.of("here"), every=0.01))
    await job.until("here")
    second = asyncio.create_task(on_duty(there, "x", lambda: job.of("there"), every=0.01))
    await asyncio.to_thread(here.close)
    await job.until("there")
    for task in (first, second):
        task.cancel()
    await asyncio.gather(first, second, return_exceptions=True)


async def test_who_is_cut_off_stops_until_the_duty_is_back(here: Database) -> None:
    job = Job()
    task = asyncio.create_task(on_duty(here, "x", lambda: job.of("here"), every=0.01))
    await job.until("here")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    job.changed.clear()
    here.do_now(lambda work: work.connection.exec_driver_sql(cut))
    async with asyncio.timeout(10):
        await job.changed.wait()
    await job.until("here")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_job_that_ends_or_fails_ends_the_duty(here: Database) -> None:
    async def fails() -> None:
        raise KeyError("broken")

    with pytest.raises(KeyError):
        await on_duty(here, "x", fails)


async def test_a_start_takes_no_living_workers_messages(here: Database, there: Database) -> None:
    here.do_now(lambda work: work.inbox.take([Incoming("fake", "us", "1", "7", "7", "{}")]))
    here.do_now(lambda work: work.inbox.claim(1, 60, "somebody at work"))
    await Process(there).workers.take_over()
    assert here.do_now(lambda work: work.inbox.done(1, "somebody at work"))


async def test_only_the_courier_on_duty_gives_back_what_was_on_its_way(here: Database, there: Database) -> None:
    one, other = Process(here), Process(there)
    assert await here.hold("courier:fake")
    here.do_now(lambda work: work.outbox.put(Owed("k", "fake", "7", "7", "{}")))
    (row,) = here.do_now(lambda work: work.outbox.claim(1, 60, "on its way"))
    await other.courier.stop(1)
    assert here.do_now(lambda work: work.outbox.settle(row.id, "on its way", ["1"]))
    await one.courier.stop(1)


async def test_work_of_another_process_is_looked_for_five_times_a_second() -> None:
    async with asyncio.timeout(0.9):
        await Bell(shared=True).wait()


async def test_a_page_hears_what_another_process_wrote(here: Database, there: Database) -> None:
    streams = Streams()
    elsewhere = Elsewhere(StoredMailbox(here), streams)
    there.do_now(lambda work: work.outbox.put(Owed("old", "web", "li", "li", "{}")))
    with streams.opened("li") as mine, streams.opened("wang") as other:
        for stream in (mine, other):
            stream.mail()
        await elsewhere.look()
        mine.mail()
        await elsewhere.look()
        assert (mine.mail(), other.mail()) == (False, False)
        there.do_now(lambda work: work.outbox.put(Owed("new", "web", "li", "li", "{}")))
        await elsewhere.look()
        assert (mine.mail(), other.mail()) == (True, False)


async def test_a_message_taken_in_here_is_answered_there_and_sent_by_whoever_is_on_duty(here: Database, there: Database) -> None:
    """One process takes in and carries, the other one works."""
    one, other = Process(here), Process(there)
    await one.intake("us", [Message("1", Address("fake", "7", "7"), text="问")])
    tasks = [asyncio.create_task(job) for job in (other.workers.run(), one.courier.run())]
    async with asyncio.timeout(10):
        await one.platform.said.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert [delivery.reply for delivery in one.platform.sent] == [say("答：问")]
