"""Who is on the staff, invited, removed at once; and the audit that tells of it."""

import re
from pathlib import Path

import pytest

import services
from domain.errors import NotAllowed
from domain.people import Grant, Role
from handlers.audit import ACTIONS
from services.people import new_code
from tests.handlers.conftest import Desk, plan
from tests.talk import Talk


async def member(desk: Desk, person: str, role: Role, region: str = "") -> Talk:
    """Somebody of the staff."""
    code = new_code()
    await desk.database.do(lambda work: desk.people.invite(work, code, Grant(role, region)))
    talk = desk.talk(person)
    await talk.say(f"/staff {code}")
    return talk


@pytest.fixture
async def admin(desk: Desk) -> Talk:
    """The administrator of everything."""
    desk.holds(plan())
    return await member(desk, "1", Role.ADMIN)


async def invite(talk: Talk, role: str, *place: str) -> str:
    """The code of an invitation."""
    await talk.say("/staff")
    await talk.press("邀请", role)
    await talk.say(*place)
    await talk.press("确认")
    found = re.search(r"/staff (\S+)", talk.heard)
    assert found
    return found[1]


async def test_staff_see_the_staff_of_their_region(desk: Desk, admin: Talk) -> None:
    baotou = await member(desk, "2", Role.MODERATOR, "150200")
    await member(desk, "3", Role.EDITOR, "310107")
    assert "全部地区的工作人员，3 人" in await admin.say("/staff")
    told = await baotou.say("/staff")
    assert told.startswith("您的角色：审核员（包头）。\n包头的工作人员，2 人：")
    assert "文件编辑" not in told
    assert baotou.buttons == []
    assert (await desk.talk("9").say("/staff")).startswith("这里供工作人员登记")


async def test_a_code_of_an_administrator_makes_somebody_staff_once(desk: Desk, admin: Talk) -> None:
    code = await invite(admin, "审核员", "包头")
    assert f"?start=staff_{code}" in admin.heard
    wang = desk.talk("5")
    assert (await wang.say(f"/start staff_{code}")).startswith("登记成功，您的角色：审核员（包头）。")
    assert (await desk.talk("6").say(f"/staff {code}")).startswith("这个邀请码不对、已经用过")
    deeds = await desk.database.read(lambda work: work.audit.latest(9))
    person = await desk.people.who(admin.sender)
    assert ("staff.invited", person.id) in [(deed.action, deed.actor_id) for deed in deeds]


async def test_a_code_of_an_administrator_is_good_for_seven_days(desk: Desk, admin: Talk) -> None:
    code = await invite(admin, "管理员", "全部")
    desk.clock.forward(7 * 86400 + 1)
    assert (await desk.talk("5").say(f"/staff {code}")).startswith("这个邀请码不对")


async def test_an_administrator_of_a_city_invites_for_that_city_only(desk: Desk, admin: Talk) -> None:
    local = await member(desk, "2", Role.ADMIN, "150200")
    await local.say("/staff")
    await local.press("邀请", "文件编辑")
    assert "全部地区" not in local.buttons
    assert (await local.say("火星")).startswith("没认出这个地名")
    await local.say("平顶山")
    with pytest.raises(NotAllowed):
        await local.press("确认")
    await local.press("改地区")
    await local.say("昆都仑区")
    assert (await local.press("确认")).startswith("邀请文件编辑（昆都仑）")


async def test_a_removed_ones_next_action_is_refused(desk: Desk, admin: Talk) -> None:
    moderator = await member(desk, "2", Role.MODERATOR, "150200")
    await moderator.say("/questions")
    await admin.say("/staff")
    removing = next(choice.value for row in admin.reply.choices for choice in row if choice.value == "remove:2")
    await admin.press_value(removing)
    assert "审核员（包头）" in admin.heard
    assert (await admin.press("确定移除")).startswith("已移除")
    with pytest.raises(NotAllowed):
        await moderator.say("/questions")
    await admin.press_value("removed:2")
    assert "已经不是工作人员" in admin.reply.toast


async def test_the_last_administrator_stays(desk: Desk, admin: Talk) -> None:
    await admin.press_value("removed:1")
    assert admin.heard == "小李是这个地区唯一的管理员，不能移除。请先邀请另一位管理员。"
    await member(desk, "2", Role.ADMIN)
    await admin.press_value("removed:1")
    assert admin.heard.startswith("已移除")
    assert not (await desk.people.who(admin.sender)).is_staff


async def test_an_administrator_of_a_city_leaves_those_of_everywhere_alone(desk: Desk, admin: Talk) -> None:
    local = await member(desk, "2", Role.ADMIN, "150200")
    with pytest.raises(NotAllowed):
        await local.press_value("removed:1")
    await local.press_value("remove:1")
    assert "已经不是工作人员" in local.reply.toast


@pytest.mark.parametrize("value", ["invite:", "removed:1", "audit:"])
async def test_staff_who_are_no_administrators_may_not(desk: Desk, admin: Talk, value: str) -> None:
    for stranger in (desk.talk("9"), await member(desk, "2", Role.MODERATOR), await member(desk, "3", Role.EDITOR)):
        with pytest.raises(NotAllowed):
            await stranger.press_value(value)


def test_everything_that_is_written_down_is_told_in_peoples_words() -> None:
    lines = [line for file in Path(services.__file__).parent.glob("*.py") for line in file.read_text().splitlines()]
    written = {name for line in lines if re.search(r"\brecord\(|_settled\(", line) for name in re.findall(r'"([a-z]+\.[a-z-]+)"', line)}
    assert len(written) > 40
    assert written - ACTIONS.keys() == set()


async def test_the_audit_is_read_page_by_page(desk: Desk, admin: Talk) -> None:
    for _ in range(15):
        await desk.database.do(lambda work: work.audit.record(0, "contact.seen", "enterprise 1"))
    told = await admin.say("/audit")
    assert told.startswith("操作记录（只增不改，新的在前）")
    assert told.count("系统或维护人员 查看完整联系方式：enterprise 1") == 12
    assert "小李（1 号） 登记为工作人员：admin@*" in await admin.press("更早的")
    assert admin.buttons == []


async def test_nothing_of_it_in_a_group(desk: Desk, admin: Talk) -> None:
    group = desk.talk("1", chat="-100", private=False)
    assert "操作记录不在群里显示" in await group.say("/audit")
    assert "工作人员名单不在群里显示" in await group.say("/staff")
    await group.press_value("invite:")
    assert "工作人员名单不在群里显示" in group.heard
