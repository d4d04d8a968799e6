"""An answer, from the message that comes in to the reply that goes out: dispatch alone beside other frameworks, then the whole way."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
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

_OURS, _PTB, _AIOGRAM = "ours", "python-telegram-bot", "aiogram"
_MANY, _FLYING, _WANTED = 200, 32, 200
_THINKING, _STORE, _LOOP, _OTHERS = "thinking", "store", "message and reply", "the rest"
_LEAST = 0.00005
_THREADS = {"asyncio_": _THINKING, "storage-": _STORE, "MainThread": _LOOP}
"""Who works on which threads, by how their names begin."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole way over one corpus: seconds of each answer one after another; many at once: answers a second.

    `alone` and `worked` are the processor seconds of each, one after another and many at once, by who worked.
    """

    waits: Sequence[float]
    rate: float
    alone: Mapping[str, float]
    worked: Mapping[str, float]

    @property
    def effort(self) -> float:
        """Processor seconds of each, many at once."""
        return sum(self.worked.values())


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
    """Ask one after another, then many at once."""
    async with house.open_house(brain, folder) as one:
        await one.all(asked[:_FLYING], _FLYING)
        before = worked_by()
        waits = await one.all(asked, 1)
        between, begin = worked_by(), time.perf_counter()
        await one.all(asked, _FLYING)
        rate, after = len(asked) / (time.perf_counter() - begin), worked_by()
    each = [{who: (later[who] - sooner[who]) / len(asked) for who in later} for sooner, later in ((before, between), (between, after))]
    return Whole(waits, rate, *each)


def worked_by() -> dict[str, float]:
    """Processor seconds of this process so far, by who spent them."""
    spent = dict.fromkeys((_THINKING, _STORE, _LOOP), 0.0)
    for thread in threading.enumerate():
        assert thread.ident
        who = next((who for start, who in _THREADS.items() if thread.name.startswith(start)), None)
        if who:
            spent[who] += time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
    return {**spent, _OTHERS: time.process_time() - sum(spent.values())}


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
    goals = (
        Goal("dispatch alone ≥ 0.6 of bare python-telegram-bot", f"{share:.2f}", share >= 0.6),
        Goal("p50 ≤ 15 ms at 5 documents", f"{p50:.1f} ms", p50 <= 15),
        Goal(f"p50 ≤ 40 ms at {large:,} passages", f"{far:.1f} ms", far <= 40),
        Goal("200 answers/s on two cores, or the profile that says why not", _why(small), True if small.rate >= _WANTED else None),
    )
    lines = [
        *(Line(f"dispatch alone: {who}", (many / timing.p50, 1000 * timing.p50 / many, None, None)) for who, timing in timings.items()),
        _line("whole, 5 documents", small),
        _line(f"whole, {large:,} passages", wide),
    ]
    remarks = (
        "Whole: taken in, claimed, answered and owed, claimed, sent to a platform in memory, settled: five commits on the disk.",
        f"Processor of an answer at 5 documents, one after another: {_told(small.alone)}: nobody shares its commits.",
        f"One process answers {small.rate:.0f}/s ({_FLYING} at once): with PostgreSQL each core can have a process.",
    )
    return Part(
        "answers", "An answer, message in to reply out", ("a second", "p50 ms", "p95 ms", "processor ms"), tuple(lines), goals, remarks
    )


def _why(one: Whole) -> str:
    """What one process answers, and of what each answer is made; a second process would have the other core."""
    return f"{one.rate:.0f}/s in one process, where threads take turns: {_told(one.worked)} each, so {2 / one.effort:.0f}/s fill two cores"


def _told(spent: Mapping[str, float]) -> str:
    """Milliseconds, the most of them first, what is next to nothing left out."""
    parts = sorted(((who, seconds) for who, seconds in spent.items() if seconds >= _LEAST), key=lambda part: -part[1])
    return f"{1000 * sum(spent.values()):.1f} ms ({', '.join(f'{who} {1000 * seconds:.1f}' for who, seconds in parts)})"


def _line(who: str, one: Whole) -> Line:
    return Line(who, (one.rate, 1000 * median(one.waits), 1000 * percentile(one.waits, 0.95), 1000 * one.effort))


async def _made(make: Callable[[], Awaitable[dispatchers.Dispatch]]) -> dispatchers.Dispatch:
    return await make()
