"""Posting at the counter: what is pasted, the kinds that are no jobs, what is refused, and who may press what."""

import re
from dataclasses import replace

import pytest

from chat.wire import reply_from_json
from domain.enterprise import Enterprise, Review, Size
from domain.errors import NotAllowed
from domain.listing import Kind, Listing, Side, State
from domain.people import Grant, Role
from handlers.filling import NO_CHOICE
from services.posting import LONGEST
from storage.work import Work
from tests.handlers.conftest import Desk
from tests.talk import Talk

PASTED = """岗位名称：数控车床操作工
招聘人数：10人
薪资待遇：6000-8000元/月
工作地点：包头市昆都仑区铝业大道8号
岗位职责：
1、负责数控车床操作；
2、做好设备点检。
任职要求：
1、中专及以上学历，机械、数控相关专业；
2、能适应倒班。
截止日期：2026年12月31日
联系电话：13800001234"""


async def join(desk: Desk, talk: Talk, code: str = "91150200MA0QHX2K1H", name: str = "虚构铝业公司") -> int:
    """Make somebody the owner of an approved enterprise."""

    def register(work: Work) -> int:
        owner = work.people.meet(talk.sender, "虚构的张某").id
        told = Enterprise(0, name, code, "150200", "C", Size.SMALL, "虚构的张某", "+8613800001234", owner=owner, state=Review.APPROVED)
        return work.enterprises.add(told)

    return await desk.database.do(register)


async def appoint(desk: Desk, talk: Talk, region: str = "150200", role: Role = Role.MODERATOR) -> Talk:
    """Make somebody one of the staff."""
    await desk.database.do(lambda work: work.people.grant(work.people.meet(talk.sender, "虚构的王某").id, Grant(role, region)))
    return talk


async def hear(desk: Desk, talk: Talk) -> str:
    """The last word that came unasked, with its buttons."""
    rows = await desk.database.read(lambda work: work.outbox.after(talk.sender.platform, talk.sender.chat, 0))
    talk.reply = reply_from_json(rows[-1].owed.body)
    return talk.heard


async def only(desk: Desk) -> Listing:
    """The one listing that there is."""
    found = await desk.database.read(lambda work: work.listings.find(1))
    assert found is not None
    return found


@pytest.fixture
async def author(desk: Desk) -> Talk:
    talk = desk.talk("author")
    await join(desk, talk)
    return talk


async def test_a_pasted_description_needs_one_press(desk: Desk, author: Talk) -> None:
    heard = await author.say(PASTED)
    for told in ("招聘｜数控车床操作工 10人", "6000–8000元/月", "学历：中专及以上", "专业：装备制造大类", "截止：2026年12月31日"):
        assert told in heard
    assert "13800001234" not in heard
    await author.press("确认")
    one = await only(desk)
    assert (one.kind, one.headcount, one.region, one.state) == (Kind.JOB, 10, "150203", State.PENDING)
    assert one.duties == "负责数控车床操作；做好设备点检"


async def test_the_command_asks_from_the_start(desk: Desk, author: Talk) -> None:
    assert await author.say("/post") == "发布哪一类？"
    await author.press("设备", "寻找")
    await author.say("二手数控车床2台", "包头市青山区", "年底", "预算20万以内，能看货")
    assert "寻找设备｜二手数控车床2台" in author.heard
    assert "薪酬" not in author.heard
    await author.press("确认")
    one = await only(desk)
    assert (one.kind, one.side, one.region, one.headcount, one.pay) == (Kind.EQUIPMENT, Side.SOUGHT, "150204", 0, None)


@pytest.mark.parametrize(
    ("words", "kind", "side"),
    [
        ("/post 承接稀土检测服务，昆区，12月31日前，三天出报告", Kind.SERVICE, Side.OFFERED),
        ("/post 寻求切片降损技术，包头，12月31日前，要有中试经验", Kind.TECHNOLOGY, Side.SOUGHT),
        ("/post 开设低压电工培训班，昆区，12月5日前报名，30课时", Kind.TRAINING, Side.OFFERED),
        ("/post 寻找院校合作共建实训基地，包头，12月31日前，我们出设备", Kind.COOPERATION, Side.SOUGHT),
        ("/post 想找一位稀土专家，包头，12月31日前，看烧结工艺", Kind.EXPERT, Side.SOUGHT),
    ],
)
async def test_all_that_is_offered_or_sought_is_read_in_one_breath(desk: Desk, author: Talk, words: str, kind: Kind, side: Side) -> None:
    await author.say(words)
    assert "确认" in author.buttons
    await author.press("确认")
    assert ((await only(desk)).kind, (await only(desk)).side) == (kind, side)


async def test_free_words_in_the_middle_fill_several_fields(desk: Desk, author: Talk) -> None:
    await author.say("招焊工3名")
    assert author.heard.endswith("例如：月薪6000到8000、150元/天。")
    heard = await author.say("月薪8000，青山区装备大道，12月20日截止")
    assert heard.startswith("具体做什么")


async def test_all_words_of_an_answer_are_kept(desk: Desk, author: Talk) -> None:
    await author.say("招焊工3名，月薪8000，青山区，12月20日截止，负责焊接")
    await author.say("爱笑，会开车")
    assert "任职要求：爱笑，会开车" in author.heard


@pytest.mark.parametrize("words", ["招兼职打字员5名，日入过千", "招代理10名，发展下线有提成"])
async def test_fraud_is_not_mended_but_refused(desk: Desk, author: Talk, words: str) -> None:
    heard = await author.say(words)
    assert heard.startswith("这条不能发布")
    assert "【" in heard
    assert author.place.flow == ""


@pytest.mark.parametrize("words", ["入职先交押金300元", "35岁以下", "已婚已育优先", "不要外地人"])
async def test_what_may_not_stand_is_refused_in_every_field(desk: Desk, author: Talk, words: str) -> None:
    await author.say("招焊工3名，月薪8000，青山区，12月20日截止，负责焊接")
    heard = await author.say(f"会焊接，{words}")
    assert "【" in heard
    assert "请去掉" in heard
    assert "任职要求" not in heard


async def test_too_long_a_text_is_refused(author: Talk) -> None:
    assert "太长了" in await author.say("招焊工3名，" + "负责焊接" * LONGEST)


async def test_a_question_is_a_question(desk: Desk, author: Talk) -> None:
    await author.say("招用毕业生有补贴吗？")
    assert author.place.flow == ""
    assert desk.assistant.asked[-1].text == "招用毕业生有补贴吗？"


async def test_in_a_group_nothing_is_filled_in(desk: Desk, author: Talk) -> None:
    group = desk.talk("author", chat="-100", private=False)
    assert "私聊" in await group.say("/post 招焊工3名")
    assert group.place.flow == ""


async def test_of_two_enterprises_one_is_chosen(desk: Desk, author: Talk) -> None:
    second = await join(desk, author, "91150200MA0QHX0002", "虚构稀土公司")
    assert "用哪家企业发布？" in await author.say(PASTED)
    assert "来源：虚构稀土公司" in await author.press("虚构稀土公司")
    await author.press("确认")
    assert (await only(desk)).enterprise == second


async def test_a_strange_kind_is_asked_again(author: Talk) -> None:
    await author.say("/post")
    assert (await author.say("火星")).startswith(NO_CHOICE)


async def test_without_buttons_it_goes_by_numbers_and_words(desk: Desk, author: Talk) -> None:
    plain = Talk(desk.router, do=desk.do, buttons=False, sender=author.sender)
    await plain.say("/post", "1", "焊工", "3", "月薪8000", "青山区", "12月20日", "负责焊接", "不限")
    assert "招聘｜焊工 3人" in plain.heard
    await plain.say("确认")
    assert (await only(desk)).headcount == 3


async def test_a_closing_day_that_passed_meanwhile_is_asked_again(desk: Desk, author: Talk) -> None:
    await author.say(PASTED)
    desk.clock.forward(60 * 86400)
    heard = await author.press("确认")
    assert "截止日期已经过了" in heard
    assert "到哪天截止？" in heard


async def test_staff_of_another_city_decides_nothing(desk: Desk, author: Talk) -> None:
    remote = await appoint(desk, desk.talk("remote"), "310107")
    await author.say(PASTED)
    await author.press("确认")
    for value in ("post-yes:1.1", "post-trust:1.1"):
        with pytest.raises(NotAllowed):
            await remote.press_value(value)
    assert "不在了" in (await remote.press_value("post:1"), remote.reply.toast)[1]
    assert (await only(desk)).state is State.PENDING


@pytest.mark.parametrize("value", ["job-close:1.1", "post-yes:1.1", "post-no:1.1", "post-trust:1.1"])
async def test_a_stranger_who_forges_a_button_does_nothing(desk: Desk, author: Talk, value: str) -> None:
    await author.say(PASTED)
    await author.press("确认")
    before = await only(desk)
    with pytest.raises(NotAllowed):
        await desk.talk("stranger").press_value(value)
    assert await only(desk) == before


@pytest.mark.parametrize("value", ["job:x", "job:999999999999999", "job-edit:1", "post:0", "mine:9999999", "job:", "job-edit:１.１"])
async def test_a_forged_number_leads_nowhere(desk: Desk, author: Talk, value: str) -> None:
    await author.press_value(value)
    assert author.place.flow == ""


async def test_staff_reads_the_whole_and_lists_what_waits(desk: Desk, author: Talk) -> None:
    staff = await appoint(desk, desk.talk("staff"))
    assert await staff.say("/moderate") == "现在没有等您审核的发布信息。"
    await author.say(PASTED)
    await author.press("确认")
    assert "等您审核的发布信息有 1 条" in await staff.say("/moderate")
    assert "能适应倒班" in await staff.press("招聘｜数控车床操作工 10人")
    assert staff.buttons == ["通过", "退回"]
    await staff.press("退回")
    assert "2到200个字" in await staff.say("改")
    assert "已退回（地址对不上" in await staff.say("地址对不上，电话13900005678")
    assert "13900005678" not in (await only(desk)).reason


async def test_from_what_was_decided_the_next_is_one_press_away(desk: Desk, author: Talk) -> None:
    staff, other = await appoint(desk, desk.talk("staff")), await appoint(desk, desk.talk("other"))
    for words in (PASTED, PASTED.replace("数控车床操作工", "数控铣床操作工")):
        await author.say(words)
        await author.press("确认")
    await staff.press_value("post:1")
    await other.press_value("post:1")
    await staff.press("退回", "类别选错了，请改类别")
    assert staff.buttons == ["下一条（还有1）"]
    assert "数控铣床操作工" in await staff.press("下一条（还有1）")
    assert "已由" in await other.press("通过")
    assert "数控铣床操作工" in await other.press("下一条（还有1）")
    await staff.press("通过")
    assert staff.buttons == ["这家以后免审"]


async def test_a_doubled_press_closes_once(desk: Desk, author: Talk) -> None:
    await author.say(PASTED)
    await author.press("确认", "看这条")
    assert re.search("待审核", author.heard)
    withdraw = author.value("撤回")
    await author.press("撤回")
    assert "已关闭" in author.heard
    await author.press_value(withdraw)
    assert "已经变了" in author.reply.toast


async def test_what_was_taken_back_unseen_waits_again(desk: Desk, author: Talk) -> None:
    await author.say(PASTED)
    await author.press("确认", "看这条", "撤回", "重新打开")
    assert "等工作人员审核" in author.heard
    assert (await only(desk)).state is State.PENDING


async def test_nothing_is_mine_before_something_is_posted(author: Talk) -> None:
    assert "还没有发布过信息" in await author.say("/mine")


async def test_words_open_it_too(author: Talk) -> None:
    assert await author.say("发布岗位") == "发布哪一类？"


async def test_an_open_post_is_shared_by_its_link(desk: Desk, author: Talk) -> None:
    staff, reader = await appoint(desk, desk.talk("staff")), desk.talk("reader")
    await author.say(PASTED)
    await author.press("确认")
    assert "下线" in await reader.press_value("share:1")
    await hear(desk, staff)
    await staff.press("通过")
    assert "转给别人，点开就是这一条：/?start=job_1" in await hear(desk, author)
    await reader.say("/start job_1")
    assert "分享" in reader.buttons
    assert await reader.press("分享") == "招聘｜数控车床操作工 10人\n转给别人，点开就是这一条：/?start=job_1"
    assert reader.buttons == []


async def test_an_enterprise_that_lost_its_approval_ends_its_posts_and_opens_none(desk: Desk, author: Talk) -> None:
    await appoint(desk, staff := desk.talk("staff"))
    await author.say(PASTED)
    await author.press("确认")
    await hear(desk, staff)
    await staff.press("通过")

    def lose(work: Work) -> None:
        firm = work.enterprises.find(1)
        assert firm
        work.enterprises.change(replace(firm, state=Review.RETURNED, reason="执照到期"))

    await desk.database.do(lose)
    await author.say("/mine")
    await author.press(author.buttons[0])
    assert author.buttons == ["招满了"]
    await author.press_value("job-renew:1.2")
    with pytest.raises(NotAllowed):
        await author.say("下个月底")
    await author.say("取消")
    await author.press_value("job:1")
    assert "重新通过审核以后" in await author.press("招满了")
    assert author.buttons == []
    assert (await only(desk)).state is State.CLOSED
    assert "已经变了" in (await author.press_value("job-open:1.3") or author.reply.toast)
    assert (await only(desk)).state is State.CLOSED


async def test_seeking_people_for_a_wage_is_a_post(desk: Desk) -> None:
    talk = desk.talk()
    await join(desk, talk)
    assert "名称“焊工”、人数“5”、薪酬“6000元/月”" in await talk.say("找焊工5名，月薪6千")
    assert talk.heard.endswith("在哪里？写城市和地点，例如：包头市昆都仑区钢铁大街。")


async def test_who_seeks_work_for_a_wage_posts_nothing(desk: Desk) -> None:
    talk = desk.talk()
    await join(desk, talk)
    await talk.say("想找一份月薪6千的工作")
    assert talk.place.flow != "post"


async def test_the_education_said_alone_takes_no_requirement_away(author: Talk) -> None:
    await author.say("招焊工3名，要求会二氧化碳保护焊，月薪6000到8000")
    await author.say("中专")
    assert author.heard.startswith("在哪里？")
    await author.say("包头市昆都仑区钢铁大街", "12月31日", "负责焊接设备", "不限", "无")
    assert "会二氧化碳保护焊" in author.heard
    assert "学历：中专" in author.heard
