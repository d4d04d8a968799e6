"""The golden sets, each over a store of its own documents, asked of any assistant."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.parts import Assembled, Parts
from bot.brain import Brain, Segmenters
from domain.clock import SystemClock
from services.evaluation import Evaluation, Marked
from storage.database import Database
from tests.brains import brain_over
from tests.golden.figures import SETS, Golden
from vectorstore.index import Index

METRICS = ("recall@5", "facts", "complete", "cited", "abstain_recall", "answered")
_CLOCK = SystemClock()
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Bench:
    """A set of questions, the brain that holds its documents, and that brain's parts."""

    golden: Golden
    brain: Brain
    parts: Parts

    def ask(self, parts: Parts) -> Mapping[str, tuple[Marked, ...]]:
        """The marked questions by the name of their column; sets that are looked at in halves have two."""
        evaluation = Evaluation(Assembled(parts), self.brain.library.text, self.brain.region_of, _CLOCK)
        marked = evaluation.report(self.golden.questions.read_text("utf-8").splitlines()).marked
        if not self.golden.halves:
            return {self.golden.name: marked}
        halves = ((f"{self.golden.name} {half}", odd) for half, odd in (("odd", 1), ("even", 0)))
        return {name: tuple(one for one in marked if _number(one) % 2 == odd) for name, odd in halves}


def benches() -> Iterator[Bench]:
    """The sets that this machine has, one after the other; each store goes when the next one comes."""
    for golden in filter(Golden.is_there, SETS):
        with opened(golden) as bench:
            yield bench


@contextmanager
def opened(golden: Golden) -> Iterator[Bench]:
    """A set over a store of its own documents, which goes at the end."""
    with TemporaryDirectory() as folder, brain_over(golden.documents, Path(folder), _CLOCK) as brain:
        yield Bench(golden, brain, _parts(brain, Path(folder)))


def _parts(brain: Brain, folder: Path) -> Parts:
    database = Database.open(f"sqlite:///{folder}/xiaoqitong.db", _CLOCK)
    try:
        passages = database.read_now(lambda work: work.library.all_passages(0, _ALL))
    finally:
        database.close()
    return Parts(brain.library, brain.index, passages, _CLOCK, brain.gazetteer, _is_word(folder))


def _is_word(folder: Path) -> Callable[[str], bool]:
    segmenters = Segmenters(folder / "cache")
    Index.open(folder / "index", segmenters.of).close()
    return segmenters.knows


def _number(one: Marked) -> int:
    return int(re.sub(r"\D", "", str(one.asked.id)) or 0)
