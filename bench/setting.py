"""What every part of `make bench` is given, and facts about the machine that it runs on."""

import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_OWN = ("numpy", "chromadb", "jieba", "langchain-core", "python-telegram-bot", "sqlalchemy", "httpx", "psycopg")


@dataclass(frozen=True, slots=True)
class Setting:
    """`folder` is scratch that the parts of all runs share (made corpora are kept there); `seconds` is what the part may take.

    `short` asks for a trial: smallest sizes, figures that mean nothing.
    """

    folder: Path
    seconds: float
    short: bool = False

    def of(self, whole: int, trial: int) -> int:
        """A size: the whole one, or the one for a trial."""
        return trial if self.short else whole


def machine() -> dict[str, str]:
    """What the figures depend on; no names, no paths."""
    return {
        "processor": _first("/proc/cpuinfo", "model name") or platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{int((_first('/proc/meminfo', 'MemTotal') or '0').split()[0]) / 2**20:.0f} GB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "BLAS threads": environment()["OPENBLAS_NUM_THREADS"],
    }


def versions() -> dict[str, str]:
    """The versions of the product's main libraries and of every peer that is pinned."""
    return {name: _version(name) for name in (*_OWN, *_peers())}


def load() -> float:
    """The load average of the last minute."""
    return os.getloadavg()[0]


def resident() -> float:
    """This process's memory now, MB."""
    return int((_first("/proc/self/status", "VmRSS") or "0").split()[0]) / 1024


def peak() -> float:
    """The most memory that this process had since it began (or since `forget_peak`), MB."""
    return int((_first("/proc/self/status", "VmHWM") or "0").split()[0]) / 1024


def forget_peak() -> None:
    """Let `peak` begin anew."""
    Path("/proc/self/clear_refs").write_text("5")


def apart(*lines: str) -> list[str]:
    """A command that runs lines of Python in a process of the product's own environment, without any peer."""
    return [str(ROOT / ".venv" / "bin" / "python"), "-c", "\n".join(lines)]


def environment(**more: str) -> dict[str, str]:
    """The surroundings of a measured process: one BLAS thread, the product on its path."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), **more}


def has_peers() -> bool:
    """Whether the interpreter is that of `.venv-peers`."""
    return Path(sys.prefix).name == ".venv-peers"


def _first(file: str, name: str) -> str:
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _peers() -> Iterable[str]:
    """Peers themselves, not what they bring with them."""
    lines = (ROOT / "bench" / "peers.txt").read_text("utf-8").splitlines()
    return (line.partition("==")[0] for line in lines if "==" in line and not line.startswith(" "))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"
