"""Which reader a file needs, told by its ending and checked against its first bytes."""

from pathlib import Path

from domain.errors import BadDocument
from rag.loading.source import Source
from rag.loading.text import read_markdown, read_text


def read(path: Path) -> Source:
    """The text of a file."""
    data = path.read_bytes()
    if path.suffix.lower() == ".md":
        return read_markdown(data)
    if path.suffix.lower() == ".txt":
        return read_text(data)
    raise BadDocument("不认识的格式")
