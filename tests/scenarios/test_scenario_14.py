"""Staff announce: preview, audience and its size, a second person's word, delivered and counted, corrected and withdrawn."""

import pytest

from domain.errors import NotAllowed
from tests.newsroom import Newsroom
from tests.scenarios.hall import Hall

NEWS = "五月十日在会展中心有虚构招聘会。\n\n报名：https://example.org/fair"


async def test_an_announcement_from_its_words_to_its_withdrawal(hall: Hall) -> None:
    # A city of which nobody else here is: the hall is shared.
    room = Newsroom(hall.router, hall.database, hall.clock, "150300")
    author, second = await room.staff("虚构的甲"), await room.staff("虚构的乙")
    reader, refuser, stranger = await room.reader(), await room.reader(), await room.reader("310107")
    await room.crowd(55)
    await refuser.say("/stop")

    with pytest.raises(NotAllowed, match="没有这项权限"):
        await reader.say("/announce")

    await author.say("/announce", NEWS)
    await author.press("不用")
    assert "全部订阅者（56人）" in author.buttons
    await author.press("全部订阅者（56人）")
    preview = await author.press("现在发")
    assert "五月十日在会展中心有虚构招聘会。\n报名：https://example.org/fair\n您会收到这条公告，是因为您用过校企通。" in preview
    assert "发给：乌海的全部订阅者 56 人。确认后马上发。超过 50 人，要第二位工作人员确认。" in preview
    assert "已请虚构的乙确认" in await author.press("确认")
    await room.carry()
    assert room.heard(reader) == []

    assert "虚构的甲要发公告 1，约 56 人收到" in await room.hear_last(second)
    assert "开始发了" in await second.press("确认发送")
    await room.carry()
    assert room.heard(reader)[-1].startswith("五月十日")
    assert "退订公告" in [choice.label for row in room.deliveries(reader)[-1].reply.choices for choice in row]
    assert (room.heard(refuser), room.heard(stranger)) == ([], [])
    assert any("个人：已送达 56 · 被屏蔽 0 · 失败 0 · 待发 0" in words for words in room.heard(author))
    assert any("发完了：应发 56，已送达 56，被屏蔽 0，失败 0。" in words for words in room.heard(author))

    await room.hear_last(author)
    assert (await author.press("更正")).startswith("更正成什么")
    assert "【更正】五月十一日。" in await author.say("五月十一日。")
    await author.press("确认")
    await room.hear_last(second)
    await second.press("确认发送")
    await room.carry()
    corrected = room.deliveries(reader)[-1]
    assert (corrected.reply.blocks[0].text, corrected.reply.edits) == ("【更正】五月十一日。", True)
    assert corrected.origin == "m" + str(1 + room.platform.sent.index(room.deliveries(reader)[-2]))
    assert room.heard(refuser) == []

    await room.wait(120)
    await room.carry()
    last = next(one for one in room.deliveries(author)[::-1] if one.reply.choices)
    author.reply = last.reply
    await author.press("撤回")
    assert "不能恢复" in author.heard
    said = '"text":"【更正】五月十一日。"},{"text":"您会收到'
    assert hall.kept(said)
    await author.press("确定撤回")
    await room.carry()
    taken = room.deliveries(reader)[-1]
    assert corrected.origin in taken.reply.gone
    assert not hall.kept(said)
    await room.wait(120)
    await room.carry()
    assert "撤回完了：56 处已撤回，0 处撤不回，0 处没发已停。" in "\n".join(room.heard(author)[-3:])
    assert [one for one in await room.deeds() if one.startswith("announcement.")][-2:] == [
        "announcement.corrected",
        "announcement.withdrawn",
    ]
