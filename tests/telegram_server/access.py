"""Which chats and messages a call may touch, and how Telegram refuses the others."""

from typing import Literal

from tests.telegram_server.errors import ApiError, bad_request, forbidden
from tests.telegram_server.params import Params
from tests.telegram_server.text import Json
from tests.telegram_server.world import Chat, User, World

Right = Literal["read", "edit", "write"]
NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def find_chat(world: World, params: Params, right: Right, name: str = "chat_id") -> Chat:
    """The chat that a call names, if the bot may read it, edit its own messages in it, or write to it."""
    wanted = params.text(name).strip()
    if not wanted:
        raise bad_request(f"{name} is empty")
    chat = _by_name(world, wanted) if wanted.startswith("@") else _by_number(world, wanted)
    if chat.private:
        _check_person(world, chat, right)
    else:
        _check_group(world, chat, right)
    return chat


def _by_name(world: World, name: str) -> Chat:
    named = (chat for chat in world.chats.values() if not chat.private and chat.names.get("username", "").lower() == name[1:].lower())
    if chat := next(named, None):
        return chat
    raise bad_request("chat not found")


def _by_number(world: World, number: str) -> Chat:
    try:
        key = int(number)
    except ValueError as error:
        raise bad_request("chat not found") from error
    if key in world.chats:
        return world.chats[key]
    if key in world.users and any(chat.has(key) and chat.has(world.bot.id) for chat in world.chats.values()):
        raise forbidden("bot can't initiate conversation with a user")
    raise bad_request("chat not found")


def _check_person(world: World, chat: Chat, right: Right) -> None:
    if right == "read":
        return
    if world.users[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if chat.status(world.bot.id) == "kicked":
        raise forbidden("bot was blocked by the user")


def _check_group(world: World, chat: Chat, right: Right) -> None:
    if chat.migrated_to and right == "write":
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.deleted and chat.type == "group" and right != "read":
        raise forbidden("the group chat was deleted")
    status, what = chat.status(world.bot.id), NAMES[chat.type]
    if status == "kicked" or chat.deleted:
        raise forbidden(f"bot was kicked from the {what}")
    public = "username" in chat.names
    if status == "left" and not chat.migrated_to and (right != "read" or not public):
        raise forbidden(f"bot is not a member of the {what}")
    if right == "write":
        _check_writing(world, chat, status)


def _check_writing(world: World, chat: Chat, status: str) -> None:
    if chat.type == "channel" and not chat.may(world.bot.id, "can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    if status == "restricted" and not chat.members[world.bot.id].rights.get("can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")


def find_message(chat: Chat, params: Params, purpose: str, name: str = "message_id") -> Json:
    """The message that a call names; the refusal tells what it was wanted for ("message to edit not found")."""
    number = params.integer(name)
    if number <= 0:
        raise bad_request("message identifier is not specified")
    if number not in chat.messages:
        raise bad_request(f"message {purpose} not found")
    return chat.messages[number]


def own_message(world: World, chat: Chat, params: Params) -> Json:
    """A message that the bot may edit: its own."""
    message = find_message(chat, params, "to edit")
    if chat.authors[message["message_id"]] != world.bot.id or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return message


def find_user(world: World, params: Params) -> User:
    """The user that a call names."""
    user = world.users.get(params.integer("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified") if params.integer("user_id") <= 0 else bad_request("user not found")
    return user


def gone(status: int) -> ApiError:
    """The answer to calls with a token that is no bot's."""
    return ApiError(status, "Unauthorized" if status == 401 else "Not Found")
