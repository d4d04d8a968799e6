"""The queue of updates of a bot: confirmed by offset, at most one long poll, nothing kept beyond its time."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from tests.telegram_server.clock import Clock
from tests.telegram_server.errors import OTHER_POLLER, ApiError, conflict
from tests.telegram_server.text import Json

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DAY = 86_400.0
LIFETIMES = {"callback_query": 150.0, "inline_query": 30.0}


FUTURE = 10


@dataclass(slots=True, eq=False)
class Update:
    """One update; `lane` is what webhooks keep in order, `owed` one that has to be shown whatever the offset is."""

    number: int
    kind: str
    body: Json
    lane: str
    expires: float
    owed: bool = False

    def json(self) -> Json:
        """The update as a bot receives it."""
        return {"update_id": self.number, **self.body}


@dataclass
class UpdateQueue:
    """Updates that the bot has not confirmed yet, numbered one by one from a random beginning."""

    clock: Clock
    next_number: int
    allowed: Collection[str] = ()
    pending: list[Update] = field(default_factory=list)
    pushed: Callable[[], None] = lambda: None
    _poll: asyncio.Future[None] | None = None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for that kind of update."""
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def push(self, kind: str, value: object, lane: str) -> None:
        """Add an update, unless the bot did not ask for its kind."""
        if self.wants(kind):
            self.push_raw(kind, {kind: value}, lane)

    def push_raw(self, kind: str, body: Json, lane: str) -> None:
        """Add an update as it is; one with a number of its own (a doubled one, say) is shown at least once."""
        own = body.get("update_id")
        number = own if isinstance(own, int) else self.next_number
        self.next_number += own is None
        expires = self.clock.now() + LIFETIMES.get(kind, DAY)
        self.pending.append(Update(number, kind, body, lane, expires, owed=own is not None))
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        self.pushed()

    def fresh(self) -> list[Update]:
        """What is still to be delivered."""
        now = self.clock.now()
        self.pending = [update for update in self.pending if update.expires > now]
        return self.pending

    def confirm(self, offset: int) -> None:
        """Forget what lies below the offset; a negative one is counted from the end, one from the far future means nothing."""
        pending = self.fresh()
        if offset < 0:
            self.pending = pending[offset:]
        elif offset <= self.next_number + FUTURE:
            self.pending = [update for update in pending if update.owed or update.number >= offset]

    def show(self, limit: int) -> list[Json]:
        """The first updates as a bot receives them."""
        shown = self.fresh()[:limit]
        for update in shown:
            update.owed = False
        return [update.json() for update in shown]

    def drop(self, update: Update) -> None:
        """Forget one update."""
        self.pending = [other for other in self.pending if other is not update]

    def abort(self, error: ApiError | None = None) -> None:
        """End the long poll that is under way, with an error or with what there is."""
        if self._poll and not self._poll.done():
            if error:
                self._poll.set_exception(error)
            else:
                self._poll.set_result(None)
        self._poll = None

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Updates from the offset on, waiting for the first one. A newer poll ends this one with a conflict."""
        self.confirm(offset)
        if seconds and not self.pending:
            self.abort(conflict(OTHER_POLLER))
            self._poll = poll = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(seconds):
                    await poll
            except TimeoutError:
                pass
            finally:
                self._poll = None if self._poll is poll else self._poll
        return self.show(limit)
