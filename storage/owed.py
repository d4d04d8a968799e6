"""One thing that is owed: as a value, and as a row of the outbox."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import or_

from storage.moments import come
from storage.tables import outbox


class Lane(IntEnum):
    """How urgent a row is; the smaller goes first."""

    REPLY = 0
    ALERT = 1
    BROADCAST = 2


class State(StrEnum):
    """Where a row is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Owed:
    """One reply owed to one person. `key` is unique to what is said; `body` is a reply in wire form (JSON).

    `origin` is the platform's id of the message whose button was pressed, `press` its id of the press; "" when nothing was pressed.
    `about` is the person (id) whose contact stands in it, 0 for nobody's: it is forgotten when they are.
    What goes to many has a `subject` ("announcement:12") instead of a body: it is drawn when it is sent. In a channel it is owed to no
    person.
    """

    key: str
    platform: str
    chat: str
    person: str
    body: str
    lane: Lane = Lane.REPLY
    origin: str = ""
    press: str = ""
    subject: str = ""
    about: int = 0

    @property
    def public(self) -> bool:
        """Whether everybody can see it: a post in a channel."""
        return not self.person

    @property
    def once(self) -> bool:
        """Whether it must not be said again: everybody would see it twice. To change a post again does no harm."""
        return self.public and not self.origin


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row of the outbox; `attempts` counts the failures so far. `id` grows with time.

    `sent` are the platform's ids of those messages of it that went out before a try was cut short.
    """

    id: int
    owed: Owed
    attempts: int
    sent: tuple[str, ...] = ()


ROW = (
    outbox.c.id,
    outbox.c.key,
    outbox.c.platform,
    outbox.c.chat,
    outbox.c.person,
    outbox.c.body,
    outbox.c.lane,
    outbox.c.origin,
    outbox.c.press,
    outbox.c.subject,
    outbox.c.attempts,
    outbox.c.message_ids,
)
FREE = or_(outbox.c.lease_until.is_(None), come(outbox.c.lease_until))
"""Whether nobody holds a row."""


def claimed(row: Sequence[Any]) -> Claimed:
    """A row of these columns as a value."""
    id_, key, on, chat, person, body, lane, origin, press, subject, attempts, sent = row
    owed = Owed(key, on, chat, person, body or "", Lane(lane), origin, press, subject)
    return Claimed(id_, owed, attempts, tuple(json.loads(sent)))
