"""What serves all tests: brains are made once for those that only ask them, stores begin with a schema, files lie in memory."""

import gc
import os
import shutil
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

# Thousands of stores would each wait for a disk. No test takes the power away, so where there is room they lie in memory.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

gc.disable()  # what is collected stays to the end: to look through it again and again takes a third of the time


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


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
