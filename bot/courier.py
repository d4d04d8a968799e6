"""Sends what the outbox owes on one platform, at the platform's pace, and settles it with the platform's own message ids."""

import logging
import random
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from bot import aftermath
from bot.bell import Bell
from bot.crew import Crew
from bot.duty import on_duty
from bot.line import LEASE, Line
from bot.pace import Pace
from bot.platforms.base import Delivery, Platform
from bot.together import Together
from chat.message import Address
from chat.reply import Reply
from chat.wire import reply_from_json, reply_to_json
from domain.clock import Clock
from domain.errors import Moved, Refused, Revoked, StoreProblem, TooFast, TryLater, Unreachable
from storage.database import Database
from storage.outbox import Claimed, Lane, Owed
from storage.work import Work

log = logging.getLogger(__name__)

Unit = Callable[[Work], object]

Draw = Callable[[Work, Owed], Reply | None]
"""Words for a row that has but a subject, at the moment when it is sent; None where nobody wants it any more."""

_LONGEST_WAIT = 60.0
_ATTEMPTS = 5
"""How often a delivery may fail for reasons that nobody foresaw; what a platform asks to have later is tried for ever."""
_AHEAD = 0.6
"""Seconds for which a row for many stands in line for its moment."""
_TOGETHER = 0.05
"""Seconds in which what has a subject is settled: with the next one of the line, which goes after 45 ms at Telegram's pace."""

Seen = Callable[[str, Lane], AbstractContextManager[None]]
"""Stands around each sending on a platform in a lane: for counting and tracing."""


class Courier:
    """One platform's courier. Replies go before alerts, alerts before broadcasts, and to one chat never two at once.

    `hands` is how many replies may be under way, and how many of what goes to many; `draws` find words for what has but a subject.
    """

    def __init__(
        self,
        database: Database,
        platform: Platform,
        clock: Clock,
        pace: Pace | None = None,
        *,
        hands: int = 32,
        draws: Mapping[str, Draw] | None = None,
        jitter: Callable[[], float] = random.random,
        seen: Seen = lambda *_: nullcontext(),
    ) -> None:
        can = platform.abilities
        self._database = database
        self._platform = platform
        self._duty = f"courier:{platform.name}"
        self._pace = pace or Pace(clock, roof=can.roof, bulk=can.bulk, gap=can.gap, per_minute=can.per_minute)
        self._draws = draws or {}
        self._jitter = jitter
        self._seen = seen
        self._bell = Bell(shared=database.shared)
        self._replies, self._many = Crew(hands, self._bell.ring), Crew(hands, self._ended)
        self._together = Together(_TOGETHER, lambda: self._many.busy)
        longest = max(1, int(self._pace.bulk * _AHEAD)) if self._pace.bulk else hands
        self._line = Line(database, platform.name, min(hands, longest))
        self._same: tuple[Reply, str] | None = None
        self.trouble = ""
        """Why nothing can be sent until an operator does something; "" while all is well."""

    def wake(self) -> None:
        """Something is owed."""
        self._bell.ring()

    async def run(self) -> None:
        """Send until cancelled, in the one process that keeps the platform's pace."""
        await on_duty(self._database, self._duty, self._run)

    async def _run(self) -> None:
        fresh = True
        while True:
            try:
                if fresh:
                    await self.take_over()
                    fresh = False
                room = sum(self._room)
                found = await self.begin()
            except StoreProblem as problem:
                log.error("the outbox cannot be read: %s", problem)
                found = 0
            # Less than there was room for is all that may go now: whatever makes more of it rings.
            if not found or found < room:
                await self._bell.wait()

    def spare(self, chat: str) -> bool:
        """Whether a draft may be shown now in a chat that several share; it then has had its moment."""
        return self._pace.spare(chat)

    async def take_over(self) -> None:
        """Free what a process that was killed had on its way; it goes out once more. Only where the duty is ours, or free."""
        if await self._database.hold(self._duty):
            await self._database.do(lambda work: work.outbox.release(platform=self._platform.name))

    async def begin(self) -> int:
        """Claim what may be sent now, begin it, and give back how many."""
        replies, many = self._room
        if self._pace.paused or not (replies or many):
            return 0
        # A token for each claim: a delivery that outlived its lease cannot settle what was claimed anew.
        token = secrets.token_hex(8)
        rows = await self._line.claim(token, replies, many)
        for row in rows:
            crew = self._replies if row.owed.lane is Lane.REPLY else self._many
            crew.begin(self._deliver(row, token))
        return len(rows)

    async def stop(self, seconds: float) -> None:
        """Let what is on its way arrive, and give back what is not."""
        await self._replies.rest(seconds)
        await self._many.rest(seconds)
        await self.take_over()

    async def drained(self) -> None:
        """Until nothing is owed any more; `run` does the sending meanwhile."""
        while await self.owes():
            await self._bell.wait()

    async def owes(self) -> bool:
        """Whether anything is still owed on this platform."""
        waiting = await self._database.read(lambda work: work.outbox.waiting(self._platform.name))
        return any(waiting.values())

    @property
    def _room(self) -> tuple[int, int]:
        """How many replies, and how many of what goes to many, may be begun."""
        return max(0, self._replies.free), self._line.room(self._many.free)

    def _moved_up(self) -> None:
        """One of those for many is out of the way: look again where that makes room for a portion, or may let a reply go."""
        if self._line.left or self._room[1]:
            self._bell.ring()

    def _ended(self) -> None:
        self._together.look()
        self._moved_up()

    async def _deliver(self, row: Claimed, token: str) -> None:
        try:
            unit = await self._sent(row, token)
            if row.owed.subject:
                await self._together.wait()
            await self._database.do(unit)
        except StoreProblem as problem:
            # It was sent and cannot be settled: it goes out once more when its lease has run out.
            log.error("outbox row %s was not settled: %s", row.id, problem)
        finally:
            self._line.leave(row)

    async def _sent(self, row: Claimed, token: str) -> Unit:
        """Try to send it, and give back the unit of work that keeps what came of it."""
        try:
            return await self._said(row, token)
        except Moved as moved:
            log.info("outbox row %s: %s", row.id, moved)
            return partial(aftermath.moved, row, token, moved.chat)
        except TryLater as problem:
            return self._put_off(row, token, problem)
        except Unreachable as problem:
            log.info("outbox row %s: %s", row.id, problem)
            return partial(aftermath.lost, row, token, str(problem))
        except Refused as problem:
            log.error("outbox row %s was refused: %s", row.id, problem)
            return partial(aftermath.died, row, token, str(problem))
        except StoreProblem as problem:
            log.error("outbox row %s waits: %s", row.id, problem)
            words = str(problem)
            return lambda work: work.outbox.later(row.id, token, 1.0, words, count=False)
        except Exception as error:
            log.exception("outbox row %s failed", row.id)
            return _failed(row, token, f"{type(error).__name__}: {error}")

    async def _said(self, row: Claimed, token: str) -> Unit:
        if row.owed.once and row.owed.body and row.owed.subject:
            # It had its words already, so somebody was about to post it and nobody knows whether it came to that.
            return partial(aftermath.held, row, token, "发送时中断（可能已送达）")
        await self._moment(row)
        reply = await self._words(row, token)
        if reply is None:
            return lambda work: work.outbox.cancel(row.id, token, "已撤回或已退订")
        owed = row.owed
        to = Address(owed.platform, owed.chat, owed.person)
        between = partial(self._between, row, token)
        with self._seen(owed.platform, owed.lane):
            ids = await self._platform.send(Delivery(row.id, owed.key, to, reply, owed.origin, owed.press, row.sent, between))
        self.trouble = ""
        return lambda work: work.outbox.settle(row.id, token, ids)

    async def _moment(self, row: Claimed) -> None:
        """Wait for its moment under the platform's pace."""
        owed = row.owed
        wait = await self._pace.turn(owed.chat, shared=owed.chat != owed.person, bulk=owed.lane is not Lane.REPLY)
        if self._line.leave(row):
            self._together.open()
            self._moved_up()
        if wait:
            raise TooFast("还没轮到", wait)

    async def _between(self, row: Claimed, token: str, ids: tuple[str, ...]) -> None:
        if not await self._database.do(lambda work: work.outbox.keep(row.id, token, ids, LEASE)):
            raise TooFast("租期已过", 0)
        await self._moment(row)

    async def _words(self, row: Claimed, token: str) -> Reply | None:
        if not row.owed.subject:
            return reply_from_json(row.owed.body)
        draw = self._draws[row.owed.subject.partition(":")[0]]

        def drawn(work: Work) -> Reply | None:
            reply = draw(work, row.owed)
            return reply if reply and work.outbox.drawn(row.id, token, self._wired(reply)) else None

        return await self._database.do(drawn)

    def _wired(self, reply: Reply) -> str:
        """Its wire form, written once for all who get the same."""
        last = self._same
        if last is None or last[0] is not reply:
            last = self._same = reply, reply_to_json(reply)
        return last[1]

    def _put_off(self, row: Claimed, token: str, problem: TryLater) -> Unit:
        if isinstance(problem, Revoked) and not self.trouble:
            log.critical("%s", problem)
        if isinstance(problem, Revoked):
            self.trouble = str(problem)
        if problem.everything:
            self._pace.pause(problem.seconds)
        elif isinstance(problem, TooFast):
            self._pace.pause(problem.seconds, row.owed.chat)
        if problem.ambiguous and row.owed.once:
            return partial(aftermath.held, row, token, f"{problem}（可能已送达）")
        words = f"{problem}（可能已送达）" if problem.ambiguous else str(problem)
        asked = problem.everything or isinstance(problem, TooFast)
        seconds = problem.seconds if asked else self._backoff(problem.seconds, row.attempts)
        return lambda work: work.outbox.later(row.id, token, seconds, words, count=not asked)

    def _backoff(self, seconds: float, failures: int) -> float:
        """Ever longer, and never at the same moment as everybody else."""
        return float(min(seconds * 2.0**failures, max(seconds, _LONGEST_WAIT)) * (1 + self._jitter() / 2))


def _failed(row: Claimed, token: str, words: str) -> Unit:
    if row.attempts + 1 >= _ATTEMPTS:
        return partial(aftermath.died, row, token, words)
    return lambda work: work.outbox.later(row.id, token, 2.0**row.attempts, words, count=True)
