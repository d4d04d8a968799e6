"""What may come through every other door than a question: forged buttons, words typed into forms, files, commands. Lines of doors.jsonl."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Knock:
    """One of them. `way` is press, form, file (its name) or command."""

    id: str
    way: str
    text: str


def _knock(line: str) -> Knock:
    row = json.loads(line)
    return Knock(row["id"], row["way"], row["text"] * row.get("repeat", 1))


KNOCKS = tuple(map(_knock, (Path(__file__).parent / "doors.jsonl").read_text("utf-8").splitlines()))
