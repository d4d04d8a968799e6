"""The way in: what a platform received is committed to the inbox, then the workers are woken."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.platforms.base import Unreadable
from chat.message import Message
from chat.wire import message_to_json
from domain.errors import StoreProblem
from domain.masking import without_identity
from domain.text import clean
from storage.database import Database
from storage.inbox import Incoming
from storage.work import Work


class Closed(StoreProblem):
    """Nothing is taken in any more."""


class InboxIntake:
    """The `Intake` of one platform."""

    def __init__(self, database: Database, platform: str, wake: Callable[[], None]) -> None:
        self._database = database
        self._platform = platform
        self._wake = wake
        self._open = True

    def close(self) -> None:
        """Take nothing more in; what a platform still brings stays unacknowledged."""
        self._open = False

    async def __call__(
        self, account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        """Commit a batch and its cursor, then wake the workers. Raises `StoreProblem` when nothing was kept."""
        if not self._open:
            raise Closed("校企通正在停止，请稍后再发")
        rows = [self._row(account, message) for message in messages]
        rows += [Incoming(self._platform, account, one.key, "", "", one.raw, error=one.error) for one in unreadable]

        def keep(work: Work) -> None:
            work.inbox.take(rows)
            if cursor is not None:
                work.inbox.set_cursor(self._platform, account, cursor)

        await self._database.do(keep)
        self._wake()

    def _row(self, account: str, message: Message) -> Incoming:
        sender = message.sender
        message = replace(message, text=without_identity(clean(message.text)))
        return Incoming(self._platform, account, message.key, sender.chat, sender.person, message_to_json(message))
