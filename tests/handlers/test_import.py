"""Many posts from one table: the template, what is read, what comes back, and nothing twice."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.flow import Invalid
from chat.message import File
from chat.wire import reply_from_json
from domain.enterprise import Enterprise, Review, Size
from domain.listing import Kind, Listing, State
from domain.people import Grant, Role
from handlers.filling import steps
from handlers.import_rows import COLUMNS, MOST, NO_ROWS, Lines, lines_of, returned
from handlers.importing import NONE_SENT
from handlers.post import IN_PRIVATE, NO_FIRM
from rag.loading.rows import Table
from rag.loading.rows_worker import table_of
from services.workbook import Sheet, xlsx_of
from storage.work import Work
from tests.handlers.conftest import Desk
from tests.talk import Talk

HEAD = [column[0] for column in COLUMNS.values()]
WELDER = ["岗位", "", "焊工", "3", "6000-8000元/月", "包头市昆都仑区", "2026-12-31", "焊接", "", "", "", ""]
TRAINING = ["培训", "提供", "焊工取证班", "", "", "包头市东河区", "3个月后", "理论和实操", "", "", "", "免费"]
NO_MEN = ["岗位", "", "车工，只要男生", "2", "面议", "包头", "昨天", "车工", "", "", "", ""]


def book(*rows: list[str], head: list[str] = HEAD) -> File:
    return File("表.xlsx", "x", xlsx_of(Sheet("一", [head, *rows])))


def text(*rows: list[str], encoding: str = "utf-8-sig", delimiter: str = ",") -> File:
    page = StringIO()
    csv.writer(page, delimiter=delimiter).writerows([HEAD, *rows])
    return File("表.csv", "text/csv", page.getvalue().encode(encoding))


async def join(
    desk: Desk,
    talk: Talk,
    *,
    state: Review = Review.APPROVED,
    code: str = "91150200MA0QHX2K1H",
    name: str = "虚构铝业公司",
    trusted: bool = False,
) -> int:
    def register(work: Work) -> int:
        owner = work.people.meet(talk.sender, "虚构的张某").id
        told = Enterprise(0, name, code, "150200", "C", Size.SMALL, "虚构的张某", "+8613800001234", owner=owner, state=state)
        id_ = work.enterprises.add(told)
        work.enterprises.trust(id_, trusted=trusted)
        return id_

    return await desk.database.do(register)


async def posts(desk: Desk) -> list[Listing]:
    return await desk.database.read(lambda work: list(reversed(work.listings.of_enterprise(1))))


def back(talk: Talk) -> list[tuple[str, ...]]:
    """The rows of the file that came back."""
    assert talk.reply.file
    return list(table_of(talk.reply.file.data).rows)


@pytest.fixture
async def author(desk: Desk) -> Talk:
    talk = desk.talk("author")
    await join(desk, talk)
    return talk


async def test_the_template_is_read_as_it_is_and_holds_nothing(author: Talk) -> None:
    await author.say("/import")
    file = author.reply.file
    assert file
    shown = openpyxl.load_workbook(BytesIO(file.data))
    assert shown.sheetnames == ["发布信息", "填写说明"]
    assert [cell.value for cell in shown.worksheets[0][1]] == HEAD
    assert {cell.number_format for cell in shown.worksheets[0][2] if cell.value} == {"@"}
    assert [row[0].value for row in shown.worksheets[1]][1:-1] == HEAD
    assert "表头下面没有内容" in await author.give(file)


async def test_good_rows_are_sent_in_and_the_others_come_back(desk: Desk, author: Talk) -> None:
    heard = await author.give(book(WELDER, NO_MEN, TRAINING))
    assert "读到2条可以提交，1行有问题：焊工、焊工取证班" in heard
    assert "第3行：名称：" in heard
    assert "【只要男生】" in heard
    assert await posts(desk) == []
    heard = await author.press("确认")
    assert "已提交2条，等工作人员审核" in heard
    assert "1行没有提交" in heard
    found = await posts(desk)
    assert [(one.kind, one.title, one.state) for one in found] == [
        (Kind.JOB, "焊工", State.PENDING), (Kind.TRAINING, "焊工取证班", State.PENDING),
    ]  # fmt: skip
    assert (found[0].region, found[0].requirements, found[1].headcount) == ("150203", "不限", 0)
    head, row = back(author)
    assert head == (*HEAD, "问题")
    assert row[:-1] == (*NO_MEN[:8], "", "", "", "")
    assert all(name in row[-1] for name in ("名称：", "薪酬：", "截止："))


async def test_what_came_back_is_mended_and_sent_again(desk: Desk, author: Talk) -> None:
    await author.give(book(WELDER, NO_MEN))
    await author.press("确认")
    head, row = back(author)
    mended = dict(zip(head, row, strict=False)) | {"名称": "车工", "薪酬": "月薪6000", "截止": "下个月底"}
    assert "读到1条可以提交：车工" in await author.give(book(list(mended.values()), head=list(head)))
    await author.press("确认")
    assert [one.title for one in await posts(desk)] == ["焊工", "车工"]


async def test_the_same_file_twice_posts_nothing_twice(desk: Desk, author: Talk) -> None:
    for _ in range(2):
        await author.give(book(WELDER, TRAINING, WELDER))
        await author.press("确认")
    assert "3条和您企业已有的信息一样" in author.heard
    assert author.reply.choices == ()
    assert len(await posts(desk)) == 2


async def test_nothing_good_opens_nothing(desk: Desk, author: Talk) -> None:
    assert "一条也没有提交" in await author.give(book(NO_MEN))
    assert author.buttons == []
    assert len(back(author)) == 2


async def test_cancelling_sends_nothing(desk: Desk, author: Talk) -> None:
    await author.give(book(WELDER))
    await author.press("取消")
    assert await posts(desk) == []


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-8", ";"), ("gb18030", ","), ("utf-16", "\t")])
async def test_csv_of_every_office_is_read_and_answered_in_kind(author: Talk, encoding: str, delimiter: str) -> None:
    assert "读到1条可以提交，1行有问题" in await author.give(text(WELDER, NO_MEN, encoding=encoding, delimiter=delimiter))
    await author.press("确认")
    assert author.reply.file
    assert author.reply.file.name.endswith(".csv")
    assert author.reply.file.data.startswith(b"\xef\xbb\xbf")


async def test_a_file_of_a_trusted_enterprise_is_open_at_once(desk: Desk) -> None:
    talk = desk.talk("trusted")
    await join(desk, talk, trusted=True)
    await talk.give(book(WELDER))
    assert "已发布1条" in await talk.press("确认")
    assert [one.state for one in await posts(desk)] == [State.OPEN]


async def test_staff_hear_of_many_posts_once(desk: Desk, author: Talk) -> None:
    staff = desk.talk("staff")
    await desk.database.do(lambda work: work.people.grant(work.people.meet(staff.sender, "虚构的王某").id, Grant(Role.MODERATOR, "150200")))
    await author.give(book(WELDER, TRAINING))
    await author.press("确认")
    rows = await desk.database.read(lambda work: work.outbox.after("test", "staff", 0))
    assert len(rows) == 1
    staff.reply = reply_from_json(rows[0].owed.body)
    assert "“虚构铝业公司”导入了2条信息" in staff.heard
    await staff.press("看第一条：招聘｜焊工 3人")
    assert "待审核的信息" in staff.heard


async def test_formulas_are_words_on_the_way_in_and_out(desk: Desk, author: Talk) -> None:
    told = openpyxl.Workbook()
    assert told.active
    told.active.append(HEAD)
    told.active.append(["岗位", None, "=1+1", 3, "月薪6000", "包头", "=TODAY()+30", '=HYPERLINK("http://x","点")'])
    file = BytesIO()
    told.save(file)
    heard = await author.give(File("表.xlsx", "x", file.getvalue()))
    assert "截止：这一格是公式" in heard
    assert author.reply.file
    shown = openpyxl.load_workbook(BytesIO(author.reply.file.data))
    assert {cell.data_type for row in shown.worksheets[0] for cell in row if cell.value} == {"s"}
    assert shown.worksheets[0]["C2"].value == "'=1+1"


async def test_several_enterprises_are_chosen_from(desk: Desk, author: Talk) -> None:
    await join(desk, author, code="91150200MA0QHX2K2X", name="虚构稀土公司")
    assert "用哪家企业发布" in await author.give(book(WELDER))
    await author.press("虚构稀土公司", "确认")
    assert len(await desk.database.read(lambda work: work.listings.of_enterprise(2))) == 1


async def test_headings_in_other_words_are_known_and_strange_ones_named(author: Talk) -> None:
    head = ["类型*", "岗位名称（必填）", "招聘人数", "薪资待遇", "工作地点", "截止日期", "岗位职责", "福利"]
    heard = await author.give(book(["实习", "光伏实习生", "2", "150元/天", "包头", "2027-03-01", "巡检", "五险"], head=head))
    assert "读到1条可以提交：光伏实习生" in heard
    assert "没有用到的列：福利" in heard


@pytest.mark.parametrize(
    ("file", "word"),
    [
        (book(["x"], head=["甲", "乙"]), "没有找到表头"),
        (book(["x"], head=HEAD[:5]), "表里少了这些列：地点、截止、内容"),
        (book(), "表头下面没有内容"),
        (book(*([WELDER] * (MOST + 1))), f"一次最多导入{MOST}条，这份有{MOST + 1}条"),
        (book(*([WELDER] * 400)), "行数太多"),
        (File("表.xls", "x", b"\xd0\xcf\x11\xe0" + bytes(99)), "另存为 .xlsx"),
        (File("图.xlsx", "x", b"\x89PNG" + bytes(99)), "这不是表格"),
        (File("空.csv", "x", b" \n "), "文件是空的"),
        (File("大.csv", "x", b"a" * 1_000_001), "文件太大，最多 1 MB"),
    ],
)
async def test_what_cannot_be_read_is_told_with_the_way_out(author: Talk, file: File, word: str) -> None:
    assert word in await author.give(file)
    assert not author.place.flow


async def test_who_may_not_post_may_not_import(desk: Desk) -> None:
    nobody, waiting = desk.talk("nobody"), desk.talk("waiting")
    await join(desk, waiting, state=Review.PENDING)
    assert await nobody.say("/import") == NO_FIRM
    assert "文件我不能直接在聊天里收" in await nobody.give(book(WELDER))
    assert "登记还在审核" in await waiting.say("/import")
    assert "登记还在审核" in await waiting.give(book(WELDER))
    assert await desk.talk("author", chat="g", private=False).say("/import") == IN_PRIVATE


CELLS = st.sampled_from(
    ["", "岗位", "培训", "提供", "焊工", "3", "6000-8000元/月", "包头", "下个月底", "大专", "=1", "只要男生", "？"]
) | st.text(max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=14), max_size=5))
def test_whatever_stands_in_the_rows_each_is_taken_or_told_what_to_do(desk: Desk, rows: list[list[str]]) -> None:
    table = Table("csv", (tuple(HEAD), *(tuple(row) for row in rows)))
    found, word = Lines((), ()), ""
    try:
        found = lines_of(table, steps(desk.posting))
    except Invalid as problem:
        word = str(problem)
    assert bool(found.lines) == (word != NO_ROWS)
    for line in found.lines:
        assert line.problem or desk.posting.listing_of(line.told, 1, 1, "150200").title
        assert "\n" not in line.problem
    bad = [[*line.cells, line.problem] for line in found.lines if line.problem]
    assert all(len(row) == len(HEAD) + 1 for row in returned(found.head or HEAD, bad))


async def test_days_that_pass_before_the_yes_are_noticed(desk: Desk, author: Talk) -> None:
    await author.give(book(WELDER))
    desk.clock.forward(86400 * 60)
    heard = await author.press("确认")
    assert "第2行：截止日期已经过了" in heard
    assert NONE_SENT not in heard
    assert await posts(desk) == []
