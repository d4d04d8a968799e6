"""An answer, from the message that comes in to the reply that goes out: dispatch alone beside other frameworks, then the whole way."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import dispatchers, house
from bench.book import Goal, Line, Part
from bench.generate import questions
from bench.rooms import percentile
from bench.rounds import ROUNDS, Timing, interleaved
from bench.setting import Setting
from bot.brain import Brain
from rag.answer import Question

_OURS, _PTB, _AIOGRAM = "ours", "python-telegram-bot", "aiogram"
_MANY, _FLYING = 200, 32


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole way over one corpus: seconds of each answer one after another; many at once: answers a second; processor seconds of each.

    `thought` is what thinking alone took of the processor: from the question to the answer, without message, store and reply.
    """

    waits: Sequence[float]
    rate: float
    worked: float
    thought: float


def dispatched(many: int) -> dict[str, Timing]:
    """Seconds for so many updates, one after the other."""
    with asyncio.Runner() as runner:
        makers: dict[str, Callable[[], Awaitable[dispatchers.Dispatch]]] = {
            _OURS: dispatchers.ours,
            _PTB: dispatchers.bare_ptb,
            _AIOGRAM: dispatchers.aiogram,
        }
        ready = {name: runner.run(_made(make)) for name, make in makers.items()}

        async def all_of(dispatch: dispatchers.Dispatch) -> None:
            for number in range(many):
                await dispatch(number)

        deeds: dict[str, Callable[[int], object]] = {
            name: lambda _, one=dispatch: runner.run(all_of(one))  # type: ignore[misc]
            for name, dispatch in ready.items()
        }
        return interleaved(deeds, ROUNDS)


async def whole(brain: Brain, folder: Path, asked: Sequence[str]) -> Whole:
    """Ask one after another, then many at once, then the assistant by itself."""
    async with house.open_house(brain, folder) as one:
        await one.all(asked[:8], 1)
        waits = await one.all(asked, 1)
        begin, worked = time.perf_counter(), time.process_time()
        await one.all(asked, _FLYING)
        rate, effort = len(asked) / (time.perf_counter() - begin), (time.process_time() - worked) / len(asked)
    worked = time.process_time()
    for text in asked:
        brain.assistant.answer(Question(text))
    return Whole(waits, rate, effort, (time.process_time() - worked) / len(asked))


def measure(setting: Setting) -> Part:
    """All of it."""
    many, large = setting.of(_MANY, 20), setting.of(100_000, 2_000)
    timings = dispatched(many)
    with TemporaryDirectory(dir=setting.folder) as name:
        folder = Path(name)
        with house.digests(folder / "digests") as brain:
            small = asyncio.run(whole(brain, folder, (house.golden() * 2)[: setting.of(150, 10)]))
        with house.many(setting.folder, large) as brain:
            wide = asyncio.run(whole(brain, folder, [one.text for one in questions(setting.of(60, 10), large)]))
    share = median(theirs / mine for mine, theirs in zip(timings[_OURS].rounds, timings[_PTB].rounds, strict=True))
    p50, far = 1000 * median(small.waits), 1000 * median(wide.waits)
    on_two = 2 / small.worked
    goals = (
        Goal("dispatch alone ≥ 0.6 of bare python-telegram-bot", f"{share:.2f}", share >= 0.6),
        Goal("p50 ≤ 15 ms at 5 documents", f"{p50:.1f} ms", p50 <= 15),
        Goal(f"p50 ≤ 40 ms at {large:,} passages", f"{far:.1f} ms", far <= 40),
        Goal("200 answers/s on two cores, or the profile that says why not", _why(small, on_two), None if on_two < 200 else True),
    )
    lines = [
        *(Line(f"dispatch alone: {who}", (many / timing.p50, 1000 * timing.p50 / many, None, None)) for who, timing in timings.items()),
        _line("whole, 5 documents", small),
        _line(f"whole, {large:,} passages", wide),
    ]
    remarks = (
        "Whole: kept in the inbox, routed, answered, kept in the outbox, sent to a platform in memory, settled: three commits on the disk.",
        f"Of the processor time of an answer at 5 documents thinking takes {100 * small.thought / small.worked:.0f} %.",
        f"One process answers {small.rate:.0f}/s ({_FLYING} at once): with PostgreSQL each core can have a process.",
    )
    return Part(
        "answers", "An answer, message in to reply out", ("a second", "p50 ms", "p95 ms", "processor ms"), tuple(lines), goals, remarks
    )


def _why(one: Whole, on_two: float) -> str:
    worked, thought = 1000 * one.worked, 1000 * one.thought
    return f"{on_two:.0f}/s: {worked:.1f} ms of processor each, {thought:.1f} of them thinking, the rest message, store and reply"


def _line(who: str, one: Whole) -> Line:
    return Line(who, (one.rate, 1000 * median(one.waits), 1000 * percentile(one.waits, 0.95), 1000 * one.worked))


async def _made(make: Callable[[], Awaitable[dispatchers.Dispatch]]) -> dispatchers.Dispatch:
    return await make()
