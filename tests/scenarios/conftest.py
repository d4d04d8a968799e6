"""One hall for all scenarios: nobody in it knows of anybody else."""

from collections.abc import Iterator

import pytest

from tests.scenarios.hall import Hall, hall_in
from tests.talk import Talk


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_in(tmp_path_factory.mktemp("hall")) as hall:
        yield hall


@pytest.fixture
def talk(hall: Hall) -> Talk:
    """Somebody who was never here before."""
    return hall.somebody()
