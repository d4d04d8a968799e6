"""Small tables that strangers send: whatever the bytes are, there are rows within bounds or a clear word, and never a crash."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.errors import BadDocument
from domain.text import clean
from rag.loading import rows_worker
from rag.loading.rows import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, sort_of
from rag.loading.rows_worker import table_of
from rag.loading.sandbox import rows_apart
from services.workbook import Sheet, csv_of, unguarded, xlsx_of

CELLS = st.text(st.characters(codec="utf-8"), max_size=12)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from("=+-@'\t "), max_size=12)


def tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=8)


def answered(data: bytes) -> dict[str, object]:
    """What the process would print."""
    return rows_worker._answered(data)


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_come_to_rows_or_to_a_word(data: bytes) -> None:
    told = answered(data)
    assert told.keys() in ({"refused"}, {"sort", "rows"})
    if "refused" in told:
        assert str(told["refused"]).endswith("。")


@settings(max_examples=50)
@given(st.data())
def test_a_workbook_that_was_damaged_comes_to_rows_or_to_a_word(data: st.DataObject) -> None:
    whole = bytearray(xlsx_of(Sheet("一", [["类型", "名称"], ["岗位", "焊工"]])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert answered(bytes(whole)).keys() in ({"refused"}, {"sort", "rows"})


@settings(max_examples=50)
@example([["'="]])
@given(tables(WORDS))
def test_what_we_write_is_read_back_and_holds_no_formula(table: list[list[str]]) -> None:
    data = xlsx_of(Sheet("一", table))
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert all(cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n")
    read = [[unguarded(cell) for cell in row] for row in table_of(data).rows]
    for told, row in zip(read, table, strict=False):
        assert told == [clean(cell).replace("\r", "\n").strip() for cell in row][: len(told)] or any(
            ord(sign) < 32 for sign in "".join(row)
        )


@given(tables(CELLS))
def test_a_csv_of_ours_never_begins_a_cell_like_a_formula(table: list[list[str]]) -> None:
    told = answered(csv_of(table))
    rows = told.get("rows", ())
    assert isinstance(rows, tuple)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def bomb() -> bytes:
    """A workbook of a few kilobytes that would unfold to 40 MB."""
    told = BytesIO(xlsx_of(Sheet("一", [["类型"]])))
    with zipfile.ZipFile(told, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/x.bin", bytes(40_000_000))
    return told.getvalue()


def with_part(name: str, words: str) -> bytes:
    """A workbook with one part of our own making in it."""
    whole, told = zipfile.ZipFile(BytesIO(xlsx_of(Sheet("一", [["类型"]])))), BytesIO()
    with zipfile.ZipFile(told, "w") as package:
        for part in whole.namelist():
            package.writestr(part, words if part == name else whole.read(part))
        if name not in whole.namelist():
            package.writestr(name, words)
    return told.getvalue()


ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
FAR_ROW = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row></sheetData></worksheet>'  # noqa: E501


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (bomb(), "压缩炸弹"),
        (with_part("xl/worksheets/sheet1.xml", ENTITY), "XML 实体"),
        (with_part("../../evil.xml", "<x/>"), "包外"),
        (with_part("xl/workbook.xml", "<workbook/>"), "读不出来"),
        (with_part("xl/worksheets/sheet1.xml", "<worksheet"), "读不出来"),
        (xlsx_of(Sheet("一", [["一"]] * (MOST_ROWS + 1))), "行数太多"),
        (xlsx_of(Sheet("一", [["字" * (LONGEST_CELL + 1)]])), "有一格超过"),
        (b"a," * 10 + b'"' + b"x" * 200_000, "有一格超过"),
        (xlsx_of(Sheet("一", [["字" * 2500]] * 200)), "文字太多"),
    ],
)
def test_what_means_harm_is_refused_with_a_word(data: bytes, word: str) -> None:
    with pytest.raises(BadDocument, match=word):
        raise BadDocument(str(answered(data)["refused"]))


def test_a_cell_far_away_costs_nothing() -> None:
    table = table_of(with_part("xl/worksheets/sheet1.xml", FAR_ROW))
    assert len(table.rows) <= MOST_ROWS
    assert all(len(row) <= MOST_COLUMNS for row in table.rows)


def test_it_is_read_in_a_process_of_its_own() -> None:
    assert rows_apart("类型,名称\n岗位,焊工".encode("gb18030")).rows == (("类型", "名称"), ("岗位", "焊工"))
    with pytest.raises(BadDocument, match="压缩炸弹"):
        rows_apart(bomb())


@pytest.mark.parametrize("data", [b"\xff\xfea\x00,\x00", b"\xfe\xff\x00a", b"\xef\xbb\xbfa,b"])
def test_marked_text_is_text(data: bytes) -> None:
    assert sort_of(data) == "csv"
