"""The way in: what a platform received is committed to the inbox, then the workers are woken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.flood import Flood, Verdict
from bot.platforms.base import Unreadable
from chat.message import Message
from chat.reply import say
from chat.wire import message_to_json, reply_to_json
from domain.errors import StoreProblem
from domain.masking import without_identity
from domain.text import clean
from storage.database import Database
from storage.inbox import Incoming
from storage.outbox import Owed
from storage.work import Work

LONGEST = 20_000
"""Characters of a message that are kept: five times what any platform of ours takes, and what the longest question may have."""
_RAW = 256 * 1024
"""Characters of an update that could not be read: as many as a webhook takes."""


class Closed(StoreProblem):
    """Nothing is taken in any more."""


class InboxIntake:
    """The `Intake` of one platform. With `flood` whoever says too much at once is slowed down."""

    def __init__(self, database: Database, platform: str, wake: Callable[[], None], flood: Flood | None = None) -> None:
        self._database = database
        self._platform = platform
        self._wake = wake
        self._flood = flood
        self._open = True
        self.taken = 0
        """How many messages were taken in since the start; one that came twice counts once."""

    @property
    def platform(self) -> str:
        """Where they came from."""
        return self._platform

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
        rows += [
            Incoming(self._platform, account, one.key, "", "", without_identity(one.raw[:_RAW]), error=one.error) for one in unreadable
        ]

        def keep(work: Work) -> dict[str, int]:
            if cursor is not None:
                work.inbox.set_cursor(self._platform, account, cursor)
            return work.inbox.take(rows)

        new = await self._database.do(keep)
        self.taken += len(new)
        if self._flood:
            await self._slow_down(account, {new[message.key]: message for message in messages if message.key in new}, self._flood)
        self._wake()

    async def _slow_down(self, account: str, messages: Mapping[int, Message], flood: Flood) -> None:
        """Judge what is new, by its row; what came in again after a broken connection counts once."""
        judged = [(row, message, flood.judge(message)) for row, message in messages.items()]
        surplus = [(row, message, verdict) for row, message, verdict in judged if verdict != Verdict()]

        def keep(work: Work) -> None:
            for row, message, verdict in surplus:
                if verdict.read:
                    work.inbox.put_off(row, verdict.wait)
                else:
                    work.inbox.leave(row)
                if verdict.word:
                    sender, key = message.sender, f"{self._platform}:{account}:{message.key}:slow"
                    work.outbox.put(Owed(key, sender.platform, sender.chat, sender.person, reply_to_json(say(verdict.word))))

        if surplus:
            await self._database.do(keep)

    def _row(self, account: str, message: Message) -> Incoming:
        sender = message.sender
        text, pressed, name = (without_identity(clean(words[:LONGEST])) for words in (message.text, message.pressed, message.name))
        file = replace(message.file, name=without_identity(clean(message.file.name))[:200]) if message.file else None
        message = replace(message, text=text, pressed=pressed, name=name, file=file)
        return Incoming(self._platform, account, message.key, sender.chat, sender.person, message_to_json(message))
