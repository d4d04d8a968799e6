"""A database of its own for each test, once as a file and once on a real PostgreSQL, and a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.fakes import FakeClock
from tests.postgres import Databases


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database may be; what is SQLite's alone is told in tests that name their own file."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    databases: Databases = request.getfixturevalue("databases")
    with databases.lent() as url:
        yield url


@pytest.fixture
def database(url: str, clock: FakeClock) -> Iterator[Database]:
    database = Database.open(url, clock, own_clock=True, busy_seconds=0.05)
    yield database
    database.close()
