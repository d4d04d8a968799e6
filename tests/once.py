"""What is dear to make and only looked at is made once for all processes that test at the same time."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from pytest import TempPathFactory  # noqa: PT013


def once(factory: TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, which whoever comes first makes while the others wait. Nobody changes it afterwards."""
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            make(folder)
            (folder / "done").touch()
    return folder
