"""The picture of the course, drawn with the font that the project brings along."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from services.courses import Course
from services.drawing import WIDTH, Pictures

ROOT = Path(__file__).parents[2]
FONT = ROOT / "assets" / "fonts" / "NotoSansSC-subset.otf"
COURSE = Course("合作企业", ((2023, 100.0, "100家以上"), (2025, 200.0, "200家以上")))


def bar_lengths(data: bytes) -> list[int]:
    """How many pixels of each row are filled, for rows that hold a bar's middle."""
    image = Image.open(BytesIO(data)).convert("RGB")
    filled = []
    for y in range(image.height):
        blue = [x for x in range(image.width) if (pixel := image.getpixel((x, y))) and _is_blue(pixel)]
        filled.append(len(blue))
    return filled


def _is_blue(pixel: object) -> bool:
    red, _, blue = pixel if isinstance(pixel, tuple) else (0, 0, 0)
    return bool(red < 90 and blue > 130)


def test_the_bars_are_as_long_as_the_figures() -> None:
    lengths = [length for length in bar_lengths(Pictures(FONT).courses("包头：目标的走势", [COURSE], "都是目标")) if length > 100]
    longest, half = max(lengths), min(length for length in lengths if length > 100)
    assert half == pytest.approx(longest / 2, rel=0.05)


def test_it_is_a_small_png_of_the_width_of_a_phone() -> None:
    data = Pictures(FONT).courses("包头：目标的走势", [COURSE] * 6, "都是目标，不是现状")
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">I", data[16:20])[0] == WIDTH
    assert len(data) < 60_000


@pytest.mark.parametrize("course", [Course("零", ((2023, 0.0, "0个"), (2025, 0.0, "0个"))), Course("长" * 200, ((2025, 1.0, "说" * 90),))])
def test_odd_courses_are_drawn_too(course: Course) -> None:
    assert Pictures(FONT).courses("标题" * 90, [course], "注" * 300).startswith(b"\x89PNG")


def test_the_font_has_every_character_of_the_digests() -> None:
    font = ImageFont.truetype(str(FONT), 20, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(font.getmask("\ue000"))
    assert bytes(font.getmask("龘")) == missing
    signs = {sign for digest in (ROOT / "corpus").glob("*.md") for sign in digest.read_text(encoding="utf-8") if not sign.isspace()}
    assert len(signs) > 1000
    assert [sign for sign in sorted(signs) if bytes(font.getmask(sign)) == missing] == []
