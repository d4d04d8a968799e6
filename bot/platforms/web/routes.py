"""Where everything of the web chat is found, and how a refusal sounds."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.platforms.base import Intake
from bot.platforms.web import wire
from bot.platforms.web.chat import Chat, Limits
from bot.platforms.web.guard import Door, Turned
from bot.platforms.web.mailbox import Mailbox
from bot.platforms.web.streams import Streams
from domain.errors import StoreProblem

Endpoint = Callable[[Request], Awaitable[Response]]


def _spoken(endpoint: Endpoint) -> Endpoint:
    """The endpoint, with everything that it turns down put in words that the page shows."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Turned as turned:
            headers = {"Retry-After": str(turned.seconds)} if turned.seconds else {}
            return JSONResponse({"error": turned.code, "word": str(turned)}, turned.status, headers)
        except wire.Unfit:
            return JSONResponse({"error": "unfit", "word": "这条消息没有读懂，请刷新页面后再试。"}, 400)
        except StoreProblem:
            return JSONResponse({"error": "store", "word": "暂时存不下来，正在重试。"}, 503, {"Retry-After": "3"})
        except ClientDisconnect:
            return Response(status_code=400)

    return answer


def routes(intake: Intake, mailbox: Mailbox, streams: Streams, door: Door, assets: Path, limits: Limits | None = None) -> list[BaseRoute]:
    """Everything under `/`, `/assets` and `/chat`. `assets` is the folder with index.html."""
    chat = Chat(intake, mailbox, streams, door, limits or Limits())

    async def page(_: Request) -> Response:
        return FileResponse(assets / "index.html", headers={"Cache-Control": "no-cache"})

    def route(path: str, endpoint: Endpoint, method: str = "GET") -> Route:
        return Route(path, _spoken(endpoint), methods=[method])

    return [
        route("/", page),
        route("/chat/history", chat.history),
        route("/chat/events", chat.events),
        route("/chat/messages", chat.messages, "POST"),
        route("/chat/files", chat.upload, "POST"),
        route("/chat/leave", chat.leave, "POST"),
        route("/chat/files/{number:int}/{part}", chat.attachment),
        Mount("/assets", _Assets(directory=assets)),
    ]


class _Assets(StaticFiles):
    """Static files that the browser keeps, and asks about each time: a new version is seen at once, an old one costs 304."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 404 in no more words."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as missing:
            return Response(status_code=missing.status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response
