"""Pictures of figures over the years, drawn on the server with the font that the project brings along."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from services.courses import Course

WIDTH, MARGIN, BAR, GAP = 560, 28, 26, 12
_PAPER, _INK, _FAINT, _FILL, _RAIL = "#ffffff", "#1f2937", "#6b7280", "#2f6f9f", "#e8edf2"
_TITLE, _TEXT, _NOTE = 28, 21, 18
_YEAR, _SAID = 92, 150
_COLOURS = 48


class Pictures:
    """Draws with the font of that file. Drawing blocks for about a tenth of a second."""

    def __init__(self, font: Path) -> None:
        self._path = str(font)

    def courses(self, title: str, courses: Sequence[Course], note: str) -> bytes:
        """A PNG, 560 pixels wide, so that a telephone shows it large: a bar for each year with a figure, none for those between."""
        height = 2 * MARGIN + _TITLE + _NOTE + 2 * GAP + sum(_height(course) for course in courses)
        sheet = _Sheet(self._path, height)
        sheet.write(MARGIN, MARGIN, title, _TITLE, _INK)
        top = MARGIN + _TITLE + 2 * GAP
        for course in courses:
            sheet.bars(top, course)
            top += _height(course)
        sheet.write(MARGIN, top, note, _NOTE, _FAINT)
        return sheet.png()


class _Sheet:
    """One picture in the making. It opens the font for itself, since a font must not be shared between threads."""

    def __init__(self, font: str, height: int) -> None:
        self._image = Image.new("RGB", (WIDTH, height), _PAPER)
        self._pen = ImageDraw.Draw(self._image)
        basic = ImageFont.Layout.BASIC
        self._fonts = {size: ImageFont.truetype(font, size, layout_engine=basic) for size in (_TITLE, _TEXT, _NOTE)}

    def bars(self, top: int, course: Course) -> None:
        """The name of an indicator, and its bars below each other, the longest over the whole width."""
        self.write(MARGIN, top, course.name, _TEXT, _INK)
        left, room = MARGIN + _YEAR, WIDTH - 2 * MARGIN - _YEAR - _SAID
        most = max((figure for _, figure, _ in course.points), default=0) or 1
        for place, (year, figure, said) in enumerate(course.points):
            y = top + _TEXT + GAP + place * (BAR + GAP // 2)
            self.write(MARGIN, y, f"{year}年", _TEXT, _FAINT)
            self._pen.rounded_rectangle((left, y, left + room, y + BAR), 5, fill=_RAIL)
            self._pen.rounded_rectangle((left, y, left + max(8, int(room * figure / most)), y + BAR), 5, fill=_FILL)
            self.write(left + room + GAP, y, said, _TEXT, _INK)

    def write(self, x: int, y: int, words: str, size: int, ink: str) -> None:
        """Words from a place to the right margin at most."""
        font, room = self._fonts[size], WIDTH - MARGIN - x
        if font.getlength(words) > room:
            while words and font.getlength(f"{words}…") > room:
                words = words[:-1]
            words += "…"
        self._pen.text((x, y), words, font=font, fill=ink)

    def png(self) -> bytes:
        """The picture as a file; few colours, for it waits in the database until it is sent."""
        data = BytesIO()
        self._image.quantize(_COLOURS).save(data, "PNG", optimize=True)
        return data.getvalue()


def _height(course: Course) -> int:
    return _TEXT + GAP + len(course.points) * (BAR + GAP // 2) + 2 * GAP
