"""A file of questions, answered line by line (`ask --batch`).

A question is a JSON object with `id`, `question`, `region` (the asker's own: name, short name, code or null) and `history` (earlier turns,
oldest first); other keys are dropped on parsing, so that no answer can depend on them. Nothing is asked back.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from domain.clock import Clock
from domain.errors import Problem
from domain.text import clean
from rag.answer import Answer, Question, Turn

LONGEST_LINE = 100_000


class Answers(Protocol):
    """What answers a question (blocking)."""

    def answer(self, question: Question) -> Answer:
        """The answer, whatever was typed."""
        ...


RegionOf = Callable[[str], str]
"""From what people call a region to its code, "" for one that is not known."""


class BadLine(Problem):
    """A line that is no question; its words tell why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the file: its id and the question in it."""

    id: str | int
    question: Question


def parsed(line: str, region_of: RegionOf) -> Asked:
    """The question of a line."""
    if len(line) > LONGEST_LINE:
        raise BadLine("这一行太长")
    row = _read(line)
    if not isinstance(row, dict):
        raise BadLine("不是 JSON 对象")
    if not _is_id(row.get("id")):
        raise BadLine("缺少 id")
    return Asked(row["id"], _question(row, region_of))


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise BadLine("不是 JSON") from problem


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _question(row: dict[str, Any], region_of: RegionOf) -> Question:
    text, region, history = row.get("question"), row.get("region"), row.get("history") or []
    if not isinstance(text, str):
        raise BadLine("缺少 question")
    if not isinstance(region, str | None):
        raise BadLine("region 要写成文字或 null")
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise BadLine("history 要写成文字的列表")
    return Question(clean(text), region_of(region or ""), tuple(Turn(clean(turn)) for turn in history), may_ask=False)


def _id_of(line: str) -> str | int | None:
    """What can be made out of a bad line's id."""
    try:
        row = _read(line)
    except BadLine:
        return None
    return row["id"] if isinstance(row, dict) and _is_id(row.get("id")) else None


def answered(lines: Iterable[str], answers: Answers, region_of: RegionOf, clock: Clock) -> Iterator[dict[str, Any]]:
    """One object for each line that is not blank; a line that cannot be answered gives {"id", "error"}."""
    for line in filter(str.strip, lines):
        try:
            asked = parsed(line, region_of)
            start = clock.monotonic()
            answer = answers.answer(asked.question)
        except Problem as problem:
            yield {"id": _id_of(line), "error": str(problem)}
            continue
        yield {"id": asked.id, **as_row(answer), "latency_ms": round((clock.monotonic() - start) * 1000, 3)}


def as_row(answer: Answer) -> dict[str, Any]:
    """An answer as `ask --json` prints it."""
    return {
        "answer": answer.text,
        "abstained": answer.abstained,
        "citations": [{"doc": one.doc, "clause": one.clause, "quote": one.quote} for one in answer.citations],
        "passages": [{"doc": one.doc, "clause": one.clause, "text": one.text, "score": round(one.score, 4)} for one in answer.passages],
    }
