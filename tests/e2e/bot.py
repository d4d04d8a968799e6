"""The bot as a real process, started, killed and stopped as an operator would."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.config import ROOT
from tests.e2e.nursery import Life, Nursery

PATIENCE = 120.0


@dataclass
class Bot:
    """One installation: a data folder, a config file and what the process said. `settings` are lines of TOML by section.

    With a nursery its processes need not load the program.
    """

    folder: Path
    token: str
    settings: dict[str, str]
    extra: dict[str, str] = field(default_factory=dict)
    nursery: Nursery | None = None
    process: "subprocess.Popen[bytes] | Life | None" = None

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def output(self) -> str:
        """All that any run of it said."""
        return (self.folder / "output.txt").read_text("utf-8")

    def start(self) -> None:
        """Start it, and wait until it says that it is open."""
        file = self.folder / "output.txt"
        file.touch()
        said = len(self.output)
        config = self.folder / "config.toml"
        config.write_text("\n".join(f"[{section}]\n{lines}\n" for section, lines in self.settings.items()), "utf-8")
        self.process = self._began(["run"], file, file)
        self._until("：http://", said)

    def told(self, *command: str) -> str:
        """What another command says that is run beside it, and ends well."""
        said, errors = self.folder / "said.txt", self.folder / "errors.txt"
        said.write_text("", "utf-8")
        assert self._began([*command], said, errors).wait(PATIENCE) == 0, errors.read_text("utf-8")
        return said.read_text("utf-8").strip()

    def kill(self) -> None:
        """kill -9."""
        self._running.kill()
        self._running.wait(PATIENCE)

    def stop(self) -> tuple[int, float]:
        """SIGTERM; gives the exit code, and how many seconds the end took."""
        start = time.monotonic()
        self._running.send_signal(signal.SIGTERM)
        code = self._running.wait(PATIENCE)
        return code, time.monotonic() - start

    def end(self) -> None:
        """Make sure that nothing is left running."""
        if self.running:
            self.kill()

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    @property
    def address(self) -> str:
        """Where its web server is."""
        return str(re.findall(r"：(http://[\w.:\[\]]+)", self.output)[-1])

    @property
    def _running(self) -> "subprocess.Popen[bytes] | Life":
        assert self.process is not None
        return self.process

    def _began(self, command: list[str], output: Path, errors: Path) -> "subprocess.Popen[bytes] | Life":
        words = ["--config", str(self.folder / "config.toml"), "--data", str(self.data), *command]
        if self.nursery:
            return self.nursery.start(words, self._environment(), output, errors)
        with output.open("ab") as out, errors.open("ab") as err:
            return subprocess.Popen([sys.executable, "-m", "bot", *words], cwd=ROOT, env=self._environment(), stdout=out, stderr=err)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XIAOQITONG_")}
        return {**kept, "XIAOQITONG_TELEGRAM_TOKEN": self.token, "COLUMNS": "200", **self.extra}

    def _until(self, words: str, after: int) -> None:
        end = time.monotonic() + PATIENCE
        while words not in self.output[after:]:
            code = self._running.poll()
            assert code is None, f"the bot ended with {code}:\n{self.output[after:]}"
            assert time.monotonic() < end, f"the bot did not start:\n{self.output[after:]}"
            time.sleep(0.05)
