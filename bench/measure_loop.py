"""The event loop, and people who ask, while another process loads ten thousand passages and the index is built anew beneath them."""

import asyncio
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import house, papers
from bench.book import Goal, Line, Part
from bench.house import House
from bench.parts import Rewritten
from bench.rooms import percentile
from bench.setting import ROOT, Setting, environment
from bot.brain import Brain
from bot.watch import Watch
from domain.clock import SystemClock
from rag.assistant import Assistant
from services.knowledge import Knowledge
from vectorstore.segment import JiebaSegmenter

_TICK, _EVERY, _IDLE = 0.002, 0.1, 10.0
WORDS, CHROMA = "keywords alone", "through Chroma"


@dataclass(frozen=True, slots=True)
class Phase:
    """Seconds that answers took by the way of finding, and seconds by which a tick of two milliseconds came late."""

    waits: Mapping[str, list[float]] = field(default_factory=lambda: {WORDS: [], CHROMA: []})
    late: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Both:
    """What a watch follows: the product's brain, and the assistant over it that asks for words only."""

    brain: Brain
    words: Assistant

    @property
    def knowledge(self) -> Knowledge:
        """The documents of both."""
        return self.brain.knowledge

    def keep_up(self) -> None:
        """Read what changed, twice where the product does once."""
        self.brain.keep_up()
        self.words.keep_up()

    def open_vectors(self) -> None:
        """Let vectors answer too."""
        self.brain.open_vectors()

    def misses_vectors(self) -> bool:
        """No server is asked for any."""
        return False


@dataclass(frozen=True, slots=True)
class Loading:
    """Before it, during it, how long it took, and whether all was found in the end."""

    idle: Phase
    busy: Phase
    seconds: float
    whole: bool


async def ticking(phase: Phase) -> None:
    """Note how late each tick comes, until cancelled."""
    while True:
        begin = time.perf_counter()
        await asyncio.sleep(_TICK)
        phase.late.append(time.perf_counter() - begin - _TICK)


async def asking(houses: Mapping[str, House], phase: Phase) -> None:
    """Ten questions a second, each way in turn, whether or not the ones before are answered, until cancelled."""
    questions, tasks, number = house.golden(), set[asyncio.Task[None]](), 0

    async def ask(who: str, number: int) -> None:
        phase.waits[who].append(await houses[who].ask(questions[number % len(questions)]))

    while True:
        for who in houses:
            tasks.add(asyncio.create_task(ask(who, number)))
            await asyncio.sleep(_EVERY)
        number += 1


async def during(houses: Mapping[str, House], job: "asyncio.Future[bool]") -> tuple[Phase, bool]:
    """What happens while a job goes on, and what comes of the job."""
    phase = Phase()
    tasks = [asyncio.create_task(ticking(phase)), asyncio.create_task(asking(houses, phase))]
    done = await job
    for task in tasks:
        task.cancel()
    return phase, done


async def loading(brain: Brain, by_words: Brain, folder: Path, passages: int, patience: float) -> Loading:
    """Load made passages by the product's own command in another process, while this one answers."""
    papers.write(folder / "papers", passages)
    async with house.open_house(by_words, folder) as words, house.open_house(brain, folder) as chroma:
        houses = {WORDS: words, CHROMA: chroma}
        for one in houses.values():
            await one.all(house.golden()[:10], 1)
        idle, _ = await during(houses, asyncio.ensure_future(_later(_IDLE)))
        begin = time.monotonic()
        busy, whole = await during(houses, asyncio.ensure_future(_loaded(brain, folder, passages, patience)))
    return Loading(idle, busy, time.monotonic() - begin, whole)


def by_words(brain: Brain, folder: Path) -> Assistant:
    """An assistant that asks the brain's index for keywords only."""
    finder = Rewritten(brain.index, lambda query: replace(query, vector_text=""))
    knows = JiebaSegmenter((), folder / "cache").knows
    return Assistant(brain.library, finder, SystemClock(), brain.gazetteer, knows)


async def _later(seconds: float) -> bool:
    await asyncio.sleep(seconds)
    return True


async def _loaded(brain: Brain, folder: Path, passages: int, patience: float) -> bool:
    """Whether the bot found all of it in time."""
    command = [sys.executable, "-m", "bot", "--data", str(folder / "data"), "ingest", str(folder / "papers")]
    quiet, before = asyncio.subprocess.DEVNULL, _found(brain)
    settings = environment(XIAOQITONG_VECTORSTORE_KIND="chroma")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=settings, stdout=quiet, stderr=quiet)
    try:
        async with asyncio.timeout(patience):
            await process.wait()
            while _found(brain) < passages + before:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            process.kill()
    return True


def _found(brain: Brain) -> int:
    state = brain.index.state()
    return state.base + state.delta


def measure(setting: Setting) -> Part:
    """With keywords alone and through Chroma, asked in turn during one loading."""
    passages = setting.of(10_000, 200)
    with TemporaryDirectory(dir=setting.folder) as name:
        folder = Path(name)
        with house.digests(folder / "data", kind="chroma") as brain:
            words = by_words(brain, folder)
            watch = Watch(Both(brain, words))
            watch.start()
            try:
                one = asyncio.run(loading(brain, replace(brain, assistant=words), folder, passages, setting.seconds))
            finally:
                watch.stop()
    late = 1000 * percentile(one.busy.late, 0.99)
    alone, through = (median(one.busy.waits[who]) / median(one.idle.waits[who]) for who in (WORDS, CHROMA))
    goals = (
        Goal("the loop late p99 ≤ 10 ms", f"{late:.1f} ms", late <= 10),
        Goal("answers' p50 ≤ 1.3 × idle, keywords alone", f"{alone:.2f} ×", alone <= 1.3),
        Goal("answers' p50 ≤ 1.5 × idle through Chroma", f"{through:.2f} ×", through <= 1.5),
    )
    lines = [_line(f"{who}, {when}", phase, who) for who in (WORDS, CHROMA) for when, phase in (("idle", one.idle), ("loading", one.busy))]
    told = "until all of it was found" if one.whole else "and it was cut short there"
    remarks = (
        f"Ten questions a second, each way in turn; `ingest` of {passages:,} made passages runs beside the bot, on the same two cores.",
        f"The loading took {one.seconds:.0f} s, {told}.",
    )
    columns = ("answers", "p50 ms", "p95 ms", "loop late p50 ms", "p99 ms", "most ms")
    return Part("loop", f"The event loop and answers while {passages:,} passages load", columns, tuple(lines), goals, remarks)


def _line(name: str, phase: Phase, who: str) -> Line:
    waits: Sequence[float] = phase.waits[who]
    late = [1000 * percentile(phase.late, share) for share in (0.5, 0.99)]
    return Line(name, (len(waits), *(1000 * percentile(waits, share) for share in (0.5, 0.95)), *late, 1000 * max(phase.late)))
