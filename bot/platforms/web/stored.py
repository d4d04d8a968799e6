"""The mailbox over the database: letters are rows of the outbox, what was said are rows of the inbox."""

from collections.abc import Mapping, Sequence

from bot.platforms.base import Delivery
from bot.platforms.web.identity import PLATFORM
from bot.platforms.web.mailbox import Letter, Said
from chat.message import Address
from chat.wire import message_from_json, reply_from_json
from storage.conversation import Heard, Told
from storage.database import Database
from storage.work import Work


class StoredMailbox:
    """The letterboxes of all visitors, as the database keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def after(self, chat: str, last: int, limit: int) -> Sequence[Letter]:
        """Up to `limit` letters to that chat with an id above `last`, in order."""
        rows = await self._database.read(lambda work: work.conversation.told_after(PLATFORM, chat, last, limit))
        return [_letter(row, chat) for row in rows]

    async def recent(self, chat: str, limit: int) -> Sequence[Letter | Said]:
        """The last `limit` letters and messages of that chat, oldest first."""

        def read(work: Work) -> tuple[list[Heard], list[Told]]:
            both = work.conversation
            return both.heard_last(PLATFORM, PLATFORM, chat, limit), both.told_last(PLATFORM, chat, limit)

        heard, told = await self._database.read(read)
        entries: list[Letter | Said] = [Said(message_from_json(row.body), row.at) for row in heard]
        entries += [_letter(row, chat) for row in told]
        return sorted(entries, key=lambda entry: entry.at)[-limit:]

    async def letter(self, chat: str, number: int) -> Letter | None:
        """That letter, if it is one to that chat."""
        row = await self._database.read(lambda work: work.conversation.told(PLATFORM, chat, number))
        return _letter(row, chat) if row else None

    async def newest(self) -> int:
        """The number of the last letter to anybody."""
        return await self._database.read(lambda work: work.conversation.newest(PLATFORM))

    async def chats_since(self, number: int) -> Mapping[str, int]:
        """The chats that got a letter above that number, each with its last one's number."""
        return await self._database.read(lambda work: work.conversation.chats_told_after(PLATFORM, number))


def _letter(row: Told, chat: str) -> Letter:
    to = Address(PLATFORM, chat, chat)
    return Letter(Delivery(row.id, row.key, to, reply_from_json(row.body), row.origin, row.press), row.at)
