"""The methods of the Bot API that this server knows, by their names in lower case."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_server.methods import chats, media, messages, profile, receiving, replies
from tests.telegram_server.params import Params
from tests.telegram_server.world import World

Method = Callable[[World, Params], Any | Awaitable[Any]]


def all_methods() -> dict[str, tuple[str, Method]]:
    """Each method with its proper name; Telegram does not mind the case in which it is called."""
    found: dict[str, tuple[str, Method]] = {}
    for module in (receiving, messages, media, replies, profile, chats):
        table: dict[str, Any] = dict(module.METHODS)
        found |= {name.lower(): (name, method) for name, method in table.items()}
    return found
