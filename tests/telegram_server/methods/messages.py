"""Sending, editing, copying and deleting messages."""

from tests.telegram_server.access import find_chat, find_message, own_message
from tests.telegram_server.content import caption_content, replied, text_content
from tests.telegram_server.errors import NOT_MODIFIED, bad_request
from tests.telegram_server.keyboard import reply_markup
from tests.telegram_server.params import Params
from tests.telegram_server.posting import CONTENT, add_message, change_message, remove_message
from tests.telegram_server.text import Json
from tests.telegram_server.world import Chat, World

TWO_DAYS = 172_800
MEDIA = CONTENT - {"text", "entities", "caption", "caption_entities"}


def post(world: World, params: Params, content: Json) -> Json:
    """Send what a call says to the chat that it names: keyboard, chat, reply and pace are checked in this order."""
    markup = reply_markup(params)
    chat = find_chat(world, params, "write")
    reply_to = replied(chat, params)
    world.pacer.take(chat.id)
    if params.boolean("protect_content"):
        content = content | {"has_protected_content": True}
    message = add_message(world, chat, world.bot, content | _kept_markup(markup), reply_to=reply_to)
    if markup and "inline_keyboard" not in markup:
        world.feed.add("keyboard", chat.id, markup, by_bot=True)
    return message


def _kept_markup(markup: Json | None) -> Json:
    """Only inline keyboards belong to the message itself."""
    return {"reply_markup": markup} if markup and markup.get("inline_keyboard") else {}


def send_message(world: World, params: Params) -> Json:
    """sendMessage."""
    return post(world, params, text_content(world, params))


def edit_message_text(world: World, params: Params) -> Json | bool:
    """editMessageText: the keyboard goes unless it is given again."""
    content = text_content(world, params)
    return _edit(world, params, content, needs="text")


def edit_message_caption(world: World, params: Params) -> Json | bool:
    """editMessageCaption."""
    content = caption_content(world, params)
    return _edit(world, params, content, needs="caption")


def edit_message_reply_markup(world: World, params: Params) -> Json | bool:
    """editMessageReplyMarkup."""
    return _edit(world, params, None, needs="")


def _edit(world: World, params: Params, content: Json | None, needs: str) -> Json | bool:
    markup = reply_markup(params)
    if params.text("inline_message_id"):
        return _edit_inline(world, params, content, markup)
    chat = find_chat(world, params, "edit")
    message = own_message(world, chat, params)
    if needs == "text" and "text" not in message:
        raise bad_request("there is no text in the message to edit")
    if needs == "caption" and not message.keys() & MEDIA:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, chat, message, content, markup)


def _change(world: World, chat: Chat, message: Json, content: Json | None, markup: Json | None) -> Json:
    said = {key: message[key] for key in message.keys() & CONTENT}
    media = {key: value for key, value in said.items() if key in MEDIA}
    new = (said if content is None else media | content) | _kept_markup(markup)
    if new == said | {key: message[key] for key in message.keys() & {"reply_markup"}}:
        raise bad_request(NOT_MODIFIED)
    world.pacer.take(chat.id)
    return change_message(world, chat, message, new, by_bot=True)


def _edit_inline(world: World, params: Params, content: Json | None, markup: Json | None) -> bool:
    place = world.inline_messages.get(params.text("inline_message_id"))
    if place is None or place[1] not in world.chats[place[0]].messages:
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.chats[place[0]]
    _change(world, chat, chat.messages[place[1]], content, markup)
    return True


def delete_message(world: World, params: Params) -> bool:
    """deleteMessage: the bot's own and, with the right to, those of others; in private chats any of the last two days."""
    chat = find_chat(world, params, "edit")
    message = find_message(chat, params, "to delete")
    _check_deletion(world, chat, message)
    remove_message(world, chat, message["message_id"], by_bot=True)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """deleteMessages: those that are not there are passed over."""
    chat = find_chat(world, params, "edit")
    numbers = params.json("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not all(isinstance(number, int) for number in numbers):
        raise bad_request("can't parse message identifiers: Expected an Array of Integer")
    for number in numbers:
        if number in chat.messages:
            _check_deletion(world, chat, chat.messages[number])
            remove_message(world, chat, number, by_bot=True)
    return True


def _check_deletion(world: World, chat: Chat, message: Json) -> None:
    own = chat.authors[message["message_id"]] == world.bot.id
    may = chat.may(world.bot.id, "can_delete_messages")
    old = world.date() - message["date"] > TWO_DAYS
    if not (own or may or chat.private):
        raise bad_request("message can't be deleted")
    if old and not may:
        raise bad_request("message can't be deleted for everyone")


def copy_message(world: World, params: Params) -> Json:
    """copyMessage: the content without its origin, with another caption if one is given."""
    source = find_chat(world, params, "read", "from_chat_id")
    original = find_message(source, params, "to copy")
    content = {key: original[key] for key in original.keys() & CONTENT}
    if not content:
        raise bad_request("message can't be copied")
    if params.has("caption") and content.keys() & MEDIA:
        content = {key: value for key, value in content.items() if key in MEDIA} | caption_content(world, params)
    return {"message_id": post(world, params, content)["message_id"]}


def forward_message(world: World, params: Params) -> Json:
    """forwardMessage: the content with its origin."""
    source = find_chat(world, params, "read", "from_chat_id")
    original = find_message(source, params, "to forward")
    if original.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    origin: Json = {"type": "user", "date": original["date"], "sender_user": original.get("from")}
    if source.type == "channel":
        origin = {"type": "channel", "date": original["date"], "chat": source.json(), "message_id": original["message_id"]}
    content = {key: original[key] for key in original.keys() & CONTENT}
    return post(world, params, content | {"forward_origin": origin})


METHODS = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
