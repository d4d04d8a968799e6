"""`xiaoqitong ingest`, `documents`, `remove` and `reindex`: the documents and their index. Nothing is asked back."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.brain import stored
from bot.config import Config
from domain.clock import SystemClock
from domain.errors import IndexProblem
from rag.regions import Gazetteer
from services.knowledge import Outcome, Taken

CLOCK = SystemClock()
_FEW = 10
_STAGES = {"embedding": "计算向量", "keywords": "建立关键词索引", "vectors": "计算向量", "store": "写入向量库", "check": "检查索引"}
_OUTCOMES = {
    Outcome.NEW: "已收入",
    Outcome.REPLACED: "已换新版",
    Outcome.SAME: "没有变化",
    Outcome.KEPT: "未替换",
    Outcome.FAILED: "失败",
}


class Bars:
    """Progress on standard error, so that standard output holds only what is to be read by others."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)
        )

    def __enter__(self) -> "Bars":
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the bars as they are."""
        self._bars.stop()

    def show(self, stage: str, done: int, of: int) -> None:
        """Move the bar of a stage."""
        words = _STAGES.get(stage, stage)
        task = next((task.id for task in self._bars.tasks if task.description == words), None)
        if task is None:
            task = self._bars.add_task(words, total=of)
        self._bars.update(task, completed=done, total=of)

    def file(self, taken: Taken, done: int, of: int) -> None:
        """Tell what became of a file."""
        self.show("读取文件", done, of)
        sys.stdout.write(told(taken) + "\n")


def told(taken: Taken) -> str:
    """A line about a file: what became of it, version, clauses, or why not."""
    facts = [f"第{taken.version}版" if taken.version else "", f"{taken.clauses}条" if taken.clauses else "", taken.words]
    return f"{_OUTCOMES[taken.outcome]}  {taken.stem}  {'  '.join(fact for fact in facts if fact)}".rstrip()


@contextmanager
def index_may_wait() -> Iterator[None]:
    """What is stored is found by its words even where no new index can be built now: tell why, and go on."""
    try:
        yield
    except IndexProblem as problem:
        sys.stderr.write(f"文件已经保存，先按关键词查找。{problem}\n")


def ingest(config: Config, paths: Sequence[Path], give_way: Callable[[], None] = lambda: None) -> int:
    """Take files and folders in; 0 when all went in, 1 when some did not. It gives way to others once there is more than a few files."""
    outcomes = []

    def told_of(one: Taken, done: int, of: int) -> None:
        outcomes.append(one.outcome)
        if done == _FEW:
            give_way()
        bars.file(one, done, of)

    with stored(config, CLOCK) as knowledge, Bars() as bars, index_may_wait():
        knowledge.ingest(paths, told_of, bars.show)
    if not outcomes:
        sys.stdout.write("没有找到可以收入的文件（txt md html docx pdf xlsx ofd）。\n")
    return 1 if Outcome.FAILED in outcomes or not outcomes else 0


def documents(config: Config) -> int:
    """List what is held."""
    gazetteer = Gazetteer()
    with stored(config, CLOCK) as knowledge:
        for document in knowledge.documents():
            kind = "摘要" if document.digest else "原件"
            sys.stdout.write(f"{document.stem}  {kind}  {gazetteer.short(document.region)}  {document.title}\n")
    return 0


def remove(config: Config, stem: str) -> int:
    """Take a document out."""
    with stored(config, CLOCK) as knowledge:
        held = any(document.stem == stem for document in knowledge.documents())
        with Bars() as bars, index_may_wait():
            knowledge.remove(stem, bars.show)
    sys.stdout.write(f"已移除 {stem}\n" if held else f"没有名为 {stem} 的文件，用 documents 命令查看。\n")
    return 0 if held else 1


def reindex(config: Config) -> int:
    """Build the index anew from the database."""
    with stored(config, CLOCK) as knowledge, Bars() as bars:
        knowledge.reindex(bars.show)
    sys.stdout.write("索引已重建。\n")
    return 0
