"""How a bot receives updates: by long polling or by a webhook, never both."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.telegram_server.errors import WEBHOOK_ACTIVE, WEBHOOK_TOOK_OVER, bad_request, conflict
from tests.telegram_server.params import Params
from tests.telegram_server.text import Json
from tests.telegram_server.world import Webhook, World

MAX_TIMEOUT = 50
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}", re.A)


@dataclass(frozen=True, slots=True)
class Described:
    """A result with the words that Telegram adds to it."""

    result: Any
    description: str


def _set_allowed(world: World, params: Params) -> None:
    """Kinds are remembered until they are given again; an empty list means the usual ones."""
    if not params.has("allowed_updates"):
        return
    kinds = params.json("allowed_updates", "allowed updates")
    if isinstance(kinds, list):
        world.updates.allowed = frozenset(kind for kind in kinds if isinstance(kind, str))


async def get_updates(world: World, params: Params) -> list[Json]:
    """getUpdates."""
    if world.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    offset = params.integer("offset")
    limit = params.integer("limit", 100, 1, 100)
    seconds = params.integer("timeout", 0, 0, MAX_TIMEOUT)
    _set_allowed(world, params)
    return await world.updates.poll(offset, limit, seconds)


def _checked_address(url: str) -> str:
    """HTTPS, except on this machine: there, like a Bot API server of one's own, it takes plain HTTP."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = parts.hostname or ""
    except ValueError as error:
        raise bad_request("invalid webhook URL specified") from error
    if parts.scheme == "http" and not _loopback(host):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.scheme not in ("http", "https") or not host:
        raise bad_request("invalid webhook URL specified")
    return url


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def set_webhook(world: World, params: Params) -> Described:
    """setWebhook; an empty address removes it."""
    if not params.text("url"):
        return delete_webhook(world, params)
    url, secret = _checked_address(params.text("url")), params.text("secret_token")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if params.boolean("drop_pending_updates"):
        world.updates.pending.clear()
    _set_allowed(world, params)
    world.updates.abort(conflict(WEBHOOK_TOOK_OVER))
    connections = params.integer("max_connections", 40, 1, 100)
    same = world.webhook.url == url
    world.webhook = Webhook(url, secret, connections, params.file("certificate") is not None, scale=world.webhook.scale)
    world.updates.pushed()
    return Described(True, "Webhook is already set" if same else "Webhook was set")


def delete_webhook(world: World, params: Params) -> Described:
    """deleteWebhook."""
    if params.boolean("drop_pending_updates"):
        world.updates.pending.clear()
    was_set = bool(world.webhook.url)
    world.webhook = Webhook(scale=world.webhook.scale)
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


def get_webhook_info(world: World, params: Params) -> Json:
    """getWebhookInfo."""
    hook = world.webhook
    info: Json = {"url": hook.url, "has_custom_certificate": hook.certificate, "pending_update_count": len(world.updates.fresh())}
    if hook.url:
        info |= {"max_connections": hook.connections, "ip_address": "127.0.0.1"}
    if hook.error:
        info |= {"last_error_date": int(hook.error_time), "last_error_message": hook.error}
    if world.updates.allowed:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
