"""A folder that one process holds for itself; the hold ends with the process, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def holding(folder: Path) -> Iterator[bool]:
    """Hold a folder that is there; gives False, and holds nothing, where somebody else does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _taken(handle)
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
