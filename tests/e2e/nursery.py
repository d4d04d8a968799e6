"""Bots that begin where the imports are done: loading the program anew for each of dozens of starts would only take time.

`python -m tests.e2e.nursery` reads an order a line (JSON) and answers each with a line. `start` forks a process, which runs the command
line as an operator would and ends as any process ends; `look` tells how one of them ended, if it did.
"""

import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from bot import __main__ as command_line
from bot.config import ROOT
from bot.dues import Dues
from domain.clock import SystemClock

CLOCK = "E2E_CLOCK"
"""In a bot's environment: a file with the seconds by which its clock is ahead. What is due is then looked for all the time."""

_LATE = ("anyio._backends._asyncio", "bot.app", "bot.commands.run", "bot.platforms.telegram.webhook", "numpy.ma", "services.paper_png")


class Life:
    """A process that was forked; used like a `subprocess.Popen`."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self.pid = pid
        self._nursery = nursery
        self._code: int | None = None

    def poll(self) -> int | None:
        """The exit code, once it has ended."""
        if self._code is None:
            self._code = self._nursery.look(self.pid)
        return self._code

    def wait(self, seconds: float) -> int:
        """The exit code. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """As os.kill, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that forks the others."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-m", "tests.e2e.nursery"], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def start(self, words: list[str], environment: dict[str, str], output: Path, errors: Path) -> Life:
        """Run the command line with these words; what it says is appended to the files, which may be one."""
        files = (str(output), str(errors))
        return Life(self, self._asked(deed="start", words=words, environment=environment, files=files))

    def look(self, pid: int) -> int | None:
        """How it ended; None while it runs."""
        code: int | None = self._asked(deed="look", pid=pid)
        return code

    def close(self) -> None:
        """End it."""
        with self._process:
            self._process.kill()

    def _asked(self, **order: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main() -> None:
    """Serve orders until there are no more."""
    for name in _LATE:
        import_module(name)
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        if order["deed"] == "look":
            _tell(_ended(order["pid"]))
        elif pid := os.fork():
            _tell(pid)
        else:
            _become(order)
            command_line.main()
            return


def _become(order: dict[str, Any]) -> None:
    """Take on the surroundings that a process of its own would have."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in enumerate(order["files"], 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(order["environment"])
    random.seed()
    if clock := order["environment"].get(CLOCK):
        _live_by(Path(clock))
    sys.argv = ["xiaoqitong", *order["words"]]


def _live_by(clock: Path) -> None:
    real = SystemClock.now
    setattr(SystemClock, "now", lambda self: real(self) + timedelta(seconds=float(clock.read_text("utf-8"))))  # noqa: B010
    setattr(Dues.__init__, "__defaults__", (0.1,))  # noqa: B010


def _ended(pid: int) -> int | None:
    done, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def _tell(answer: int | None) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
