"""The event loop, and people who ask, while another process loads ten thousand passages and the index is built anew beneath them."""

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import house, papers
from bench.book import Goal, Line, Part
from bench.house import House
from bench.rooms import percentile
from bench.setting import ROOT, Setting, environment
from bot.brain import Brain
from bot.watch import Watch
from services.knowledge import Knowledge

_TICK, _EVERY, _IDLE = 0.002, 0.2, 8.0


@dataclass(frozen=True, slots=True)
class Phase:
    """Seconds that answers took, and seconds by which a tick of two milliseconds came late."""

    waits: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Loading:
    """One loading: before it, during it, how long it took, and whether all was there at the end."""

    idle: Phase
    busy: Phase
    seconds: float
    whole: bool


@dataclass(frozen=True, slots=True)
class WordsOnly:
    """A brain as `Watch` sees it whose vectors never come."""

    knowledge: Knowledge

    def open_vectors(self) -> None:
        """No."""

    def misses_vectors(self) -> bool:
        """None are missed."""
        return False


async def ticking(phase: Phase) -> None:
    """Note how late each tick comes, until cancelled."""
    while True:
        begin = time.perf_counter()
        await asyncio.sleep(_TICK)
        phase.late.append(time.perf_counter() - begin - _TICK)


async def asking(one: House, phase: Phase) -> None:
    """Five questions a second, whether or not the ones before are answered, until cancelled."""
    questions, tasks = house.golden(), set[asyncio.Task[None]]()

    async def ask(number: int) -> None:
        phase.waits.append(await one.ask(questions[number % len(questions)]))

    number = 0
    while True:
        tasks.add(asyncio.create_task(ask(number)))
        number += 1
        await asyncio.sleep(_EVERY)


async def during(one: House, job: "asyncio.Future[bool]") -> tuple[Phase, bool]:
    """What happens while a job goes on, and what comes of the job."""
    phase = Phase()
    tasks = [asyncio.create_task(ticking(phase)), asyncio.create_task(asking(one, phase))]
    done = await job
    for task in tasks:
        task.cancel()
    return phase, done


async def loading(brain: Brain, folder: Path, passages: int, patience: float) -> Loading:
    """Load made passages by the product's own command in another process, while this one answers."""
    papers.write(folder / "papers", passages)
    async with house.open_house(brain, folder) as one:
        await one.all(house.golden()[:10], 1)
        idle, _ = await during(one, asyncio.ensure_future(_later(_IDLE)))
        begin = time.monotonic()
        busy, whole = await during(one, asyncio.ensure_future(_loaded(brain, folder, passages, patience)))
    return Loading(idle, busy, time.monotonic() - begin, whole)


async def _later(seconds: float) -> bool:
    await asyncio.sleep(seconds)
    return True


async def _loaded(brain: Brain, folder: Path, passages: int, patience: float) -> bool:
    """Whether the bot found all of it in time."""
    command = [sys.executable, "-m", "bot", "--data", str(folder / "data"), "ingest", str(folder / "papers")]
    quiet, before = asyncio.subprocess.DEVNULL, _found(brain)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment(), stdout=quiet, stderr=quiet)
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


def measured(scratch: Path, passages: int, patience: float, *, vectors: bool) -> Loading:
    """A new data folder with the digests, and what loading does to who asks of it."""
    with TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        with house.digests(folder / "data", vectors=vectors) as brain:
            watch = Watch(brain if vectors else WordsOnly(brain.knowledge))
            watch.start()
            try:
                return asyncio.run(loading(brain, folder, passages, patience))
            finally:
                watch.stop()


def measure(setting: Setting) -> Part:
    """With keywords alone and through Chroma."""
    passages, patience = setting.of(10_000, 200), setting.seconds / 2
    words = measured(setting.folder, passages, patience, vectors=False)
    chroma = measured(setting.folder, passages, patience, vectors=True)
    late = 1000 * max(percentile(one.busy.late, 0.99) for one in (words, chroma))
    alone, through = (median(one.busy.waits) / median(one.idle.waits) for one in (words, chroma))
    goals = (
        Goal("the loop late p99 ≤ 10 ms", f"{late:.1f} ms", late <= 10),
        Goal("answers' p50 ≤ 1.3 × idle, keywords alone", f"{alone:.2f} ×", alone <= 1.3),
        Goal("answers' p50 ≤ 1.5 × idle through Chroma", f"{through:.2f} ×", through <= 1.5),
    )
    lines = [
        *_lines("keywords alone", words),
        *_lines("through Chroma", chroma),
    ]
    told = [
        f"{who}: {one.seconds:.0f} s until {'all of it was found' if one.whole else 'it was cut short'}"
        for who, one in (("keywords alone", words), ("through Chroma", chroma))
    ]
    remarks = (
        f"Five questions a second; `ingest` of {passages:,} made passages runs beside the bot, on the same two cores.",
        f"{'; '.join(told)}.",
    )
    columns = ("answers", "p50 ms", "p95 ms", "loop late p50 ms", "p99 ms", "most ms")
    return Part("loop", f"The event loop and answers while {passages:,} passages load", columns, tuple(lines), goals, remarks)


def _lines(who: str, one: Loading) -> Sequence[Line]:
    return [_line(f"{who}, idle", one.idle), _line(f"{who}, loading", one.busy)]


def _line(who: str, phase: Phase) -> Line:
    waits = [1000 * percentile(phase.waits, share) for share in (0.5, 0.95)]
    late = [1000 * percentile(phase.late, share) for share in (0.5, 0.99)]
    return Line(who, (len(phase.waits), *waits, *late, 1000 * max(phase.late)))
