"""A database in a file of its own, and a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def database(url: str, clock: FakeClock) -> Iterator[Database]:
    database = Database.open(url, clock, busy_seconds=0.05)
    yield database
    database.close()
