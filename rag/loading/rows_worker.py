"""The process in which a small table is read that somebody sent: `python -m rag.loading.rows_worker MEMORY`, the file on standard input.

It prints one JSON object: {"sort", "rows"} or {"refused"}. Formulas stay as they are written and are never worked out.
"""

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

import openpyxl

from domain.errors import BadDocument
from rag.loading.decode import decoded, tidy
from rag.loading.packages import opened
from rag.loading.rows import (
    BROKEN,
    LARGEST,
    LONG,
    LONG_CELL,
    LONGEST_CELL,
    LONGEST_TEXT,
    MANY_ROWS,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    sort_of,
)
from rag.loading.worker import limit
from rag.loading.xlsx import written

_UNPACKED = 20_000_000
_DELIMITERS = ",\t;，"
_FURTHER = 50
"""Empty rows behind the last one are no reason to refuse a file."""


def table_of(data: bytes) -> Table:
    """The table in a file's bytes. Raises BadDocument, and whatever a foreign file makes a library raise."""
    sort = sort_of(data)
    return Table(sort, tuple(_bounded(_workbook(data) if sort == "xlsx" else _text(data))))


def _bounded(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    size = 0
    for number, row in enumerate(rows):
        if number >= MOST_ROWS and any(row):
            raise BadDocument(MANY_ROWS)
        size += sum(map(len, row))
        if size > LONGEST_TEXT:
            raise BadDocument(LONG)
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise BadDocument(LONG_CELL)
        if number < MOST_ROWS:
            yield row


def _workbook(data: bytes) -> Iterator[tuple[str, ...]]:
    """The rows of the first sheet that is shown."""
    with opened(BytesIO(data), "xl/workbook.xml") as package:
        if sum(part.file_size for part in package.infolist()) > _UNPACKED:
            raise BadDocument(LONG)
    book: Any = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False)
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise BadDocument(BROKEN)
    for row in sheet.iter_rows(max_row=MOST_ROWS + _FURTHER, max_col=MOST_COLUMNS):
        yield _trimmed(tidy(written(_plain(cell.value), getattr(cell, "number_format", ""))) for cell in row)


def _plain(value: object) -> object:
    """A formula over several cells comes as an object that holds its words."""
    words = getattr(value, "text", value)
    return f"={words}" if words is not value and not str(words).startswith("=") else words


def _text(data: bytes) -> Iterator[tuple[str, ...]]:
    text = decoded(data)
    head = text.partition("\n")[0]
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count))
    try:
        for row in islice(reader, MOST_ROWS + _FURTHER):
            yield _trimmed(row[:MOST_COLUMNS])
    except csv.Error as problem:
        raise BadDocument(LONG_CELL) from problem


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    found = [cell.strip() for cell in cells]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def main() -> None:
    """Read the file on standard input, and answer on standard output."""
    answer_to = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit(int(sys.argv[1]))
    answer_to.write(json.dumps(_answered(sys.stdin.buffer.read(LARGEST + 1))).encode())
    answer_to.close()


def _answered(data: bytes) -> dict[str, object]:
    """Whatever a foreign file makes a library raise becomes a word."""
    try:
        table = table_of(data)
    except BadDocument as problem:
        return {"refused": str(problem)}
    except Exception as problem:
        sys.stderr.write(f"{type(problem).__name__}\n")
        return {"refused": BROKEN}
    return {"sort": table.sort, "rows": table.rows}


if __name__ == "__main__":
    main()
