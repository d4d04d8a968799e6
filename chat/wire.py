"""Messages, replies and places as JSON text, in which they wait in a database. What has its default is left out.

What `…_to_json` wrote, `…_from_json` reads back equal. Reading raises ValueError, KeyError or TypeError on what was not written here.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import fields
from typing import Any

from chat.flow import Place
from chat.message import Address, File, Message, Sort
from chat.reply import Block, Choice, Look, Reply

Data = dict[str, Any]


def message_to_json(message: Message) -> str:
    """A message in wire form."""
    data = _spoken(message)
    data["sender"] = [message.sender.platform, message.sender.chat, message.sender.person]
    return _dump(_with_files(data))


def message_from_json(text: str) -> Message:
    """The message of a wire form."""
    data = _load(text)
    sender = Address(*data.pop("sender"))
    sort = Sort(data.pop("sort", Sort.TEXT))
    return Message(sender=sender, sort=sort, **_without_base64(data))


def reply_to_json(reply: Reply) -> str:
    """A reply in wire form."""
    data = _spoken(reply)
    data["blocks"] = [_spoken(block) for block in reply.blocks]
    data["choices"] = [[_spoken(choice) for choice in row] for row in reply.choices]
    return _dump(_with_files(data))


def reply_from_json(text: str) -> Reply:
    """The reply of a wire form."""
    data = _load(text)
    blocks = tuple(_block(block) for block in data.pop("blocks", ()))
    choices = tuple(tuple(Choice(**choice) for choice in row) for row in data.pop("choices", ()))
    return Reply(blocks=blocks, choices=choices, **_without_base64(data))


def place_to_json(place: Place) -> str:
    """Where somebody stands, in wire form."""
    data = _spoken(place)
    data["answers"] = dict(place.answers)
    data["offered"] = [_spoken(choice) for choice in place.offered]
    return _dump(data)


def place_from_json(text: str) -> Place:
    """The place of a wire form."""
    data = _load(text)
    offered = tuple(Choice(**choice) for choice in data.pop("offered", ()))
    return Place(offered=offered, **data)


def _spoken(value: Any) -> Data:
    """The fields that say something: an empty one is its default."""
    told = ((field.name, getattr(value, field.name), field.default) for field in fields(value))
    return {name: part for name, part, default in told if part != default}


def _block(data: Data) -> Block:
    look = Look(data.pop("look", Look.TEXT))
    marks = tuple((start, end) for start, end in data.pop("marks", ()))
    return Block(look=look, marks=marks, **data)


def _with_files(data: Data) -> Data:
    return {name: _encoded(part) if isinstance(part, File) else part for name, part in data.items()}


def _encoded(file: File) -> Data:
    return {"name": file.name, "type": file.type, "data": b64encode(file.data).decode()}


def _without_base64(data: Data) -> Data:
    return {name: _decoded(part) if name in {"file", "picture"} else part for name, part in data.items()}


def _decoded(data: Data) -> File:
    return File(data["name"], data["type"], b64decode(data["data"], validate=True))


def _dump(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _load(text: str) -> Data:
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("wire form is not an object")
    return data
