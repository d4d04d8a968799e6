"""From the inbox to the outbox: one message of a chat at a time, several chats at the same time, each in one unit of work."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from traceback import format_exception_only

from bot.bell import Bell
from bot.crew import Crew
from bot.platforms.base import Platform
from bot.tracing import Span, no_span
from chat.flow import Place, Turn
from chat.message import Message
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
        self._crew = Crew(chats, self._bell.ring)
        self._last = ("", "")
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
            holding.cancel()

    async def _run(self) -> None:
        while True:
            try:
                found = await self.begin()
            except StoreProblem as problem:
                log.error("the inbox cannot be read: %s", problem)
                found = 0
            if not found:
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
        on, after = tuple(self._platforms), self._last
        rows = await self._database.do(lambda work: work.inbox.claim(free, _LEASE, self._token, platforms=on, after=after))
        for row in rows:
            self._crew.begin(self._deal(row))
            self._last = (row.incoming.platform, row.incoming.chat)
        return len(rows)

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

    async def _deal(self, row: Received) -> None:
        self._at_hand.add(row.id)
        try:
            with self._span("message", platform=row.incoming.platform):
                await self._handle(row)
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

    async def _handle(self, row: Received) -> None:
        message = message_from_json(row.incoming.body)
        place = await self._database.read(lambda work: work.places.load(message.sender))
        task = Task(row, message, place)
        try:
            async with asyncio.timeout(_DEADLINE), self._typing(message):
                with self._span("route"):
                    turn = await self._router.route(message, place)
            await self._database.do(partial(self._settle, task, turn))
        except NotAllowed as refusal:
            await self._database.do(partial(self._settle, task, Turn(say(str(refusal)), place)))

    def _settle(self, task: Task, turn: Turn, work: Work) -> None:
        """The unit of work: the effect, the place, the reply, and the end of the inbox row."""
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

    @asynccontextmanager
    async def _typing(self, message: Message) -> AsyncIterator[None]:
        """Show that an answer is under way, once it takes long enough to be noticed."""
        task = asyncio.create_task(self._show_typing(message))
        try:
            yield
        finally:
            task.cancel()

    async def _show_typing(self, message: Message) -> None:
        platform = self._platforms[message.sender.platform]
        await asyncio.sleep(self._patience)
        while True:
            await platform.typing(message.sender)
            await asyncio.sleep(4.5)


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


def _readable(row: Received) -> Message | None:
    try:
        return message_from_json(row.incoming.body)
    except (ValueError, KeyError, TypeError):
        return None


def _release(platform: str, work: Work) -> None:
    work.inbox.release(platform=platform)
