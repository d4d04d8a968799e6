"""What a person sent, as every platform tells it."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody talks to us: one person in one chat of one platform. It is the key of a conversation."""

    platform: str
    chat: str
    person: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that came in or goes out. `type` is a MIME type.

    `ref` is the platform's own id of one that came in and whose bytes still are with the platform; its `data` is empty then.
    """

    name: str
    type: str
    data: bytes = b""
    ref: str = ""


class Sort(StrEnum):
    """What kind of thing was sent."""

    TEXT = "text"
    PRESS = "press"
    FILE = "file"
    STICKER = "sticker"
    PHOTO = "photo"
    VOICE = "voice"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that somebody sent.

    `key` is the platform's own identity of the update, unique within platform and account. `text` is what was typed (with
    the command, without the bot's name), `pressed` the value of the button, `origin` the platform's id of the message that carried
    the button, `press` the platform's id of the press (to be answered). In a group `private` is false; a group's message
    reaches us only when it is spoken to us.
    """

    key: str
    sender: Address
    sort: Sort = Sort.TEXT
    text: str = ""
    pressed: str = ""
    origin: str = ""
    press: str = ""
    private: bool = True
    name: str = ""
    file: File | None = None
