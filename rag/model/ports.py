"""What answering with a language model needs from others, and what may go wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain.errors import Problem
from rag.answer import Answer, Question

OnText = Callable[[str], None]
"""Shown the whole checked text so far, each time that it grows; called on the thread that asked, and must return at once."""


class ModelProblem(Problem):
    """The language model has no answer for us; the answer without it serves."""


class NotNow(ModelProblem):
    """It is not asked: switched off, over the day's budget, or resting after failures."""


class TooSlow(ModelProblem):
    """The time for the whole answer is over."""


class Denied(ModelProblem):
    """The endpoint will not serve us (key, quota) or sends what must not be read; asking again is no use."""


class Failing(ModelProblem):
    """The endpoint failed or cannot be reached; asking again may help."""


class Unsupported(ModelProblem):
    """The endpoint gave nothing in the shape that was asked for. `lasting` tells that it refused the way of asking itself."""

    def __init__(self, words: str, *, lasting: bool = False) -> None:
        super().__init__(words)
        self.lasting = lasting


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is told, what it is given, and the JSON schema (with a `title`) that its reply must have."""

    system: str
    user: str
    shape: Mapping[str, Any]

    @property
    def size(self) -> int:
        """Characters that leave the house."""
        return len(self.system) + len(self.user)


class Writer(Protocol):
    """A language model. Blocks; call it off the event loop."""

    @property
    def name(self) -> str:
        """The model's name, as people are told it."""
        ...

    def write(self, prompt: Prompt, until: float, *, stream: bool = False) -> Iterator[Mapping[str, object]]:
        """The reply as JSON objects, each fuller than the one before; the last one is whole. Without `stream` there is only the last.

        `until` is the moment of the clock's `monotonic` at which it ends whatever happens. Raises `ModelProblem`.
        """
        ...


class Answering(Protocol):
    """What answers. It blocks."""

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:
        """The answer, whatever was typed; `on_text` is shown what is written so far, where something writes."""
        ...


class Gauge(Protocol):
    """The day's budget."""

    def take(self, characters: int) -> bool:
        """Count one more call that sends so many characters; False, and nothing counted, when it is beyond the budget."""
        ...

    def add(self, characters: int) -> None:
        """Count what came back."""
        ...


class Switch(Protocol):
    """The kill switch."""

    def on(self) -> bool:
        """Whether the model may be asked."""
        ...
