"""One loader for all: reading the table of places takes a moment."""

import pytest

from rag.loading.load import Loader
from rag.regions import Gazetteer


@pytest.fixture(scope="session")
def loader() -> Loader:
    return Loader(Gazetteer())
