"""One hall for all scenarios: nobody in it knows of anybody else."""

from collections.abc import Iterator

import pytest

from tests.conftest import DataOf
from tests.scenarios.hall import PAPERS, Hall, hall_in
from tests.talk import Talk


@pytest.fixture(scope="session")
def hall(data_of: DataOf) -> Iterator[Hall]:
    with hall_in(data_of(PAPERS)) as hall:
        yield hall


@pytest.fixture
def talk(hall: Hall) -> Talk:
    """Somebody who was never here before."""
    return hall.somebody()
