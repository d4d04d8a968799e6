"""A small table that somebody sent: what it may be, told by its content and never by its name, and how much of it is read."""

from dataclasses import dataclass
from typing import Literal

from domain.errors import BadDocument

Sort = Literal["xlsx", "csv"]

LARGEST = 1_000_000
"""Bytes of a file that are read."""
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 300, 30, 3_000
"""Rows and columns that are read, and characters of a cell."""
LONGEST_TEXT = 400_000
"""Characters of all cells together."""

NO_TABLE = "这不是表格。请发 .xlsx 或 .csv 文件；.xls、.et 请用 WPS 或 Excel 另存为 .xlsx 再发。"
TOO_LARGE = f"文件太大，最多 {LARGEST // 1_000_000} MB。请分成几份，或去掉图片后再发。"
MANY_ROWS = f"行数太多，一次最多读 {MOST_ROWS} 行。请分成几份再发。"
LONG = f"表格里的文字太多，一次最多 {LONGEST_TEXT // 10_000} 万字。请分成几份再发。"
LONG_CELL = f"有一格超过 {LONGEST_CELL:,} 个字，请缩短后再发。"
BROKEN = "文件损坏或不规范，读不出来。请用 WPS 或 Excel 打开，另存为 .xlsx 再发。"
_FOREIGN = (
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
)
_MARKED = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: its rows from the first one on, empty ones as []."""

    sort: Sort
    rows: tuple[tuple[str, ...], ...]


def sort_of(data: bytes) -> Sort:
    """What the first bytes tell: a workbook, or text. Raises BadDocument for what is neither, and for what is too large or empty."""
    if not data.strip():
        raise BadDocument("文件是空的。请确认保存成功后再发。")
    if len(data) > LARGEST:
        raise BadDocument(TOO_LARGE)
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith(_FOREIGN) or (b"\0" in data and not data.startswith(_MARKED)):
        raise BadDocument(NO_TABLE)
    return "csv"
