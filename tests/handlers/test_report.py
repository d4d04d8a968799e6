"""/report as staff read it, the files that they take along, and the yearly report that everybody reads."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from PIL import Image

from chat.message import Address
from chat.reply import Reply
from chat.wire import reply_from_json
from domain.clock import HERE
from domain.enterprise import Enterprise, Review, Size
from domain.errors import NotAllowed
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from domain.people import Grant, Role
from domain.profile import Profile
from storage.work import Work
from tests.handlers.conftest import Desk, digest, plan
from tests.talk import Talk

CITY = "150200"
ENERGY, MACHINES = "能源动力与材料大类", "装备制造大类"
JOB = Listing(
    0, Kind.JOB, Side.OFFERED, "虚构岗位", 0, 0, CITY, headcount=30, pay=Pay(4000, 6000, PayUnit.MONTH), majors=(ENERGY,), state=State.OPEN,
    opened_at=datetime(2026, 9, 1, tzinfo=HERE), closes=date(2027, 3, 1),
)  # fmt: skip


@pytest.fixture
def staff(desk: Desk) -> Talk:
    """A moderator of a city with a few figures."""
    desk.holds(plan(), digest())

    def fill(work: Work) -> None:
        work.people.grant(work.people.meet(Address("test", "staff", "staff"), "虚构").id, Grant(Role.MODERATOR, CITY))
        for job in (JOB, replace(JOB, majors=(MACHINES,)), replace(JOB, majors=("旅游大类",))):
            work.listings.add(job)
        for number in range(20):
            who = work.people.meet(Address("test", f"p{number}", f"p{number}"), "虚构").id
            work.profiles.put(Profile(who, region=CITY, major=ENERGY if number < 12 else MACHINES if number < 17 else "旅游大类"))

    desk.database.do_now(fill)
    return desk.talk("staff")


def owed(desk: Desk) -> list[Reply]:
    """What is to be sent beside the reply."""
    rows = desk.database.read_now(lambda work: work.connection.exec_driver_sql("SELECT body FROM outbox ORDER BY id").all())
    return [reply_from_json(row[0]) for row in rows]


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    return text


async def test_staff_of_one_city_are_asked_for_the_period_and_read_figures_with_two_pictures(desk: Desk, staff: Talk) -> None:
    assert await staff.say("/report") == "包头，看哪一段时间？"
    assert staff.buttons == ["2026年11月", "2026年10月", "2026年第4季度", "2026年", "2025年"]
    heard = await staff.press("2026年")
    assert heard.startswith("包头技能人才供需报告 · 2026年\n2026年开放过的岗位和实习3条，要招90人；求职者20人，求人倍率4.50。")
    assert "薪资中位数5000元" in heard
    assert "能源动力与材料大类：岗位1条，招聘30人，薪资中位数5000元，薪资范围4000—6000元，求职12人，求人倍率2.50" in heard
    assert "旅游大类：岗位1条，招聘30人，薪资中位数5000元，薪资范围4000—6000元，求职<5人" in heard
    # Three are hidden, so the five of the machines are hidden with them.
    assert "装备制造大类：岗位1条，招聘30人，薪资中位数5000元，薪资范围4000—6000元\n" in heard
    assert "来源：校企通登记的岗位、求职资料、订阅和意向；截至2026年11月2" in heard
    pictures = [*owed(desk), staff.reply]
    assert [one.picture is not None for one in pictures] == [True]
    assert "PDF" in staff.buttons


async def test_two_pictures_come_where_industries_are_known(desk: Desk, staff: Talk) -> None:
    def firm(work: Work) -> None:
        told = Enterprise(0, "虚构", "91150200MA0QHX2K1H", CITY, "光伏", Size.SMALL, "虚构", "+8613800001234", state=Review.APPROVED)
        work.listings.add(replace(JOB, enterprise=work.enterprises.add(told)))

    desk.database.do_now(firm)
    await staff.say("/report")
    await staff.press("2026年")
    pictures = [*owed(desk), staff.reply]
    assert len(pictures) == 2
    for one in pictures:
        assert one.picture is not None
        assert Image.open(BytesIO(one.picture.data)).width == 1280
    assert pictures[0].blocks == ()


async def test_the_files_say_what_the_chat_says(staff: Talk) -> None:
    await staff.say("/report")
    await staff.press("2026年")
    shown = staff.reply
    await staff.press("PDF")
    assert staff.reply.file is not None
    told = words_of(staff.reply.file.data)
    for words in ("包头技能人才供需报告", "求人倍率4.50", "能源动力与材料大类", "<5", "来源：校企通登记的岗位", "只统计在校企通登记的供需"):
        assert words in told
    staff.reply = shown
    await staff.press("Excel")
    assert staff.reply.file is not None
    book = openpyxl.load_workbook(BytesIO(staff.reply.file.data))
    assert book.sheetnames == ["说明", "按行业", "按专业大类", "按地区", "按月份"]
    rows = {row[0]: row[1:] for row in book["按专业大类"].iter_rows(values_only=True)}
    assert rows[ENERGY] == (1, 30, 5000, "4000—6000", 12, 2.5)
    assert rows["旅游大类"][4:] == ("<5", "—")
    assert rows[MACHINES][4:] == ("—", "—")
    assert any("来源：" in str(first) for first in rows)


async def test_who_administers_everything_is_asked_for_the_city(desk: Desk, staff: Talk) -> None:
    chief = desk.talk("chief")
    desk.database.do_now(lambda work: work.people.grant(work.people.meet(Address("test", "chief", "chief"), "虚构").id, Grant(Role.ADMIN)))
    await chief.say("/report")
    assert chief.buttons == ["全部地区", "包头", "普陀"]
    await chief.press("全部地区", "2026年")
    assert "按地区" in chief.heard
    assert "包头：岗位3条" in chief.heard


async def test_a_year_is_published_once_and_then_everybody_reads_it(desk: Desk, staff: Talk) -> None:
    guest = desk.talk("guest")
    assert await guest.say("/annual") == "还没有发布过年度技能人才供需信息。"
    await staff.say("/report")
    await staff.press("2026年", "发布为2026年度信息")
    assert staff.heard.startswith("2026年还没有过完。发布《包头2026年度技能人才供需信息》？")
    sure = staff.value("确定发布")
    assert "已发布" in await staff.press("确定发布")
    assert "已经在2026-11-2" in await staff.press_value(sure)
    await guest.say("/annual")
    assert guest.buttons == ["2026年 包头"]
    heard = await guest.press("2026年 包头")
    assert heard.startswith("包头2026年度技能人才供需信息\n2026年开放过的岗位和实习3条")
    assert "工作人员" not in heard
    shown = guest.reply
    for label, kind in (("图片", "image/png"), ("PDF", "application/pdf"), ("Excel", "spreadsheetml.sheet")):
        guest.reply = shown
        await guest.press(label)
        file = guest.reply.picture or guest.reply.file
        assert file is not None
        assert file.type.endswith(kind)
        assert file.name.startswith("包头2026年度技能人才供需信息-202611")


async def test_what_was_published_stays_as_it_was(desk: Desk, staff: Talk) -> None:
    await staff.say("/report")
    await staff.press("2026年", "发布为2026年度信息", "确定发布")
    guest = desk.talk("guest")
    await guest.say("/annual")
    before = await guest.press("2026年 包头")
    desk.database.do_now(lambda work: work.listings.add(JOB))
    await guest.say("/annual")
    assert await guest.press("2026年 包头") == before


async def test_a_year_to_come_cannot_be_published(desk: Desk, staff: Talk) -> None:
    await staff.press_value("publish:150200.2027.yes")
    assert "没有这样的报告" in staff.reply.toast
    assert await staff.say("/annual") == "还没有发布过年度技能人才供需信息。"


async def test_a_period_without_anything_is_said_to_be_empty_and_cannot_be_published(desk: Desk, staff: Talk) -> None:
    await staff.say("/report")
    assert await staff.press("2025年") == "包头2025年没有登记过岗位、求职和合作需求，没有可以统计的。"
    assert staff.buttons == ["换时间"]
    await staff.press_value(f"publish:{CITY}.2025.yes")
    assert "还没有发布过" in await staff.say("/annual")


async def test_another_region_is_offered_only_where_there_is_one(staff: Talk) -> None:
    await staff.say("/report")
    await staff.press("2026年")
    assert "换地区" not in staff.buttons


@pytest.mark.parametrize("period", ["2026年11月", "2026年第4季度"])
async def test_only_a_year_can_be_published(staff: Talk, period: str) -> None:
    await staff.say("/report")
    await staff.press(period)
    assert not any("发布" in label for label in staff.buttons)
    await staff.press_value(staff.value("PDF").replace("report-as", "publish").removesuffix(".pdf"))
    assert "没有这样的报告" in staff.reply.toast


@pytest.mark.parametrize("value", ["report:310107.2026", "report-as:310107.2026.pdf", "publish:310107.2026.yes", "report:all.2026"])
async def test_another_city_is_not_theirs(staff: Talk, value: str) -> None:
    with pytest.raises(NotAllowed):
        await staff.press_value(value)


@pytest.mark.parametrize(
    "value", ["report:x", "report:150200.3026", "report-as:150200.2026.exe", "annual:150200.2026", "annual:'.x", "annual-as:150200.1.pdf"]
)
async def test_a_forged_button_does_no_harm(staff: Talk, value: str) -> None:
    await staff.press_value(value)
    assert staff.reply.file is None
    assert staff.heard or staff.reply.toast


async def test_in_a_group_no_figures_of_staff_are_shown(desk: Desk, staff: Talk) -> None:
    group = desk.talk("staff", chat="group", private=False)
    assert "私聊" in await group.say("/report")
    await group.press_value("report:150200.2026")
    assert "私聊" in group.heard


async def test_who_is_not_of_the_staff_is_refused(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        await desk.talk("guest").say("/report")
