"""Tables of incentives (补贴项目和标准): a row is an incentive, and its head tells which cell says for whom and how much."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.patterns import pattern
from rag.directory.entities import Incentive
from rag.directory.figures import figures
from rag.directory.statements import Statement

_COLUMNS = (
    ("bodies", pattern(r"部门|单位$|机构")),
    ("who", pattern(r"对象|适用|范围")),
    ("rate", pattern(r"标准|金额|比例|额度")),
    ("what", pattern(r"项目|名称|内容|政策")),
    ("condition", pattern(r"条件|要求")),
    ("until", pattern(r"期限|时限|上限|封顶")),
)
MONEY = frozenset({"%", "元", "千元", "万元", "亿元", "成"})
"""The units of a rate or an amount."""


@dataclass(frozen=True, slots=True)
class Head:
    """Which column holds what, by its place, and what the paper calls it."""

    columns: dict[str, int]
    names: dict[str, str]
    width: int

    def cell(self, cells: list[str], name: str) -> str:
        """A row's cell, "" where the table has no such column."""
        return cells[self.columns[name]] if name in self.columns else ""


def is_row(statement: Statement) -> bool:
    """Whether a statement is a line of a table."""
    return "\t" in statement.raw


def scheduled(statements: Iterable[Statement]) -> Iterator[Incentive]:
    """The rows below a head that names a column for the rate and one for whom it is for."""
    head: Head | None = None
    for statement in statements:
        if not is_row(statement):
            continue
        cells = [cell.strip() for cell in statement.text.split("\t")]
        head = _head(cells) or head
        if head and len(cells) == head.width and not _head(cells):
            yield _row(statement, head, cells)


def _head(cells: list[str]) -> Head | None:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = next((name for name, form in _COLUMNS if form.search(cell) and name not in found), "")
        if name and len(cell) <= 10 and not any(sign.isdigit() for sign in cell):
            found[name] = place
    return (
        Head(found, {name: cells[place] for name, place in found.items()}, len(cells)) if {"who", "rate", "what"} <= found.keys() else None
    )


def _row(statement: Statement, head: Head, cells: list[str]) -> Incentive:
    rate = head.cell(cells, "rate")
    figured = dict.fromkeys(figure.value + figure.unit for figure in figures(rate) if figure.unit in MONEY)
    bodies = tuple(part for part in re.split("、", head.cell(cells, "bodies")) if part) or statement.bodies
    until = head.cell(cells, "until")
    what = f"{head.cell(cells, 'what')}:{rate}" + (f"({head.names['until']}:{until})" if until else "")
    proposed = statement.clause.voice == "proposal"
    return Incentive(head.cell(cells, "who"), what, "、".join(figured), head.cell(cells, "condition"), bodies, proposed, statement.source)
