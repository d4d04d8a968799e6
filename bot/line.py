"""What stands in line for its moment, and the claims that fill the line."""

from collections.abc import Mapping, Sequence
from functools import partial

from storage.database import Database
from storage.outbox import Claimed, Lane
from storage.work import Work

LEASE = 60.0
"""Seconds for which a claimed row is nobody else's."""

_MANY = (Lane.ALERT, Lane.BROADCAST)


class Line:
    """Rows for many that wait for their moment, at most `most`, and how far the claims on a platform have come.

    A reply to one of their chats has to wait until that row is out.
    """

    def __init__(self, database: Database, platform: str, most: int) -> None:
        self._database = database
        self._platform = platform
        self._most = most
        self._rows: set[int] = set()
        self._after: Mapping[Lane, str] = {}
        self.left = False
        """Whether replies are owed that could not be claimed yet: something is on its way to their chats."""

    def __len__(self) -> int:
        return len(self._rows)

    def room(self, hands: int) -> int:
        """How many for many may be claimed with so many hands: a portion, or none, since one costs as much as a portion."""
        many = min(hands, self._most - len(self._rows))
        return many if 2 * many >= self._most else 0

    async def claim(self, token: str, replies: int, many: int) -> list[Claimed]:
        """At most so many replies, and so many for many, which then stand in line."""
        told, spread, self.left = await self._database.do(partial(self._claim, token, replies, many))
        self._after = _last(told, replies) | _last(spread, many)
        self._rows.update(row.id for row in spread)
        return told + spread

    def leave(self, row: Claimed) -> bool:
        """It stands in line no longer. False where it did not."""
        if row.id not in self._rows:
            return False
        self._rows.discard(row.id)
        return True

    def _claim(self, token: str, replies: int, many: int, work: Work) -> tuple[list[Claimed], list[Claimed], bool]:
        on = self._platform
        told = work.outbox.claim(replies, LEASE, token, lanes=(Lane.REPLY,), platform=on, after=self._after)
        spread = work.outbox.claim(many, LEASE, token, lanes=_MANY, platform=on, after=self._after)
        return told, spread, work.outbox.left(Lane.REPLY, on)


def _last(rows: Sequence[Claimed], room: int) -> dict[Lane, str]:
    """Behind which chat of each lane to look next: from the start again where all was claimed that may go."""
    return {row.owed.lane: row.owed.chat for row in rows} if len(rows) == room else {}
