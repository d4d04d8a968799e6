"""Registration: a wrong code is told, a question in between is answered, one sentence fills two fields, and staff decide."""

from collections.abc import Callable
from itertools import count

import pytest

from chat.message import Address
from chat.reply import Look, Reply
from chat.wire import reply_from_json
from domain.errors import NotAllowed
from domain.people import Grant, Role
from tests.scenarios.hall import Hall
from tests.talk import Talk

WRONG, RIGHT = "91150200MA0QHX2K12", "91150200MA0QHX2K1H"
NAME = "虚构北疆稀土材料有限公司"
BASE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
NUMBERS = count(1)


def new_code() -> str:
    """A code of Baotou that nobody brought before, with its right check character (GB 32100: weights of 3 to the n, modulo 31)."""
    body = f"91150200MA{next(NUMBERS):07d}"
    total = sum(BASE.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
    return body + BASE[-total % 31]


async def fill_in(talk: Talk, code: str, name: str = NAME) -> str:
    """Answer everything up to the summary, by words and by buttons."""
    await talk.say("注册企业", name, f"{code},所在地改昆区")
    await talk.press("稀土", "小型")
    if "同意保存吗" in talk.heard:
        await talk.press("同意")
    await talk.say("虚构的张某", "138 0000 1234", "人才、设备")
    return await talk.press("否")


async def staff(hall: Hall, role: Role = Role.MODERATOR, region: str = "150200", name: str = "虚构的审核员") -> Talk:
    """Somebody of the staff, who can be reached."""
    talk = hall.somebody()
    person = await hall.database.do(lambda work: work.people.meet(talk.sender, name))
    await hall.database.do(lambda work: work.people.grant(person.id, Grant(role, region)))
    return talk


async def mail(hall: Hall, address: Address) -> list[Reply]:
    """What was owed to somebody beside the replies to what they said, oldest first."""
    rows = await hall.database.read(lambda work: work.outbox.after(address.platform, address.chat, 0))
    return [reply_from_json(row.owed.body) for row in rows]


def words(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks)


async def receive(hall: Hall, talk: Talk) -> str:
    """Read the newest word that came unasked; its buttons may be pressed."""
    talk.reply = (await mail(hall, talk.sender))[-1]
    return talk.heard


async def test_the_scenario(hall: Hall, talk: Talk) -> None:
    officer = await staff(hall)
    assert "全称" in await talk.say("注册企业")
    assert "统一社会信用代码" in await talk.say(NAME)
    assert "最后一位" in await talk.say(WRONG)
    assert "统一社会信用代码是多少" in talk.heard

    answered = await talk.say("先问,24365是什么?")
    assert any(block.look is Look.QUOTE for block in talk.reply.blocks)
    assert answered.endswith("统一社会信用代码是多少？18位，在营业执照上。")

    assert "主要做哪一行" in await talk.say(f"{RIGHT},所在地改昆区")
    await talk.press("稀土", "小型")
    assert "存多久" in talk.heard
    assert talk.buttons == ["同意", "上一步", "取消"]
    await talk.press("同意")
    await talk.say("虚构的张某", "13800001234", "人才、设备")
    summary = await talk.press("否")
    for line in (f"企业名称：{NAME}", f"信用代码：{RIGHT}", "所在地：包头市昆都仑区", "行业：稀土", "找什么：找人才、找设备"):
        assert line in summary
    assert "待审核" in await talk.press("确认")
    assert "已认证" not in talk.heard
    assert "待审核" in await talk.say("/enterprise")
    assert "已认证" not in talk.heard

    assert NAME in await receive(hall, officer)
    assert officer.buttons == ["通过", "退回", "看全文"]
    await officer.press("通过")
    assert "已通过审核" in await receive(hall, talk)
    assert "已认证" in await talk.say("/enterprise")


async def test_the_telephone_number_is_shown_only_to_who_asks_for_it_and_that_is_written_down(hall: Hall, talk: Talk) -> None:
    officer = await staff(hall)
    await fill_in(talk, new_code())
    await talk.press("确认")
    card = await receive(hall, officer)
    assert "138****1234" in card
    assert "13800001234" not in card
    assert "13800001234" in await officer.press("看全文")
    deed = (await hall.database.read(lambda work: work.audit.latest(1)))[0]
    person = await hall.database.read(lambda work: work.people.find(officer.sender))
    assert person is not None
    assert (deed.action, deed.actor_id) == ("contact.seen", person.id)
    assert "1380000" not in f"{deed.object}{deed.detail}"


async def test_of_two_who_press_one_wins_and_the_other_reads_who_it_was(hall: Hall, talk: Talk) -> None:
    first, second = await staff(hall, name="虚构的甲"), await staff(hall, name="虚构的乙")
    await fill_in(talk, new_code())
    await talk.press("确认")
    await receive(hall, first)
    await receive(hall, second)
    assert "已通过" in await first.press("通过")
    await second.press("退回")
    assert second.heard == f"已由虚构的甲处理：“{NAME}”已通过。"
    assert len([one for one in await mail(hall, talk.sender) if NAME in words(one)]) == 1


async def test_two_decisions_that_were_begun_at_once_come_to_one(hall: Hall, talk: Talk) -> None:
    first, second = await staff(hall, name="虚构的甲"), await staff(hall, name="虚构的乙")
    await fill_in(talk, new_code())
    await talk.press("确认")
    for one in (first, second):
        await receive(hall, one)
        await one.press("退回")
    await first.press("所在地不归本地管理，请核对所在地")
    assert "已由虚构的甲处理" in await second.say("执照过期了")
    told = [one for one in await mail(hall, talk.sender) if "被退回" in words(one)]
    assert len(told) == 1
    assert "所在地不归本地管理" in words(told[0])


async def test_a_returned_one_is_changed_and_sent_again_without_typing_it_twice(hall: Hall, talk: Talk) -> None:
    officer = await staff(hall)
    await fill_in(talk, new_code())
    await talk.press("确认")
    await receive(hall, officer)
    await officer.press("退回")
    assert "已退回（规模不对，请按从业人数再看）" in await officer.say("规模不对，请按从业人数再看")
    assert "原因：规模不对" in await receive(hall, talk)
    assert "上次退回的原因：规模不对" in await talk.press("改资料")
    assert f"企业名称：{NAME}" in talk.heard
    assert "规模：微型" in await talk.press("改规模", "微型")
    assert "待审核" in await talk.press("确认")
    assert "规模：微型" in await receive(hall, officer)
    assert "已通过" in await officer.press("通过")


async def test_a_card_of_an_older_text_decides_nothing(hall: Hall, talk: Talk) -> None:
    officer = await staff(hall)
    await fill_in(talk, new_code())
    await talk.press("确认")
    await receive(hall, officer)
    await talk.say("注册企业")
    await talk.press(f"改资料：{NAME}", "改规模", "大型", "确认")
    assert "刚改过资料" in await officer.press("通过")
    assert "规模：大型" in officer.heard
    assert "已通过" in await officer.press("通过")


async def test_who_was_removed_from_the_staff_decides_nothing(hall: Hall, talk: Talk) -> None:
    officer = await staff(hall)
    await fill_in(talk, new_code())
    await talk.press("确认")
    await receive(hall, officer)
    person = await hall.database.read(lambda work: work.people.find(officer.sender))
    assert person is not None
    await hall.database.do(lambda work: work.people.revoke(person.id, person.grants[0]))
    for label in ("通过", "退回", "看全文"):
        with pytest.raises(NotAllowed):
            await officer.press(label)
    assert "待审核" in await talk.say("/enterprise")


@pytest.mark.parametrize(("role", "region"), [(Role.EDITOR, ""), (Role.MODERATOR, "310107"), (Role.GRADUATE, "150200")])
async def test_who_may_not_review_here_gets_no_card_and_may_press_nothing(hall: Hall, talk: Talk, role: Role, region: str) -> None:
    stranger, officer = await staff(hall, role, region), await staff(hall)
    await fill_in(talk, new_code())
    await talk.press("确认")
    await receive(hall, officer)
    assert await mail(hall, stranger.sender) == []
    for label in ("通过", "退回", "看全文"):
        with pytest.raises(NotAllowed):
            await stranger.press_value(officer.value(label))


async def test_a_second_press_sends_nothing_in(hall: Hall, talk: Talk) -> None:
    code = new_code()
    await fill_in(talk, code)
    confirm = talk.value("确认")
    await talk.press("确认")
    await talk.press_value(confirm)
    assert talk.reply.toast
    await talk.say("/register")
    await talk.press("再登记一家")
    await fill_again(talk, code)
    assert "您已经登记过了" in await talk.press("确认")
    assert (await talk.say("/enterprise")).count("信用代码") == 1


async def fill_again(talk: Talk, code: str) -> None:
    await talk.say(f"虚构再来一次公司，{code}，昆区，软件，小型")
    await talk.say("虚构的张某", "13800001234")
    await talk.press("暂时不找", "否")


async def test_consent_is_asked_once_and_kept_with_its_time(hall: Hall, talk: Talk) -> None:
    await fill_in(talk, new_code())
    await talk.press("确认")
    person = await hall.database.read(lambda work: work.people.find(talk.sender))
    assert person is not None
    assert await hall.database.read(lambda work: work.consents.at(person.id, "enterprise-1")) == hall.clock.now()
    await talk.say("/register")
    await talk.press("再登记一家")
    await talk.say(f"虚构另一家公司，{new_code()}，昆区，软件，小型")
    assert "联系人叫什么" in talk.heard


async def test_without_consent_nothing_of_it_is_kept(hall: Hall, talk: Talk) -> None:
    await talk.say("注册企业", "虚构不同意有限公司", f"{new_code()},所在地改昆区")
    await talk.press("稀土", "小型")
    assert "没有联系人就没法审核" in await talk.say("不同意")
    await talk.press("取消")
    assert talk.place.answers == {}


async def test_a_double_joins_after_the_owner_said_yes(hall: Hall, talk: Talk) -> None:
    owner, code = hall.somebody(), new_code()
    await fill_in(owner, code)
    await owner.press("确认")
    await fill_in(talk, code, "虚构北疆稀土公司")
    assert f"已经登记过了：“{NAME}”" in await talk.press("确认")
    assert "已转告" in await talk.press("申请加入")
    assert "申请加入" in await receive(hall, owner)
    yes = owner.value("同意")
    await owner.press("同意")
    assert "对方同意了" in await receive(hall, talk)
    assert NAME in await talk.say("/enterprise")
    await owner.press_value(yes)
    assert owner.reply.toast


async def test_only_the_owner_lets_somebody_in(hall: Hall, talk: Talk) -> None:
    owner, stranger, code = hall.somebody(), hall.somebody(), new_code()
    await fill_in(owner, code)
    await owner.press("确认")
    await fill_in(talk, code)
    await talk.press("确认", "申请加入")
    await receive(hall, owner)
    for one in (talk, stranger):
        with pytest.raises(NotAllowed):
            await one.press_value(owner.value("同意"))
    assert "拒绝" in owner.buttons
    await owner.press("拒绝")
    assert "没有同意" in await receive(hall, talk)
    assert "您还没有登记企业" in await talk.say("/enterprise")


@pytest.mark.parametrize("by", [lambda code: f"/join {code}", lambda code: f"/start join_{code}"])
async def test_a_colleague_joins_by_a_code_once(hall: Hall, talk: Talk, by: Callable[[str], str]) -> None:
    await fill_in(talk, new_code())
    await talk.press("确认")
    await talk.say("/enterprise")
    told = await talk.press("邀请同事")
    code = told.split("/join ")[1].split()[0]
    colleague, late = hall.somebody(), hall.somebody()
    assert f"您已加入“{NAME}”" in await colleague.say(by(code))
    assert "改资料" not in (await colleague.say("/enterprise"), *colleague.buttons)
    assert "已经用过" in await late.say(by(code))
    assert "成员 2 人" in await talk.say("/enterprise")


async def test_a_place_in_the_form_outlives_a_restart(hall: Hall, talk: Talk) -> None:
    await talk.say("注册企业", "虚构重启有限公司", new_code())
    await talk.press("包头")
    await hall.database.do(lambda work: work.places.save(talk.sender, talk.place))
    later = Talk(hall.router, do=hall.do, sender=talk.sender)
    later.place = await hall.database.read(lambda work: work.places.load(talk.sender))
    hall.clock.forward(86400 * 9)
    assert "主要做哪一行" in await later.say("昆都仑区")


async def test_staff_find_what_waits(hall: Hall, talk: Talk) -> None:
    name = "虚构等审核有限公司"
    await fill_in(talk, new_code(), name)
    await talk.press("确认")
    officer = await staff(hall)
    assert "等您审核的企业登记有" in await officer.say("/reviews")
    assert name in officer.buttons
    assert name in await officer.press(name)
    assert "通过" in officer.buttons
    with pytest.raises(NotAllowed):
        await talk.say("/reviews")


async def test_nothing_is_registered_in_a_group(hall: Hall) -> None:
    group = hall.member("-100")
    for words in ("注册企业", "/register", "/enterprise"):
        assert "私聊" in await group.say(words)
    assert group.place.flow == ""


async def test_a_colleague_leaves_and_the_owner_takes_somebody_out(hall: Hall, talk: Talk) -> None:
    await fill_in(talk, new_code())
    await talk.press("确认")
    for leaves in (True, False):
        await talk.say("/enterprise")
        code = (await talk.press("邀请同事")).split("/join ")[1].split()[0]
        colleague = hall.somebody()
        await colleague.say(f"/join {code}", "/enterprise")
        await talk.say("/enterprise")
        out = talk.value("移出小李")
        with pytest.raises(NotAllowed):
            await hall.somebody().press_value(out)
        await (colleague.press("退出") if leaves else talk.press("移出小李"))
        assert "您还没有登记企业" in await colleague.say("/enterprise")
        await talk.press_value(out)
        assert talk.reply.toast


async def test_a_contact_that_is_told_before_the_consent_is_asked_for_after_it(hall: Hall, talk: Talk) -> None:
    await talk.say("注册企业", f"虚构早说有限公司，{new_code()}，昆区，软件，小型，联系人虚构的张某，13800001234")
    assert "同意保存吗" in talk.heard
    assert {"contact", "mobile"} & talk.place.answers.keys() == set()
    assert await talk.press("同意") == "联系人叫什么？"
    assert "想找什么" in await talk.say("联系人虚构的张某，13800001234")


async def test_a_code_that_stands_already_is_told_at_once(hall: Hall, talk: Talk) -> None:
    owner, code = hall.somebody(), new_code()
    await fill_in(owner, code)
    await owner.press("确认")
    heard = await talk.say("注册企业", "虚构北疆公司", code)
    assert f"已经登记过了：“{NAME}”" in heard
    assert "企业在哪里" in heard
    await talk.press("取消")
    assert "已转告" in await talk.say(f"/join {code}")
    assert "还在等对方回复" in await talk.say(f"/join {code}")
    await receive(hall, owner)
    await owner.press("拒绝")
    assert "没有同意" in await receive(hall, talk)
    assert "要一个邀请码" in await talk.say(f"/join {code}")
    assert "没有这家企业" in await talk.say(f"/join {new_code()}")


async def test_nobody_floods_the_staff_with_registrations(hall: Hall, talk: Talk) -> None:
    officer = await staff(hall)
    for number in range(6):
        await talk.say("/register")
        if number:
            await talk.press("再登记一家")
        await talk.say(f"虚构第{number}家公司，{new_code()}，昆区，软件，小型")
        if not number:
            await talk.press("同意")
        await talk.say("虚构的张某", "13800001234")
        await talk.press("暂时不找", "否", "确认")
    assert "5 家企业在等审核" in talk.heard
    assert len(await mail(hall, officer.sender)) == 5
