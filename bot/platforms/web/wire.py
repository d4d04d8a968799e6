"""Between our values and the page's JSON. The page builds its DOM from text alone, so nothing here is markup."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from bot.platforms.web.identity import Visitor
from bot.platforms.web.mailbox import Letter, Said
from chat.message import File, Message, Sort
from chat.reply import Block, Choice
from domain.text import clean
from rag.loading.rows import sort_of

_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
_ORIGIN = re.compile(r"[0-9]{0,18}")
_PRESS_BYTES = 64
_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}

Json = dict[str, Any]


class Unfit(ValueError):
    """A post that the page would not have made."""


def _string(body: Mapping[str, object], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise Unfit(name)
    return clean(value)


def read_post(raw: bytes, visitor: Visitor) -> Message:
    """The message in a post: {"key", "text"} or {"key", "pressed", "origin"}. Raises Unfit."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unfit("json") from error
    if not isinstance(body, dict):
        raise Unfit("json")
    key, text, pressed, origin = (_string(body, "key"), _string(body, "text").strip(), _string(body, "pressed"), _string(body, "origin"))
    # The key is the page's own name for a message, by which a second sending is known.
    if not _KEY.fullmatch(key):
        raise Unfit("key")
    if bool(text) == bool(pressed) or len(pressed.encode()) > _PRESS_BYTES or not _ORIGIN.fullmatch(origin):
        raise Unfit("text or pressed")
    named = f"{visitor.id}:{key}"
    if pressed:
        return Message(named, visitor.address, Sort.PRESS, pressed=pressed, origin=origin, press=key)
    return Message(named, visitor.address, text=text)


def read_file(data: bytes, key: str, name: str, visitor: Visitor) -> Message:
    """The message of a table that the page sent. What it is, its content tells. Raises Unfit, and BadDocument for what is no table."""
    if not _KEY.fullmatch(key):
        raise Unfit("key")
    sort = sort_of(data)
    # The name is only ever shown; nothing is found or opened by it.
    named = clean(unquote(name[:900])).replace("/", " ").replace("\\", " ").strip()[:100] or f"表格.{sort}"
    return Message(f"{visitor.id}:{key}", visitor.address, Sort.FILE, file=File(named, _TYPES[sort], data))


def _runs(block: Block) -> list[list[object]]:
    """The text cut where a mark begins or ends, each piece with whether it is marked (JavaScript counts UTF-16, we count characters)."""
    length = len(block.text)
    cuts = sorted({0, length, *(min(max(edge, 0), length) for mark in block.marks for edge in mark)})
    pieces = ((block.text[start:end], any(a <= start < b for a, b in block.marks)) for start, end in pairwise(cuts))
    return [[text, marked] for text, marked in pieces if text]


def _block(block: Block) -> Json:
    # The page knows its own address, and writes it behind the text.
    led = {"start": block.start} if block.start else {}
    return {"look": block.look.value, "number": block.number, "runs": _runs(block), **led}


def _choice(choice: Choice) -> Json:
    led = {"start": choice.start} if choice.start else {}
    return {"label": choice.label, "value": choice.value, "url": choice.url, **led}


def _offered(choice: Choice) -> bool:
    return not choice.url or choice.url.startswith(("https://", "http://"))


def _file(letter: Letter, part: str, file: File | None) -> Json | None:
    if file is None:
        return None
    return {"name": file.name, "size": len(file.data), "url": f"/chat/files/{letter.id}/{part}"}


def letter_json(letter: Letter) -> Json:
    """A letter as the page draws it."""
    delivery, reply = letter.delivery, letter.delivery.reply
    return {
        "id": letter.id,
        "at": letter.at.isoformat(),
        "blocks": [_block(block) for block in reply.blocks],
        "choices": [row for row in ([_choice(choice) for choice in row if _offered(choice)] for row in reply.choices) if row],
        "edits": delivery.origin if reply.edits else "",
        "press": delivery.press,
        "toast": reply.toast,
        "picture": _file(letter, "picture", reply.picture),
        "file": _file(letter, "file", reply.file),
    }


def said_json(message: Message, at: datetime | None = None) -> Json:
    """What the visitor sent, as their pages show it (without `at`: just now)."""
    return {
        "key": message.key.rpartition(":")[2],
        "at": at.isoformat() if at else "",
        "text": message.text,
        "pressed": message.pressed,
        "origin": message.origin,
        "file": message.file.name if message.file else "",
    }


def entry_json(entry: Letter | Said) -> Json:
    """One entry of the history: {"reply": …} or {"said": …}."""
    return {"reply": letter_json(entry)} if isinstance(entry, Letter) else {"said": said_json(entry.message, entry.at)}


def event(kind: str, body: object, number: int | None = None) -> bytes:
    """One server-sent event. Only letters carry an id: what is fleeting must not move the page's cursor."""
    lines = [f"event: {kind}", f"data: {json.dumps(body, ensure_ascii=False)}"]
    if number is not None:
        lines.insert(0, f"id: {number}")
    return ("\n".join(lines) + "\n\n").encode()


def letter_event(letter: Letter) -> bytes:
    """The event that brings a letter."""
    return event("reply", letter_json(letter), letter.id)
