"""`xiaoqitong ask`: one answer, or the answers to a file of questions. It only reads."""

import io
import json
import sys
from pathlib import Path
from typing import TextIO

from bot.brain import Brain, opened
from bot.config import Config
from domain.clock import SystemClock
from domain.errors import ConfigProblem
from domain.text import clean
from rag.answer import Question
from services.batch import answered, as_row

CLOCK = SystemClock()
WARMING = Question("实训基地有多少个", may_ask=False)


def ask_one(config: Config, question: str, region: str, *, as_json: bool) -> int:
    """Print the answer to one question."""
    with opened(config, CLOCK) as brain:
        brain.open_vectors()
        brain.warm()
        code = _code(brain, region)
        start = CLOCK.monotonic()
        answer = brain.assistant.answer(Question(clean(question), code, may_ask=False))
        spent = (CLOCK.monotonic() - start) * 1000
    if as_json:
        _line({"id": None, **as_row(answer), "latency_ms": round(spent, 3)})
    else:
        sys.stdout.write(answer.text + "\n")
    return 0


def ask_batch(config: Config, file: Path) -> int:
    """Answer a file of JSON lines ("-" is standard input), a line for each; 1 when a line was bad."""
    bad = 0
    with opened(config, CLOCK) as brain, _lines(file) as lines:
        brain.open_vectors()
        brain.assistant.answer(WARMING)
        for row in answered(lines, brain.assistant, brain.region_of, CLOCK):
            bad += "error" in row
            _line(row)
    return 1 if bad else 0


def _code(brain: Brain, region: str) -> str:
    code = brain.region_of(region)
    if region and not code:
        raise ConfigProblem(f"没有收录“{region}”的文件。")
    return code


def _lines(file: Path) -> TextIO:
    """The lines of a file or of standard input, UTF-8 whatever the machine's own encoding is."""
    try:
        source = sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as problem:
        raise ConfigProblem(f"读不了 {file}：{problem.strerror}。") from problem
    return io.TextIOWrapper(source, encoding="utf-8-sig", errors="replace")


def _line(row: dict[str, object]) -> None:
    # Half a surrogate pair cannot be written as UTF-8; its escape is JSON all the same.
    sys.stdout.buffer.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
