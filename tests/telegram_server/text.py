"""Text as Telegram measures and reads it: lengths in UTF-16 units, entities that it finds by itself, trimmed ends."""

import re
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]
Entities = list[Json]

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
_HOST = r"(?:[a-z0-9-]+\.)+(?:com|cn|org|net|edu|gov)"
_TAIL = r"[^\s<>\"'（）【】《》，。；、]*"
FOUND = (
    ("url", re.compile(rf"(?:https?://|\bwww\.)\S{_TAIL}|\b{_HOST}\b(?:/{_TAIL})?", re.I)),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b", re.A)),
    ("mention", re.compile(r"(?<![\w/@.])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z][A-Za-z0-9_]{2,31})?(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d_]\w*")),
)
OPAQUE = frozenset({"code", "pre", "text_link"})


def names(listed: str) -> tuple[str, ...]:
    """The names in a list with blanks between."""
    return tuple(listed.split())


def units(text: str) -> int:
    """The length in UTF-16 code units, in which Telegram counts offsets and limits."""
    return len(text) + sum(char > "\uffff" for char in text)


def sorted_entities(entities: Iterable[Json]) -> Entities:
    """By place, the longer before the shorter, at most a hundred, as messages carry them."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))[:MAX_ENTITIES]


def overlap(one: Json, other: Json) -> bool:
    """Whether two entities share a character."""
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def found_entities(text: str, given: Entities) -> Entities:
    """The given entities and those that Telegram sees by itself: links, addresses, mentions, commands, hashtags."""
    closed = [entity for entity in given if entity["type"] in OPAQUE]
    result: Entities = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            entity: Json = {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
            if not any(overlap(entity, other) for other in (*closed, *result)):
                result.append(entity)
    return sorted_entities([*given, *result])


def cleaned(text: str) -> str:
    """Without carriage returns; other control characters become blanks, so that lengths stand."""
    return "".join(" " if char < " " and char != "\n" else char for char in text.replace("\r", ""))


def trimmed(text: str, entities: Entities) -> tuple[str, Entities]:
    """The text without blanks at its ends, the entities moved along; blanks in a formatted beginning stay."""
    ends = text.rstrip()
    first = min((entity["offset"] for entity in entities), default=len(ends))
    start = min(len(ends) - len(ends.lstrip()), first)
    kept, limit = ends[start:], units(ends[start:])
    moved = []
    for entity in entities:
        offset = entity["offset"] - start
        length = min(entity["length"], limit - offset)
        if length > 0:
            moved.append({**entity, "offset": offset, "length": length})
    return kept, moved
