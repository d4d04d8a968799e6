"""Cutting Chinese into words: how fast, what it is of an answer's time, and of the loading of many documents."""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial, partialmethod
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

import jieba
import numpy as np
import rjieba

from bench import house
from bench.book import Goal, Line, Part
from bench.generate import passages, questions
from bench.house import House
from bench.rounds import ROUNDS, interleaved
from bench.setting import ROOT, Setting, environment
from services.answers import Assistant
from vectorstore.chroma import make_folder
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.lsa import LsaEmbeddings
from vectorstore.segment import JiebaSegmenter
from vectorstore.terms import HAN, terms

OURS, FAST, PLAIN = "ours: jieba's words, short runs remembered", "rjieba, search mode, no guessing", "jieba, search mode, no guessing"
_RUN = re.compile(f"[{HAN}]+")
_LOADS = {
    OURS: "from pathlib import Path; from vectorstore.segment import JiebaSegmenter; JiebaSegmenter((), Path('CACHE')).words('产教融合')",
    FAST: "import rjieba; rjieba.cut_for_search('产教融合')",
}
Cut = Callable[[str], Sequence[str]]


def measure(setting: Setting) -> Part:
    """All ways take turns at the same texts; then an answer and a build are looked into."""
    texts = [entry.text for entry in passages(setting.of(400, 20))]
    with TemporaryDirectory() as folder:
        segmenter = JiebaSegmenter((), Path(folder))
        ways: dict[str, Cut] = {
            FAST: lambda text: rjieba.cut_for_search(text, False),
            PLAIN: lambda text: list(jieba.cut_for_search(text, HMM=False)),
            OURS: segmenter.words,
            "jieba, search mode": jieba.lcut_for_search,
            "jieba, plain": jieba.lcut,
            "pairs of characters": lambda text: [text[at : at + 2] for at in range(len(text) - 1)],
        }
        asked = [one.text for one in questions(100, 1_000)]
        timings = interleaved({name: partial(_all, cut, texts) for name, cut in ways.items()}, 1)
        short = interleaved({name: partial(_all, cut, asked) for name, cut in ways.items()}, 1)
        loads = {name: _load(code, folder) for name, code in _LOADS.items()}
        build = _of_build(segmenter, setting.of(5_000, 200), Path(folder))
        answers = _of_answer(Path(folder), setting.of(40, 3))
    length = sum(map(len, texts))
    lines = tuple(
        Line(
            name,
            (
                length / timings[name].p50 / 1e6,
                timings[name].over(timings[FAST]),
                1e6 * short[name].p50 / len(asked),
                _same(cut, segmenter.words, texts),
                *loads.get(name, (None, None)),
            ),
        )
        for name, cut in ways.items()
    )
    columns = ("million characters/s", "times rjieba", "a question, µs", "same words as ours", "load, s", "memory, MB")
    goals = (
        Goal("≤ 2 % of a whole answer's time (5 documents)", f"{answers.whole:.1%}", answers.whole <= 0.02),
        Goal("loading many passages is not bound by it: ≤ half of a build's time", f"{build:.0%}", build <= 0.5),
    )
    return Part(
        "segmentation",
        "Cutting text into words",
        columns,
        lines,
        goals,
        (*_REMARKS, f"Of an answer's thinking alone, without message and store, cutting is {answers.thought:.1%}."),
    )


_REMARKS = (
    "Ours gives jieba's words to the letter, from jieba's dictionary, which lies in a mapped file instead of in memory.",
    "rjieba, a compiled library, is faster still; the product keeps to words that every platform can cut.",
    "Both stand behind one port, `vectorstore.terms.Segmenter`.",
    "Same words: the share of words, with their number in each text, that are those of ours.",
    "A whole answer: message in to reply out, kept on the disk at each step.",
    "A build: words, keyword index, vectors of the corpus's own space, and Chroma, one after the other.",
)


def _all(cut: Cut, texts: Sequence[str], number: int) -> None:  # noqa: ARG001
    for text in texts:
        cut(text)


def _same(cut: Cut, ours: Cut, texts: Sequence[str]) -> float:
    """Shared words as a part of all words of either (Jaccard, with numbers), over the Chinese of the texts."""
    both, either = 0, 0
    for text in texts:
        for run in _RUN.findall(text):
            here, there = Counter(cut(run)), Counter(ours(run))
            both += (here & there).total()
            either += (here | there).total()
    return both / either


def _load(code: str, folder: str) -> tuple[float, float]:
    """Seconds and MB that a fresh process needs until its first words."""
    told = (
        "import time, json; from bench.setting import resident; before, begin = resident(), time.perf_counter()",
        code.replace("CACHE", folder),
        "print(json.dumps([time.perf_counter() - begin, resident() - before]))",
    )
    runs = [
        subprocess.run([sys.executable, "-c", "\n".join(told)], cwd=ROOT, env=environment(), capture_output=True, check=True)
        for _ in range(ROUNDS)
    ]
    seconds, mb = sorted(json.loads(run.stdout) for run in runs)[ROUNDS // 2]
    return seconds, mb


@dataclass(frozen=True, slots=True)
class Shares:
    """What cutting into words is of a whole answer's time, and of the thinking in it."""

    whole: float
    thought: float


class _Watched:
    """Adds up the time that a function takes."""

    def __init__(self, deed: Callable[..., Any]) -> None:
        self._deed, self.seconds = deed, 0.0

    def __call__(self, *args: Any) -> Any:
        begin = time.perf_counter()
        try:
            return self._deed(*args)
        finally:
            self.seconds += time.perf_counter() - begin


def _of_build(segmenter: JiebaSegmenter, count: int, folder: Path) -> float:
    """The part that cutting into words has in building an index."""
    watched = _Watched(segmenter.words)
    watching = type("Watching", (), {"words": staticmethod(watched)})()
    texts = [entry.text for entry in passages(count)]
    begin = time.perf_counter()
    builder = KeywordBuilder()
    for number, text in enumerate(texts):
        builder.add(number + 1, "", terms(text, watching))
    builder.finish()
    vectors = LsaEmbeddings.fit(texts, 128).vectors(texts)
    store = make_folder(folder / "chroma")
    store.add([(np.arange(1, count + 1, dtype=np.int64), vectors)])
    store.close()
    return watched.seconds / (time.perf_counter() - begin)


def _of_answer(folder: Path, many: int) -> Shares:
    """What cutting into words is of a whole answer, message in to reply out, and of thinking alone, over the shipped documents."""
    asked = house.golden()[: 2 * many]
    plain, watched = JiebaSegmenter.words, _Watched(JiebaSegmenter.words)
    with house.digests(folder / "data") as brain:
        thinking = _Watched(brain.assistant.answer)
        watching = replace(brain, assistant=cast(Assistant, SimpleNamespace(answer=thinking)))

        async def ask() -> list[tuple[float, float]]:
            async with house.open_house(watching, folder) as one:
                # Others than those that count, whose words would be remembered.
                await one.all(asked[:many], 1)
                return [await _parts(one, text, watched, thinking) for text in asked[many:]]

        # An object is no method: it would not be told whose words are asked for.
        JiebaSegmenter.words = partialmethod(watched)  # type: ignore[assignment]
        try:
            parts = asyncio.run(ask())
        finally:
            JiebaSegmenter.words = plain  # type: ignore[method-assign]
    return Shares(median(whole for whole, _ in parts), median(thought for _, thought in parts))


async def _parts(one: House, text: str, words: _Watched, thinking: _Watched) -> tuple[float, float]:
    words.seconds = thinking.seconds = 0.0
    whole = await one.ask(text)
    return words.seconds / whole, words.seconds / thinking.seconds
