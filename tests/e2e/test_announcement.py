"""Staff announce on Telegram to readers and a channel: a second one confirms, it is delivered, counted in one message, and withdrawn."""

import asyncio
import time

from tests.e2e.conftest import Install
from tests.e2e.test_registration import becomes_staff, hears_of, presses, says
from tests.telegram_server import TelegramServer
from tests.telegram_server.person import Heard, Person, Room

NEWS = "五月十日在会展中心有虚构招聘会。报名：https://example.org/fair"


async def told(room: Room, words: str) -> list[Heard]:
    """The posts of a channel that have these words."""
    return [Heard(raw) for raw in await room.server.messages(room.id) if words in Heard(raw).text]


async def counts(person: Person, words: str, after: int) -> Heard:
    """The first message behind that one which tells of the announcement, once it says these words."""
    end = time.monotonic() + 60
    while True:
        found = next((one for one in await person.sees() if one.id > after and ("送达" in one.text or "待撤回" in one.text)), None)
        if found and words in found.text:
            return found
        assert time.monotonic() < end, found
        await asyncio.sleep(0.2)


async def test_an_announcement_is_confirmed_delivered_counted_and_withdrawn(install: Install, telegram: TelegramServer) -> None:
    bot = install()
    bot.start()
    author, second = telegram.person("虚构的甲"), telegram.person("虚构的乙")
    reader, refuser = telegram.person("虚构的读者"), telegram.person("虚构的退订者")
    audience = [telegram.person(f"虚构的{number}") for number in range(60)]
    channel = telegram.chat("channel", "虚构包头产教", author, *audience, bot="administrator", username="xugou_baotou")
    for officer in (author, second):
        await becomes_staff(bot, officer)
    for one in (reader, refuser):
        await says(one, "/region 包头", "包头")
    await says(refuser, "/stop", "不再给您发公告")

    await says(author, "/channel @xugou_baotou", "已绑定“虚构包头产教”（包头）")
    await says(author, "/announce", "公告写什么")
    await says(author, NEWS, "要配一张图片")
    people = await presses(author, "不用", "发给哪些订阅者")
    everybody = next(label for label in people.buttons if label.startswith("全部订阅者"))
    rooms = await presses(author, everybody, "发到频道吗")
    await presses(author, rooms.buttons[0], "什么时候发")
    await presses(author, "现在发", "要第二位工作人员确认")
    waiting = await presses(author, "确认", "已请虚构的乙确认")
    assert not await told(channel, "招聘会")

    card = await hears_of(second, "虚构的甲要发公告")
    assert NEWS in card.text
    assert card.buttons == ["确认发送", "不发"]
    await presses(second, "确认发送", "已确认，开始发了")

    received = await hears_of(reader, NEWS)
    assert received.buttons == ["退订公告"]
    count = await counts(author, "个人：已送达 1 · 被屏蔽 0 · 失败 0 · 待发 0\n频道：已送达 1", waiting.id)
    (post,) = await told(channel, NEWS)
    assert post.buttons == []
    assert not [one for one in await refuser.sees() if "招聘会" in one.text]

    await author.tap("撤回", on=count)
    await hears_of(author, "不能恢复")
    await presses(author, "确定撤回", "正在撤回")
    recalled = await counts(author, "已撤回 2 · 待撤回 0", waiting.id)
    assert recalled.id == count.id
    assert not await told(channel, "招聘会")
    assert not [one for one in await reader.sees() if "招聘会" in one.text]
