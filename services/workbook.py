"""Tables that go out: xlsx and csv, in which words are text and none is a formula, whatever somebody wrote into them."""

import csv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO, StringIO

from domain.patterns import pattern

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_XML = pattern("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOMENT = (2026, 1, 1, 0, 0, 0)
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# 0: text that wraps; 1: the head of a column. The format 49 (@) keeps what people type (12月31日, 001) as they typed it.
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" applyFont="1" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its rows with the head first, and the widths of its columns in characters. Figures can be reckoned with."""

    name: str
    rows: Sequence[Sequence[str | float]]
    widths: Sequence[int] = ()


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would work out, and before one of its own there."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was guarded."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """A csv file that Excel and WPS open without a question: UTF-8 with its mark."""
    page = StringIO()
    csv.writer(page).writerows([guarded(cell) for cell in row] for row in rows)
    return page.getvalue().encode("utf-8-sig", "replace")


def xlsx_of(*sheets: Sheet) -> bytes:
    """A workbook of these sheets; the same bytes for the same cells."""
    numbers = range(1, len(sheets) + 1)
    named = "".join(f'<sheet name="{_text(one.name)}" sheetId="{n}" r:id="r{n}"/>' for n, one in enumerate(sheets, 1))
    linked = "".join(f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    typed = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>' for n in numbers)
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{typed}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{linked}'
        f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": _sheet(one) for n, one in enumerate(sheets, 1)}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, words in parts.items():
            package.writestr(zipfile.ZipInfo(name, _MOMENT), words.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _sheet(sheet: Sheet) -> str:
    widths = "".join(f'<col min="{n}" max="{n}" width="{width}" style="1" customWidth="1"/>' for n, width in enumerate(sheet.widths, 1))
    rows = "".join(_row(number, row) for number, row in enumerate(sheet.rows, 1))
    columns = f"<cols>{widths}</cols>" if widths else ""
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{columns}<sheetData>{rows}</sheetData></worksheet>'


def _row(number: int, row: Sequence[str | float]) -> str:
    cells = (_cell(f"{_column(at)}{number}", cell, 2 if number == 1 else 1) for at, cell in enumerate(row) if cell != "")
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: str | float, style: int) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr" s="{style}"><is><t xml:space="preserve">{_text(guarded(cell))}</t></is></c>'
    return f'<c r="{place}" s="0"><v>{cell}</v></c>'


def _column(at: int) -> str:
    """A, B, … Z, AA of a column counted from 0."""
    return (_column(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("", words))
