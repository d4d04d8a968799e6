"""What a text is searched by: its words, the character pairs of its Chinese runs, and its numbers and Latin words, whole.

Passages and questions go through the same function, so that whatever is written alike is found alike.
"""

import re
import unicodedata
from typing import Protocol

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<code>[a-z0-9]+(?:[.+\-/&_][a-z0-9]+)*[%+]?)")
_PART = re.compile(r"[a-z]{2,}|[0-9]{2,}")
STOP = frozenset("的了和与及等在是吗呢啊吧么")


class Segmenter(Protocol):
    """What cuts Chinese text into words."""

    def words(self, text: str) -> list[str]:
        """The words of a text, in order; a long word may come with the shorter ones inside it."""
        ...


def fold(text: str) -> str:
    """Lower case and half width, so that Ａ, A and a are one."""
    return unicodedata.normalize("NFKC", text).lower()


def terms(text: str, segmenter: Segmenter) -> list[str]:
    """Every term of a text, repeated as often as it stands there."""
    found: list[str] = []
    for run in _RUN.finditer(fold(text)):
        found += _of_han(run["han"], segmenter) if run["han"] else _of_code(run["code"])
    return found


def _of_han(run: str, segmenter: Segmenter) -> list[str]:
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return pairs + [word for word in segmenter.words(run) if word not in STOP]


def _of_code(code: str) -> list[str]:
    parts = [part for part in _PART.findall(code) if part != code]
    return [code, *parts]
