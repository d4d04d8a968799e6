"""From a raw update to a `Message`. What is none of our business is None; what makes no sense raises `Malformed`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chat.message import Address, File, Message, Sort
from domain.text import clean

PLATFORM = "telegram"
READ = ("message", "callback_query", "inline_query")
"""The kinds of updates that are asked for; edited messages are not."""

Raw = Mapping[str, Any]

_SORTS = {
    "sticker": Sort.STICKER,
    "photo": Sort.PHOTO,
    "voice": Sort.VOICE,
    "audio": Sort.VOICE,
    "video_note": Sort.VOICE,
    "document": Sort.FILE,
}


class Malformed(ValueError):
    """An update that does not have the shape that Telegram documents."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account. `username` is without @."""

    id: int
    username: str


def key_of(update: object) -> int:
    """The update's id, without which nothing can be acknowledged."""
    number = update.get("update_id") if isinstance(update, Mapping) else None
    if not isinstance(number, int) or isinstance(number, bool):
        raise Malformed("an update without update_id")
    return number


def read(update: Raw, me: Me) -> Message | None:
    """What somebody sent to the bot, or None when it was not meant for it."""
    try:
        if query := update.get("callback_query"):
            return _press(str(key_of(update)), query)
        if message := update.get("message"):
            return _said(str(key_of(update)), message, me)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Malformed(f"{type(error).__name__}: {error}") from error
    return None


def _said(key: str, message: Raw, me: Me) -> Message | None:
    sender = message.get("from")
    if sender is None or sender.get("is_bot"):
        return None
    private = message["chat"]["type"] == "private"
    text = _text(message)
    if not private and not _spoken_to(message, text, me):
        return None
    return Message(
        key,
        _address(message["chat"], sender),
        _sort(message),
        text=_without_name(text, me),
        private=private,
        name=_name(sender),
        file=_file(message),
    )


def _press(key: str, query: Raw) -> Message | None:
    # A button under a message that Telegram has forgotten comes without its chat: there is nowhere to reply to.
    message = query.get("message")
    if message is None:
        return None
    return Message(
        key,
        _address(message["chat"], query["from"]),
        Sort.PRESS,
        pressed=clean(_string(query.get("data", ""))),
        origin=str(_number(message["message_id"])),
        press=_string(query["id"]),
        private=message["chat"]["type"] == "private",
        name=_name(query["from"]),
    )


def _spoken_to(message: Raw, text: str, me: Me) -> bool:
    """In a group: by a command or a mention with the bot's name, or in reply to one of its messages."""
    replied = (message.get("reply_to_message") or {}).get("from") or {}
    return replied.get("id") == me.id or bool(_mention(me).search(text))


def _without_name(text: str, me: Me) -> str:
    return re.sub(r"[ \t]{2,}", " ", _mention(me).sub("", text)).strip()


def _mention(me: Me) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(me.username)}(?![A-Za-z0-9_])[,，:：]?", re.IGNORECASE)


def _sort(message: Raw) -> Sort:
    if "text" in message:
        return Sort.TEXT
    return next((sort for field, sort in _SORTS.items() if field in message), Sort.OTHER)


def _text(message: Raw) -> str:
    text = _string(message.get("text", message.get("caption", "")))
    return clean(_linked(text, message.get("entities", message.get("caption_entities", ()))))


def _linked(text: str, entities: Sequence[Raw]) -> str:
    """The text with every address that stands behind its words written out after them; Telegram counts UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda one: -_number(one["offset"])):
        address = entity.get("url")
        if entity["type"] == "text_link" and isinstance(address, str) and address.startswith(("https://", "http://")):
            end = 2 * (_number(entity["offset"]) + _number(entity["length"]))
            units = units[:end] + f"（{address}）".encode("utf-16-le", "surrogatepass") + units[end:]
    return units.decode("utf-16-le", "surrogatepass")


def _file(message: Raw) -> File | None:
    """A picture or a document that still lies with Telegram: of a picture the largest of its sizes."""
    if photos := message.get("photo"):
        return File("图片.jpg", "image/jpeg", ref=_string(photos[-1]["file_id"]))
    if document := message.get("document"):
        name, sort = document.get("file_name", "文件"), document.get("mime_type", "application/octet-stream")
        return File(clean(_string(name))[:200], _string(sort)[:100], ref=_string(document["file_id"]))
    return None


def _address(chat: Raw, sender: Raw) -> Address:
    return Address(PLATFORM, str(_number(chat["id"])), str(_number(sender["id"])))


def _name(sender: Raw) -> str:
    parts = (_string(sender.get("first_name", "")), _string(sender.get("last_name", "")))
    return clean(" ".join(part for part in parts if part))[:100]


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {type(value).__name__}")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"a number expected, not {type(value).__name__}")
    return value
