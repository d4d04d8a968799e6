"""The driver's side of one installation: a Bot API server, a data folder, and the bots that live and die between them."""

import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import httpx

from bot.config import ROOT
from tests.telegram_server.world import TOKEN
from tests.torture.index import shipped_settings
from tests.torture.points import Point
from tests.torture.sayings import paper

PATIENCE = 120.0


class Server:
    """The strict Bot API in a process of its own."""

    def __init__(self, seed: int) -> None:
        command = [sys.executable, "-m", "tests.telegram_server", "--port", "0", "--seed", str(seed)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=shipped_settings())
        self._client = httpx.Client(timeout=PATIENCE, trust_env=False, verify=False)

    @cached_property
    def url(self) -> str:
        """Its address, once it listens."""
        assert self._process.stdout
        return self._process.stdout.readline().split("：")[1].strip().rstrip("/")

    def act(self, verb: str, **body: Any) -> Any:
        """Order something by its verb (tests/telegram_server/control.py)."""
        answer = self._client.post(f"{self.url}/_control/{verb}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def look(self, what: str, **query: Any) -> Any:
        """Read something: world, messages/{chat}, calls."""
        return self._client.get(f"{self.url}/_control/{what}", params=query).json()

    def close(self) -> None:
        """End it."""
        self._client.close()
        _ended(self._process)


@dataclass(frozen=True, slots=True)
class Death:
    """How a life ended: at its point, or by the driver's hand; `code` is the process's exit code."""

    point: Point
    code: int


class Installation:
    """A folder with a configuration and a small library, a server, and a nursery of bots."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.data = folder / "data"
        self._output = folder / "output.txt"
        self._output.touch()
        self._config = folder / "config.toml"
        self._config.write_text("", "utf-8")
        # These two load their programs while the library is taken in.
        self.server, self._nursery = Server(seed), self._begun()
        try:
            self._stock(folder / "papers")
        except BaseException:
            self.__exit__()
            raise
        # People say all that they have to say at once; to be slowed down for it is not what is looked at here.
        told = f'[web]\nenabled = false\n[ops]\nport = 0\n[limits]\nper_minute = 0\n[telegram]\napi_base = "{self.server.url}"\n'
        self._config.write_text(told, "utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _ended(self._nursery)
        self.server.close()

    @property
    def output(self) -> str:
        """All that its bots said."""
        return self._output.read_text("utf-8")

    def killed(self, point: Point, passes: int, seconds: float) -> Death:
        """Let a bot live until it passes its point, or so many seconds."""
        with self.alive(point, passes) as pid:
            if self._told(seconds):
                return Death(point, self._code())
            os.kill(pid, signal.SIGKILL)
            return Death(Point.RANDOM, self._code())

    @contextmanager
    def alive(self, point: Point | None = None, passes: int = 1) -> Iterator[int]:
        """A bot that lives meanwhile; its process id."""
        assert self._nursery.stdin
        words = ["--config", str(self._config), "--data", str(self.data), "run"]
        named = point and point is not Point.RANDOM
        order = {"words": words, "output": str(self._output), "point": point if named else "", "passes": passes}
        self._nursery.stdin.write(json.dumps(order).encode() + b"\n")
        self._nursery.stdin.flush()
        pid = self._code()
        try:
            yield pid
        except BaseException:
            os.kill(pid, signal.SIGKILL)
            raise

    def lived(self, until: Callable[[], bool]) -> int:
        """Let a bot live until that is true, then stop it in order; its exit code."""
        said = len(self.output)
        with self.alive() as pid:
            end = time.monotonic() + PATIENCE
            # Before that it does not know yet what the signal means.
            while "已接入" not in self.output[said:] or not until():
                assert time.monotonic() < end, f"not all was done:\n{self.output[-3000:]}"
                assert not self._told(0.05), f"the bot ended by itself:\n{self.output[-3000:]}"
            os.kill(pid, signal.SIGTERM)
            return self._code()

    def rows(self, query: str) -> list[Any]:
        """What its database holds, read from outside."""
        with closing(sqlite3.connect(f"file:{self.data / 'xiaoqitong.db'}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(query).fetchall()

    def _stock(self, papers: Path) -> None:
        papers.mkdir()
        (papers / "parks.txt").write_text(paper(), "utf-8")
        command = [sys.executable, "-m", "bot", "--config", str(self._config), "--data", str(self.data), "ingest", str(papers)]
        subprocess.run(command, cwd=ROOT, env=shipped_settings(), check=True, capture_output=True)

    def _begun(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.torture.victim"]
        settings = {**shipped_settings(), "XIAOQITONG_TELEGRAM_TOKEN": TOKEN}
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=settings, stdin=pipe, stdout=pipe, bufsize=0)

    def _told(self, seconds: float) -> bool:
        assert self._nursery.stdout
        ready, _, _ = select.select([self._nursery.stdout], [], [], seconds)
        return bool(ready)

    def _code(self) -> int:
        assert self._nursery.stdout
        assert self._told(PATIENCE), "the nursery says nothing"
        return int(self._nursery.stdout.readline())


def _ended(process: "subprocess.Popen[Any]") -> None:
    """Kill it, and close what we held of it."""
    with process:
        process.kill()
