"""Posts are looked for in plain words, kept, and answered; nobody sees a number before both said yes."""

import json
from pathlib import Path

import pytest

from domain.listing import Kind, Pay, PayUnit
from domain.people import Grant, Role
from domain.subscription import LEVELS, Wish
from handlers.inline import Inline
from handlers.wish import packed, unpacked
from rag.regions import Gazetteer
from services.forms.majors import CLASSES
from services.forms.seeking import is_search, wish_in
from services.forms.subscribing import read
from services.holdings import Holdings
from storage.work import Work
from tests.handlers.conftest import Desk, digest, plan
from tests.market import Market
from tests.talk import Talk

GOLDEN = Path(__file__).parents[1] / "golden"
HOME = ("150200", "310107")
CARE = "医药卫生大类"


@pytest.fixture
def market(desk: Desk, gazetteer: Gazetteer) -> Market:
    desk.holds(plan(), digest())
    return Market(desk.database, desk.clock, gazetteer)


@pytest.mark.parametrize("file", ["digests", "papers", "unseen", "voices"])
def test_questions_for_the_documents_stay_questions(gazetteer: Gazetteer, file: str) -> None:
    questions = [json.loads(line)["question"] for line in (GOLDEN / f"{file}.jsonl").read_text("utf-8").splitlines()]
    assert len(questions) > 50
    assert [one for one in questions if is_search(one, gazetteer, HOME) or read(one, gazetteer, HOME)] == []


@pytest.mark.parametrize(
    "question",
    [
        "实习有什么补贴", "包头有哪些实习基地", "有哪些重点工作", "学生实习找谁", "企业接收学生实习有什么支持", "有没有实习协议",
        "哪些企业招生", "企业要提供多少实习岗位",
        "包头有哪些岗位要求", "我不想活了，找不到工作",
        "平顶山有哪些企业提供实习岗位", "招了毕业生有没有补助",
    ],
)  # fmt: skip
def test_a_word_of_work_alone_looks_for_nothing(gazetteer: Gazetteer, question: str) -> None:
    assert not is_search(question, gazetteer, HOME)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("包头有什么光伏实习", Wish(Kind.INTERNSHIP, "150200", ("光伏",))),
        ("昆区有招焊工的吗", Wish(None, "150203", ("焊工",))),
        ("包头月薪6000以上的光伏岗位有哪些", Wish(Kind.JOB, "150200", ("光伏",), lowest_pay=6000)),
        ("我学机电专业，想在包头找工作", Wish(Kind.JOB, "150200", major="装备制造大类")),
        ("大专能做的岗位有吗", Wish(Kind.JOB, education="大专")),
        ("想找个月薪五千以上的数控工作", Wish(Kind.JOB, words=("数控",), lowest_pay=5000)),
        ("有哪些会计培训班", Wish(Kind.TRAINING, words=("会计",))),
        ("找新能源汽车维修工作", Wish(Kind.JOB, words=("新能源汽车", "维修"))),
        ("哪些企业在招护士？", Wish(words=("护士",))),
        ("包头光伏实习", Wish(Kind.INTERNSHIP, "150200", ("光伏",))),
    ],
)
def test_what_is_looked_for(gazetteer: Gazetteer, said: str, wish: Wish) -> None:
    assert is_search(said, gazetteer, HOME)
    assert wish_in(said, gazetteer, HOME) == wish


def test_a_wish_travels_on_a_button() -> None:
    for kind, education, major in ((None, "", ""), (Kind.JOB, LEVELS[-1], CLASSES[-1]), (Kind.EXPERT, LEVELS[1], CLASSES[0])):
        wish = Wish(kind, "150203", ("新能源汽车", "维修"), major, education, 12000)
        value = packed(wish, 12)
        assert len(f"sub-new:{value}".encode()) <= 64
        assert unpacked(value) == (wish, 12)


@pytest.mark.parametrize("forged", ["", "x", "......", "z.99.-1.77.88.x.%", "j.1502.１.9.99.99999999999.  ", "j.150200....0.' OR 1=1"])
async def test_a_forged_button_finds_what_it_may(talk: Talk, forged: str) -> None:
    await talk.press_value(f"jobs:{forged}")
    assert "还没有发布中的信息" in talk.heard or "现在没有符合的信息" in talk.heard


async def test_pages_and_conditions_are_turned_by_buttons(desk: Desk, market: Market) -> None:
    talk, firm = desk.talk(), market.firm()
    for number in range(6):
        market.post(title=f"光伏实习生{number}", firm=firm)
    market.post(kind=Kind.JOB, title="光伏运维员", pay=Pay(7000, 9000, PayUnit.MONTH))
    heard = await talk.say("包头有什么光伏实习")
    assert heard.startswith(
        "包头 / 光伏 / 实习：6条\n实习｜光伏实习生5 3人\n虚构光伏公司，包头，150元/天，2027年3月31日截止\n符合：同城 · 写明光伏 · 实习"
    )
    assert talk.buttons == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "‹",
        "1/2",
        "›",
        "岗位",
        "培训",
        "类型不限",
        "不限包头",
        "去掉光伏",
        "月薪6000以上",
        "有新的告诉我",
        "我的收藏",
    ]
    assert "光伏实习生0" in await talk.press("›")
    assert "光伏运维员" in await talk.press("岗位")
    assert "包头 / 光伏 / 岗位 / 月薪6000以上：1条" in await talk.press("月薪6000以上")
    assert "光伏 / 岗位 / 月薪6000以上：1条" in await talk.press("不限包头")


async def test_the_command_takes_words_and_ones_own_city(desk: Desk, market: Market) -> None:
    talk = desk.talk()
    market.post(), market.post(title="普陀的实习", region="310107")
    assert "普陀的实习" in await talk.say("/jobs")
    await talk.say("/region 包头", "/jobs")
    assert talk.heard.startswith("包头：1条")
    assert "普陀的实习" in await talk.say("/jobs 普陀实习")


async def test_an_own_city_goes_along_where_none_is_named(desk: Desk, market: Market) -> None:
    talk = desk.talk()
    market.post(), market.post(title="光伏", region="310107")
    await talk.say("/region 包头", "有没有光伏实习")
    assert talk.heard.startswith("包头 / 光伏 / 实习：1条")


async def test_a_card_is_kept_and_let_go(desk: Desk, market: Market) -> None:
    talk = desk.talk()
    market.post(firm=market.firm())
    await talk.say("/jobs")
    await talk.press("1")
    assert talk.buttons == ["收藏", "感兴趣", "分享", "举报"]
    value = talk.value("收藏")
    await talk.press("收藏")
    assert "已收藏" in talk.reply.toast
    await talk.press_value("kept:")
    assert "光伏运维实习生" in talk.heard
    await talk.press_value(value)
    await talk.press_value("kept:")
    assert talk.heard.startswith("还没有收藏")


async def meeting(desk: Desk, market: Market) -> tuple[Talk, Talk]:
    """Somebody who is interested in a post of a firm, and its member, who was told."""
    seeker, member = desk.talk("1"), desk.talk("2")
    listing = market.post(firm=market.firm(member))
    await seeker.say("/region 包头")
    await seeker.press_value(f"want:{listing}")
    assert "企业会看到：有一位求职者感兴趣" in seeker.heard
    assert market.letters(member) == []
    await seeker.press("同意，告诉企业")
    assert seeker.heard.startswith("已告诉企业")
    (letter,) = market.letters(member)
    assert "有人对“实习｜光伏运维实习生 3人”感兴趣" in letter
    assert "小李" not in letter
    return seeker, member


async def test_contacts_are_exchanged_when_both_say_yes(desk: Desk, market: Market) -> None:
    seeker, member = await meeting(desk, market)
    assert market.letters(member) == []
    await member.press("愿意联系")
    (letter,) = market.letters(seeker)
    assert "愿意联系您" in letter
    assert "13800001234" not in letter
    assert (await seeker.press("交换")).startswith("您的手机号？")
    heard = await seeker.say("13900005678")
    assert "虚构光伏公司\n联系人：虚构的王某，电话：13800001234" in heard
    (letter,) = market.letters(member)
    assert "小李，电话：13900005678" in letter


async def test_a_no_ends_it_and_each_step_is_taken_once(desk: Desk, market: Market) -> None:
    seeker, member = await meeting(desk, market)
    yes, no = member.value("愿意联系"), member.value("不合适")
    await member.press_value(no)
    (letter,) = market.letters(seeker)
    assert "目前不太合适" in letter
    await member.press_value(yes)
    assert "已经有人回复过了" in member.reply.toast
    await seeker.press_value("want-yes:1")
    assert "已经告诉过企业了" in seeker.reply.toast
    assert market.letters(seeker) == market.letters(member) == []


async def test_the_seeker_may_still_say_no(desk: Desk, market: Market) -> None:
    seeker, member = await meeting(desk, market)
    await member.press("愿意联系")
    market.letters(seeker)
    await seeker.press("不交换")
    (letter,) = market.letters(member)
    assert "对方这次不交换" in letter
    assert "139" not in letter


async def test_others_may_not_answer_for_them(desk: Desk, market: Market) -> None:
    _, member = await meeting(desk, market)
    stranger = desk.talk("9")
    await stranger.say("你好")
    for value in (member.value("愿意联系"), "swap-no:1"):
        with pytest.raises(Exception, match="权限"):
            await stranger.press_value(value)


async def test_a_complaint_reaches_the_staff_once(desk: Desk, market: Market) -> None:
    talk, staff = desk.talk("1"), desk.talk("5")

    def appoint(work: Work) -> None:
        work.people.grant(work.people.meet(staff.sender, "虚构的赵某").id, Grant(Role.MODERATOR, "150200"))

    desk.database.do_now(appoint)
    listing = market.post(firm=market.firm())
    await talk.press_value(f"complain:{listing}")
    await talk.press("收押金或费用")
    assert talk.heard.startswith("已转给工作人员核查")
    assert market.letters(staff) == ["有人举报“实习｜光伏运维实习生 3人”：收押金或费用"]
    await talk.press_value(f"complain:{listing}")
    assert "已经举报过" in await talk.say("就是骗人的")
    assert market.letters(staff) == []


async def test_what_is_offered_elsewhere_is_open_public_and_short(desk: Desk, market: Market, gazetteer: Gazetteer) -> None:
    firm = market.firm(desk.talk("boss"))
    open_ = market.post(firm=firm, title="光伏运维实习生")
    market.close(market.post(firm=firm, title="光伏检修实习生"))
    market.post(firm=firm, title="焊工", kind=Kind.JOB)
    inline = Inline(desk.database, Holdings(desk.database, gazetteer))
    (offer,) = await inline.offers("光伏 实习")
    words = "".join(block.text for block in offer.reply.blocks)
    assert (offer.title, offer.id) == ("实习｜光伏运维实习生 3人", f"job_{open_}.1")
    assert "虚构光伏公司" in offer.words
    assert "13800001234" not in words + offer.words
    assert [choice.start for row in offer.reply.choices for choice in row] == [f"job_{open_}"]
    assert len(await inline.offers("  ")) == 2
    assert await inline.offers("没有这样的事" * 500) == []
