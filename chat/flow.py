"""A conversation as data: questions in reading order and what follows when all are answered.

Where somebody stands is derived, the first step that applies and has no answer, so a step added later does not break a conversation
that is under way. Answers are kept as text in their canonical form, which is what a step's `parse` gives back.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chat.message import Address
from chat.reply import Choice, Reply

Answers = Mapping[str, str]
Effect = Callable[[Any], Reply]
"""A unit of work that ends in a reply; the argument is storage's `Work`, which this package does not know."""


class Invalid(ValueError):
    """An answer that cannot be taken; its words tell the person what to write instead."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A flow whose questions are all answered; `ticket` is unique to this run of it and serves as the effect's key."""

    sender: Address
    ticket: str
    answers: Answers


def _as_is(text: str) -> str:
    return text


def _always(_: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `parse` gives the canonical answer or raises `Invalid`; `show` words an answer for the summary."""

    name: str
    ask: str
    parse: Callable[[str], str] = _as_is
    choices: tuple[Choice, ...] = ()
    when: Callable[[Answers], bool] = _always
    label: str = ""
    show: Callable[[str], str] = _as_is


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps and a finish. `gather` may draw several answers from one free sentence (already canonical)."""

    name: str
    steps: tuple[Step, ...]
    finish: Callable[[Finished], Awaitable[Reply | Effect]]
    title: str = ""
    gather: Callable[[str], Answers] | None = None

    def open_step(self, answers: Answers) -> Step | None:
        """The first step that applies and has no answer; None when the summary is due."""
        return next((step for step in self.steps if step.name not in answers and step.when(answers)), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a flow. `flow` is "" for nobody's."""

    flow: str = ""
    ticket: str = ""
    answers: Answers = field(default_factory=dict)

    def answered(self, step: str, value: str) -> "Place":
        """The place with one more answer."""
        return replace(self, answers={**self.answers, step: value})

    def without(self, step: str) -> "Place":
        """The place with an answer taken back."""
        return replace(self, answers={name: value for name, value in self.answers.items() if name != step})


NOWHERE = Place()
