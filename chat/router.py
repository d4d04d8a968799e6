"""From one message to what it comes to: a command, a button, the open step of a flow, or a question."""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from chat.flow import Effect, Flow, Open, Place, Turn
from chat.message import Message, Sort
from chat.plain import picked
from chat.reply import SILENCE, Reply, say
from chat.walk import CANCEL, STALE, Walk, without_aside

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]
"""Does what a message asks. A command's handler gets the words behind it as `text`, a button's what follows its prefix as `pressed`."""

NOTHING_OPEN = "现在没有正在填写的内容。有政策问题可以直接问我。"


@dataclass(frozen=True, slots=True)
class Routes:
    """Where everything leads.

    `commands` by their names without the slash; a `Flow` there is begun by its command. `buttons` by the prefix of a button's value
    before ":". `flows` that only handlers begin (`Open`). `words` are whole messages that say as much as a command, whatever is open.
    `question` takes all free words, `unknown` commands that nobody has, and `sorts` what is not text. `notice` is put above the reply,
    whatever that is about; it has blocks only, none for most messages.
    """

    commands: Mapping[str, Handler | Flow]
    buttons: Mapping[str, Handler]
    question: Handler
    unknown: Handler
    sorts: Mapping[Sort, Handler]
    flows: tuple[Flow, ...] = ()
    words: Mapping[str, Handler] = field(default_factory=dict)
    notice: Callable[[Message], Reply] = lambda _: SILENCE


class Router:
    """Finds the route of a message, given where its sender stands. It keeps nothing: what is to be kept is in the `Turn`."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        commands = [route for route in routes.commands.values() if isinstance(route, Flow)]
        self._flows = {flow.name: flow for flow in (*commands, *routes.flows)}

    async def route(self, message: Message, place: Place) -> Turn:
        """What the message comes to. Handlers are awaited here, so this is never called inside a transaction."""
        turn = await self._routed(message, place)
        notice = self._routes.notice(message)
        return Turn(_headed(notice, turn), turn.place) if notice.blocks else turn

    async def _routed(self, message: Message, place: Place) -> Turn:
        message = picked(message, place.offered)
        place = replace(place, offered=())
        walk = self._walk(message, place)
        if message.sort is Sort.PRESS:
            return await self._pressed(message, place, walk)
        if message.sort is not Sort.TEXT:
            received = await walk.sent(message) if walk else None
            return received or await self._aside(self._routes.sorts[message.sort], message, place, walk)
        if message.text.startswith("/"):
            return await self._command(message, place, walk)
        if handler := self._routes.words.get(message.text.strip()):
            return await self._aside(handler, message, place, walk)
        # 算了 may be the no to an offer, which whoever offered understands.
        if walk is None and message.text.strip() in CANCEL - {"算了"}:
            return Turn(say(NOTHING_OPEN), place)
        turn = await walk.said(message.text) if walk else None
        if turn:
            return turn
        return await self._aside(self._routes.question, replace(message, text=without_aside(message.text)), place, walk)

    def _walk(self, message: Message, place: Place) -> Walk | None:
        flow = self._flows.get(place.flow)
        return Walk(flow, place, message.sender) if flow else None

    async def _command(self, message: Message, place: Place, walk: Walk | None) -> Turn:
        name, _, rest = message.text[1:].partition(" ")
        spoken = replace(message, text=rest.strip())
        if name == "cancel":
            return await walk.pressed("cancel", "") if walk else Turn(say(NOTHING_OPEN))
        route = self._routes.commands.get(name.lower(), self._routes.unknown)
        if isinstance(route, Flow):
            return await self._begin(spoken, Open(route.name), place, walk)
        return await self._aside(route, spoken, place, walk)

    async def _pressed(self, message: Message, place: Place, walk: Walk | None) -> Turn:
        prefix, _, rest = message.pressed.partition(":")
        if handler := self._routes.buttons.get(prefix):
            return await self._run(handler, replace(message, pressed=rest), place, walk)
        ticket, _, rest = message.pressed.partition(".")
        name, _, value = rest.partition(".")
        if walk is None or ticket != place.ticket:
            return Turn(STALE, place)
        return await walk.pressed(name, value)

    async def _aside(self, handler: Handler, message: Message, place: Place, walk: Walk | None) -> Turn:
        """Do something in between, then take up the flow where it was."""
        outcome = await handler(message)
        if isinstance(outcome, Open):
            return await self._begin(message, outcome, place, walk)
        turn = Turn(outcome, place)
        return Turn(_followed(turn, walk.question("我们接着填：")), place) if walk else turn

    async def _run(self, handler: Handler, message: Message, place: Place, walk: Walk | None) -> Turn:
        outcome = await handler(message)
        if isinstance(outcome, Open):
            return await self._begin(message, outcome, place, walk)
        return Turn(outcome, place)

    async def _begin(self, message: Message, opening: Open, place: Place, walk: Walk | None) -> Turn:
        flow = self._flows[opening.flow]
        held = self._flows[place.flow] if walk else flow
        # What keeps nothing gives way to something new; of what is to be kept nothing is lost unasked.
        if walk and held.confirm:
            return Turn(walk.question(f"{held.title or '上次的内容'}还没填完。先填完，或取消后再来。"), place)
        begun = Place(flow.name, _ticket(message), {**opening.answers, **flow.drawn(message.text, opening.answers)})
        left = "" if held is flow else f"“{held.title}”先放下了。"
        return await Walk(flow, begun, message.sender).begin("\n".join(filter(None, (left, opening.note))))


def _ticket(message: Message) -> str:
    """Short and unguessable enough for a button; the same when a message is read again after a crash."""
    sender = message.sender
    seed = "\x1f".join((sender.platform, sender.chat, sender.person, message.key))
    return base64.b32encode(hashlib.blake2s(seed.encode(), digest_size=5).digest()).decode().lower()


def _followed(turn: Turn, after: Reply) -> Reply | Effect:
    """The turn's reply with another one beneath it."""
    outcome = turn.outcome
    if isinstance(outcome, Reply):
        return _joined(outcome, after)
    return lambda work: _joined(outcome(work), after)


def _headed(notice: Reply, turn: Turn) -> Reply | Effect:
    """The turn's reply with a notice above it."""
    outcome = turn.outcome
    if isinstance(outcome, Reply):
        return _topped(notice, outcome)
    return lambda work: _topped(notice, outcome(work))


def _topped(notice: Reply, reply: Reply) -> Reply:
    return replace(reply, blocks=(*notice.blocks, *reply.blocks))


def _joined(first: Reply, second: Reply) -> Reply:
    return replace(first, blocks=(*first.blocks, *second.blocks), choices=(*first.choices, *second.choices))
