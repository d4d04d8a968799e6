"""Python's search for garbage, which has nothing to find in what is imported."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsearched() -> Iterator[None]:
    """What is made in here stays as long as the process, so nobody looks through it: not while it grows, which takes an eighth of a
    start, and not afterwards, when a search through all of it would hold up whoever is being answered."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
