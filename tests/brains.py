"""Brains over folders of documents, with the shipped settings whatever this machine's environment says."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.brain import Brain, opened
from bot.config import AppSettings, Config
from domain.clock import Clock
from services.knowledge import Outcome, Taken


@contextmanager
def brain_over(documents: Path, data: Path, clock: Clock) -> Iterator[Brain]:
    """A brain that holds the documents of a folder and nothing else, keywords and vectors; `data` is empty before."""
    fill(data, documents, clock)
    with brain_in(data, clock) as brain:
        yield brain


def fill(data: Path, documents: Path, clock: Clock) -> None:
    """Take the documents of a folder into a data folder that is empty."""
    with opened(_settings(data), clock) as brain:
        taken = brain.knowledge.ingest([documents], _nobody, _nothing)
        assert {one.outcome for one in taken} == {Outcome.NEW}


@contextmanager
def brain_in(data: Path, clock: Clock) -> Iterator[Brain]:
    """A brain over what a data folder holds, keywords and vectors."""
    with opened(_settings(data), clock) as brain:
        brain.open_vectors()
        yield brain


def _settings(data: Path) -> Config:
    return Config.model_construct(app=AppSettings(data=str(data)))


def _nobody(taken: Taken, done: int, of: int) -> None:
    """A report that nobody reads."""


def _nothing(stage: str, done: int, of: int) -> None:
    """Progress that nobody watches."""
