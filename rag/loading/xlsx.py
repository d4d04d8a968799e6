"""Excel workbooks: each row of each visible sheet becomes a sentence with its headers."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from domain.errors import BadDocument
from rag.loading.packages import opened
from rag.loading.source import LONGEST_TEXT, Source
from rag.loading.tables import Row, table_lines

_MOST_COLUMNS = 200


def read_xlsx(path: Path) -> Source:
    """A .xlsx file. Formulas count as the value that was last saved; the names of several sheets are lines of their own."""
    with opened(path, "xl/workbook.xml"):
        book: Any = openpyxl.load_workbook(path, read_only=True, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    lines: list[str] = []
    for sheet in sheets:
        rows = table_lines(_rows(sheet))
        if rows:
            lines.extend([*([sheet.title, *rows] if len(sheets) > 1 else rows), ""])
    return Source("\n".join(lines))


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows that hold something, as text."""
    size = 0
    for row in sheet.iter_rows(max_col=_MOST_COLUMNS):
        cells = [written(cell.value, getattr(cell, "number_format", "")) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        size += sum(map(len, cells))
        if size > LONGEST_TEXT:
            raise BadDocument(f"表格里的文字超过 {LONGEST_TEXT:,} 个的上限。请拆成几个文件再导入。")
        if cells:
            yield cells


def written(value: object, shown: str) -> str:
    """A value as the sheet shows it: 30% rather than 0.3, 5 rather than 5.0, days without midnight."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else str(value)
    if isinstance(value, date | bool):
        return str(value)
    if isinstance(value, int | float):
        number = round(value * 100, 6) if "%" in shown else round(value, 6)
        words = str(int(number)) if number == int(number) else str(number)
        return f"{words}%" if "%" in shown else words
    return str(value)
