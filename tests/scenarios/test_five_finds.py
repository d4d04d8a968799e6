"""Scenario 13, the five 找: who has what, with reason and citation; internships; and nobody's contact before both sides agree."""

from collections.abc import Iterator

import pytest

from domain.listing import Kind, Listing, Side
from tests.conftest import DataOf
from tests.market import Market
from tests.scenarios.firms import BAOTOU, firm_of, hear_last, staff_of, told_to
from tests.scenarios.hall import PAPERS, Hall, hall_in
from tests.services.desk import GAZETTEER

BASE = "包头钢铁职业技术学院的冶金、稀土绿色智能制造虚拟仿真实训基地"
SENTENCE = "找稀土虚拟仿真设备合作"
DEVICE = Listing(
    0, Kind.EQUIPMENT, Side.OFFERED, "闲置稀土虚拟仿真教学机", 0, 0, BAOTOU, place="包头市稀土高新区", duties="可以共享，按天预约"
)


@pytest.fixture(scope="module")
def square(data_of: DataOf) -> Iterator[Hall]:
    """A hall of its own: things are registered in it."""
    with hall_in(data_of(PAPERS)) as hall:
        yield hall


@pytest.fixture
def market(square: Hall) -> Market:
    return Market(square.database, square.clock, GAZETTEER)


async def test_a_guest_finds_the_base_with_reason_and_citation(square: Hall) -> None:
    talk = square.somebody()
    heard = await talk.say(SENTENCE)
    assert heard.startswith("找稀土、虚拟仿真（设备、合作）\n")
    assert f"{BASE}\n理由：写明稀土、虚拟仿真 · 基地 · 文件的说法是支持建设（不等于已建成）" in heard
    assert "建设冶金、稀土绿色智能制造虚拟仿真实训基地，级别为自治区级。" in heard
    assert "——《包头市推动校地融合发展三年行动方案》三(二)6（2023-07-06；规划期至2025年，已届满；摘要（非原文，以原件为准））" in heard
    assert "鹿城稀土产业学院" not in heard
    assert "冶金、稀土绿色智能制造虚拟仿真实训基地" in await talk.press("原文 1")


async def test_what_no_enterprise_has_is_handed_to_staff_once(square: Hall) -> None:
    talk, staff = square.somebody(), await staff_of(square, square.somebody())
    await talk.say(SENTENCE)
    heard = await talk.press("发起对接 1")
    assert "交给包头的工作人员，由他们问对方愿不愿意" in heard
    assert "双方都同意之前，谁也看不到对方的联系方式" in heard
    assert not await told_to(square, staff)
    value = talk.value("同意，交给工作人员")
    assert "有了答复，我在这里告诉您" in await talk.press_value(value)
    card = await hear_last(square, staff)
    assert f"想对接{BASE}，要找稀土、虚拟仿真（设备、合作）：对方是否愿意，怎么联系？" in card
    assert "小李" not in card
    await talk.press_value(value)
    assert "已经交给工作人员了" in talk.reply.toast
    assert len(await told_to(square, staff)) == 1

    await staff.press("答复")
    await staff.say("学校愿意，请联系校企合作处。", "虚构市教育局")
    await staff.press(staff.buttons[0])
    await staff.press("确认")
    assert "学校愿意，请联系校企合作处。" in await hear_last(square, talk)


async def test_two_enterprises_meet_when_both_agree(square: Hall, market: Market) -> None:
    owner, asker = (
        await firm_of(square, square.somebody(), name="虚构设备公司"),
        await firm_of(square, square.somebody(), name="虚构稀土公司"),
    )
    market.post(DEVICE, firm=owner.id)
    heard = await asker.talk.say("包头" + SENTENCE)
    assert "提供设备｜闲置稀土虚拟仿真教学机\n虚构设备公司，包头" in heard
    assert "理由：同城 · 写明稀土 · 写明虚拟仿真 · 设备" in heard
    assert "13800001234" not in heard
    heard = await asker.talk.press("发起对接 1")
    assert "企业会看到：虚构稀土公司（包头市昆都仑区，已登记并审核）" in heard
    await asker.talk.press("同意，告诉企业")
    assert "虚构稀土公司" in await hear_last(square, owner.talk)
    assert "138" not in owner.talk.heard
    await owner.talk.press("愿意联系")
    await hear_last(square, asker.talk)
    await asker.talk.press("交换")
    assert "虚构设备公司" in await asker.talk.say("13900005678")
    assert "电话：13800001234" in asker.talk.heard
    assert "对方：虚构稀土公司 虚构的张某，电话：13900005678" in await hear_last(square, owner.talk)


async def test_a_student_is_asked_only_for_what_is_missing(square: Hall, market: Market) -> None:
    talk = square.somebody()
    assert (await talk.say("我想找实习")).startswith("学什么专业")
    assert (await talk.say("光伏")).startswith("想在哪个城市？")
    assert (await talk.press("包头")).startswith("什么时候去？")
    heard = await talk.press("暑假")
    assert "现在没有符合的信息：包头 / 能源动力与材料类专业 / 实习" in heard
    assert (await talk.press("有新的告诉我")).startswith("多久推一次？")
    assert "已订阅：包头 / 能源动力与材料类专业 / 实习" in await talk.press("每周一")

    market.post(title="光伏运维实习生")
    await talk.say("/region 包头")
    assert (await talk.say("找个实习")).startswith("学什么专业")
    assert (await talk.say("光伏发电技术")).startswith("什么时候去？")
    heard = await talk.say("明年暑假吧")
    assert heard.startswith("没有写明暑假的。下面这些没写时间，先问问企业。")
    assert "光伏运维实习生" in heard

    market.post(title="暑假光伏实习生")
    await talk.say("在包头找实习", "不限")
    heard = await talk.say("7月份")
    assert heard.startswith("写明暑假的有1条：")
    assert "暑假光伏实习生" in heard


@pytest.mark.parametrize("said", ["暑假想去实习", "我是大三学生，想去包头实习", "打算暑假找个实习", "我想找工作", "想找个培训班"])
async def test_a_bare_wish_is_heard_in_many_words(square: Hall, said: str) -> None:
    talk = square.somebody()
    assert (await talk.say(said)).startswith("学什么专业")
    await talk.press("不限")
    assert talk.heard.startswith("什么时候去？" if "包头" in said else "想在哪个城市？")
    await talk.press(talk.buttons[0])
    if "什么时候去" in talk.heard:
        await talk.press("都可以")
    assert "符合的信息" in talk.heard or "条" in talk.heard


@pytest.mark.parametrize("said", ["毕业前要实习多久", "想去火星实习", "我们想做实习基地"])
async def test_what_only_looks_like_it_goes_on_to_the_answerer(square: Hall, said: str) -> None:
    talk = square.somebody()
    await talk.say(said)
    assert talk.place.flow == ""


async def test_questions_of_policy_are_answered_from_the_documents(square: Hall) -> None:
    talk = square.somebody()
    heard = await talk.say("包头轻工职业技术学院有哪些产业学院")
    assert "食品乳品智能加工" in heard
    assert "发起对接 1" not in talk.buttons
    assert "发起对接 1" not in (await talk.say("校企通上学生能找些啥"))
    assert "发起对接 1" not in talk.buttons


async def test_nothing_found_is_said_and_may_be_handed_on(square: Hall) -> None:
    talk = square.somebody()
    heard = await talk.say("找深海钻井平台检测服务")
    assert "没有登记这样的信息，文件里也没有写到" in heard
    assert talk.buttons == ["交给工作人员帮我找", "有新的告诉我"]
    assert (await talk.press("交给工作人员帮我找")).startswith("在哪个城市找？")
    heard = await talk.press("包头")
    assert heard.startswith("把您要找的交给包头的工作人员，由他们帮您打听")
    assert "想找包头 深海钻井" in heard
    await talk.press("先不了")
    assert talk.heard == "好的，没有转交。"


async def test_the_command_offers_the_five(square: Hall) -> None:
    talk = square.somebody()
    await talk.say("/find")
    assert talk.buttons == ["找服务", "找人才", "找设备", "找技术", "找合作"]
    heard = await talk.press("找技术")
    assert "说出哪方面，就给您对应的" in heard
    assert "平台和基地名录" in talk.buttons
    assert BASE in await talk.say("/find 稀土虚拟仿真设备")


async def test_people_are_shown_to_nobody_but_enterprises(square: Hall) -> None:
    talk = square.somebody()
    heard = await talk.say("找光伏人才")
    assert "协鑫科技" in heard
    assert "只有同意被企业找到的人才会出现" in heard


async def test_slips_and_short_names_are_understood_and_said(square: Hall) -> None:
    talk = square.somebody()
    heard = await talk.say("找西土虚拟仿真设备合做")
    assert "按“稀土、虚拟仿真”理解。" in heard
    assert BASE in heard
    heard = await talk.say("找包职院合作")
    assert "按“包头职业技术学院”理解。" in heard
    assert "理由：写明包头职业技术学院" in heard
    assert "理由：写明包头职业技术学院" in await talk.press("再看几个")


async def test_what_is_only_partly_there_is_called_so(square: Hall) -> None:
    talk = square.somebody()
    heard = await talk.say("找稀土石墨烯合作")
    assert "文件里没有全都写明的；下面写明了一部分" in heard
    assert "写明稀土" in heard
    first = talk.heard
    assert "再看几个" in talk.buttons
    assert await talk.press("再看几个") != first


async def test_who_looks_for_work_is_led_to_posts(square: Hall) -> None:
    talk = square.somebody()
    await talk.say("想找个会计")
    assert "会计" in await talk.press("我是找工作的，看这类岗位")
