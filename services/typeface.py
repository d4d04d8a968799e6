"""The font that the project brings along: how wide words are in it, and what stands for a character that it lacks."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from PIL import ImageFont

BOX = "□"
"""Drawn for a character that the font does not have, so that nobody takes the gap for the text."""

_EM = 100
_NOWHERE = "\ue000"
_CLOSING = frozenset("，。；：、！？）】》〉」』”’…,.;:!?)]}%％‰℃·—")
"""No line begins with these."""

_OPENING = frozenset("（【《〈「『“‘([{")
"""No line ends with these."""


class Typeface:
    """Measures words. Not to be shared between threads."""

    def __init__(self, path: Path) -> None:
        self._font = ImageFont.truetype(str(path), _EM, layout_engine=ImageFont.Layout.BASIC)
        self._lacking = bytes(self._font.getmask(_NOWHERE))
        self._widths: dict[str, float] = {}
        self._seen: dict[str, str] = {"\n": "\n"}

    def visible(self, text: str) -> str:
        """The text as the font can show it: without what is not to be seen, and with a box for what it lacks."""
        return "".join(self._shown(sign) for sign in unicodedata.normalize("NFC", text))

    def width(self, text: str, size: float) -> float:
        """How wide visible text is at a size, in the unit of the size."""
        return sum(map(self._width, text)) * size / _EM

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """Text cut into lines that fit, words and figures of Latin letters whole, no mark at the wrong end."""
        found: list[str] = []
        for paragraph in text.split("\n"):
            found += self._filled(paragraph, size, room)
        return found

    def cut(self, text: str, size: float, room: float) -> str:
        """Text on one line, with an ellipsis where it is too long."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(f"{text}…", size) > room:
            text = text[:-1]
        return f"{text}…"

    def _filled(self, paragraph: str, size: float, room: float) -> list[str]:
        lines, line, long = [], "", 0.0
        for part in self._parts(paragraph, size, room):
            wide = self.width(part, size)
            if line and long + wide > room:
                lines.append(line.rstrip())
                line, long = part.lstrip(), self.width(part.lstrip(), size)
            else:
                line, long = line + part, long + wide
        return [*lines, line.rstrip()]

    def _parts(self, paragraph: str, size: float, room: float) -> Iterator[str]:
        """What must stay on one line; what is wider than a whole line, sign by sign."""
        for piece in _pieces(paragraph):
            if self.width(piece, size) <= room:
                yield piece
            else:
                yield from piece

    def _width(self, sign: str) -> float:
        if sign not in self._widths:
            self._widths[sign] = self._font.getlength(sign)
        return self._widths[sign]

    def _shown(self, sign: str) -> str:
        if sign not in self._seen:
            self._seen[sign] = self._looked_up(sign)
        return self._seen[sign]

    def _looked_up(self, sign: str) -> str:
        if sign.isspace():
            return " "
        if unicodedata.category(sign) in {"Cc", "Cf", "Mn", "Me", "Cs"}:
            return ""
        return BOX if bytes(self._font.getmask(sign)) == self._lacking else sign


def _pieces(paragraph: str) -> list[str]:
    """What must stay on one line: a Latin word or figure, a Chinese character, each with the marks that belong to it."""
    pieces: list[str] = []
    for sign in paragraph:
        if pieces and _stays(pieces[-1][-1], sign):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _stays(before: str, sign: str) -> bool:
    narrow = before.isascii() and sign.isascii() and before != " " and sign != " "
    return narrow or sign in _CLOSING or before in _OPENING
