"""Tables as sentences: each row says its values with the headers above them (表头1：值；表头2：值。), so that a row can be quoted."""

import re
from collections.abc import Iterable, Sequence

from domain.patterns import pattern

_KEY = pattern(r"[^\d。；：:]{1,10}")
Row = Sequence[str | None]


def table_lines(rows: Iterable[Row]) -> list[str]:
    """The lines of a table. None is a cell that a wider or taller neighbour covers; empty rows and repeated headers are left out."""
    lines: list[str] = []
    header: list[str] | None = None
    for row in rows:
        cells = [None if cell is None else _flat(cell) for cell in row]
        said = [cell for cell in cells if cell]
        if len(said) <= 1:
            lines.extend(said)
        elif header is None and not _is_pair(cells):
            header = _spread(cells)
            continue
        elif header is None or [cell or "" for cell in cells] != header:
            lines.append(_sentence(header or [], cells))
    if header is not None and not lines:
        lines.append(_sentence([], [*header]))
    return lines


def _is_pair(cells: Sequence[str | None]) -> bool:
    """Whether a first row is a name and its value (提案号 | 第12号) and no header."""
    said = [cell for cell in cells if cell]
    return len(said) == 2 and _KEY.fullmatch(said[0]) is not None and _KEY.fullmatch(said[1]) is None


def _spread(cells: Sequence[str | None]) -> list[str]:
    """A header with each covered cell under the name of its neighbour to the left."""
    spread: list[str] = []
    for cell in cells:
        spread.append((spread[-1] if spread else "") if cell is None else cell)
    return spread


def _sentence(header: Sequence[str], cells: Sequence[str | None]) -> str:
    if not header and len([cell for cell in cells if cell]) == 2:
        key, value = (cell for cell in cells if cell)
        return f"{key.rstrip('：:')}：{value.rstrip('。；')}。"
    said = []
    for at, cell in enumerate(cells):
        if cell:
            name = header[at].rstrip("：:") if at < len(header) else ""
            said.append(f"{name}：{cell.rstrip('。；;')}" if name else cell.rstrip("。；;"))
    return "；".join(said) + "。"


def _flat(cell: str) -> str:
    """A cell in one line; Chinese that was broken inside a cell is put together."""
    flat = re.sub(r"\s+", " ", cell).strip()
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", flat)
