"""People write, send things, and correct what they wrote."""

import base64
from typing import Any

from tests.telegram_server.errors import ControlError
from tests.telegram_server.files import described, document, photo_sizes, store
from tests.telegram_server.params import Upload
from tests.telegram_server.people.membership import private_chat, set_status
from tests.telegram_server.posting import add_message, change_message
from tests.telegram_server.text import MAX_TEXT, Json, found_entities, units
from tests.telegram_server.world import Chat, User, World

DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")


def place_for(world: World, user: User, chat: int | None) -> Chat:
    """The chat in which somebody wants to do something; their talk with the bot by default. Raises ControlError."""
    if user.deactivated:
        raise ControlError(f"{user.first_name} has no account any more")
    if chat is None or chat == user.id:
        place = private_chat(world, user)
        if place.status(world.bot.id) == "kicked":
            raise ControlError(f"{user.first_name} has blocked the bot")
        return place
    place = world.chats.get(chat) or _missing(chat)
    if not place.has(user.id) or place.deleted or place.migrated_to:
        raise ControlError(f"{user.first_name} is not in chat {chat}")
    if place.type == "channel" and place.status(user.id) not in ("creator", "administrator"):
        raise ControlError(f"{user.first_name} may not post in channel {chat}")
    return place


def _missing(chat: int) -> Chat:
    raise ControlError(f"no such chat: {chat}")


def say(world: World, user: User, text: str, *, chat: int | None = None, reply_to: int | None = None) -> Json:
    """Type a text; like Telegram's clients, one that is too long is sent in several messages. Returns the last."""
    place = place_for(world, user, chat)
    pieces = _pieces(text)
    if not pieces:
        raise ControlError("nothing to say")
    message: Json = {}
    for piece in pieces:
        entities = found_entities(piece, [])
        content: Json = {"text": piece} | ({"entities": entities} if entities else {})
        message = add_message(world, place, user, content, reply_to=place.messages.get(reply_to or 0))
        tell_bot(world, place, message)
    return message


def _pieces(text: str) -> list[str]:
    pieces, size = [""], 0
    for char in text.strip():
        if size + units(char) > MAX_TEXT:
            pieces.append("")
            size = 0
        pieces[-1] += char
        size += units(char)
    return [piece for piece in pieces if piece]


def send(world: World, user: User, kind: str, *, chat: int | None = None, content: bytes = b"", **more: Any) -> Json:
    """Send what is no text: photo, document, sticker, voice, location, contact; `caption` may go with it."""
    place = place_for(world, user, chat)
    caption = str(more.pop("caption", "") or "")
    body = _thing(world, user, kind, content, more) | ({"caption": caption} if caption else {})
    message = add_message(world, place, user, body)
    tell_bot(world, place, message)
    return message


def _thing(world: World, user: User, kind: str, content: bytes, more: Json) -> Json:
    match kind:
        case "location":
            return {"location": {"latitude": more.get("latitude", 40.65), "longitude": more.get("longitude", 109.84)}}
        case "contact":
            return {
                "contact": {"phone_number": more.get("phone_number", "8613800000000"), "first_name": user.first_name, "user_id": user.id}
            }
        case "photo":
            return {"photo": photo_sizes(store(world, kind, Upload("photo.jpg", "image/jpeg", content or DOT)))}
        case "document":
            name = str(more.get("name", "文件.txt"))
            return {"document": document(store(world, kind, Upload(name, "application/octet-stream", content or b"\n")))}
        case "voice":
            file = store(world, kind, Upload("voice.oga", "audio/ogg", content or b"OggS"))
            return {"voice": described(file) | {"duration": 3, "mime_type": "audio/ogg"}}
        case "sticker":
            file = store(world, kind, Upload("sticker.webp", "image/webp", content or b"RIFF"))
            shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "😀"}
            return {"sticker": described(file) | shape}
    raise ControlError(f"nobody can send a {kind} here")


def edit(world: World, user: User, number: int, text: str, *, chat: int | None = None) -> Json:
    """Correct one's own message."""
    place = place_for(world, user, chat)
    if place.authors.get(number) != user.id:
        raise ControlError(f"message {number} is not by {user.first_name}")
    entities = found_entities(text, [])
    content: Json = {"text": text} | ({"entities": entities} if entities else {})
    message = change_message(world, place, place.messages[number], content, by_bot=False)
    tell_bot(world, place, message, edited=True)
    return message


def tell_bot(world: World, chat: Chat, message: Json, *, edited: bool = False) -> None:
    """Give the bot an update about a message that it is to see."""
    if chat.private and not chat.has(world.bot.id):
        set_status(world, chat, world.bot, "member", by=world.users[chat.id])
    if not chat.has(world.bot.id) or not _concerns(world, chat, message):
        return
    kind = "channel_post" if chat.type == "channel" else "message"
    world.updates.push(f"edited_{kind}" if edited else kind, message, str(chat.id))


def _concerns(world: World, chat: Chat, message: Json) -> bool:
    """In groups, a bot in privacy mode sees commands, replies to itself and mentions; an administrator sees all."""
    everything = chat.private or chat.type == "channel" or not world.privacy
    if everything or chat.status(world.bot.id) == "administrator":
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id:
        return True
    name = f"@{world.bot.username}".lower()
    text = str(message.get("text", message.get("caption", "")))
    first = text.split(maxsplit=1)[0].lower() if text else ""
    return name in text.lower() or (first.startswith("/") and "@" not in first)
