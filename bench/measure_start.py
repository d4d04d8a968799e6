"""From starting a process to its first answer, what that takes of memory, what it takes on the disk, and who costs what."""

import re
import subprocess
from collections.abc import Mapping
from functools import partial
from importlib.metadata import Distribution, distribution
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.book import Goal, Line, Part
from bench.rounds import Timing, interleaved
from bench.setting import ROOT, Setting, apart, environment
from domain.clock import SystemClock
from tests.brains import brain_over

TELEGRAM, OURS, VECTORS, ALL = "import telegram.ext", "ours, first answer by words", "ours, with vectors too", "everything imported at once"
ASK, LIST = "`xiaoqitong ask`, whole", "`xiaoqitong documents`, whole"
_TELL = "import os, sys; from bench.setting import resident; sys.stdout.write(str(resident())); sys.stdout.flush(); os._exit(0)"
# As the command line imports what a command needs.
_ANSWER = (
    "from bot.garbage import unsearched",
    "with unsearched():",
    "    from bot.brain import open_brain, open_database",
    "    from bot.config import AppSettings, Config",
    "    from domain.clock import SystemClock",
    "    from rag.answer import Question",
    "    import bot.app, telegram.ext",
    "config, clock = Config.model_construct(app=AppSettings(data='DATA')), SystemClock()",
    "brain = open_brain(config, open_database(config, clock), clock)",
    "brain.knowledge.catch_up()",
    "assert brain.assistant.answer(Question('产业学院有哪些建设目标？', may_ask=False)).citations",
)
_VECTORS = ("brain.open_vectors()", "assert brain.assistant.answer(Question('校企共建实训基地有什么规定？', may_ask=False)).parts")
_COMMAND = (
    "import sys",
    "from bot.__main__ import main",
    "sys.argv = ['xiaoqitong', '--data', 'DATA', *'WORDS'.split()]",
    "try:",
    "    main()",
    "except SystemExit as end:",
    "    assert end.code == 0",
)
_EVERYTHING = "import telegram.ext, chromadb, langchain, langchain_openai, openai, jieba, sqlalchemy, alembic, starlette, uvicorn, numpy"
_LIBRARIES = {
    "python-telegram-bot": "telegram.ext",
    "chromadb": "chromadb",
    "langchain-openai": "langchain_openai",
    "langchain-core": "langchain_core.embeddings",
    "openai": "openai",
    "jieba": "jieba",
    "sqlalchemy": "sqlalchemy",
    "alembic": "alembic.command",
    "numpy": "numpy",
    "pydantic": "pydantic",
    "starlette": "starlette.applications",
    "uvicorn": "uvicorn",
    "typer": "typer",
    "rapidfuzz": "rapidfuzz.fuzz",
    "opencc": "opencc",
}
_NAMES = {"opencc": "OpenCC"}


def measure(setting: Setting) -> Part:
    """Fresh processes take turns; each tells its memory when it is there."""
    memory: dict[str, list[float]] = {}
    with TemporaryDirectory() as folder:
        with brain_over(ROOT / "corpus", Path(folder) / "data", SystemClock()):
            pass
        answer = [line.replace("DATA", f"{folder}/data") for line in _ANSWER]
        command = [line.replace("DATA", f"{folder}/data") for line in _COMMAND]
        codes = {
            TELEGRAM: [TELEGRAM],
            OURS: answer,
            VECTORS: [*answer, *_VECTORS],
            ASK: [line.replace("WORDS", "ask 产业学院有哪些建设目标？") for line in command],
            LIST: [line.replace("WORDS", "documents") for line in command],
            ALL: [_EVERYTHING],
            "python itself": [""],
        }
        wholes = _turns(codes, setting.of(5, 1), memory)
        singles = _turns({name: [f"import {module}"] for name, module in _LIBRARIES.items()}, setting.of(5, 1), memory)
    lines = [Line(name, (timing.p50, timing.over(wholes[TELEGRAM]), median(memory[name]), None)) for name, timing in wholes.items()]
    bare, light = wholes["python itself"].p50, median(memory["python itself"])
    for name, timing in sorted(singles.items(), key=lambda pair: -pair[1].p50):
        lines.append(
            Line(f"only {name}", (timing.p50 - bare, None, median(memory[name]) - light, _on_disk(distribution(_NAMES.get(name, name)))))
        )
    sizes = installed()
    lines.append(Line("all that `make install` brings", (None, None, None, sum(sizes.values()))))
    columns = ("s", "times telegram.ext", "memory, MB", "on the disk, MB")
    return Part("start", "Start, memory and size", columns, tuple(lines), _goals(wholes, memory), _remarks(sizes))


def _turns(codes: Mapping[str, list[str]], rounds: int, memory: dict[str, list[float]]) -> dict[str, Timing]:
    def run(name: str, number: int) -> None:  # noqa: ARG001
        done = subprocess.run(apart(*codes[name], _TELL), cwd=ROOT, env=environment(), capture_output=True, check=True)
        memory.setdefault(name, []).append(float(done.stdout.split()[-1]))

    return interleaved({name: partial(run, name) for name in codes}, 1, rounds)


def _goals(wholes: Mapping[str, Timing], memory: Mapping[str, list[float]]) -> tuple[Goal, ...]:
    times, first, later = wholes[OURS].over(wholes[TELEGRAM]), median(memory[OURS]), median(memory[VECTORS])
    return (
        Goal("start to first answer ≤ 6 × import telegram.ext (5 documents)", f"{times:.1f} ×", times <= 6),
        Goal("≤ 250 MB at the first answer", f"{first:.0f} MB", first <= 250),
        Goal("≤ 250 MB with vectors too", f"{later:.0f} MB", later <= 250),
    )


def _remarks(sizes: Mapping[str, float]) -> tuple[str, ...]:
    largest = sorted(sizes.items(), key=lambda pair: -pair[1])[:10]
    return (
        "Processes are new each time, with compiled bytecode; the clock runs from their start to the answer.",
        "Ours imports Telegram's library too.",
        "Words serve first; vectors join behind.",
        "Where it goes (processor time): a third into importing our own modules (dataclasses, bytecode, patterns),",
        "a fifth into telegram.ext, a seventh into SQLAlchemy, a tenth into opening what is stored and answering, a twelfth into pydantic.",
        "Patterns are compiled when they are first asked, jieba's dictionary is searched in a mapped file, and what is imported is not",
        "searched for garbage ([decision 13](decisions/0013-start-and-words.md)): before, a start took half as long again, and 60 MB more.",
        f"Largest on the disk, MB: {', '.join(f'{name} {size:.0f}' for name, size in largest)}.",
    )


def installed() -> dict[str, float]:
    """MB of every package that the product's lock file names and that is installed."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    names = re.findall(r"^([a-zA-Z0-9_.\-]+)==", text, re.MULTILINE)
    found = (next(iter(Distribution.discover(name=name)), None) for name in names)
    return {one.metadata["Name"]: _on_disk(one) for one in found if one}


def _on_disk(one: Distribution) -> float:
    paths = (Path(str(file.locate())) for file in one.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6
