"""A paper as a workbook: a sheet for each table, and one for the words around them. Figures are figures, words never formulas."""

from chat.reply import Block
from domain.patterns import pattern
from services.paper import Paper, Table
from services.workbook import Sheet, xlsx_of

WORDS = "说明"
_WIDEST, _NARROWEST = 40, 12
_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
_NAME_LONGEST = 28
_FIGURE = pattern(r"\d{1,12}(?:\.\d{1,6})?")


def bound(paper: Paper) -> bytes:
    """The workbook."""
    tables = [part for part in paper.parts if isinstance(part, Table)]
    lines = [[part.text] for part in paper.parts if isinstance(part, Block)]
    names = _names(tables)
    words = Sheet(WORDS, [[paper.title], *lines, [paper.foot]], (90,))
    return xlsx_of(words, *(_sheet(name, table, paper.foot) for name, table in zip(names, tables, strict=True)))


def _sheet(name: str, table: Table, foot: str) -> Sheet:
    columns = zip(table.columns, *table.rows, strict=True)
    widths = [min(_WIDEST, max(_NARROWEST, *(2 * len(word) for word in column))) for column in columns]
    rows = [[_value(cell) for cell in row] for row in table.rows]
    return Sheet(name, [table.columns, *rows, [table.note or foot]], widths)


def _value(cell: str) -> str | float:
    return (float(cell) if "." in cell else int(cell)) if _FIGURE.fullmatch(cell) else cell


def _names(tables: list[Table]) -> list[str]:
    """A name for each, as a spreadsheet allows them: short, no marks, none twice."""
    found: list[str] = []
    for number, table in enumerate(tables, 1):
        name = table.title.translate(_FORBIDDEN)[:_NAME_LONGEST] or f"表{number}"
        found.append(f"{name}{number}" if name in {*found, WORDS} else name)
    return found
