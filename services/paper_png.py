"""A paper as a picture, one column wide as a telephone, drawn by Pillow."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from services.layout import ASCENT, COLOURS, FAINT, INK, NOTE, PALE, RAIL, Layout, Strip, Words, height
from services.paper import Paper, Picture
from services.typeface import Typeface

WIDTH, MARGIN, SCALE = 640, 36, 2
TALLEST = 9_000
"""Pixels. What does not fit is left out, and the picture says so: a longer paper is read as PDF."""

MORE = "（图片放不下，后面的请看 PDF。）"
_STEPS = 8


def drawn(paper: Paper, font: Path) -> Picture:
    """The picture. Blocks for some tenths of a second."""
    layout = Layout(Typeface(font), WIDTH - 2 * MARGIN)
    strips = _fitting(layout.strips(paper), layout.foot(Paper("", (), f"{MORE}\n{paper.foot}")))
    wide, tall = WIDTH * SCALE, round((height(strips) + 2 * MARGIN) * SCALE)
    image = Image.new("RGB", (wide, tall), "#ffffff")
    pen = _Pen(image, font)
    top = float(MARGIN)
    for strip in strips:
        pen.draw(strip, top)
        top += strip.height
    data = BytesIO()
    # Few colours: it waits in the database until it is sent.
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(data, "PNG")
    return Picture(data.getvalue(), wide, tall)


def _fitting(strips: list[Strip], end: list[Strip]) -> list[Strip]:
    room = TALLEST / SCALE - 2 * MARGIN
    if height(strips) <= room:
        return strips
    kept, used = [], height(end) + NOTE
    for strip in strips:
        used += strip.height
        if used > room:
            break
        kept.append(strip)
    return [*kept, Strip(NOTE), *end]


def _palette() -> Image.Image:
    """White first, then each ink on each ground in steps, as the edges of letters are drawn."""
    grounds, inks = ("#ffffff", PALE, RAIL), (INK, FAINT, *COLOURS)
    mixed = {
        tuple(round(a + (b - a) * step / _STEPS) for a, b in zip(ImageColor.getrgb(ground), ImageColor.getrgb(ink), strict=True))
        for ground in grounds
        for ink in inks
        for step in range(_STEPS + 1)
    }
    flat = [value for colour in sorted(mixed, reverse=True) for value in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette(flat)
    return palette


class _Pen:
    """Draws strips on one picture. It opens the font for itself, since a font must not be shared between threads."""

    def __init__(self, image: Image.Image, font: Path) -> None:
        self._pen = ImageDraw.Draw(image)
        self._path = str(font)
        self._fonts: dict[float, ImageFont.FreeTypeFont] = {}

    def draw(self, strip: Strip, top: float) -> None:
        """A strip, its upper edge there."""
        for mark in strip.marks:
            x, y = (MARGIN + mark.x) * SCALE, (top + mark.y) * SCALE
            if isinstance(mark, Words):
                base = y + mark.size * ASCENT * SCALE
                self._pen.text((x, base), mark.text, font=self._font(mark.size), fill=mark.ink, anchor="ls")
            else:
                self._pen.rectangle((x, y, x + mark.width * SCALE - 1, y + mark.height * SCALE - 1), fill=mark.fill)

    def _font(self, size: float) -> ImageFont.FreeTypeFont:
        if size not in self._fonts:
            self._fonts[size] = ImageFont.truetype(self._path, size * SCALE, layout_engine=ImageFont.Layout.BASIC)
        return self._fonts[size]
