"""One loader for all: reading the table of places takes a moment."""

from pathlib import Path

import pytest

from rag.directory.draw import directory_of
from rag.directory.entities import Entities
from rag.loading.load import Loader
from rag.regions import Gazetteer
from tests.rag.directory.made import plan


@pytest.fixture(scope="session")
def loader() -> Loader:
    return Loader(Gazetteer())


@pytest.fixture(scope="session")
def drawn(loader: Loader, tmp_path_factory: pytest.TempPathFactory) -> Entities:
    """What is drawn from the plan of the made-up city."""
    return directory_of(plan(loader, Path(tmp_path_factory.mktemp("plan"))))
