"""The documentation as the tests see it: pages, the commands they show, their links and headings."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.config import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def blocks(text: str, language: str) -> list[str]:
    """What stands in fenced blocks of a language."""
    return [body for found, body in _FENCE.findall(text) if found == language]


def code(text: str) -> Iterator[str]:
    """Every line of shell blocks and every piece of inline code."""
    for block in blocks(text, "sh") + blocks(text, "ini"):
        yield from block.splitlines()
    yield from _INLINE.findall(_FENCE.sub("", text))


def links(text: str) -> list[str]:
    """Where the links and pictures of a page lead."""
    return _LINK.findall(_FENCE.sub("", text))


def anchors(page: Path) -> set[str]:
    """What a link into a page may name behind its #, by the rule that code hosts follow."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
