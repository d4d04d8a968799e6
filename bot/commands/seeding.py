"""What `run` and `chat` do before the first word: fill an empty store with the digests, and bring the index along."""

import sys
from pathlib import Path

from bot.brain import Brain
from bot.commands.ingest import Bars, index_may_wait, told
from bot.config import ROOT
from services.knowledge import Outcome, Taken

CORPUS = ROOT / "corpus"


def seed(brain: Brain, folder: Path = CORPUS) -> None:
    """Load `corpus/` into a store that never held a document, and have an index of what is stored; with a progress bar."""
    with Bars() as bars, index_may_wait():

        def failed(one: Taken, done: int, of: int) -> None:
            bars.show("读取文件", done, of)
            if one.outcome is Outcome.FAILED:
                sys.stderr.write(told(one) + "\n")

        if not brain.knowledge.seed(folder, failed, bars.show):
            brain.knowledge.refresh(bars.show)
