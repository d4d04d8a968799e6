"""The whole product as a process of its own."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 90


class Running:
    """`xiaoqitong run` on a data folder of its own."""

    def __init__(self, process: asyncio.subprocess.Process, address: str) -> None:
        self._process = process
        self.address = address

    async def end(self, how: signal.Signals) -> int:
        """Send a signal, wait for the end, and give back its code."""
        self._process.send_signal(how)
        await asyncio.wait_for(self._process.communicate(), 10)
        return self._process.returncode or 0


@asynccontextmanager
async def running(data: Path, port: int = 0, extra: Mapping[str, str] | None = None) -> AsyncIterator[Running]:
    """The product, from its first word to its end; `extra` are variables of its environment."""
    environment = {**os.environ, **(extra or {}), "XIAOQITONG_WEB_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    command = (sys.executable, "-m", "bot", "--data", str(data), "run")
    pipe: Any = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stderr=pipe, stdout=asyncio.subprocess.DEVNULL)
    try:
        yield Running(process, await asyncio.wait_for(_address(process), PATIENCE))
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr
    async for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line.decode()):
            return found[0]
    raise AssertionError("the product ended before it opened its page")
