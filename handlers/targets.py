"""/targets: what a city aims at and what it has, indicator by year, with a picture of the course."""

from dataclasses import replace

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from handlers.additions import Additions
from handlers.entries import said
from handlers.paging import page
from handlers.papers import Press, pictured
from handlers.region import in_rows
from handlers.scope import EVERYWHERE, Scope
from rag.directory.entities import Target, Tense
from services.courses import UNDATED, Row, rows
from services.directory import Directory
from services.paper import Bar, Bars, Paper

SIZE = 10
WHICH = "看哪个城市的目标？"
NOTHING = "{place}的文件里没有写到带数字的目标。"
NOT_PRESENT = "目标不是现状；原文没有写的年份不推算。点号码看原文。"
NOT_ALIKE = "各地统计口径不同，不能直接相比。"
DRAWN = "都是目标，不是现状；原文没有写的年份不画。"
_DRAWN_MOST = 6


class Targets:
    """Shows the table. A button's value is `city.page`."""

    def __init__(self, directory: Directory, scope: Scope, additions: Additions, press: Press) -> None:
        self._directory = directory
        self._additions = additions
        self._scope = scope
        self._press = press

    async def targets(self, message: Message) -> Reply:
        """/targets, alone or with a city."""
        code = await self._scope.meant(message)
        return await self._which() if code is None else await self._table(message, code, "")

    async def show(self, message: Message) -> Reply:
        """A city, or a page of its table."""
        code, _, number = message.pressed.partition(".")
        return await self._which() if code == "cities" else await self._table(message, code, number)

    async def _which(self) -> Reply:
        return say(WHICH, choices=await self._scope.cities(await self._directory.of(Target), "targets:{}."))

    async def _table(self, message: Message, code: str, number: str) -> Reply:
        """Targets first, then what was reached; the picture comes with the first page."""
        title = self._scope.title(code)
        table = sorted(
            rows(await self._directory.of(Target, code)), key=lambda row: (row.tense is Tense.PRESENT, len(row.years) < 2, not row.years)
        )
        add = await self._additions.button(message, "target", code)
        if not table:
            return say(NOTHING.format(place=title), choices=(add,) if add else ())
        shown = page(table, number, SIZE)
        lines = tuple(Block(self._line(row, code), Look.ITEM, number=shown.first + at) for at, row in enumerate(shown.items))
        numbers = in_rows([Choice(str(shown.first + at), f"entry:{row.listed[-1].id}") for at, row in enumerate(shown.items)], 5)
        sources = tuple(Block(line, Look.SOURCE) for line in self._directory.sources(one for row in shown.items for one in row.listed))
        notes = (Block(NOT_PRESENT if code else NOT_PRESENT + NOT_ALIKE, Look.NOTE),)
        buttons = (*numbers, *shown.buttons(f"targets:{code}."), (Choice("换城市", "targets:cities"), *add))
        drawn = Reply() if number else await self._drawn(title, table)
        head = Block(f"目标与现状 · {title}：{len(table)}项", Look.TITLE)
        return replace(drawn, blocks=(head, *lines, *notes, *sources), choices=buttons, edits=bool(number))

    def _line(self, row: Row, code: str) -> str:
        """One row: 目标｜合作企业：2023年 100家以上 → 2025年 200家以上."""
        place = "" if code else f"{self._scope.place(row.region)}｜"
        cells = " → ".join(_cell(row, year) for year in sorted(row.cells))
        return f"{place}{row.tense.value}｜{row.subject}{row.indicator}：{cells}"

    async def _drawn(self, title: str, table: list[Row]) -> Reply:
        """The picture of the targets that have figures for more than one year."""
        courses = [course for row in table if row.tense is Tense.TARGET and (course := _course(row))][:_DRAWN_MOST]
        if not courses or title == EVERYWHERE:
            return Reply()
        paper = Paper(f"{title}：目标的走势", tuple(courses), DRAWN)
        return await pictured(self._press, paper, "targets.png")


def _cell(row: Row, year: int) -> str:
    figures = "、".join({(one.entry.value, one.entry.unit): said(one.entry) for one in row.cells[year]}.values())
    when = next((one.entry.when for one in row.cells[year] if one.entry.when), "")
    return f"{year}年 {figures}" if year != UNDATED else f"{figures}（{when or '未写年份'}）"


def _course(row: Row) -> Bars | None:
    """A bar for each year that has a figure, none for those between."""
    figures = [(year, row.cells[year][0].entry) for year in row.years]
    bars = tuple(Bar(f"{year}年", (one.number,), (said(one),)) for year, one in figures if one.number is not None)
    alike = len({one.unit for _, one in figures}) == 1
    return Bars(f"{row.subject}{row.indicator}", ("目标",), bars) if alike and len(bars) > 1 else None
