"""Plain text and Markdown. Front matter tells what corpus.toml would; lines broken at a fixed width become paragraphs again."""

import re

from domain.patterns import pattern
from rag.loading.decode import decoded
from rag.loading.paragraphs import is_wrapped, joined
from rag.loading.source import Source

_FRONT = pattern(r"\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_PAIR = pattern(r"^([A-Za-z_]\w*)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_TITLE = pattern(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


def read_text(data: bytes) -> Source:
    """A .txt file."""
    text = decoded(data)
    return Source(joined(text) if is_wrapped(text) else text)


def read_markdown(data: bytes) -> Source:
    """A .md file, without its front matter."""
    text = decoded(data)
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    title = _TITLE.search(body)
    return Source(body, title[1].strip() if title else "", _told(front[1]) if front else {}, marked=True)


def _told(front: str) -> dict[str, object]:
    """The `key: value` lines of front matter; quotes around a value are not part of it."""
    return {key: value.strip("\"'") for key, value in _PAIR.findall(front) if value}
