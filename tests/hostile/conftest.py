"""Brains that are attacked: one over the digests, one over a paper that attacks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.brain import Brain

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def brain(brain_of: Callable[[Path], Brain]) -> Brain:
    return brain_of(HERE.parents[1] / "corpus")


@pytest.fixture(scope="session")
def corpus(brain: Brain) -> str:
    """Every word that is held."""
    return "\n".join(brain.library.text(document.stem) for document in brain.library.documents())


@pytest.fixture(scope="session")
def lured(brain_of: Callable[[Path], Brain]) -> Brain:
    return brain_of(HERE / "papers")
