"""Papers on both kinds of page: what was put on them can be read again, and nothing is too large, too wide or left out unseen."""

from contextlib import closing
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.config import ROOT
from bot.press import Press
from chat.reply import Block, Look
from domain.errors import Problem
from rag.loading.pdf import read_pdf
from services import paper_png
from services.layout import COLOURS, Box, Layout, Strip, Words, height, sheets
from services.paper import CUT, LONGEST, Bar, Bars, Paper, Part, Table, paper_from_json, paper_to_json
from services.typeface import BOX, Typeface

FONT = ROOT / "assets" / "fonts" / "NotoSansSC-subset.otf"
FOOT = "校企通，2026年11月21日生成。摘要（非原文，以原件为准）。"
QUOTE = "兴办职业教育的投资符合规定的，可按投资额的30%比例抵免。"
BARS = Bars(
    "招聘与求职", ("招聘人数", "求职人数"), (Bar("光伏", (120.0, None), ("120人", "<5")), Bar("稀土", (4.0, 12.0), ("4人", "12人")))
)
TABLE = Table("按专业", ("专业大类", "岗位"), (("能源动力与材料大类", "12"), ("电子与信息大类", "<5")), "来源：校企通，2026年11月21日")
PARTS: tuple[Part, ...] = (Block("一、可能符合", Look.TITLE), Block("抵免", Look.ITEM, number=1), Block(QUOTE, Look.QUOTE), TABLE, BARS)
PAPER = Paper("明白纸，普陀", PARTS, FOOT)


@pytest.fixture(scope="module")
def face() -> Typeface:
    return Typeface(FONT)


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(FONT)


def read_again(data: bytes, folder: Path) -> str:
    (folder / "paper.pdf").write_bytes(data)
    return read_pdf(folder / "paper.pdf").text.replace("\n", "")


def sheets_of(data: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_all_words_of_a_pdf_can_be_read_again(press: Press, tmp_path: Path) -> None:
    told = read_again(press.pdf(PAPER), tmp_path)
    for words in ("明白纸，普陀", "一、可能符合", QUOTE, "能源动力与材料大类", "<5", "120人", "来源：校企通", FOOT):
        assert words in told


def test_every_sheet_of_a_pdf_tells_source_day_and_number(press: Press) -> None:
    long = Paper(
        "长", tuple(Block(f"第{number}条，写得不短不长，正好占一行多一点的地方，好让一页放不下。" * 2) for number in range(60)), FOOT
    )
    pages = sheets_of(press.pdf(long))
    assert len(pages) > 1
    assert all(FOOT in page and f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert "第59条" in pages[-1]


def test_a_picture_is_as_wide_as_two_telephones_and_small(press: Press) -> None:
    picture = press.picture(PAPER)
    opened = Image.open(BytesIO(picture.data))
    assert opened.size == (picture.width, picture.height)
    assert picture.width == paper_png.WIDTH * paper_png.SCALE
    assert len(picture.data) < 150_000
    colours = [colour for _, colour in opened.convert("RGB").getcolors(1 << 16) or []]
    assert {(255, 255, 255), (47, 111, 159), (217, 138, 43)} <= set(colours)


def test_what_does_not_fit_a_picture_is_said_to_be_missing(face: Typeface, press: Press) -> None:
    picture = press.picture(Paper("长", tuple(Block("一行字。" * 9) for _ in range(500)), FOOT))
    assert paper_png.TALLEST * 0.9 < picture.height <= paper_png.TALLEST


def test_more_words_than_anybody_reads_are_cut_off_with_a_word(face: Typeface) -> None:
    strips = Layout(face, 900).strips(Paper("长", (Block("一"), Block("很长。" * LONGEST), Block("尾")), FOOT))
    words = [mark.text for strip in strips for mark in strip.marks if hasattr(mark, "text")]
    assert CUT in words
    assert "尾" not in words


def test_a_pdf_of_too_many_sheets_is_refused(press: Press) -> None:
    with pytest.raises(Problem, match="缩小范围"):
        press.pdf(Paper("长", tuple(Block("字\n" * 200) for _ in range(40)), FOOT))


def test_a_character_that_the_font_lacks_is_a_box_and_marks_without_width_are_nothing(face: Typeface) -> None:
    assert face.visible("龘a\u200d\ufeffb\u3000c\t") == f"{BOX}ab c "


def test_years_and_names_of_today_are_in_the_font(face: Typeface) -> None:
    assert face.visible("二〇二五年，王喆、朱镕、李堃，①⑳㉟") == "二〇二五年，王喆、朱镕、李堃，①⑳㉟"


def test_no_line_begins_with_a_mark_and_figures_stay_whole(face: Typeface) -> None:
    lines = face.lines("每年接收实习生，给予补贴，最多3000000元（不含税），Xiaoqitong 也一样。", 20, 130)
    assert all(line[0] not in "，。）" and line[-1] != "（" for line in lines)
    assert any("3000000" in line for line in lines)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.integers(40, 400))
def test_every_line_fits_and_nothing_but_blanks_is_lost(text: str, room: int) -> None:
    face = Typeface(FONT)
    shown = face.visible(text)
    lines = face.lines(shown, 20, room)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "").replace("\n", "")
    assert all(face.width(line, 20) <= room for line in lines)


@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=40))
def test_sheets_hold_every_strip_in_order_and_no_more_than_fits(tall: list[tuple[int, bool]]) -> None:
    strips = [Strip(high, (), keeps) for high, keeps in tall]
    room = 100
    pages = sheets([Strip(one.height, (paper_mark,), one.keeps) for one in strips], room)
    assert [strip.height for page in pages for strip in page] == [strip.height for strip in strips]
    assert all(height(page) <= room for page in pages)


@pytest.mark.parametrize("count", range(15, 25))
def test_a_table_over_two_sheets_has_its_head_on_both_and_no_row_alone(face: Typeface, count: int) -> None:
    rows = tuple((f"第{number}行", f"{number}") for number in range(count))
    layout = Layout(face, 900)
    pages = sheets(layout.strips(Paper("长表", (Table("", ("名称", "数目"), rows, "注"),), FOOT)), 500)
    said = [[mark.text for strip in page for mark in strip.marks if isinstance(mark, Words)] for page in pages]
    assert all("名称" in page for page in said if any(word.startswith("第") for word in page))
    assert any(f"第{count - 2}行" in page and f"第{count - 1}行" in page for page in said)
    assert all(pages)


paper_mark = Words(0, 0, "字", 1)


def test_a_paper_that_was_kept_is_the_same_again() -> None:
    assert paper_from_json(paper_to_json(PAPER)) == PAPER


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"title": "x", "parts": [{"sort": "block"}], "foot": ""}'])
def test_what_is_no_paper_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a paper"):
        paper_from_json(text)


@pytest.mark.parametrize("table", [Table("", ("甲",), ()), Table("长", ("甲", "乙"), (("字" * 400, "1"), ("", "")))])
def test_odd_tables_are_printed_too(press: Press, table: Table) -> None:
    paper = Paper("", (table, Bars("", ("a",), ()), Block("")), "")
    assert press.picture(paper).data.startswith(b"\x89PNG")
    assert press.pdf(paper).startswith(b"%PDF")


def test_a_workbook_has_a_sheet_for_each_table_with_figures_to_reckon_with(press: Press) -> None:
    book = openpyxl.load_workbook(BytesIO(press.book(PAPER)))
    assert book.sheetnames == ["说明", "按专业"]
    assert [cell.value for cell in book["按专业"]["B"]] == ["岗位", 12, "<5", None]
    assert book["按专业"]["A4"].value == TABLE.note
    assert [cell.value for cell in book["说明"]["A"]] == [PAPER.title, "一、可能符合", "抵免", QUOTE, FOOT]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_words_in_a_workbook_are_never_formulas(press: Press, words: str) -> None:
    table = Table(words, (words,), ((words,),), words)
    book = openpyxl.load_workbook(BytesIO(press.book(Paper(words, (table, table, Block(words)), words))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(str(cell.value).startswith("'") for cell in cells)


def test_every_character_of_the_digests_is_in_the_font(face: Typeface) -> None:
    signs = {sign for digest in (ROOT / "corpus").glob("*.md") for sign in digest.read_text(encoding="utf-8") if not sign.isspace()}
    assert len(signs) > 1000
    assert [sign for sign in sorted(signs) if face.visible(sign) != sign] == []


def test_bars_are_as_long_as_their_figures(face: Typeface) -> None:
    boxes = [mark for strip in Layout(face, 900).strips(Paper("", (BARS,), "")) for mark in strip.marks if isinstance(mark, Box)]
    wide = {box.fill: sorted(one.width for one in boxes if one.fill == box.fill and one.width != one.height) for box in boxes}
    few, many = wide[COLOURS[0]]
    assert few == pytest.approx(many * 4 / 120)
    assert wide[COLOURS[1]] == [pytest.approx(many * 12 / 120)]
