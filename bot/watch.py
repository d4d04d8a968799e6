"""Follows the documents while the bot runs: a change is found within a second, whoever made it."""

import logging
import sys
import threading
from collections.abc import Callable
from typing import Protocol

from domain.errors import Problem
from services.indexing import Progress

log = logging.getLogger(__name__)
_TURN = 0.001


class Following(Protocol):
    """Documents with their index."""

    def follow(self) -> bool:
        """Come nearer to what is stored, without keeping those waiting who ask meanwhile; tells whether a new base is due."""
        ...

    def build(self, progress: Progress) -> None:
        """Build it, which takes its time."""
        ...


class Watched(Protocol):
    """What is watched; `Brain` is one."""

    @property
    def knowledge(self) -> Following:
        """The documents."""
        ...

    def keep_up(self) -> None:
        """Answer from the documents as they are now."""
        ...

    def open_vectors(self) -> None:
        """Let vectors answer too."""
        ...

    def misses_vectors(self) -> bool:
        """Whether vectors that come from elsewhere could answer but do not."""
        ...


class Watch:
    """A thread of its own, which nobody waits for at the end: what it builds can be built again. A base is built in another one.

    `rest` in seconds after a failure, `first` before anything, `look` between two looks; vectors that are missing are tried `again`
    after so many looks.
    """

    def __init__(self, brain: Watched, rest: float = 30.0, first: float = 2.0, look: float = 0.5, again: int = 60) -> None:
        self._brain = brain
        self._look = look
        self._again = again
        self._first = first
        self._rest = rest
        self._stopped = threading.Event()
        self._builder: threading.Thread | None = None

    def start(self) -> None:
        """Bring vectors in, then look twice a second."""
        # Whoever answers beside this thread waits so long for each turn of the interpreter; five milliseconds are Python's own.
        sys.setswitchinterval(_TURN)
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def _run(self) -> None:
        # Bringing Chroma in stalls every other thread for a second, and the first question comes right after the start.
        if self._stopped.wait(self._first):
            return
        pause = self._tried(self._brain.open_vectors)
        looks = 0
        while not self._stopped.wait(pause):
            pause = self._tried(self._follow)
            looks += 1
            # A server that was away when we started is tried again; nothing else tells that it is back.
            if looks % self._again == 0 and self._brain.misses_vectors():
                self._tried(self._brain.open_vectors)

    def _follow(self) -> None:
        due = self._brain.knowledge.follow()
        self._brain.keep_up()
        if due and not (self._builder and self._builder.is_alive()):
            self._builder = threading.Thread(target=self._build, name="build", daemon=True)
            self._builder.start()

    def _build(self) -> None:
        self._stopped.wait(self._tried(lambda: self._brain.knowledge.build(_silent)))

    def _tried(self, job: Callable[[], object]) -> float:
        """Do it, and tell how long to wait before the next time."""
        try:
            job()
        except Exception as error:
            # At the end the database closes under our feet, which is nobody's business.
            if not self._stopped.is_set():
                log.warning("the index was not renewed: %s", error, exc_info=not isinstance(error, Problem))
            return self._rest
        return self._look


def _silent(stage: str, done: int, of: int) -> None:
    """Progress that nobody watches."""
