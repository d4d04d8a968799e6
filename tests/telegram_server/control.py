"""The control interface: POST /_control/{verb} lets people act and tests give orders, the GETs tell what was seen."""

import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.telegram_server.errors import ControlError
from tests.telegram_server.faults import Fault
from tests.telegram_server.feed import Wanted
from tests.telegram_server.people import membership, pressing, talking
from tests.telegram_server.text import Json
from tests.telegram_server.world import Chat, User, World

PATIENCE = 25.0


class Holder(Protocol):
    """What holds the world that is served."""

    world: World

    async def replace(self, world: World) -> None: ...
    def release(self) -> None: ...
    def start_delivery(self) -> None: ...


def _user(world: World, body: Json, name: str = "user") -> User:
    user = world.users.get(int(body.pop(name)))
    if user is None:
        raise ControlError("no such user")
    return user


def _chat(world: World, body: Json) -> Chat:
    chat = world.chats.get(int(body["chat"]))
    if chat is None:
        raise ControlError("no such chat")
    return chat


def _person(world: World, body: Json) -> Json:
    return membership.create_user(world, str(body.pop("name")), **body).json()


def _new_chat(world: World, body: Json) -> Json:
    owner, members, bot = _user(world, body, "owner"), body.pop("members", []), body.pop("bot", None)
    chat = membership.create_chat(world, body["type"], body["title"], owner, body.get("username"))
    for number in members:
        membership.set_status(world, chat, world.users[number], "member", by=owner)
    if bot:
        membership.set_status(world, chat, world.bot, bot, by=owner, rights=body.get("rights"))
    return chat.json()


def _status(world: World, body: Json) -> Json:
    """Change somebody's standing, the bot's by default; its owner does it."""
    chat = _chat(world, body)
    owner = next(world.users[user] for user, member in chat.members.items() if member.status == "creator")
    user = _user(world, body) if body.get("user") else world.bot
    membership.set_status(world, chat, user, body["status"], by=owner, rights=body.get("rights"))
    return {}


def _block(world: World, body: Json) -> Json:
    membership.block(world, _user(world, body), bool(body.get("blocked", True)))
    return {}


def _deactivate(world: World, body: Json) -> Json:
    _user(world, body).deactivated = True
    return {}


def _delete(world: World, body: Json) -> Json:
    membership.delete_chat(world, _chat(world, body))
    return {}


def _send(world: World, body: Json) -> Json:
    content = base64.b64decode(body.pop("content", "") or "")
    return talking.send(world, _user(world, body), body.pop("kind"), content=content, **body)


def _press(world: World, body: Json) -> Json:
    return pressing.press(world, _user(world, body), body.pop("message_id", None), **body)


def _update(world: World, body: Json) -> Json:
    """Push an update as it stands, well-formed or not."""
    update = body["update"] if isinstance(body.get("update"), dict) else {"message": body.get("update")}
    kind = next((key for key in update if key != "update_id"), "message")
    world.updates.push_raw(kind, update, str(body.get("lane", "raw")))
    return {}


def _fault(world: World, body: Json) -> Json:
    world.faults.order(Fault(**body))
    return {}


def _settings(world: World, body: Json) -> Json:
    """Move the clock, switch pacing or privacy, revoke the token, hurry webhooks, restart the numbers of updates."""
    world.clock.advance(float(body.get("advance", 0)))
    world.pacer.enforced = bool(body.get("pacing", world.pacer.enforced))
    world.privacy = bool(body.get("privacy", world.privacy))
    world.token_valid = bool(body.get("token_valid", world.token_valid))
    world.webhook.scale = float(body.get("webhook_scale", world.webhook.scale))
    world.updates.next_number = int(body.get("next_update", world.updates.next_number))
    return {"now": world.clock.now()}


VERBS: dict[str, Callable[[World, Json], Json]] = {
    "person": _person,
    "chat": _new_chat,
    "status": _status,
    "block": _block,
    "deactivate": _deactivate,
    "delete": _delete,
    "migrate": lambda world, body: membership.migrate(world, _chat(world, body)).json(),
    "say": lambda world, body: talking.say(world, _user(world, body), **body),
    "send": _send,
    "edit": lambda world, body: talking.edit(world, _user(world, body), body.pop("message_id"), body.pop("text"), **body),
    "press": _press,
    "inline": lambda world, body: pressing.ask_inline(world, _user(world, body), **body),
    "choose": lambda world, body: pressing.choose(world, _user(world, body), **body),
    "update": _update,
    "fault": _fault,
    "settings": _settings,
}


def overview(world: World) -> Json:
    """Who and what there is, for the page and for a look from outside."""
    people = [user.json() for user in world.users.values() if not user.is_bot]
    chats = [chat.json() | {"members": [user for user in chat.members if chat.has(user)]} for chat in world.chats.values()]
    return {
        "bot": world.bot.json(),
        "token": world.token,
        "people": people,
        "chats": chats,
        "commands": world.profile.commands,
        "menus": world.profile.menus,
        "webhook": world.webhook.url,
        "pending": [update.json() for update in world.updates.fresh()],
        "last": world.feed.last,
        "now": world.clock.now(),
    }


def _wanted(query: Mapping[str, str]) -> Wanted:
    chat, user, kinds, by_bot = (query.get(name) for name in ("chat", "user", "kinds", "by_bot"))
    by = None if by_bot is None else by_bot == "true"
    return Wanted(int(chat) if chat else None, int(user) if user else None, kinds.split(",") if kinds else (), by)


def control_routes(holder: Holder) -> list[Route]:
    """The routes under /_control, for whichever world is held."""

    async def act(request: Request) -> Response:
        holder.start_delivery()
        verb, body = request.path_params["verb"], json.loads(await request.body() or b"{}")
        try:
            if verb not in VERBS:
                raise ControlError(f"no such verb: {verb}")
            return JSONResponse(VERBS[verb](holder.world, body))
        except (ControlError, KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    async def reset(request: Request) -> Response:
        old, body = holder.world, json.loads(await request.body() or b"{}")
        await holder.replace(
            World(old.token, username=old.bot.username or "", seed=body.get("seed"), enforce_pace=body.get("pacing", False))
        )
        return JSONResponse({})

    async def calm(request: Request) -> Response:
        holder.world.faults.clear()
        holder.release()
        return JSONResponse({})

    async def world(request: Request) -> Response:
        return JSONResponse(overview(holder.world))

    async def messages(request: Request) -> Response:
        chat = holder.world.chats.get(int(request.path_params["chat"]))
        return JSONResponse(list(chat.messages.values()) if chat else [])

    async def events(request: Request) -> Response:
        query = request.query_params
        seconds = min(float(query.get("timeout", 0)), PATIENCE)
        found = await holder.world.feed.wait(int(query.get("after", 0)), _wanted(query), seconds, int(query.get("limit", 1000)))
        return JSONResponse([event.json() for event in found])

    async def calls(request: Request) -> Response:
        query = request.query_params
        method, after, count = query.get("method", ""), int(query.get("after", 0)), int(query.get("count", 0))
        found = await holder.world.ledger.wait(method, after, count, min(float(query.get("timeout", 0)), PATIENCE))
        return JSONResponse([call.json() for call in found])

    async def stream(request: Request) -> Response:
        seen = int(request.headers.get("last-event-id") or request.query_params.get("after") or 0)
        return StreamingResponse(_stream(holder, seen, _wanted(request.query_params)), media_type="text/event-stream")

    async def file(request: Request) -> Response:
        found = holder.world.files.get(request.path_params["id"])
        return Response(found.content, media_type=found.mime) if found else Response(status_code=404)

    return [
        Route("/_control/reset", reset, methods=["POST"]),
        Route("/_control/calm", calm, methods=["POST"]),
        Route("/_control/world", world),
        Route("/_control/events", events),
        Route("/_control/stream", stream),
        Route("/_control/calls", calls),
        Route("/_control/messages/{chat}", messages),
        Route("/_control/files/{id}", file),
        Route("/_control/{verb}", act, methods=["POST"]),
    ]


async def _stream(holder: Holder, seen: int, wanted: Wanted) -> AsyncIterator[str]:
    """Server-sent events; a comment now and then finds out whether somebody still listens."""
    world = holder.world
    while holder.world is world:
        events = await world.feed.wait(seen, wanted, PATIENCE / 2)
        for event in events:
            seen = event.seq
            yield f"id: {event.seq}\ndata: {json.dumps(event.json(), ensure_ascii=False)}\n\n"
        if not events:
            yield ": …\n\n"
