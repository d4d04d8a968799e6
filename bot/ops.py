"""For whoever runs the bot: is it alive, can it do its work, and how much does it do."""

import hmac
import ipaddress
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.health import Health

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_CLOSED = "只对本机开放；从别处看，请带上 Authorization: Bearer 和 XIAOQITONG_OPS_TOKEN 的值。\n"


def routes(health: Health, figures: Callable[[], Awaitable[bytes]], token: str = "") -> list[BaseRoute]:
    """`/healthz` and whether it is ready are told to everybody; why not, and `/metrics`, to this machine or who has the token."""

    async def ready(request: Request) -> Response:
        signs = await health.signs()
        status = 200 if all(sign.well for sign in signs) else 503
        if not _trusted(request, token):
            return PlainTextResponse("ok\n" if status == 200 else "not ready\n", status)
        parts = {sign.name: {"ok": sign.well, "why": sign.words} for sign in signs}
        return JSONResponse({"ok": status == 200, "parts": parts}, status, {"Cache-Control": "no-store"})

    async def metrics(request: Request) -> Response:
        if not _trusted(request, token):
            return PlainTextResponse(_CLOSED, 403)
        return Response(await figures(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return [Route("/healthz", _alive), Route("/readyz", ready), Route("/metrics", metrics)]


async def _alive(_: Request) -> Response:
    """That this is answered at all tells that the loop turns."""
    return PlainTextResponse("ok")


def _trusted(request: Request, token: str) -> bool:
    """Whether the caller brings the token, or sits at this machine and was not passed on by a proxy that does."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    passed_on = any(name in request.headers for name in _FORWARDED)
    return not passed_on and _here(request.client.host if request.client else "") and _here(request.url.hostname or "")


def _here(host: str) -> bool:
    """Whether an address or name is this machine's own. The name is asked, too: a page elsewhere may point its own name here."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
