"""What people with bad intentions, broken keyboards or too much time may type: the lines of inputs.jsonl."""

import json
from dataclasses import dataclass
from pathlib import Path

from domain.text import clean
from rag import words
from rag.answer import Answer, Question, Turn


@dataclass(frozen=True, slots=True)
class Hostile:
    """One input, and what must hold.

    `never` are strings that nothing said may contain, `policy` tells whether a quotation may stand in the answer, `hidden` are (invented)
    personal numbers of which nothing may be stored.
    """

    id: str
    kind: str
    text: str
    history: tuple[str, ...]
    never: tuple[str, ...]
    policy: bool
    hidden: tuple[str, ...]

    @property
    def question(self) -> Question:
        """As it arrives: every border takes out what cannot be stored."""
        return Question(clean(self.text), history=tuple(Turn(clean(turn)) for turn in self.history), may_ask=False)


def said(answer: Answer) -> str:
    """All that is said, without the note that shows how the question was read: those are the asker's own words."""
    return "\n".join(part.text for part in answer.parts if part.text != words.read_as(answer.reading))


def _hostile(line: str) -> Hostile:
    row = json.loads(line)
    lists = {name: tuple(row.get(name, ())) for name in ("history", "never", "hidden")}
    return Hostile(row["id"], row["kind"], row["text"] * row.get("repeat", 1), policy=row["policy"], **lists)


INPUTS = tuple(map(_hostile, (Path(__file__).parent / "inputs.jsonl").read_text("utf-8").splitlines()))
