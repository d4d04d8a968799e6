"""Brains are made once for all tests that only ask them."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

import storage.file_store
from bot.brain import Brain
from tests.brains import brain_over
from tests.fakes import FakeClock
from tests.postgres import Databases, served
from tests.schema import remembering

# Many properties are held at every run: fewer examples of each keep `make test` short; THOROUGH takes the usual hundred.
settings.register_profile("quick", max_examples=40, deadline=None)
if not os.environ.get("THOROUGH"):
    settings.load_profile("quick")

BrainOver = Callable[[Path], Brain]


@pytest.fixture(scope="session", autouse=True)
def quick_schema() -> Iterator[None]:
    """New files are not migrated one by one, but where that is what is tested (tests/storage/test_opening.py)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.file_store, "upgrade", remembering())
        yield


@pytest.fixture(scope="session")
def brain_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrainOver]:
    """From a folder of documents to a brain that holds them. Nobody may change what it holds."""
    with ExitStack() as held:

        @cache
        def brain_of(documents: Path) -> Brain:
            return held.enter_context(brain_over(documents, tmp_path_factory.mktemp("brain"), FakeClock()))

        yield brain_of


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Databases on a real PostgreSQL, which is started when the first test asks for one."""
    with served() as url:
        databases = Databases(url)
        yield databases
        databases.close()
