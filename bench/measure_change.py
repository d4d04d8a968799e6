"""One document added, changed and removed while a large index serves: in the keyword index, and from the command until it is found."""

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from bench.book import Goal, Line, Part
from bench.generate import passage, passages, questions
from bench.house import many
from bench.large import Large, large
from bench.rounds import interleaved, timed
from bench.setting import ROOT, Setting, environment
from bot.brain import Brain
from rag.answer import Question
from vectorstore.index import Entry, Index, Query
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.keywords import KeywordIndex
from vectorstore.layered import LayeredKeywords
from vectorstore.manifest import KEYWORDS
from vectorstore.segment import JiebaSegmenter
from vectorstore.terms import terms

_PASSAGES, _LOOK, _PATIENCE = 10, 0.5, 60.0
_STEM, _WORD, _OTHER = "bench-changing", "鎏霁饕餮", "翕瀚骐骥"
_TEXT = (
    "---\ntitle: {0}试行办法\nregion: 150200\nkind: notice\n---\n\n"
    "# {0}试行办法\n\n一、市人力资源和社会保障局负责{0}的登记，每年四月前公布名单。\n"
)
_QUICK = "added, 10 passages", "removed, 10 passages"


def measure(setting: Setting) -> Part:
    """The keyword index first; then the command line in a process of its own, while this one looks as often as a bot does."""
    count = setting.of(100_000, 2_000)
    made = large(count, setting.folder)
    quick, over = _in_keywords(made, count, setting.of(10, 2))
    rebuilt = _rebuilt(made, setting.of(10_000, 200)) * count / setting.of(10_000, 200)
    with many(setting.folder, count) as brain:
        brain.knowledge.catch_up()
        brain.keep_up()
        commands = _from_commands(brain, made.root.parent / "answers", setting.of(5, 1))
    lines = [Line(name, (1000 * seconds, None)) for name, seconds in quick.items()]
    lines += [Line(name, (None, seconds)) for name, seconds in commands.items()]
    lines.append(Line("keywords rebuilt (from a tenth)", (1000 * rebuilt, rebuilt)))
    slowest, longest = max(quick.values()), max(commands.values())
    goals = (
        Goal(f"≤ 10 ms in the keyword index at {count:,}", f"{1000 * slowest:.1f} ms", slowest <= 0.01),
        Goal("visible in ≤ 2 s from the command", f"{longest:.1f} s", longest <= 2),
        Goal("a query over 1,500 changes ≤ 1.1 × the base alone", f"{over:.2f} ×", over <= 1.1),
    )
    remarks = (
        "From the command until an answer quotes it (or no more): a process starts, with its imports, and a bot looks twice a second.",
        "What is new costs a query a tenth of a millisecond, whatever the base's size: some twenty small arrays, put together in numpy.",
    )
    return Part("change", "One document changes", ("in the keyword index, ms", "from the command, s"), tuple(lines), goals, remarks)


def _in_keywords(made: Large, count: int, rounds: int) -> tuple[dict[str, float], float]:
    """Seconds (medians) to let ten passages be found and to bury them; and what a query costs over 1,500 changes beside the base alone."""
    base = KeywordIndex.open(next(made.root.glob("g-*")) / KEYWORDS)
    segmenter = JiebaSegmenter((), made.cache)
    index = Index.open(made.root, lambda _: segmenter)
    taken: dict[str, list[float]] = {name: [] for name in _QUICK}
    for turn in range(rounds):
        ids = range(count + turn * _PASSAGES + 1, count + (turn + 1) * _PASSAGES + 1)
        new = [Entry(id_, "", passage(id_).text) for id_ in ids]
        taken[_QUICK[0]].append(timed(partial(index.add, new)))
        assert new[0].id in {hit.id for hit in index.search(Query(new[0].text))}
        taken[_QUICK[1]].append(timed(partial(index.remove, list(ids))))
    index.close()
    changed = LayeredKeywords(base)
    for entry in (passage(id_) for id_ in range(2 * count, 2 * count + min(1_000, count // 2))):
        changed.add(entry.id, entry.region, terms(entry.text, segmenter))
    changed.remove(range(1, min(501, count // 4)))
    asked = [dict.fromkeys(terms(one.text, segmenter), 1.0) for one in questions(60, count)]
    turns = interleaved(
        {"base": lambda number: base.search(asked[number], 10), "changed": lambda number: changed.search(asked[number], 10)}, len(asked)
    )
    return {name: sorted(all_)[len(all_) // 2] for name, all_ in taken.items()}, turns["changed"].over(turns["base"])


def _rebuilt(made: Large, count: int) -> float:
    """Seconds that counting so many passages anew takes, as engines without a delta have to."""
    segmenter = JiebaSegmenter((), made.cache)

    def build() -> None:
        builder = KeywordBuilder()
        for entry in passages(count):
            builder.add(entry.id, entry.region, terms(entry.text, segmenter))
        builder.finish()

    return timed(build)


def _from_commands(brain: Brain, data: Path, rounds: int) -> dict[str, float]:
    """Seconds from the start of a command until its outcome is found (medians)."""
    file = data / f"{_STEM}.md"
    taken: dict[str, list[float]] = {"added": [], "changed": [], "removed": []}
    for _ in range(rounds):
        for name, word, words in (("added", _WORD, True), ("changed", _OTHER, True), ("removed", _OTHER, False)):
            file.write_text(_TEXT.format(word), "utf-8")
            command = ["ingest", str(file)] if words else ["remove", _STEM]
            taken[name].append(_seen(brain, data, command, word, there=words))
    return {name: sorted(all_)[len(all_) // 2] for name, all_ in taken.items()}


def _seen(brain: Brain, data: Path, command: list[str], word: str, *, there: bool) -> float:
    begin = time.perf_counter()
    full = [sys.executable, "-m", "bot", "--data", str(data), *command]
    with subprocess.Popen(full, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        while time.perf_counter() - begin < _PATIENCE:
            brain.knowledge.follow()
            brain.keep_up()
            if _tells(brain, word) == there:
                return time.perf_counter() - begin
            time.sleep(_LOOK)
    raise RuntimeError(f"{' '.join(command[:1])} was not seen")


def _tells(brain: Brain, word: str) -> bool:
    """Whether an answer quotes it."""
    answer = brain.assistant.answer(Question(f"{word}由谁负责登记？", may_ask=False))
    return any(word in citation.quote for citation in answer.citations)
