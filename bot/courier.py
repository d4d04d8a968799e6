"""Sends what the outbox owes on one platform, at the platform's pace, and settles it with the platform's own message ids."""

import logging
import secrets
from collections.abc import Callable
from functools import partial

from bot.bell import Bell
from bot.crew import Crew
from bot.pace import Pace
from bot.platforms.base import Delivery, Platform
from chat.message import Address
from chat.wire import reply_from_json
from domain.clock import Clock
from domain.errors import Refused, StoreProblem, TryLater, Unreachable
from storage.database import Database
from storage.outbox import Claimed
from storage.work import Work

log = logging.getLogger(__name__)

Unit = Callable[[Work], object]

_LEASE = 60.0
_LONGEST_WAIT = 60.0
_ATTEMPTS = 5
"""How often a delivery may fail for reasons that nobody foresaw; what a platform asks to have later is tried for ever."""


class Courier:
    """One platform's courier. Replies go before alerts, alerts before broadcasts, and to one chat never two at once."""

    def __init__(self, database: Database, platform: Platform, clock: Clock, pace: Pace | None = None, *, hands: int = 32) -> None:
        abilities = platform.abilities
        self._database = database
        self._platform = platform
        self._clock = clock
        self._pace = pace or Pace(clock, abilities.roof, abilities.gap)
        self._bell = Bell()
        self._crew = Crew(hands, self._bell.ring)

    def wake(self) -> None:
        """Something is owed."""
        self._bell.ring()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            try:
                found = 0 if self._pace.paused else await self.begin()
            except StoreProblem as problem:
                log.error("the outbox cannot be read: %s", problem)
                found = 0
            if not found:
                await self._bell.wait()

    async def take_over(self) -> None:
        """Free what a process that was killed had on its way; it goes out once more."""
        await self._database.do(lambda work: work.outbox.release(platform=self._platform.name))

    async def begin(self) -> int:
        """Claim what may be sent now, begin it, and give back how many."""
        free = self._crew.free
        if not free:
            return 0
        # A token for each claim: a delivery that outlived its lease cannot settle what was claimed anew.
        token = secrets.token_hex(8)
        rows = await self._database.do(lambda work: work.outbox.claim(free, _LEASE, token, platform=self._platform.name))
        for row in rows:
            self._crew.begin(self._deliver(row, token))
        return len(rows)

    async def stop(self, seconds: float) -> None:
        """Let what is on its way arrive, and give back what is not."""
        await self._crew.rest(seconds)
        await self.take_over()

    async def drained(self) -> None:
        """Until nothing is owed any more; `run` does the sending meanwhile."""
        while await self.owes():
            await self._bell.wait()

    async def owes(self) -> bool:
        """Whether anything is still owed on this platform."""
        waiting = await self._database.read(lambda work: work.outbox.waiting(self._platform.name))
        return any(waiting.values())

    async def _deliver(self, row: Claimed, token: str) -> None:
        settle = await self._sent(row, token)
        try:
            await self._database.do(settle)
        except StoreProblem as problem:
            # It was sent and cannot be settled: it goes out once more when its lease has run out.
            log.error("outbox row %s was not settled: %s", row.id, problem)

    async def _sent(self, row: Claimed, token: str) -> Unit:
        """Try to send it, and give back the unit of work that keeps what came of it."""
        try:
            if not await self._may_go(row):
                return lambda work: work.outbox.later(row.id, token, 0, "要等的时间比租期长", count=False)
            ids = await self._platform.send(_delivery(row))
        except TryLater as problem:
            return self._put_off(row, token, problem)
        except Unreachable as problem:
            log.info("outbox row %s: %s", row.id, problem)
            return partial(_lose, row, token, str(problem))
        except Refused as problem:
            log.error("outbox row %s was refused: %s", row.id, problem)
            return partial(_give_up, row, token, str(problem))
        except Exception as error:
            log.exception("outbox row %s failed", row.id)
            return _failed(row, token, f"{type(error).__name__}: {error}")
        return lambda work: work.outbox.settle(row.id, token, ids)

    async def _may_go(self, row: Claimed) -> bool:
        """Wait for its moment; False when that took so long that the lease may be over before it is sent."""
        start = self._clock.monotonic()
        await self._pace.turn(row.owed.chat)
        return self._clock.monotonic() - start < _LEASE / 2

    def _put_off(self, row: Claimed, token: str, problem: TryLater) -> Unit:
        if problem.everything:
            self._pace.pause(problem.seconds)
        seconds = problem.seconds if problem.everything else min(problem.seconds * 2.0**row.attempts, max(problem.seconds, _LONGEST_WAIT))
        words = f"{problem}（可能已送达）" if problem.ambiguous else str(problem)
        return lambda work: work.outbox.later(row.id, token, seconds, words, count=not problem.everything)


def _failed(row: Claimed, token: str, words: str) -> Unit:
    if row.attempts + 1 >= _ATTEMPTS:
        return partial(_give_up, row, token, words)
    return lambda work: work.outbox.later(row.id, token, 2.0**row.attempts, words, count=True)


def _delivery(row: Claimed) -> Delivery:
    owed = row.owed
    to = Address(owed.platform, owed.chat, owed.person)
    return Delivery(row.id, owed.key, to, reply_from_json(owed.body), owed.origin, owed.press)


def _give_up(row: Claimed, token: str, words: str, work: Work) -> None:
    work.outbox.give_up(row.id, token, words)


def _lose(row: Claimed, token: str, words: str, work: Work) -> None:
    """Nobody is there any more: owe the chat nothing else, and count its owner out of announcements until they are back."""
    if not work.outbox.lose(row.id, token, words):
        return
    owed = row.owed
    work.outbox.cancel_for(owed.platform, owed.chat)
    person = work.people.find(Address(owed.platform, owed.chat, owed.person))
    if person and any(one.platform == owed.platform and one.chat == owed.chat for one in work.people.addresses_of(person.id)):
        work.people.opt_out(person.id)
