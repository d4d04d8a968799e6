"""Putting messages into chats: one shape for all, whoever writes them."""

from tests.telegram_server.text import Json, names
from tests.telegram_server.world import Chat, User, World

CONTENT = frozenset(
    names("text entities caption caption_entities photo document sticker voice location contact audio video animation link_preview_options")
)


def add_message(world: World, chat: Chat, sender: User, content: Json, *, reply_to: Json | None = None) -> Json:
    """Store a message of that sender and show it to those in the chat."""
    chat.last_message += 1
    message: Json = {"message_id": chat.last_message, "date": world.date(), "chat": chat.json()}
    message |= {"sender_chat": chat.json()} if chat.type == "channel" else {"from": sender.json()}
    message |= content
    if reply_to is not None:
        message["reply_to_message"] = {key: value for key, value in reply_to.items() if key != "reply_to_message"}
    chat.messages[chat.last_message] = message
    chat.authors[chat.last_message] = sender.id
    world.feed.add("message", chat.id, message, by_bot=sender.is_bot)
    return message


def change_message(world: World, chat: Chat, message: Json, content: Json, *, by_bot: bool) -> Json:
    """Replace what a message says; whoever kept the older shape keeps it."""
    kept = {key: value for key, value in message.items() if key not in CONTENT and key != "reply_markup"}
    changed = kept | content | {"edit_date": world.date()}
    chat.messages[message["message_id"]] = changed
    world.feed.add("edit", chat.id, changed, by_bot=by_bot)
    return changed


def remove_message(world: World, chat: Chat, number: int, *, by_bot: bool) -> None:
    """Delete a message for everyone."""
    del chat.messages[number]
    world.feed.add("delete", chat.id, {"message_id": number}, by_bot=by_bot)
