"""A writer that is made when it is first needed: what makes it takes seconds to import."""

from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Protocol

from rag.model.ports import Denied, Prompt, Writer


class Closing(Writer, Protocol):
    """A writer that holds connections."""

    def close(self) -> None:
        """Let go of them."""
        ...


class Late:
    """Stands for a writer of that name. Making it counts against the deadline of whoever comes first; `warm` makes it beforehand."""

    def __init__(self, name: str, make: Callable[[], Closing]) -> None:
        self.name = name
        self._make = make
        self._lock = Lock()
        self._made: Closing | None = None

    def write(self, prompt: Prompt, until: float, *, stream: bool = False) -> Iterator[Mapping[str, object]]:
        """The reply of the writer; a writer that cannot be made is a problem like any other of the model."""
        try:
            made = self.warm()
        except Exception as problem:
            raise Denied("语言模型所需的部件装不起来。") from problem
        return made.write(prompt, until, stream=stream)

    def warm(self) -> Writer:
        """Make the writer, unless it is there; blocks for seconds."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def close(self) -> None:
        """Let go of what was made."""
        with self._lock:
            made, self._made = self._made, None
        if made is not None:
            made.close()
