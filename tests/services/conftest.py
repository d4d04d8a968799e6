"""A data folder with two papers and their index, made once; whoever changes it gets a copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import papers
from tests.services.desk import Desk


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held")
    papers.plan(folder / "papers")
    papers.notice(folder / "papers")
    papers.places(folder / "papers")
    with Desk(folder) as desk:
        desk.ingest(folder / "papers")
    return folder


@pytest.fixture
def folder(held: Path, tmp_path: Path) -> Path:
    """A data folder of one's own that holds the two papers."""
    return Path(shutil.copytree(held, tmp_path / "data"))


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with Desk(folder) as desk:
        yield desk


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    """A store that never held anything."""
    folder = tmp_path / "empty"
    folder.mkdir()
    with Desk(folder) as desk:
        yield desk
