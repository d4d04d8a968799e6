"""Brains are made once for all tests that only ask them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from bot.brain import Brain
from tests.brains import brain_over
from tests.fakes import FakeClock

BrainOver = Callable[[Path], Brain]


@pytest.fixture(scope="session")
def brain_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrainOver]:
    """From a folder of documents to a brain that holds them. Nobody may change what it holds."""
    with ExitStack() as held:

        @cache
        def brain_of(documents: Path) -> Brain:
            return held.enter_context(brain_over(documents, tmp_path_factory.mktemp("brain"), FakeClock()))

        yield brain_of
