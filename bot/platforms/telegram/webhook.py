"""Where Telegram pushes updates to: the secret is checked in constant time, the batch of one committed, then 200."""

import hmac
import json

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.platforms.base import Intake
from bot.platforms.telegram.platform import Telegram
from bot.platforms.telegram.poller import receive
from domain.errors import StoreProblem

PATH = "/telegram"
MOST = 256 * 1024
"""The longest body that is read, in bytes; Telegram's own are far below."""

_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def webhook(platform: Telegram, intake: Intake, secret: str) -> Route:
    """The route that Telegram calls. Without a secret nobody is let in."""

    async def take(request: Request) -> Response:
        shown = request.headers.get(_HEADER, "")
        if not secret or not hmac.compare_digest(shown.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        if platform.me is None:
            return Response(status_code=503)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            # What is no JSON will not become any by being sent again.
            return Response(status_code=400)
        try:
            await receive([update], platform.me, intake, platform.aside)
        except StoreProblem:
            return Response(status_code=503)
        return Response(status_code=200)

    return Route(PATH, take, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is too long; never more than the limit is held."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST:
                return None
    except ClientDisconnect:
        return None
    return body
