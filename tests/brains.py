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
    with opened(Config.model_construct(app=AppSettings(data=str(data))), clock) as brain:
        taken = brain.knowledge.ingest([documents], _nobody, _nothing)
        assert {one.outcome for one in taken} == {Outcome.NEW}
        brain.open_vectors()
        yield brain


def _nobody(taken: Taken, done: int, of: int) -> None:
    """A report that nobody reads."""


def _nothing(stage: str, done: int, of: int) -> None:
    """Progress that nobody watches."""
