"""A conversation as data: questions in reading order and what follows when all are answered.

Where somebody stands is derived, the first step that applies and has no answer, so a step added later does not break a conversation
that is under way. Answers are kept as text in their canonical form, which is what a step's `parse` gives back.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chat.message import Address, Message
from chat.reply import Choice, Reply

Answers = Mapping[str, str]
Effect = Callable[[Any], Reply]
"""A unit of work that ends in a reply; the argument is storage's `Work`, which this package does not know."""

Pick = Callable[[str, str], tuple[str, bool]]
"""What was picked so far ("" at first) and what is picked now come to: the answer, and whether it is whole."""

CONTROLS = frozenset({"back", "cancel", "change", "finish"})
"""What the second part of a flow's button value may be instead of a step's name."""


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


def _at_once(_: str, value: str) -> tuple[str, bool]:
    return value, True


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `parse` gives the canonical answer or raises `Invalid`; `show` words an answer for the summary.

    The value of each of its `choices` is a canonical answer; `offer` gives them where they depend on what was told. `number` tells that
    answers are numbers, so that where there are no buttons the choices are picked by their words alone. `label` names the answer in the
    summary; `ask` serves where it is left out. With `pick` an answer is put together of several (a city, then its district): until it is
    whole, what there is of it stands in the answers under `draft`. Until a `gate` is answered (a consent), no sentence answers it or what
    stands behind it.
    """

    name: str
    ask: str
    parse: Callable[[str], str] = _as_is
    choices: tuple[Choice, ...] = ()
    when: Callable[[Answers], bool] = _always
    label: str = ""
    show: Callable[[str], str] = _as_is
    number: bool = False
    offer: Callable[[Answers], tuple[Choice, ...]] | None = None
    pick: Pick = _at_once
    gate: bool = False

    def __post_init__(self) -> None:
        if self.name in CONTROLS or "." in self.name:
            raise ValueError(f"not a name for a step: {self.name}")

    @property
    def title(self) -> str:
        """What the answer is called in the summary."""
        return self.label or self.ask.rstrip("？?。：:")

    @property
    def draft(self) -> str:
        """The name under which an answer is kept that is not whole yet."""
        return f"{self.name}.draft"

    def offered(self, answers: Answers) -> tuple[Choice, ...]:
        """The choices, after what was told."""
        return self.offer(answers) if self.offer else self.choices

    def read(self, text: str, answers: Answers) -> str:
        """The canonical answer in what was typed: a choice by its label, or what `parse` makes of it. Raises `Invalid`."""
        words = text.strip()
        by_label = {choice.label: choice.value for choice in self.offered(answers)}
        return by_label[words] if words in by_label else self.parse(words)

    def told(self, value: str) -> str:
        """The answer as people read it."""
        by_value = {choice.value: choice.label for choice in self.choices}
        return by_value[value] if value in by_value else self.show(value)


@dataclass(frozen=True, slots=True)
class Flow:
    """Steps and a finish. `gather` may draw several answers from one free sentence (already canonical).

    A flow that only asks what a reply depends on, and keeps nothing, ends with its last answer: it does not `confirm`. Its finish may
    return the flow's own `Open` with more answers when these raise further questions. With `preview` the summary shows what will come of
    the answers, as it will look (its picture and file too), instead of a line for each. `receive` draws answers from what is sent and is
    no text (canonical; none where it is nothing for this flow), or raises `Invalid`. `remark` is asked at each step, with the answers
    before and after it, what there is to say above the next question ("" for nothing); it may look into the store.
    """

    name: str
    steps: tuple[Step, ...]
    finish: "Callable[[Finished], Awaitable[Reply | Effect | Open]]"
    title: str = ""
    gather: Callable[[str], Answers] | None = None
    confirm: bool = True
    preview: Callable[[Answers], Reply] | None = None
    receive: Callable[[Message], Answers] | None = None
    remark: Callable[[Answers, Answers], Awaitable[str]] | None = None

    def open_step(self, answers: Answers) -> Step | None:
        """The first step that applies and has no answer; None when the summary is due."""
        return next((step for step in self.steps if step.name not in answers and step.when(answers)), None)

    def answered(self, answers: Answers) -> tuple[Step, ...]:
        """The steps that apply and have an answer, in reading order."""
        return tuple(step for step in self.steps if step.name in answers and step.when(answers))

    def drawn(self, text: str, answers: Answers) -> Answers:
        """What `gather` draws from a sentence beside the answers so far; nothing without it, and nothing from behind a shut gate."""
        found = self.gather(text) if self.gather else {}
        shut = (at for at, step in enumerate(self.steps) if step.gate and step.name not in answers and step.when(answers))
        behind = {step.name for step in self.steps[next(shut, len(self.steps)) :]}
        return {name: value for name, value in found.items() if name not in behind}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a flow. `flow` is "" for nobody's.

    `offered` are the choices of the last reply, kept only where there are no buttons and a typed number must stand for one.
    """

    flow: str = ""
    ticket: str = ""
    answers: Answers = field(default_factory=dict)
    offered: tuple[Choice, ...] = ()

    def answered(self, step: str, value: str) -> "Place":
        """The place with one more answer."""
        return replace(self, answers={**self.answers, step: value})

    def taken(self, step: Step, value: str) -> "Place":
        """The place with what was picked or typed for a step: its answer, or what there is of it so far."""
        answer, whole = step.pick(self.answers.get(step.draft, ""), value)
        return self.without(step.name).answered(step.name if whole else step.draft, answer)

    def without(self, step: str) -> "Place":
        """The place with an answer taken back."""
        return replace(self, answers={name: value for name, value in self.answers.items() if name not in (step, f"{step}.draft")})


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Open:
    """What a handler returns to begin a flow, with the answers that are known already and a note above the first question."""

    flow: str
    answers: Answers = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message comes to: a reply, or a unit of work that ends in one, and where the person stands afterwards."""

    outcome: Reply | Effect
    place: Place = NOWHERE

    def run(self, work: Any) -> Reply:
        """Do what there is to do, inside a unit of work."""
        return self.outcome if isinstance(self.outcome, Reply) else self.outcome(work)
