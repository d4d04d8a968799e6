"""From the inbox to the outbox: one message of a chat at a time, several chats at the same time, each in one unit of work.

The unit that ends a message takes up the next one, so that where much waits nobody has to look for it first.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from traceback import format_exception_only

from bot.bell import Bell
from bot.crew import Crew
from bot.platforms.base import Platform
from bot.tracing import Span, no_span
from bot.typist import typing
from chat.flow import Place, Turn
from chat.message import Address, Message
from chat.plain import numbered
from chat.reply import Reply, say
from chat.router import Router
from chat.wire import message_from_json, message_to_json, reply_to_json
from domain.errors import NotAllowed, StoreProblem
from domain.text import storable
from storage.database import Database
from storage.inbox import Received
from storage.outbox import Owed
from storage.work import Work

log = logging.getLogger(__name__)

FAILED = "抱歉，刚才这条消息没有处理成功，已经记下来给维护人员看。请换个说法再发一次，或稍后再试。"

_LEASE = 30.0
"""Seconds for which a message is nobody else's; renewed while it is worked on, so that it is soon free where a process was killed."""
_DEADLINE = 90.0
"""Seconds that one message may take."""


class Overtaken(Exception):
    """The row was dealt with by somebody else; this unit must not be kept."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row of the inbox that is ours, and where its sender stands; None where that could not be read."""

    row: Received
    place: Place | None


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the inbox, read: the message and where its sender stood."""

    row: Received
    message: Message
    place: Place

    @property
    def key(self) -> str:
        """The key of what is said in reply."""
        incoming = self.row.incoming
        return f"{incoming.platform}:{incoming.account}:{incoming.key}"


class Workers:
    """Takes what is ready in the inbox, routes it, and keeps effect, place and reply together. `owed` is told where a reply waits."""

    def __init__(
        self,
        database: Database,
        router: Router,
        platforms: Mapping[str, Platform],
        owed: Callable[[str], None],
        *,
        chats: int = 8,
        patience: float = 0.5,
        span: Span = no_span,
    ) -> None:
        self._database = database
        self._router = router
        self._platforms = platforms
        self._owed = owed
        self._patience = patience
        self._span = span
        self._token = secrets.token_hex(8)
        self._bell = Bell(shared=database.shared)
        self._crew = Crew(chats, self._ended)
        self._last = ("", "")
        self._ending = False
        self._at_hand: set[int] = set()

    def wake(self) -> None:
        """Something came in."""
        self._bell.ring()

    async def run(self) -> None:
        """Work until cancelled."""
        holding = asyncio.create_task(self._hold())
        try:
            await self._run()
        finally:
            self._ending = True
            holding.cancel()

    async def _run(self) -> None:
        while True:
            room = self._crew.free
            try:
                found = await self.begin()
            except StoreProblem as problem:
                log.error("the inbox cannot be read: %s", problem)
                found = 0
            # Less than there was room for is all that is ready: whatever makes more of it rings.
            if not found or found < room:
                await self._bell.wait()

    async def take_over(self) -> None:
        """Free what a process that was killed had begun. Where others are at work too it may be theirs: a lease runs out by itself."""
        if self._database.shared:
            return
        for name in self._platforms:
            await self._database.do(partial(_release, name))

    async def begin(self) -> int:
        """Claim what is ready, begin it, and give back how many."""
        free = self._crew.free
        if not free:
            return 0
        found = await self._database.do(partial(self._claim, free, self._last))
        for one in found:
            self._crew.begin(self._deal(one))
            self._last = _chat_of(one)
        return len(found)

    async def stop(self, seconds: float) -> None:
        """Let what was begun end, and give back what did not."""
        await self._crew.rest(seconds)
        await self._database.do(lambda work: work.inbox.release(self._token))

    async def hold(self) -> None:
        """Hold what is worked on for another while."""
        rows = tuple(self._at_hand)
        if rows:
            await self._database.do(lambda work: work.inbox.renew(rows, _LEASE, self._token))

    async def _hold(self) -> None:
        while True:
            await asyncio.sleep(_LEASE / 3)
            try:
                await self.hold()
            except StoreProblem as problem:
                log.error("leases were not renewed: %s", problem)

    def _claim(self, most: int, after: tuple[str, str], work: Work) -> list[Claimed]:
        rows = work.inbox.claim(most, _LEASE, self._token, platforms=tuple(self._platforms), after=after)
        return [Claimed(row, _place(work, row)) for row in rows]

    def _ended(self) -> None:
        """A hand is free. It found nothing to go on with; but while all were busy nobody looked."""
        if self._crew.free == 1:
            self._bell.ring()

    async def _deal(self, one: Claimed) -> None:
        """Deal with a message, and with what is taken up at its end."""
        following: Claimed | None = one
        while following:
            self._last = _chat_of(following)
            following = await self._dealt(following.row, following.place)

    async def _dealt(self, row: Received, place: Place | None) -> Claimed | None:
        """Deal with one message; what was taken up at its end."""
        self._at_hand.add(row.id)
        try:
            with self._span("message", platform=row.incoming.platform):
                return await self._handle(row, place)
        except Overtaken:
            log.warning("inbox row %s was dealt with elsewhere", row.id)
        except StoreProblem as problem:
            # Not the message's fault: it is tried again when its lease has run out.
            log.error("inbox row %s waits: %s", row.id, problem)
        except Exception as error:
            log.exception("inbox row %s failed", row.id)
            await self._fail(row, error)
        finally:
            self._at_hand.discard(row.id)
            self._owed(row.incoming.platform)
        # It may have made way for the next one, which was not taken up.
        self._bell.ring()
        return None

    async def _handle(self, row: Received, place: Place | None) -> Claimed | None:
        message = message_from_json(row.incoming.body)
        if place is None:
            place = await self._database.read(lambda work: work.places.load(message.sender))
        task = Task(row, message, place)
        try:
            async with asyncio.timeout(_DEADLINE), typing(self._platforms[message.sender.platform], message.sender, self._patience):
                with self._span("route"):
                    turn = await self._router.route(message, place)
            return await self._database.do(partial(self._settle, task, turn, self._last))
        except NotAllowed as refusal:
            return await self._database.do(partial(self._settle, task, Turn(say(str(refusal)), place), self._last))

    def _settle(self, task: Task, turn: Turn, after: tuple[str, str], work: Work) -> Claimed | None:
        """The unit of work: the effect, the place, the reply, the end of the inbox row; and the next one that is ready."""
        if not work.inbox.done(task.row.id, self._token):
            raise Overtaken
        _forget_file(work, task)
        reply, place = turn.run(work), turn.place
        if not self._platforms[task.message.sender.platform].abilities.buttons:
            reply, offered = numbered(reply)
            place = replace(place, offered=offered)
        if place != task.place:
            work.places.save(task.message.sender, place)
        _owe(work, task.key, task.message, reply)
        return None if self._ending else next(iter(self._claim(1, after, work)), None)

    async def _fail(self, row: Received, error: Exception) -> None:
        # Not str(error): it may hold what no database takes, or fail itself.
        words = storable(format_exception_only(error)[-1].strip())

        def fail(work: Work) -> None:
            died = work.inbox.failed(row.id, words, wait=2.0**row.attempts)
            if died and (message := _readable(row)):
                incoming = row.incoming
                _owe(work, f"{incoming.platform}:{incoming.account}:{incoming.key}:failed", message, say(FAILED))

        try:
            await self._database.do(fail)
        except StoreProblem as problem:
            log.error("the failure of inbox row %s was not kept: %s", row.id, problem)
        except Exception:
            # Like any other, it is tried again when its lease has run out.
            log.exception("the failure of inbox row %s was not kept", row.id)


def _forget_file(work: Work, task: Task) -> None:
    """A file is not kept once it was read: it may say more about people than anybody asked for. Its name stays, for the conversation."""
    file = task.message.file
    if file and file.data:
        work.inbox.reword(task.row.id, message_to_json(replace(task.message, file=replace(file, data=b""))))


def _owe(work: Work, key: str, message: Message, reply: Reply) -> None:
    speaks = reply.blocks or reply.toast or reply.file or reply.picture or reply.choices
    # A press is answered even where there is nothing to say, or its button would turn for ever.
    if speaks or message.press:
        sender = message.sender
        body, origin = reply_to_json(reply), reply.over or message.origin
        work.outbox.put(Owed(key, sender.platform, sender.chat, sender.person, body, origin=origin, press=message.press, about=reply.about))


def _chat_of(one: Claimed) -> tuple[str, str]:
    return one.row.incoming.platform, one.row.incoming.chat


def _place(work: Work, row: Received) -> Place | None:
    incoming = row.incoming
    try:
        return work.places.load(Address(incoming.platform, incoming.chat, incoming.person))
    except ValueError:
        # That one message fails, and no other that is claimed with it.
        return None


def _readable(row: Received) -> Message | None:
    try:
        return message_from_json(row.incoming.body)
    except (ValueError, KeyError, TypeError):
        return None


def _release(platform: str, work: Work) -> None:
    work.inbox.release(platform=platform)
