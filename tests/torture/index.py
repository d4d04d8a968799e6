"""`python -m tests.torture.index --kills 50`: kills `ingest` and `reindex` at any moment, and asks all the same.

After each kill every paper must be held whole, in its old or its new version, and be answered as it is held: by an assistant that was
open all the time, and by one that is opened on what the kill left behind.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.brain import Brain, open_database, opened
from bot.commands.doctor import examined
from bot.config import ROOT, AppSettings, Config
from domain.clock import SystemClock
from rag.answer import Question
from tests.torture.town import MOST, Town, figure, question
from vectorstore.generations import Generations

CLOCK = SystemClock()
CORPUS = ROOT / "corpus"
_ASKED = 4
KILOBYTES = 1 if sys.platform != "darwin" else 1 / 1024
"""In which getrusage tells memory."""


class Stage(StrEnum):
    """Where a process was when it was killed."""

    READING = "while reading"
    BUILDING = "while building"
    SWAPPED = "after the swap"
    ENDED = "after its end"


def shipped_settings() -> dict[str, str]:
    """The environment for a process that has the shipped settings, whatever this machine's environment says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XIAOQITONG_")}
    return {**kept, "OPENBLAS_NUM_THREADS": "1"}


@dataclass
class Torture:
    """One data folder, its papers (beside those of `others`), and what happened so far. All that is random comes from `seed`."""

    folder: Path
    papers: int = 45
    seed: int = 1
    others: tuple[Path, ...] = (CORPUS,)
    stages: Counter[Stage] = field(default_factory=Counter)
    asked: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._data = self.folder / "data"
        self._config = Config.model_construct(app=AppSettings(data=str(self._data)))
        self._town = Town(self.folder / "papers", self.papers)
        self._generations = Generations(self._data / "index")
        self._least: Counter[str] = Counter()
        self._whole = 0.0

    def run(self, kills: int, seconds: float = float("inf")) -> str:
        """Kill so often, or for so long, then mend; tells what happened. AssertionError where an answer or a paper was not whole."""
        begun = CLOCK.monotonic()
        self._town.rewrite()
        self._whole = self._undisturbed("ingest", *map(str, self.others), str(self._town.folder))
        with opened(self._config, CLOCK) as reader:
            reader.open_vectors()
            for _ in range(kills):
                if CLOCK.monotonic() - begun > seconds:
                    break
                self.stages[self._killed()] += 1
                self._look(reader)
            well = self._mended(reader)
        return self._told(CLOCK.monotonic() - begun, well)

    def _undisturbed(self, *arguments: str) -> float:
        """Let a command run to its end; how long it took, seconds."""
        begun = CLOCK.monotonic()
        with self._started(*arguments) as process:
            assert process.wait() == 0, arguments
        return CLOCK.monotonic() - begun

    def _killed(self) -> Stage:
        """Start a process that changes things, and kill it at some moment: with its builder, or alone."""
        before = (self._generations.current(), set(self._generations.root.glob("g-*")))
        command: tuple[str, ...] = ("reindex",)
        if self._chance.random() < 0.7:
            self._town.rewrite()
            command = ("ingest", str(self._town.folder))
        alone, begun = self._chance.random() < 0.25, CLOCK.monotonic()
        with self._started(*command) as process:
            try:
                process.wait(self._chance.uniform(0.05, 1.1) * self._whole)
            except subprocess.TimeoutExpired:
                process.kill() if alone else os.killpg(process.pid, signal.SIGKILL)
            else:
                self._whole = CLOCK.monotonic() - begun
                return Stage.ENDED
        if self._generations.current() != before[0]:
            return Stage.SWAPPED
        return Stage.BUILDING if set(self._generations.root.glob("g-*")) - before[1] else Stage.READING

    @contextmanager
    def _started(self, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A process in a group of its own, which has ended when this does."""
        command = [sys.executable, "-m", "bot", "--data", str(self._data), *arguments]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=ROOT, env=shipped_settings(), stdout=quiet, stderr=quiet, start_new_session=True)
        try:
            yield process
        finally:
            if process.poll() is None and sys.exc_info()[0] is not None:
                process.kill()
            process.wait()

    def _look(self, reader: Brain) -> None:
        """What is held is sound and whole, and both assistants answer from it."""
        with closing(open_database(self._config, CLOCK)) as database:
            broken = database.integrity()
            assert not broken, broken
        held = self._held(reader)
        names = self._chance.sample(self._town.names, min(_ASKED, len(held)))
        reader.knowledge.catch_up()
        self._ask(reader, held, names)
        with opened(self._config, CLOCK) as fresh:
            fresh.open_vectors()
            self._ask(fresh, held, names)

    def _held(self, brain: Brain) -> dict[str, int]:
        """The version in which each paper is held; it never goes back."""
        held = {name: self._town.version_of(name, brain.library.text(name)) for name in self._town.names}
        assert all(held[name] >= self._least[name] for name in held), "an old version came back"
        self._least = Counter(held)
        return held

    def _ask(self, brain: Brain, held: dict[str, int], names: list[str]) -> None:
        for name in names:
            answer = brain.assistant.answer(Question(question(name), may_ask=False))
            assert f"{figure(held[name])}个" in answer.text, f"{name} is held in version {held[name]}, but: {answer.text}"
            assert all(citation.quote in brain.library.text(citation.doc) for citation in answer.citations)
            self.asked += 1

    def _mended(self, reader: Brain) -> bool:
        """Whether one undisturbed `ingest` and `reindex` make everything well again, for everybody."""
        self._undisturbed("ingest", str(self._town.folder))
        self._undisturbed("reindex")
        self._look(reader)
        newest = self._held(reader)
        assert set(newest.values()) == {self._town.version}
        self._ask(reader, newest, self._town.names)
        self._generations.clean()
        assert list(self._generations.root.glob("g-*")) == [self._generations.current()], "nothing is left of what was killed"
        return all(finding.well for finding in examined(self._config))

    def _told(self, seconds: float, well: bool) -> str:
        stages = ", ".join(f"{self.stages[stage]} {stage}" for stage in Stage)
        answered = f"{self.asked} questions, every one answered from a whole version"
        return f"{self.stages.total()} kills in {seconds:.0f} s ({stages}); {answered}; doctor: {'well' if well else 'not well'}"


def main() -> int:
    """Run it and print what happened; 0 when all is well at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no other kill after so long")
    parser.add_argument("--papers", type=int, default=45, choices=range(1, MOST + 1), metavar=f"1..{MOST}")
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    with TemporaryDirectory() as folder:
        told = Torture(Path(folder), wish.papers, wish.seed).run(wish.kills, wish.seconds)
    sys.stdout.write(told + "\n")
    return 0 if told.endswith("doctor: well") else 1


if __name__ == "__main__":
    sys.exit(main())
