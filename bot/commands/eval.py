"""`xiaoqitong eval`: the figures of a golden file over the documents as they are held, and what went wrong, side by side."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from bot.brain import Brain, opened
from bot.commands.ask import WARMING
from bot.config import Config
from domain.clock import Clock, SystemClock
from domain.errors import ConfigProblem
from services.batch import as_row
from services.evaluation import Evaluation, Figures, Marked, Report

CLOCK = SystemClock()
_GOT = 300


def evaluate(config: Config, golden: Path, *, failures: bool, as_json: bool) -> int:
    """Print the figures of a golden file; 0 however they are."""
    with opened(config, CLOCK) as brain:
        if not brain.knowledge.documents():
            raise ConfigProblem("还没有文件：先运行 xiaoqitong ingest 文件或文件夹。")
        brain.open_vectors()
        report = measured(brain, golden, CLOCK)
    if as_json:
        sys.stdout.write(json.dumps(as_object(report, failures=failures), ensure_ascii=False) + "\n")
    else:
        show(report, failures=failures)
    return 0


def measured(brain: Brain, golden: Path, clock: Clock) -> Report:
    """Ask a golden file, warm."""
    try:
        lines = golden.read_text("utf-8-sig", errors="replace").split("\n")
    except OSError as problem:
        raise ConfigProblem(f"读不了 {golden}：{problem.strerror}。") from problem
    brain.assistant.answer(WARMING)
    return Evaluation(brain.assistant, brain.library.text, brain.region_of, clock).report(lines)


def as_object(report: Report, *, failures: bool) -> Mapping[str, object]:
    """The report as `--json` prints it."""
    told: dict[str, object] = {"figures": report.figures, "kinds": report.kinds}
    if failures:
        told["failures"] = [_failure(one) for one in report.failures]
    return told


def _failure(one: Marked) -> Mapping[str, object]:
    return {"id": one.asked.id, "kind": one.key.kind, "question": one.asked.question.text, "facts": one.key.facts, **as_row(one.answer)}


def show(report: Report, *, failures: bool) -> None:
    """Tables for people. What was asked and answered is text, never markup of the terminal's."""
    console = Console(markup=False, highlight=False, emoji=False)
    console.print(_figures(report.figures))
    console.print(_kinds(report.kinds))
    if failures:
        console.print(_failures(report))


def _figures(figures: Figures) -> Table:
    table = Table("指标", "值", title="总体")
    for name, value in figures.items():
        table.add_row(name, _number(value))
    return table


def _kinds(kinds: Mapping[str, Figures]) -> Table:
    names = tuple(next(iter(kinds.values()), {}))
    table = Table("类型", *names, title="按问题类型")
    for kind, figures in kinds.items():
        table.add_row(kind, *(_number(figures[name]) for name in names))
    return table


def _failures(report: Report) -> Table:
    columns = [Column(name, overflow="fold") for name in ("编号", "问题", "应有", "回答")]
    table = Table(*columns, title=f"没答对的：{len(report.failures)}题", show_lines=True)
    for one in report.failures:
        question = one.asked.question
        asked = "\n".join([*(f"（{turn.question}）" for turn in question.history), question.text])
        wanted = "、".join(one.key.facts) or {"unanswerable": "说没有", "chitchat": "闲谈"}.get(one.key.kind, "")
        table.add_row(f"{one.asked.id}\n{one.key.kind}", asked, wanted, one.answer.text[:_GOT])
    return table


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
