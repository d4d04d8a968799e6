"""Lines that a page broke at its width, put together into paragraphs again. Only white space is changed."""

import re
import statistics
import unicodedata
from collections.abc import Sequence

from rag.loading.labels import label_at

_STOPS = "。！？!?；;：:”）)】"
_FULL = 0.86
_NARROWEST = 16


def is_wrapped(text: str) -> bool:
    """Whether a text was broken at a fixed width: most of its lines are about as long as the longest, and end in mid-sentence."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if len(lines) < 8:
        return False
    widths = [width(line) for line in lines]
    limit = statistics.quantiles(widths, n=20)[-1]
    if not _NARROWEST * 2 <= limit <= 160 or max(widths) > limit * 1.2:
        return False
    broken = [line for line, wide in zip(lines, widths, strict=True) if wide >= _FULL * limit and line[-1] not in _STOPS]
    return len(broken) >= len(lines) / 3


def joined(text: str) -> str:
    """The text with lines that run on put together."""
    return "\n".join(paragraphs(text.split("\n")))


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines put together: one runs on when it fills the width and the next opens neither a numbered part nor, indented, a paragraph."""
    widths = sorted(width(line) for line in lines if line.strip())
    limit = widths[int(len(widths) * 0.9)] if widths else 0
    found: list[str] = []
    runs_on = False
    for line in lines:
        words = line.strip()
        if runs_on and words and not _opens(line):
            found[-1] += _glue(found[-1], words) + words
        else:
            found.append(words if not line.strip() else line.rstrip())
        ends = not words or (words[-1] in _STOPS and width(line) < limit)
        runs_on = bool(words) and not ends and limit >= _NARROWEST and width(line) >= _FULL * limit
    return found


def width(line: str) -> int:
    """Columns that a line takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line.rstrip())


def _opens(line: str) -> bool:
    """Whether a line begins a paragraph of its own."""
    return bool(re.match(r"\u3000{2}|[ \t]{4}|[-•·●○■◆|#]", line)) or label_at(line.strip(), 0, len(line)) is not None


def _glue(before: str, after: str) -> str:
    """A blank between words of letters, nothing between Chinese."""
    return " " if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum() else ""
