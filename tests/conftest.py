"""What serves all tests: brains are made once for those that only ask them, stores begin with a schema, files lie in memory."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

import storage.file_store
from bot.brain import Brain
from tests.brains import brain_in, fill
from tests.fakes import FakeClock
from tests.memory import memory
from tests.once import once
from tests.postgres import Databases, served
from tests.schema import remembering

# Many properties are held at every run: fewer examples of each keep `make test` short; THOROUGH takes the usual hundred.
settings.register_profile("quick", max_examples=40, deadline=None)
if not os.environ.get("THOROUGH"):
    settings.load_profile("quick")

BrainOver = Callable[[Path], Brain]
DataOf = Callable[[Path], Path]

if folder := memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))

gc.disable()  # what is collected stays to the end: to look through it again and again takes a third of the time


_LONG = {"browser", "e2e", "storage"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files go to whoever is free: long ones begin first, so that nobody is left alone with one at the end."""
    long = {item.path for item in items if item.path.parent.name in _LONG or item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


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
def data_of(tmp_path_factory: pytest.TempPathFactory) -> DataOf:
    """From a folder of documents to a data folder of one's own that holds them; they are read once for all that test at the same time."""

    def data_of(documents: Path) -> Path:
        name = f"read-{sha256(str(documents.resolve()).encode()).hexdigest()[:12]}"
        read = once(tmp_path_factory, name, lambda folder: fill(folder / "data", documents, FakeClock()))
        return Path(shutil.copytree(read / "data", tmp_path_factory.mktemp("own") / "data"))

    return data_of


@pytest.fixture(scope="session")
def brain_of(data_of: DataOf) -> Iterator[BrainOver]:
    """From a folder of documents to a brain that holds them. Nobody may change what it holds."""
    with ExitStack() as held:

        @cache
        def brain_of(documents: Path) -> Brain:
            return held.enter_context(brain_in(data_of(documents), FakeClock()))

        yield brain_of


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Databases on a real PostgreSQL, which is started when the first test asks for one."""
    with served(data_in=memory()) as url:
        databases = Databases(url)
        yield databases
        databases.close()
