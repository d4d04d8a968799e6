"""The process in which files are parsed that others wrote and that may mean harm: `python -m rag.loading.worker SUFFIX PATH MEMORY`.

It has a roof over memory and time, opens nothing but the file, and prints one JSON object: {"text", "title", "told"} or {"refused"}.
"""

import contextlib
import json
import os
import resource
import sys
from importlib import import_module
from pathlib import Path

from domain.errors import BadDocument
from rag.loading.decode import tidy
from rag.loading.source import LONGEST_TEXT, Source

SECONDS = 30
_READERS = {".docx": "docx", ".xlsx": "xlsx", ".pdf": "pdf", ".ofd": "ofd", ".html": "html", ".htm": "html"}
_BROKEN = "文件损坏、不规范或过于庞大，读不出来。请用 WPS 或 Office 打开，另存一份或拆成几份再导入。"
_HEAVY = "解析时需要的内存超过上限。请拆成几份，或去掉图片后再导入。"


def main() -> None:
    """Read the file that the command line names, and answer on standard output."""
    suffix, path, memory = sys.argv[1:4]
    answer_to = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit(int(memory))
    answer = _answered(suffix, Path(path))
    answer_to.write(json.dumps(answer, ensure_ascii=False).encode())
    answer_to.close()


def _answered(suffix: str, path: Path) -> dict[str, object]:
    """Whatever a foreign file makes a library raise becomes a word."""
    try:
        source = _read(suffix, path)
    except BadDocument as problem:
        return {"refused": str(problem)}
    except MemoryError:
        return {"refused": _HEAVY}
    except Exception as problem:
        sys.stderr.write(f"{type(problem).__name__}: {problem}\n")
        return {"refused": _BROKEN}
    if len(source.text) > LONGEST_TEXT:
        return {"refused": f"文字超过 {LONGEST_TEXT:,} 个的上限。请拆成几份再导入。"}
    return {"text": tidy(source.text), "title": tidy(source.title), "told": source.told}


def _read(suffix: str, path: Path) -> Source:
    """Only the library that this file needs is imported."""
    name = _READERS[suffix]
    source = getattr(import_module(f"rag.loading.{name}"), f"read_{name}")(path)
    assert isinstance(source, Source)
    return source


def limit(memory: int) -> None:
    """Put a roof over this process: bytes of memory, seconds, and no files.

    What the system does not know how to limit stays unlimited; the parent's clock is still there.
    """
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    with contextlib.suppress(OSError):
        os.nice(5)


if __name__ == "__main__":
    main()
