"""What could not be dealt with, or not be said, and waits for a person to decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from storage.repository import Rows


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A row that nobody works on any more. `at` is when it was laid aside (aware, UTC), `attempts` how often it failed before.

    `kind` and `id` name it: the inbox and the outbox count each for itself. An update that could not be read has no `chat`.
    """

    id: int
    kind: Literal["inbox", "outbox"]
    platform: str
    chat: str
    at: datetime
    error: str
    attempts: int


def letters(connection: Connection, kind: Literal["inbox", "outbox"], statement: Rows, limit: int) -> list[DeadLetter]:
    """The dead letters that a statement finds: id, platform, chat, at, error, attempts."""
    rows = connection.execute(statement, {"most": limit})
    return [DeadLetter(id_, kind, platform, chat, at, error, attempts) for id_, platform, chat, at, error, attempts in rows]
