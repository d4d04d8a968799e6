"""A paper as a PDF of A4 sheets, written by fpdf2 with the font in it."""

from pathlib import Path

from fpdf import FPDF

from domain.errors import Problem
from services.layout import ASCENT, FAINT, NOTE, Layout, Strip, Words, height, sheets
from services.paper import Paper
from services.typeface import Typeface

COLUMN = 900
"""How wide the column is in units of the layout."""

MOST_SHEETS = 40
TOO_LONG = "内容太多，排不进一份 PDF。请缩小范围再试。"
_MARGIN, _WIDE, _TALL = 20.0, 210.0, 297.0
_UNIT = (_WIDE - 2 * _MARGIN) / COLUMN
"""Millimetres to one unit of the layout."""

_POINT = 72 / 25.4
_FACE = "noto"


def written(paper: Paper, font: Path) -> bytes:
    """The PDF. Blocks for some tenths of a second. Raises Problem where it would be too long."""
    layout = Layout(Typeface(font), COLUMN)
    foot = layout.foot(paper)
    strips = layout.strips(paper)[: -len(foot)] if foot else layout.strips(paper)
    room = (_TALL - 2 * _MARGIN) / _UNIT - height(foot)
    pages = sheets(strips, room)
    if len(pages) > MOST_SHEETS:
        raise Problem(TOO_LONG)
    pdf = _document(paper, font)
    for number, page in enumerate(pages, 1):
        pdf.add_page()
        _stack(pdf, page, _MARGIN)
        _stack(pdf, foot, _TALL - _MARGIN - height(foot) * _UNIT)
        _number(pdf, f"{number} / {len(pages)}")
    return bytes(pdf.output())


def _document(paper: Paper, font: Path) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_font(_FACE, "", str(font))
    pdf.set_title(paper.title)
    pdf.set_lang("zh-CN")
    return pdf


def _stack(pdf: FPDF, strips: list[Strip], top: float) -> None:
    for strip in strips:
        _draw(pdf, strip, top)
        top += strip.height * _UNIT


def _draw(pdf: FPDF, strip: Strip, top: float) -> None:
    for mark in strip.marks:
        x, y = _MARGIN + mark.x * _UNIT, top + mark.y * _UNIT
        if isinstance(mark, Words):
            _write(pdf, mark, x, y)
        else:
            pdf.set_fill_color(mark.fill)
            pdf.rect(x, y, mark.width * _UNIT, mark.height * _UNIT, "F")


def _write(pdf: FPDF, words: Words, x: float, y: float) -> None:
    if words.text:
        size = words.size * _UNIT
        pdf.set_font(_FACE, size=size * _POINT)
        pdf.set_text_color(words.ink)
        pdf.text(x, y + size * ASCENT, words.text)


def _number(pdf: FPDF, text: str) -> None:
    _write(pdf, Words(0, 0, text, NOTE, FAINT), _WIDE / 2 - 6, _TALL - _MARGIN + 4)
