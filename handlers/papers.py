"""Papers handed out: as a picture, as PDF, as a workbook."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from chat.message import File
from chat.reply import Block, Choice, Look, Reply
from domain.errors import Problem
from services.paper import Bars, Paper, Picture, Table
from services.workbook import XLSX

MADE = "校企通，{day}生成。{note}"
PICTURE, PDF, BOOK = "图片", "PDF", "Excel"
_TALLEST = 2.5
"""Heights to one width: a platform makes what is taller so small that nobody can read it, unless it goes as a file."""


class Shape(StrEnum):
    """What a paper is handed out as."""

    PICTURE = "png"
    PDF = "pdf"
    BOOK = "xlsx"


WORDS = {Shape.PICTURE: PICTURE, Shape.PDF: PDF, Shape.BOOK: BOOK}
_TYPES = {Shape.PICTURE: "image/png", Shape.PDF: "application/pdf", Shape.BOOK: XLSX}


class Press(Protocol):
    """Prints. It blocks, and is called off the event loop."""

    def picture(self, paper: Paper) -> Picture:
        """As a picture."""
        ...

    def pdf(self, paper: Paper) -> bytes:
        """As a PDF. Raises Problem where it would be too long."""
        ...

    def book(self, paper: Paper) -> bytes:
        """As an xlsx workbook of its tables."""
        ...


def buttons(value: str, *shapes: Shape) -> tuple[Choice, ...]:
    """A button for each shape; `value` has {} where the shape goes."""
    return tuple(Choice(WORDS[shape], value.format(shape.value)) for shape in shapes)


def foot(day: date, note: str) -> str:
    """The last line of a paper: whose it is, of which day, and what to bear in mind."""
    return MADE.format(day=f"{day.year}年{day.month}月{day.day}日", note=note)


async def handed_out(press: Press, paper: Paper, shape: str, day: date, offered: tuple[Choice, ...]) -> Reply:
    """The paper as a file of that shape, which may come from a forged button, and what else was `offered`."""
    if shape not in _TYPES:
        return Reply(toast="没有这种格式。")
    others = tuple(choice for choice in offered if choice.label != WORDS[Shape(shape)])
    try:
        printed = await _printed(press, paper, Shape(shape), f"{paper.title.replace(' · ', '-')}-{day:%Y%m%d}.{shape}")
        return replace(printed, choices=(others,))
    except Problem as problem:
        return Reply((Block(str(problem)),))


async def _printed(press: Press, paper: Paper, shape: Shape, name: str) -> Reply:
    said = (Block(f"{paper.title}（{WORDS[shape]}）"),)
    if shape is Shape.PICTURE:
        return replace(await pictured(press, paper, name), blocks=said)
    data = await asyncio.to_thread(press.pdf if shape is Shape.PDF else press.book, paper)
    return Reply(said, file=File(name, _TYPES[shape], data))


async def pictured(press: Press, paper: Paper, name: str) -> Reply:
    """A reply without words: the picture, or a file of it where it is too tall to be shown."""
    drawn = await asyncio.to_thread(press.picture, paper)
    file = File(name, _TYPES[Shape.PICTURE], drawn.data)
    return Reply(file=file) if drawn.height > _TALLEST * drawn.width else Reply(picture=file)


def told(paper: Paper, most: int) -> tuple[Block, ...]:
    """The words of a paper for a chat; of each table the first rows, and one note below tables that share it."""
    blocks = [Block(paper.title, Look.TITLE)]
    shown = [part for part in paper.parts if not isinstance(part, Bars)]
    for part, behind in zip(shown, [*shown[1:], None], strict=True):
        if isinstance(part, Block):
            blocks.append(part)
        elif isinstance(part, Table):
            blocks += _listed(part, most)
            shared = isinstance(behind, Table) and behind.note == part.note
            blocks += [Block(part.note, Look.SOURCE)] if part.note and not shared else []
    return (*blocks, Block(paper.foot, Look.SOURCE))


def _listed(table: Table, most: int) -> Iterator[Block]:
    shown = table.rows[:most]
    more = f"（前{len(shown)}项，共{len(table.rows)}项）" if len(table.rows) > most else ""
    yield Block(f"{table.title}{more}", Look.TITLE)
    for row in shown:
        facts = (_fact(column, cell) for column, cell in zip(table.columns[1:], row[1:], strict=True))
        yield Block(f"{row[0]}：{'，'.join(fact for fact in facts if fact)}", Look.ITEM)


def _fact(column: str, cell: str) -> str:
    """岗位（条） and 12 are 岗位12条."""
    name, _, unit = column.removesuffix("）").partition("（")
    return f"{name}{cell}{unit}" if cell != "—" else ""
