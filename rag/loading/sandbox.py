"""Parsing in a process of its own, with a roof over time and memory, so that a bad file harms nothing but itself."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import rag
from domain.errors import BadDocument
from rag.loading.rows import Table
from rag.loading.source import Source

PATIENCE = 60.0
MEMORY = 1 << 30
_SLOW = "解析超过了时间上限，已停下。请拆成几份，或另存为 txt 再导入。"
_DIED = "解析时出错停下了，文件可能损坏。请用 WPS 或 Office 打开，另存一份再导入。"
_KILLED_BY_TIME = (-9, -24)


def read_apart(path: Path, patience: float = PATIENCE, memory: int = MEMORY) -> Source:
    """The text of a web page, PDF, Office or OFD file. Raises BadDocument with the worker's word, and after `patience` seconds.

    `memory` is the roof over the worker's address space, bytes.
    """
    answer = _asked(["rag.loading.worker", path.suffix.lower(), str(path.absolute()), str(memory)], None, patience)
    return Source(answer["text"], answer["title"], answer["told"])


def rows_apart(data: bytes, patience: float = 20.0, memory: int = MEMORY // 2) -> Table:
    """The rows of a small xlsx or csv file. Raises BadDocument like `read_apart`."""
    answer = _asked(["rag.loading.rows_worker", str(memory)], data, patience)
    return Table(answer["sort"], tuple(tuple(row) for row in answer["rows"]))


def _asked(words: list[str], data: bytes | None, patience: float) -> Any:
    """What a module's process answers to `data` on its standard input."""
    root = Path(rag.__file__).parents[1]
    try:
        done = subprocess.run(
            [sys.executable, "-m", *words],
            input=data or b"",
            capture_output=True,
            timeout=patience,
            env={"PYTHONPATH": str(root), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise BadDocument(_SLOW) from problem
    return _answered(done)


def _answered(done: "subprocess.CompletedProcess[bytes]") -> Any:
    try:
        answer = json.loads(done.stdout)
    except ValueError as problem:
        raise BadDocument(_SLOW if done.returncode in _KILLED_BY_TIME else _DIED) from problem
    if "refused" in answer:
        raise BadDocument(answer["refused"])
    return answer
