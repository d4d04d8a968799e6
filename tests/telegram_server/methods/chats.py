"""Chats and who is in them."""

from tests.telegram_server.access import find_chat, find_user
from tests.telegram_server.errors import bad_request
from tests.telegram_server.params import Params
from tests.telegram_server.people.membership import set_status
from tests.telegram_server.standing import PERMISSIONS, member_json
from tests.telegram_server.text import Json, names
from tests.telegram_server.world import World

GIFTS = names("unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels")


def get_chat(world: World, params: Params) -> Json:
    """getChat."""
    chat = find_chat(world, params, "read")
    full = chat.json() | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if not chat.private:
        full["permissions"] = dict.fromkeys(PERMISSIONS, True)
    return full


def get_chat_member(world: World, params: Params) -> Json:
    """getChatMember."""
    chat = find_chat(world, params, "read")
    return member_json(world, chat, find_user(world, params).id)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """getChatAdministrators: other bots than this one are left out."""
    chat = find_chat(world, params, "read")
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [member_json(world, chat, user) for user in chat.members if chat.status(user) in ("creator", "administrator")]


def get_chat_member_count(world: World, params: Params) -> int:
    """getChatMemberCount."""
    chat = find_chat(world, params, "read")
    return sum(chat.has(user) for user in chat.members) + chat.private


def leave_chat(world: World, params: Params) -> bool:
    """leaveChat."""
    chat = find_chat(world, params, "edit")
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    set_status(world, chat, world.bot, "left", by=world.bot)
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
