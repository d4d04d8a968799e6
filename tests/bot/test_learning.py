"""What people want is learnt again and again, also after the store could not be read."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.learning import Learning
from domain.errors import StoreProblem
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path / 'store.db'}", FakeClock())
    yield database
    database.close()


class Pupil:
    """Cannot read at first; tells when it has learnt three times."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.tried, self.learnt = loop, 0, asyncio.Event()

    def learn(self, work: Work) -> None:
        self.tried += 1
        if self.tried == 1:
            raise StoreProblem("数据库正忙")
        if self.tried == 4:
            self.loop.call_soon_threadsafe(self.learnt.set)


async def test_it_goes_on_where_the_store_could_not_be_read(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    pupil = Pupil(asyncio.get_running_loop())
    task = asyncio.create_task(Learning(database, pupil, every=0).run())
    await asyncio.wait_for(pupil.learnt.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert "数据库正忙" in caplog.text
