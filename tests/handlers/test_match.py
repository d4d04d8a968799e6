"""A profile is told freely, shown, changed and forgotten; posts are matched with it, and people with posts, without names and numbers."""

import json

import pytest

from domain.listing import Pay, PayUnit
from rag.regions import Gazetteer
from storage.work import Work
from tests.handlers.conftest import Desk, digest, plan
from tests.market import Market
from tests.talk import Talk

BREATH = "包头职业技术学院2026届光伏大专"
ENERGY, CARE = "能源动力与材料大类", "医药卫生大类"
PAID = Pay(6000, 8000, PayUnit.MONTH)


@pytest.fixture
def market(desk: Desk, gazetteer: Gazetteer) -> Market:
    desk.holds(plan(), digest())
    return Market(desk.database, desk.clock, gazetteer)


async def told(desk: Desk, person: str = "1", *, found: str = "要", pay: str = "5000") -> Talk:
    """Somebody with a profile."""
    talk = desk.talk(person)
    await talk.say("/profile", "同意", BREATH, "包头", "会焊接，有电工证", pay, found)
    await talk.press("确认")
    return talk


def consents(desk: Desk) -> list[str]:
    """What was agreed to."""
    return desk.database.read_now(lambda work: [row[0] for row in work.connection.exec_driver_sql("SELECT version FROM consents")])


async def test_consent_comes_before_the_first_field(desk: Desk, market: Market) -> None:
    talk = desk.talk("1")
    heard = await talk.say(f"/profile {BREATH}")
    assert "同意保存吗？" in heard
    assert all(words in heard for words in ("存什么", "做什么用", "存多久"))
    assert "不同意也没关系" in await talk.say("不同意")
    assert "同意保存吗？" in await talk.say(BREATH)
    assert not any(name in talk.place.answers for name in ("school", "year", "education", "speciality"))
    assert "已取消" in await talk.say("取消")
    assert consents(desk) == []


async def test_one_sentence_fills_several_fields_and_the_rest_is_asked(desk: Desk, market: Market) -> None:
    talk = desk.talk("1")
    assert (await talk.say("/profile", "同意")).startswith("在哪个学校？")
    assert (await talk.say(BREATH)).startswith("想在哪里工作或实习？")
    assert (await talk.say("包头")).startswith("会什么、有什么证？")
    assert (await talk.say("会焊接，有电工证")).startswith("月薪最少")
    assert (await talk.say("五千")).startswith("要不要让企业找到您？")
    heard = await talk.say("不要")
    for line in (
        "学校：包头职业技术学院",
        "专业：光伏",
        "毕业年份：2026",
        "学历：大专",
        "想去的城市：包头市",
        "会什么：焊接、电工证",
        "最低月薪：5000",
    ):
        assert line in heard
    assert "被企业找到：不要" in heard
    assert "企业找不到您" in await talk.press("确认")
    assert consents(desk) == ["profile-1"]


async def test_every_field_may_be_skipped_and_nothing_told_is_not_kept(desk: Desk, market: Market) -> None:
    talk = desk.talk("1")
    await talk.say("/profile", "同意", *["跳过"] * 7, "不要")
    assert "最低月薪：未填" in talk.heard
    assert "没有保存" in await talk.press("确认")
    assert consents(desk) == []


async def test_a_profile_is_shown_changed_hidden_and_forgotten(desk: Desk, market: Market) -> None:
    talk = await told(desk)
    heard = await talk.say("我的资料")
    assert heard.startswith("您的求职资料：\n学校：包头职业技术学院\n专业：光伏")
    assert "审核过的企业能找到您" in heard
    assert "企业找不到您" in await talk.press("不让企业找到我")
    await talk.press("修改")
    assert "专业：机电一体化" in await talk.say("专业改成机电一体化")
    await talk.press("确认")
    await talk.say("/mydata")
    assert "求职资料：包头职业技术学院，机电一体化，大专，2026年毕业，想在包头工作，会：焊接、电工证（企业找不到您）" in talk.heard
    await talk.say("/profile")
    assert "确定删除求职资料吗" in await talk.press("删除")
    assert "已删除求职资料" in await talk.press("确定删除")
    assert (await talk.say("/profile")).startswith("在哪个学校？")


async def test_delete_takes_the_profile_along(desk: Desk, market: Market) -> None:
    talk = await told(desk)
    await talk.say("/delete")
    await talk.press("确定，全部删除")
    kept = desk.database.read_now(lambda work: work.connection.exec_driver_sql("SELECT count(*) FROM profiles").scalar())
    assert kept == 0


async def test_nothing_of_it_is_said_in_a_group(desk: Desk, market: Market) -> None:
    await told(desk)
    group = desk.talk("1", chat="group", private=False)
    for words in ("/profile", "/match", "我的资料"):
        assert "请私聊我" in await group.say(words)
    for value in ("profile:", "profile-show:yes", "profile-drop:yes", "match:me", "match:1", "reach:1.1", "link:.e..", "link-yes:.e.."):
        await group.press_value(value)
        assert "请私聊我" in group.heard, value


async def test_the_best_posts_come_first_with_their_reasons(desk: Desk, market: Market) -> None:
    firm = market.firm()
    market.post(firm=firm, title="远方的光伏岗位", region="310107", majors=(ENERGY,), pay=PAID)
    best = market.post(firm=firm, title="光伏焊接技术员", majors=(ENERGY,), pay=PAID, education="大专", requirements="会焊接，2026届")
    market.post(firm=firm, title="护士", majors=(CARE,), pay=PAID)
    market.post(firm=firm, title="薪资低的", majors=(ENERGY,), pay=Pay(3000, 4000, PayUnit.MONTH))
    talk = await told(desk)
    heard = await talk.say("/match")
    assert heard.startswith("按您的资料，最合适的2个：\n实习｜光伏焊接技术员 3人\n虚构光伏公司，包头，")
    assert "符合：专业相符 · 同城 · 薪资达到 · 写明焊接 · 届别相符 · 学历符合" in heard
    assert heard.index("光伏焊接技术员") < heard.index("远方的光伏岗位")
    assert "护士" not in heard
    assert "薪资低的" not in heard
    assert talk.value("1") == f"job:{best}"


async def test_without_a_profile_it_says_what_to_do(desk: Desk, market: Market) -> None:
    talk = desk.talk("1")
    assert "填一下求职资料，每一项都可以跳过" in await talk.say("/match")
    assert talk.buttons == ["填求职资料", "登记企业"]
    assert "同意保存吗？" in await talk.press("填求职资料")


async def test_nothing_fits_and_a_subscription_is_offered(desk: Desk, market: Market) -> None:
    talk = await told(desk)
    assert (await talk.say("/match")).startswith("现在没有和您的资料相符的岗位")
    assert (await talk.press("有新的告诉我")).startswith("多久推一次？")
    assert "包头 / 能源动力与材料类专业 / 大专可做 / 月薪5000以上" in await talk.press("每周一")


async def test_an_enterprise_sees_only_who_agreed_and_no_name(desk: Desk, market: Market) -> None:
    member = desk.talk("9")
    post = market.post(firm=market.firm(member), title="光伏技术员", majors=(ENERGY,), pay=PAID)
    await told(desk, "1", found="不要")
    assert "现在没有合适的人" in await member.say("/match")
    seeker = await told(desk, "2")
    heard = await member.say("找人才")
    assert heard.startswith("实习｜光伏技术员 3人\n最合适的1位")
    assert "包头职业技术学院，光伏，大专，2026年毕业，想在包头工作，会：焊接、电工证\n符合：专业相符 · 同城 · 期望薪资相符" in heard
    assert "小李" not in heard
    assert "138" not in heard

    assert "已转告对方" in await member.press("发起对接 1")
    (letter,) = market.letters(seeker)
    assert "“虚构光伏公司”想和您对接：\n实习｜光伏技术员 3人" in letter
    assert "13800001234" not in letter
    await seeker.press("交换")
    assert "联系人：虚构的王某，电话：13800001234" in await seeker.say("13900005678")
    (letter,) = market.letters(member)
    assert "对方：小李，电话：13900005678" in letter
    assert "现在没有合适的人" in await member.press_value(f"match:{post}")


async def test_a_no_is_told_and_nobody_is_asked_twice(desk: Desk, market: Market) -> None:
    member = desk.talk("9")
    post = market.post(firm=market.firm(member), majors=(ENERGY,))
    seeker = await told(desk, "2", pay="跳过")
    await member.say("/match")
    value = member.value("发起对接 1")
    await member.press_value(value)
    market.letters(seeker)
    await seeker.press("不交换")
    (letter,) = market.letters(member)
    assert "对方这次不交换联系方式" in letter
    await member.press_value(value)
    assert "已经联系过这位了" in member.reply.toast
    assert market.letters(seeker) == []
    assert post


async def test_who_changed_their_mind_is_not_reached(desk: Desk, market: Market) -> None:
    member = desk.talk("9")
    market.post(firm=market.firm(member), majors=(ENERGY,))
    seeker = await told(desk, "2", pay="跳过")
    await member.say("/match")
    value = member.value("发起对接 1")
    await seeker.say("/profile")
    await seeker.press("不让企业找到我")
    await member.press_value(value)
    assert "对方现在不想被找到" in member.reply.toast
    assert market.letters(seeker) == []


async def test_others_reach_nobody(desk: Desk, market: Market) -> None:
    member, stranger = desk.talk("9"), desk.talk("8")
    post = market.post(firm=market.firm(member), majors=(ENERGY,))
    await told(desk, "2", pay="跳过")
    await stranger.say("你好")
    for value in (f"match:{post}", f"reach:{post}.2"):
        with pytest.raises(Exception, match="权限"):
            await stranger.press_value(value)


async def test_an_enterprise_without_posts_is_told_how_and_shown_its_needs(desk: Desk, market: Market) -> None:
    member = desk.talk("9")
    firm = market.firm(member)

    def need(work: Work) -> None:
        work.connection.exec_driver_sql(f"UPDATE enterprises SET needs = 'equipment talent' WHERE id = {firm}")

    desk.database.do_now(need)
    assert "还没有发布中的岗位或实习" in await member.say("/match")
    assert member.buttons == ["找设备"]
    assert (await member.press("找设备")).startswith("找设备")


async def test_several_posts_are_changed_by_button(desk: Desk, market: Market) -> None:
    member = desk.talk("9")
    firm = market.firm(member)
    market.post(firm=firm, title="护士", majors=(CARE,))
    market.post(firm=firm, title="光伏技术员", majors=(ENERGY,))
    await told(desk, "2", pay="跳过")
    assert "光伏技术员" in await member.say("/match")
    assert "护士" in await member.press("给这个岗位找：护士")
    assert "现在没有合适的人" in member.heard
    assert "光伏技术员" in await member.say("找光伏人才")


async def test_it_is_exported_with_the_rest(desk: Desk, market: Market) -> None:
    talk = await told(desk)
    await talk.say("/mydata")
    await talk.press("导出")
    assert talk.reply.file is not None
    (row,) = json.loads(talk.reply.file.data)["内容"]["求职资料"]
    assert row["school"] == "包头职业技术学院"


async def test_without_buttons_it_works_by_numbers_and_words(desk: Desk, market: Market) -> None:
    talk = Talk(desk.router, do=desk.do, buttons=False)
    await talk.say("/profile", "1", BREATH, "1", "跳过", "跳过", "不要")
    assert "1. 确认" in talk.heard or "确认" in talk.heard
    assert "已保存" in await talk.say("确认")
