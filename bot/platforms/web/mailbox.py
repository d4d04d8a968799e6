"""What the web chat reads of what was said: replies after a cursor, and the recent conversation for a page that is opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.platforms.base import Delivery
from chat.message import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """A reply as it stands in the outbox, and when it was put there (aware, UTC)."""

    delivery: Delivery
    at: datetime

    @property
    def id(self) -> int:
        """The outbox row's id, which is the event's id on the stream."""
        return self.delivery.id


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the visitor sent, and when it came in (aware, UTC)."""

    message: Message
    at: datetime


class Mailbox(Protocol):
    """The letterboxes of all visitors. Every question names the chat, so that nobody reads another's."""

    async def after(self, chat: str, last: int, limit: int) -> Sequence[Letter]:
        """Up to `limit` letters to that chat with an id above `last`, in order, whether settled or not."""
        ...

    async def recent(self, chat: str, limit: int) -> Sequence[Letter | Said]:
        """The last `limit` letters and messages of that chat, oldest first."""
        ...

    async def letter(self, chat: str, number: int) -> Letter | None:
        """That letter, if it is one to that chat."""
        ...
