"""Complaints reach staff, hide nothing by themselves, are settled once, and everybody hears what came of theirs."""

import pytest

from chat.wire import reply_from_json
from domain.errors import NotAllowed
from domain.listing import State
from domain.people import Grant, Role
from handlers.complaints import NONE_WAITING
from rag.regions import Gazetteer
from tests.handlers.conftest import Desk
from tests.market import Market
from tests.talk import Talk


@pytest.fixture
def market(desk: Desk, gazetteer: Gazetteer) -> Market:
    return Market(desk.database, desk.clock, gazetteer)


async def staff_of(desk: Desk, name: str, region: str = "150200") -> Talk:
    talk = desk.talk(name)
    await desk.database.do(lambda work: work.people.grant(work.people.meet(talk.sender, f"虚构的{name}").id, Grant(Role.MODERATOR, region)))
    return talk


async def complain(desk: Desk, listing: int, *people: str, words: str = "要交押金") -> None:
    for one in people:
        talk = desk.talk(one)
        await talk.press_value(f"complain:{listing}")
        await talk.say(words)


async def told(desk: Desk, talk: Talk) -> list[str]:
    """What somebody was told unasked; the last one is what they look at."""
    rows = await desk.database.read(lambda work: work.outbox.after(talk.sender.platform, talk.sender.chat, 0))
    replies = [reply_from_json(row.owed.body) for row in rows]
    talk.reply = replies[-1] if replies else talk.reply
    return ["\n".join(block.text for block in reply.blocks) for reply in replies]


async def state(desk: Desk, listing: int) -> State:
    found = await desk.database.read(lambda work: work.listings.find(listing))
    assert found
    return found.state


async def test_a_complaint_comes_as_a_card_and_takes_the_post_down(desk: Desk, market: Market) -> None:
    staff, boss, reporter = await staff_of(desk, "王某"), desk.talk("boss"), desk.talk("小李")
    listing = market.post(firm=market.firm(boss))
    await complain(desk, listing, "小李")
    await told(desk, staff)
    heard = await staff.press("处理")
    assert "被举报的信息 · 编号1 · 发布中" in heard
    assert "有人举报：要交押金" in heard
    assert "小李" not in heard
    assert "为什么下架" in await staff.press("下架")
    assert "已下架，原因已告诉企业" in await staff.press("要求交费或押金")
    assert await state(desk, listing) is State.RETURNED
    assert "原因：要求交费或押金" in (await told(desk, boss))[-1]
    assert (await told(desk, reporter))[-1] == "您举报的“实习｜光伏运维实习生 3人”核实后已下架。谢谢您的提醒。"
    assert await staff.say("/complaints") == NONE_WAITING


async def test_nothing_wrong_is_told_once_and_the_post_stays(desk: Desk, market: Market) -> None:
    staff, reporter = await staff_of(desk, "王某"), desk.talk("小李")
    listing = market.post(firm=market.firm())
    await complain(desk, listing, "小李")
    await staff.say("/complaints")
    await staff.press(staff.buttons[0])
    assert "没有问题，继续发布" in await staff.press("没有问题")
    assert await state(desk, listing) is State.OPEN
    assert [words for words in await told(desk, reporter) if "没有发现问题" in words] == [
        "您举报的“实习｜光伏运维实习生 3人”核实过了，没有发现问题。谢谢您的提醒；有新的情况可以再告诉我们。"
    ]


async def test_from_what_was_settled_the_next_is_one_press_away(desk: Desk, market: Market) -> None:
    staff, firm = await staff_of(desk, "王某"), market.firm()
    first, second = market.post(firm=firm), market.post(firm=firm, title="风电运维实习生")
    await complain(desk, first, "小李", "小王")
    await complain(desk, second, "小李")
    await staff.say("/complaints")
    await staff.press(staff.buttons[0], "没有问题")
    assert "风电运维实习生" in await staff.press("下一条（还有1）")
    await staff.press("下架", "要求交费或押金")
    assert staff.buttons == []


async def test_of_two_who_press_one_wins(desk: Desk, market: Market) -> None:
    first, second = await staff_of(desk, "王某"), await staff_of(desk, "赵某")
    listing = market.post(firm=market.firm())
    await complain(desk, listing, "小李")
    for one in (first, second):
        await one.press_value(f"complaints:{listing}")
    await second.press("下架")
    await first.press("没有问题")
    assert await second.press("要求交费或押金") == "已由虚构的王某处理：“实习｜光伏运维实习生 3人”现在还在发布中。"
    assert await state(desk, listing) is State.OPEN
    assert len([words for words in await told(desk, desk.talk("小李")) if "核实" in words]) == 1


async def test_three_people_put_a_post_on_top_and_hide_nothing(desk: Desk, market: Market) -> None:
    staff, firm = await staff_of(desk, "王某"), market.firm()
    one, many = market.post(firm=firm, title="先被举报的"), market.post(firm=firm, title="三人举报的")
    await complain(desk, one, "甲")
    desk.clock.forward(3600)
    await complain(desk, many, "甲", "甲", "乙", "丙")
    await staff.say("/complaints")
    assert staff.buttons == ["实习｜三人举报的 3人（3人）", "实习｜先被举报的 3人（1人）"]
    assert await state(desk, many) is State.OPEN
    assert "多人举报，请先看这一条" in await staff.press(staff.buttons[0])


async def test_what_came_in_after_the_look_stays_to_be_seen(desk: Desk, market: Market) -> None:
    staff = await staff_of(desk, "王某")
    listing = market.post(firm=market.firm())
    await complain(desk, listing, "甲")
    await staff.press_value(f"complaints:{listing}")
    await complain(desk, listing, "乙", words="收了费不给上班")
    await staff.press("没有问题")
    assert staff.heard
    await staff.say("/complaints")
    assert staff.buttons == ["实习｜光伏运维实习生 3人（1人）"]
    assert "收了费不给上班" in await staff.press(staff.buttons[0])


async def test_a_post_that_was_closed_meanwhile_is_settled_all_the_same(desk: Desk, market: Market) -> None:
    staff = await staff_of(desk, "王某")
    listing = market.post(firm=market.firm())
    await complain(desk, listing, "甲")
    await staff.press_value(f"complaints:{listing}")
    market.close(listing)
    await staff.press("下架")
    assert "已经不在发布中（已关闭）" in await staff.press("要求交费或押金")
    assert await state(desk, listing) is State.CLOSED


async def test_staff_of_elsewhere_and_everybody_else_see_nothing(desk: Desk, market: Market) -> None:
    listing = market.post(firm=market.firm())
    await complain(desk, listing, "甲")
    elsewhere = await staff_of(desk, "外地", "310107")
    assert await elsewhere.say("/complaints") == NONE_WAITING
    for talk in (elsewhere, desk.talk("甲"), desk.talk("谁")):
        for value in (f"complaints:{listing}", f"complaint-fine:{listing}.1", f"complaint-down:{listing}.1"):
            with pytest.raises(NotAllowed):
                await talk.press_value(value)


async def test_both_decisions_are_in_the_audit(desk: Desk, market: Market) -> None:
    staff, firm = await staff_of(desk, "王某"), market.firm()
    for value in ("fine", "down"):
        listing = market.post(firm=firm, title=value)
        await complain(desk, listing, "甲")
        await staff.press_value(f"complaint-{value}:{listing}.{listing}")
    await staff.press("要求交费或押金")
    actions = [row.action for row in await desk.database.read(lambda work: work.audit.latest(20))]
    assert {"complaint.cleared", "complaint.upheld", "listing.returned"} <= set(actions)
