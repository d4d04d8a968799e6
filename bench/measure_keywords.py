"""Keyword search by the best ten, in growing corpora, against the engines that people would use instead."""

import gc
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.book import Curve, Goal, Line, Part
from bench.engines import ENGINES, Search, Words
from bench.generate import questions
from bench.plain import PlainBM25, shared
from bench.rounds import Timing, interleaved, timed
from bench.setting import ROOT, Setting
from bench.tokens import Tokens, tokens, words

OURS, NUMPY, NUMBA, RANK = "ours", "bm25s numpy", "bm25s numba", "rank_bm25"
_BESIDE_SLOW = "ours, beside the slow"
_SLOW = ("SQLite FTS5", RANK)
_SLOW_TO_START = (*_SLOW, NUMBA)
_MANY, _FEW, _CHECKED, _SLOW_CHECKED = 60, 4, 1000, 20
_LARGEST_RANK = 100_000
Timings = dict[int, dict[str, Timing]]


def measure(setting: Setting) -> Part:
    """Build every engine in every size, and let them take turns at the same questions."""
    sizes = (1_000, 10_000) if setting.short else (1_000, 10_000, 100_000, 500_000)
    whole = tokens(sizes[-1], setting.folder)
    timings: Timings = {}
    builds: dict[str, float] = {}
    restarts: dict[str, tuple[float, float]] = {}
    agreed: dict[str, float] = {}
    main = sizes[-2]
    for size in sizes:
        with TemporaryDirectory() as folder:
            corpus, asked = whole.first(size), [words(one.text) for one in questions(_CHECKED, size)]
            names = [name for name in ENGINES if name != RANK or size <= _LARGEST_RANK]
            # Both ways of bm25s read the same files.
            files = {name: Path(folder) / (NUMPY if name == NUMBA else name) for name in names}
            took = {name: timed(partial(ENGINES[name].build, corpus, files[name])) for name in names if name != NUMBA}
            opened = {name: ENGINES[name].open(files[name]) for name in names}
            gc.collect()
            timings[size] = _turns(opened, asked)
            if size == main:
                builds = {**took, NUMBA: took[NUMPY]}
                agreed = _agreed(corpus, opened, asked[: setting.of(_CHECKED, 20)])
                restarts = {name: restart(name, files[name], asked[0], setting.of(5, 1)) for name in names}
    return _part(sizes, timings, builds, restarts, agreed)


def _turns(opened: Mapping[str, Search], asked: Sequence[Words]) -> dict[str, Timing]:
    """The fast ones among themselves; the slow ones, with fewer questions, beside ours."""
    fast = {name: search for name, search in opened.items() if name not in _SLOW}
    slow = {name: search for name, search in opened.items() if name in _SLOW}
    slow[_BESIDE_SLOW] = opened[OURS]
    found = interleaved({name: partial(_ask, search, asked) for name, search in slow.items()}, _FEW)
    return {**found, **interleaved({name: partial(_ask, search, asked) for name, search in fast.items()}, _MANY)}


def _ask(search: Search, asked: Sequence[Words], number: int) -> object:
    return search(asked[number])


def _agreed(corpus: Tokens, opened: Mapping[str, Search], asked: Sequence[Words]) -> dict[str, float]:
    """How much of the best ten of the plain formula an engine finds, over all questions (the slow ones are asked fewer)."""
    plain = PlainBM25(corpus)
    found: dict[str, list[float]] = {name: [] for name in opened}
    for number, one in enumerate(asked):
        scores = plain.scores(one)
        for name, search in opened.items():
            if number < _SLOW_CHECKED or name not in _SLOW:
                found[name].append(shared(scores, search(one)))
    return {name: sum(shares) / len(shares) for name, shares in found.items()}


def restart(name: str, folder: Path, asked: Words, times: int) -> tuple[float, float]:
    """Seconds from a fresh process with its libraries loaded to the first answer, and MB: the middle of several tries (one of the slow)."""
    command = [sys.executable, "-m", "bench.engines", name, str(folder), *asked]
    runs = [subprocess.run(command, cwd=ROOT, capture_output=True, check=True) for _ in range(1 if name in _SLOW_TO_START else times)]
    told = sorted((json.loads(run.stdout) for run in runs), key=lambda one: float(one["seconds"]))[len(runs) // 2]
    return told["seconds"], told["mb"]


def _part(
    sizes: Sequence[int],
    timings: Timings,
    builds: Mapping[str, float],
    restarts: Mapping[str, tuple[float, float]],
    agreed: Mapping[str, float],
) -> Part:
    main, most = sizes[-2:]
    columns = (
        *(f"{size // 1000}k, ms" for size in sizes),
        f"{main // 1000}k, p99 ms",
        *(f"{size // 1000}k, times bm25s numpy" for size in (main, most)),
        f"of the formula's ten, {main // 1000}k",
        "build, s",
        "restart to answer, s",
        "memory, MB",
    )
    lines = []
    for name in ENGINES:
        at = [timings[size].get(name) for size in sizes]
        beside = [one.p50 / timings[size][NUMPY].p50 if one else None for one, size in zip(at[-2:], (main, most), strict=True)]
        ms = [1000 * one.p50 if one else None for one in at]
        late = timings[main][name].percentile(0.99) * 1000
        lines.append(Line(name, (*ms, late, *beside, agreed[name], builds[name], *restarts[name])))
    return Part(
        "keywords",
        "Keyword search, best ten",
        columns,
        tuple(lines),
        _goals(timings, main, most, restarts, agreed),
        _remarks(timings, main, most),
        tuple(
            Curve(name, tuple(map(float, with_it)), tuple(1000 * timings[size][name].p50 for size in with_it), "ms by passages")
            for name in ENGINES
            if (with_it := [size for size in sizes if name in timings[size]])
        ),
    )


def _goals(
    timings: Timings, main: int, most: int, restarts: Mapping[str, tuple[float, float]], agreed: Mapping[str, float]
) -> tuple[Goal, ...]:
    def over(size: int) -> float:
        return timings[size][OURS].over(timings[size][NUMPY])

    rank = timings[main][RANK].over(timings[main][_BESIDE_SLOW])
    return (
        Goal(f"≤ 1.3 × bm25s numpy at {main:,}", f"{over(main):.2f} ×", over(main) <= 1.3),
        Goal(f"≤ 1.3 × bm25s numpy at {most:,}", f"{over(most):.2f} ×", over(most) <= 1.3),
        Goal(f"≥ 200 × rank_bm25 at {main:,}", f"{rank:.0f} ×", rank >= 200),
        Goal("the best ten of the plain formula, 1,000 questions", f"{agreed[OURS]:.1%}", agreed[OURS] == 1),
        Goal("restart to first answer from tokens ≤ 0.1 s", f"{restarts[OURS][0]:.3f} s", restarts[OURS][0] <= 0.1),
    )


def _remarks(timings: Timings, main: int, most: int) -> tuple[str, ...]:
    better = {
        size: [name for name in ENGINES if name in timings[size] and timings[size][name].p50 < timings[size][OURS].p50]
        for size in (main, most)
    }
    told = [f"Faster than ours at {size:,}: {', '.join(names)}." for size, names in better.items() if names]
    return (
        "All engines get the same words (rjieba, search mode); bm25s and ours read their arrays from disk (mmap).",
        "rank_bm25 is left out above 100,000. tantivy and FTS5 keep to k1 1.2 and b 0.75: another ten is no mistake.",
        "Restart: libraries are loaded before the clock starts; numba compiles then, rank_bm25 has to count everything again.",
        *told,
    )
