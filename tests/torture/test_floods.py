"""However many messages wait, and whoever floods, memory stays bounded and the others are answered soon."""

import pytest

from bot.brain import Brain
from bot.config import ROOT
from tests.conftest import BrainOver
from tests.torture.flood import ROOM, p95, run
from tests.torture.mutants import run as mutated

CHATS = 8
"""Answered at the same time, as a bot does that nobody has set otherwise."""


@pytest.fixture(scope="module")
def brain(brain_of: BrainOver) -> Brain:
    return brain_of(ROOT / "corpus")


@pytest.mark.slow
def test_a_backlog_passes_in_bounded_memory_and_one_who_floods_holds_nobody_up(brain: Brain) -> None:
    passed, waits = run(600, 1.5, brain)
    assert passed.answered == 600
    assert passed.grown < ROOM
    # Seconds are for a machine that does nothing else (`make torture`): here, how many are let in before.
    assert p95([one.behind for one in waits]) <= CHATS * 4


@pytest.mark.slow
def test_updates_with_something_wrong_in_them_are_answered_laid_aside_or_passed_over(brain: Brain) -> None:
    assert "1200 mutated updates" in mutated(1200, 11, brain)
