"""Messages, replies and places as JSON text, in which they wait in a database. What has its default is left out; files are base64.

What `…_to_json` wrote, `…_from_json` reads back equal; on what was not written here it raises ValueError.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any

from chat.flow import Place
from chat.message import Address, File, Message, Sort
from chat.reply import Block, Choice, Look, Reply

Data = dict[str, Any]


def message_to_json(message: Message) -> str:
    """A message in wire form."""
    return _written(message)


def message_from_json(text: str) -> Message:
    """The message of a wire form."""
    with _reading(text) as data:
        sender = Address(**data.pop("sender"))
        sort = Sort(data.pop("sort", Sort.TEXT))
        return Message(sender=sender, sort=sort, file=_file(data, "file"), **data)


def reply_to_json(reply: Reply) -> str:
    """A reply in wire form."""
    return _written(reply)


def reply_from_json(text: str) -> Reply:
    """The reply of a wire form."""
    with _reading(text) as data:
        blocks = tuple(_block(block) for block in data.pop("blocks", ()))
        choices = tuple(tuple(Choice(**choice) for choice in row) for row in data.pop("choices", ()))
        gone = tuple(data.pop("gone", ()))
        return Reply(blocks=blocks, choices=choices, gone=gone, picture=_file(data, "picture"), file=_file(data, "file"), **data)


def place_to_json(place: Place) -> str:
    """Where somebody stands, in wire form."""
    return _written(place)


def place_from_json(text: str) -> Place:
    """The place of a wire form."""
    with _reading(text) as data:
        answers = dict(data.pop("answers", {}))
        offered = tuple(Choice(**choice) for choice in data.pop("offered", ()))
        return Place(answers=answers, offered=offered, **data)


def _written(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """What JSON can say of a value; of a dataclass only what differs from its defaults."""
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return dict(value)
    if not is_dataclass(value):
        return value
    told = ((name, default, getattr(value, name)) for name, default in _defaults(type(value)))  # type: ignore[arg-type]  # can be hashed
    return {name: _plain(part) for name, default, part in told if part != default}


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with what they are unless told otherwise."""
    made = ((field, field.default_factory) for field in fields(kind))
    return tuple((field.name, field.default if make is MISSING else make()) for field, make in made)


@contextmanager
def _reading(text: str) -> Iterator[Data]:
    try:
        yield {**json.loads(text)}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a wire form: {error!r}") from error


def _block(data: Data) -> Block:
    look = Look(data.pop("look", Look.TEXT))
    marks = tuple((start, end) for start, end in data.pop("marks", ()))
    return Block(look=look, marks=marks, **data)


def _file(data: Data, name: str) -> File | None:
    parts = data.pop(name, None)
    if parts is None:
        return None
    return File(parts["name"], parts["type"], b64decode(parts.get("data", ""), validate=True), parts.get("ref", ""))
