"""/announce in detail: what may be written, who gets it, who has to confirm it, when it goes out, and what goes wrong."""

import pytest

from chat.message import File, Message, Sort
from chat.reply import say
from chat.room import Room
from chat.wire import reply_from_json
from domain.enterprise import Enterprise, Size
from domain.errors import NotAllowed, Refused, Unreachable
from domain.people import Grant, Role
from domain.profile import Profile
from domain.subscription import Rhythm, Subscription, Topic, Wish
from storage.channels import Channel
from storage.outbox import Lane
from storage.work import Work
from tests.handlers.conftest import Desk
from tests.newsroom import BAOTOU, Newsroom, words
from tests.talk import Talk

PHOTO = File("图片.jpg", "image/jpeg", ref="AgAC")


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    return Newsroom(desk.router, desk.database, desk.clock)


async def written(talk: Talk, text: str = "虚构招聘会。", *, when: str = "现在发") -> str:
    """Write an announcement for all readers of the city, up to its preview."""
    await talk.say("/announce", text)
    await talk.press("不用")
    await talk.press(next(label for label in talk.buttons if label.startswith("全部订阅者")))
    return await (talk.press(when) if when in talk.buttons else talk.say(when))


async def sent(talk: Talk, text: str = "虚构招聘会。", *, when: str = "现在发") -> str:
    await written(talk, text, when=when)
    return await talk.press("确认")


def progress(room: Newsroom, talk: Talk) -> list[str]:
    """What the message of the count has said, oldest first."""
    return [text for text in room.heard(talk) if "：已送达" in text]


# The last ones


async def test_an_old_one_is_found_again_by_whoever_is_at_work(room: Newsroom) -> None:
    author, colleague, elsewhere = await room.staff("虚构的甲"), await room.staff("虚构的乙"), await room.staff("虚构的丙", region="310107")
    assert "还没有公告" in await author.say("/announce 已发")
    reader = await room.reader()
    await sent(author, "虚构招聘会。")
    await room.carry()
    await sent(author, "虚构培训会。", when="明天上午9点")
    heard = await colleague.say("/announce 已发")
    assert "公告 2“虚构培训会。”：等时间到，11月21日 09:00\n公告 1“虚构招聘会。”：已发完" in heard
    assert colleague.buttons == ["撤回公告 2", "更正公告 1", "撤回公告 1"]
    assert "还没有公告" in await elsewhere.say("/announce 已发")
    await colleague.press("更正公告 1")
    await colleague.say("虚构招聘会改到周五。")
    await colleague.press("确认")
    await room.carry()
    assert "改到周五" in room.heard(reader)[-1]
    assert "/announce 已发" in await colleague.say("/announce")


async def test_words_behind_the_command_are_the_announcement(room: Newsroom) -> None:
    author = await room.staff("虚构的甲")
    await room.reader()
    assert "要配一张图片" in await author.say("/announce 虚构招聘会。")
    await author.press("不用", "全部订阅者（1人）", "现在发")
    assert "虚构招聘会。" in author.heard


# Who may, and what


@pytest.mark.parametrize(("role", "region"), [(Role.EDITOR, BAOTOU), (Role.GRADUATE, BAOTOU)])
async def test_only_who_may_announce_is_asked_anything(room: Newsroom, role: Role, region: str) -> None:
    talk = await room.staff("虚构的丁", role, region)
    with pytest.raises(NotAllowed, match="没有这项权限"):
        await talk.say("/announce")
    assert talk.place.flow == ""


async def test_whoever_lost_the_role_meanwhile_sends_nothing(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    await written(author)

    def remove(work: Work) -> None:
        person = work.people.find(author.sender)
        assert person
        work.people.revoke(person.id, Grant(Role.MODERATOR, BAOTOU))

    await room.database.do(remove)
    with pytest.raises(NotAllowed):
        await author.press("确认")
    await room.carry()
    assert room.heard(reader) == []


async def test_too_short_and_too_long_words_are_asked_again(room: Newsroom) -> None:
    author = await room.staff("虚构的甲")
    assert (await author.say("/announce", "啊")).startswith("太短了")
    assert "现在有1501个" in await author.say("字" * 1501)
    assert (await author.say("字" * 1500)).startswith("要配一张图片")


async def test_few_get_it_without_a_second_word_and_the_count_is_one_message(room: Newsroom) -> None:
    author, readers = await room.staff("虚构的甲"), [await room.reader() for _ in range(3)]
    assert "第二位" not in await written(author)
    assert "开始发了" in await author.press("确认")
    room.platform.raises = [None, Unreachable("屏蔽了"), Refused("不行"), None]
    await room.carry()
    assert sorted(len(room.heard(one)) for one in readers) == [0, 0, 1]
    assert progress(room, author)[0].endswith("已送达 0 · 被屏蔽 0 · 失败 0 · 待发 3")
    assert progress(room, author)[-1].endswith("已送达 1 · 被屏蔽 1 · 失败 1 · 待发 0")
    assert "发完了：应发 3，已送达 1，被屏蔽 1，失败 1。" in room.heard(author)[-1]
    counted = [one for one in room.deliveries(author) if "正在发" in words(one.reply) or one.reply.edits]
    assert len({one.origin for one in counted if one.reply.edits}) == 1
    assert sum(not one.reply.edits for one in counted) == 1


async def test_nobody_to_send_it_to_is_told_and_what_was_written_is_kept(room: Newsroom) -> None:
    author = await room.staff("虚构的甲")
    assert "没有人能收到" in await sent(author)
    reader = await room.reader()
    await author.press("全部订阅者（0人）", "确认")
    await room.carry()
    assert room.heard(reader)[0].startswith("虚构招聘会。")


async def test_who_opts_out_on_the_way_gets_none_and_is_counted(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    await room.reader()
    await sent(author)
    await room.database.do(lambda work: work.broadcasts.spread(1))
    await reader.say("/stop")
    await room.carry()
    assert room.heard(reader) == []
    assert progress(room, author)[-1].endswith("已送达 1 · 被屏蔽 0 · 失败 0 · 待发 0 · 已退订未发 1")


async def test_groups_of_people_are_told_apart(room: Newsroom) -> None:
    author, subscriber = await room.staff("虚构的甲"), await room.reader()
    await room.reader()

    def subscribe(work: Work) -> None:
        person = work.people.find(subscriber.sender)
        assert person
        work.subscriptions.add(Subscription(0, person.id, Topic.POLICIES, Wish(region=BAOTOU), Rhythm.AT_ONCE))

    await room.database.do(subscribe)
    await author.say("/announce", "虚构政策。")
    await author.press("不用")
    assert author.buttons[:5] == [
        "全部订阅者（2人）",
        "企业（0人）",
        "毕业生和学生（0人）",
        "订阅了岗位的人（0人）",
        "订阅了政策的人（1人）",
    ]
    await author.press("订阅了政策的人（1人）", "现在发", "确认")
    await room.carry()
    assert len(room.heard(subscriber)) == 1
    assert "已送达 1" in progress(room, author)[-1]


async def test_who_has_to_do_with_a_city_gets_its_announcements_though_they_never_chose_it(room: Newsroom) -> None:
    author = await room.staff("虚构的甲")
    boss, student, subscriber, stranger = [await room.reader("310107") for _ in range(4)]

    def live(work: Work) -> None:
        owner, graduate, wisher = (work.people.meet(one.sender).id for one in (boss, student, subscriber))
        work.enterprises.add(Enterprise(0, "虚构光伏公司", "91150200MA0QHX2K1H", "150203", "光伏", Size.SMALL, "", "", owner=owner))
        work.profiles.put(Profile(graduate, region="150202"))
        work.subscriptions.add(Subscription(0, wisher, Topic.POLICIES, Wish(region=BAOTOU), Rhythm.AT_ONCE))

    await room.database.do(live)
    await author.say("/announce", "虚构对接会。")
    await author.press("不用")
    assert author.buttons[:3] == ["全部订阅者（3人）", "企业（1人）", "毕业生和学生（1人）"]
    await author.press("全部订阅者（3人）", "现在发", "确认")
    await room.carry()
    assert [len(room.heard(one)) for one in (boss, student, subscriber, stranger)] == [1, 1, 1, 0]


async def test_whoever_looks_after_several_cities_chooses_one(room: Newsroom) -> None:
    author = await room.staff("虚构的甲")
    await room.reader("310107")

    def more(work: Work) -> None:
        person = work.people.find(author.sender)
        assert person
        work.people.grant(person.id, Grant(Role.MODERATOR, "310107"))

    await room.database.do(more)
    await author.say("/announce", "虚构招聘会。")
    await author.press("不用")
    assert author.buttons[:2] == ["包头（0人）", "普陀（1人）"]
    await author.press("普陀（1人）", "全部订阅者（1人）", "现在发")
    assert "普陀的全部订阅者 1 人" in author.heard


# A second person


@pytest.fixture
async def many(room: Newsroom) -> tuple[Talk, Talk, Talk]:
    """An author with an announcement that waits, and two who may confirm it."""
    author, second, third = [await room.staff(name) for name in ("虚构的甲", "虚构的乙", "虚构的丙")]
    await room.crowd(51)
    await sent(author)
    for one in (second, third):
        await room.hear_last(one)
    return author, second, third


async def test_the_card_shows_it_as_it_will_look(room: Newsroom, many: tuple[Talk, Talk, Talk]) -> None:
    _, second, _ = many
    assert second.heard.endswith("发出去就是下面这样：\n虚构招聘会。")
    assert second.buttons == ["确认发送", "不发"]


async def test_nobody_confirms_their_own(room: Newsroom, many: tuple[Talk, Talk, Talk]) -> None:
    author, second, _ = many
    await author.press_value(second.value("确认发送"))
    assert author.reply.toast == "自己写的公告要由另一位工作人员确认。"
    await room.carry()
    assert await room.waiting() == 0


async def test_of_two_who_press_one_wins(room: Newsroom, many: tuple[Talk, Talk, Talk]) -> None:
    author, second, third = many
    press = third.value("不发")
    assert "已确认，开始发了" in await second.press("确认发送")
    await third.press_value(press)
    assert "已由虚构的乙处理：公告 1“虚构招聘会。”现在正在发。" in third.heard
    await room.carry()
    assert any("由虚构的乙确认了" in text for text in room.heard(author))
    assert "已送达 51" in progress(room, author)[-1]
    assert (await room.deeds())[-3:] == ["announcement.written", "announcement.confirmed", "announcement.begun"]


async def test_a_declined_one_is_never_sent(room: Newsroom, many: tuple[Talk, Talk, Talk]) -> None:
    author, second, third = many
    press = third.value("确认发送")
    assert "不发了，已告诉写的人" in await second.press("不发")
    await third.press_value(press)
    assert "现在不发" in third.heard
    await room.carry()
    assert "没有通过确认，不发了。" in room.heard(author)[-1]


async def test_without_a_second_person_many_get_nothing(room: Newsroom) -> None:
    author = await room.staff("虚构的甲")
    await room.staff("虚构的戊", Role.EDITOR)
    await room.staff("虚构的己", region="310107")
    await room.crowd(51)
    assert "现在没有别的同事能确认" in await sent(author)
    assert "虚构招聘会。" in author.heard
    await room.staff("虚构的庚")
    assert "已请虚构的庚确认" in await author.press("确认")


async def test_one_that_waits_can_be_withdrawn_and_confirmed_no_more(room: Newsroom, many: tuple[Talk, Talk, Talk]) -> None:
    author, second, _ = many
    await author.press("撤回")
    assert "没有人收到" in await author.press("确定撤回")
    await second.press("确认发送")
    assert "现在已撤回" in second.heard


# At a time


async def test_at_its_time_it_goes_out_by_itself(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    assert "没看懂时间" in await written(author, when="等会儿吧")
    assert "发。" in await author.say("两小时后")
    assert "定好了" in await author.press("确认")
    await room.wait(3600)
    await room.carry()
    assert room.heard(reader) == []
    await room.wait(3700)
    await room.carry()
    assert len(room.heard(reader)) == 1


async def test_a_time_that_went_by_before_the_last_word_is_chosen_again(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    await written(author, when="两小时后")
    room.clock.forward(3 * 3600)
    assert "定的时间已经过了" in await author.press("确认")
    await room.carry()
    assert room.heard(reader) == []
    await author.press("现在发", "确认")
    await room.carry()
    assert len(room.heard(reader)) == 1


async def test_one_that_was_confirmed_after_its_hour_goes_out_only_on_a_second_word(room: Newsroom, many: tuple[Talk, Talk, Talk]) -> None:
    author, second, _ = many
    await sent(author, when="两小时后")
    await room.hear_last(second)
    room.clock.forward(9 * 3600)
    assert "原定 11月20日 12:00 发，时间已经过了。现在发吗？" in await second.press("确认发送")
    await room.carry()
    assert "announcement.begun" not in await room.deeds()
    assert "已确认，开始发了" in await second.press("现在发")
    await room.carry()
    assert "announcement.begun" in await room.deeds()


async def test_a_planned_one_that_grew_is_confirmed_first(room: Newsroom) -> None:
    author, second, reader = await room.staff("虚构的甲"), await room.staff("虚构的乙"), await room.reader()
    await sent(author, when="两小时后")
    await room.crowd(60)
    await room.wait(7300)
    assert "虚构的甲要发公告 1" in await room.hear_last(second)
    assert "已超过 50，先请虚构的乙确认" in await room.hear_last(author)
    assert room.heard(reader) == []
    await second.press("确认发送")
    await room.carry()
    assert len(room.heard(reader)) == 1


async def test_a_planned_one_of_somebody_who_left_is_not_sent(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    await sent(author, when="两小时后")

    def leave(work: Work) -> None:
        person = work.people.find(author.sender)
        assert person
        work.people.revoke(person.id, Grant(Role.MODERATOR, BAOTOU))

    await room.database.do(leave)
    await room.wait(7300)
    await room.carry()
    assert room.heard(reader) == []
    assert "没有发公告的权限" in room.heard(author)[-1]


# Pictures and files


async def give(talk: Talk, file: File, sort: Sort = Sort.PHOTO, caption: str = "") -> str:
    await talk._send(Message("", talk.sender, sort, text=caption, file=file))
    return talk.heard


async def test_a_picture_with_its_words_goes_along_by_its_id(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    await author.say("/announce")
    assert (await give(author, PHOTO, caption="看图片里的虚构招聘会。")).startswith("发给哪些订阅者")
    await author.press("全部订阅者（1人）", "现在发")
    assert author.reply.picture == PHOTO
    await author.press("确认")
    await room.carry()
    assert room.deliveries(reader)[0].reply.picture == PHOTO
    assert room.heard(reader)[0].startswith("看图片里的虚构招聘会。")


async def test_where_the_file_does_not_lie_its_readers_are_told(room: Newsroom) -> None:
    author = await room.staff("虚构的甲")
    await room.reader()
    await author.say("/announce", "虚构招聘会。")
    await give(author, File("简章.pdf", "application/pdf", ref="BQAC"), Sort.FILE)
    await author.press("全部订阅者（1人）", "现在发", "确认")
    body = await room.database.read(lambda work: work.bulletins.find(1))
    assert body
    assert "test BQAC" in body.body


@pytest.mark.parametrize(("file", "sort"), [(File("a.exe", "application/x-dosexec", ref="1"), Sort.FILE), (None, Sort.VOICE)])
async def test_what_is_not_for_everybody_is_refused(room: Newsroom, file: File, sort: Sort) -> None:
    author = await room.staff("虚构的甲")
    await author.say("/announce", "虚构招聘会。")
    assert "要配一张图片或一个文件吗" in await give(author, file, sort)
    assert "attached" not in author.place.answers


# Taken back


async def test_what_was_not_sent_yet_never_is(room: Newsroom) -> None:
    author = await room.staff("虚构的甲")
    await room.crowd(20)
    await sent(author)
    await room.database.do(lambda work: work.broadcasts.spread(1))
    await room.database.do(
        lambda work: [work.outbox.settle(row.id, "t", ("m1",)) for row in work.outbox.claim(5, 60, "t", lanes=[Lane.BROADCAST])]
    )
    await author.press_value("news-gone:1")
    await room.carry()
    assert [one.reply.gone for one in room.platform.sent if one.reply.gone] == [("m1",)] * 5
    assert not any("虚构招聘会。\n您会收到" in words(one.reply) for one in room.platform.sent)
    assert next(text for text in room.heard(author)[::-1] if "待撤回" in text).endswith("已撤回 5 · 待撤回 0 · 撤不回 0 · 没发的已停 15")
    await author.press_value("news-gone:1")
    assert author.reply.toast


async def test_what_was_on_its_way_is_taken_back_once_it_arrived(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    await sent(author)
    await room.database.do(lambda work: work.broadcasts.spread(1))
    (row,) = await room.database.do(lambda work: work.outbox.claim(5, 60, "slow", lanes=[Lane.BROADCAST]))
    await author.press_value("news-gone:1")
    assert await room.database.do(lambda work: work.broadcasts.spread(2)) == 0
    assert await room.database.do(lambda work: work.outbox.settle(row.id, "slow", ("m9",)))
    await room.carry()
    assert [one.reply.gone for one in room.deliveries(reader)] == [("m9",)]


async def test_a_page_that_is_opened_again_finds_only_that_it_was_taken_back(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    await sent(author)
    await room.carry()
    await author.press_value("news-fix:1")
    await author.say("虚构双选会。")
    await author.press("确认")
    await room.carry()
    await author.press_value("news-gone:1")
    await room.carry()
    rows = await room.database.read(lambda work: work.conversation.told_last("test", reader.sender.chat, 10))
    assert [words(reply_from_json(row.body)) for row in rows] == ["（这条公告已撤回）"]


async def test_whoever_has_not_got_it_yet_gets_the_corrected_words_only(room: Newsroom) -> None:
    author, reader = await room.staff("虚构的甲"), await room.reader()
    await sent(author)
    await author.press_value("news-fix:1")
    await author.say("虚构双选会。")
    await author.press("确认")
    await room.carry()
    assert [text.split("\n")[0] for text in room.heard(reader)] == ["【更正】虚构双选会。"]


async def test_a_correction_for_many_needs_a_second_word_too(room: Newsroom, many: tuple[Talk, Talk, Talk]) -> None:
    author, second, _ = many
    await second.press("确认发送")
    await room.carry()
    await author.press_value("news-fix:1")
    await author.say("虚构双选会。")
    assert "已请虚构的乙、虚构的丙确认" in await author.press("确认")
    assert "虚构的甲要更正公告 1" in await room.hear_last(second)


# Channels


async def bound(desk: Desk, members: int = 3) -> None:
    desk.rooms["-1"] = Room("-1", "虚构频道", members)
    await desk.database.do(lambda work: work.channels.add(Channel("test", "-1", "虚构频道", BAOTOU)))


def posts(room: Newsroom) -> list[str]:
    return [words(one.reply) for one in room.platform.sent if one.to.chat == "-1"]


async def test_a_channel_gets_a_post_corrected_and_taken_back(desk: Desk, room: Newsroom) -> None:
    await bound(desk)
    author = await room.staff("虚构的甲")
    await author.say("/announce", "虚构招聘会。")
    await author.press("不用", "不发给个人", "虚构频道（3人）", "现在发")
    assert author.heard == "请核对公告：\n发给：频道“虚构频道” 3 人。确认后马上发。发出去就是下面这样：\n虚构招聘会。"
    await author.press("确认")
    await room.carry()
    assert posts(room) == ["虚构招聘会。"]
    assert "频道：已送达 1" in progress(room, author)[-1]
    await author.press_value("news-fix:1")
    await author.say("虚构双选会。")
    await author.press("确认")
    await room.carry()
    assert posts(room)[-1] == "【更正】虚构双选会。"
    await author.press_value("news-gone:1")
    await room.carry()
    assert posts(room)[-1] == "（这条公告已撤回）"


async def test_a_large_channel_needs_a_second_word_and_an_unknown_one_too(desk: Desk, room: Newsroom) -> None:
    await bound(desk, 58)
    author = await room.staff("虚构的甲")
    await room.staff("虚构的乙")
    await author.say("/announce", "虚构招聘会。")
    await author.press("不用", "不发给个人", "虚构频道（58人）", "现在发")
    assert "要第二位工作人员确认" in author.heard
    assert "已请虚构的乙确认" in await author.press("确认")


async def test_a_channel_that_lost_its_rights_is_told_of_and_not_offered(desk: Desk, room: Newsroom) -> None:
    await bound(desk)
    desk.rooms["-1"] = Room("-1", "虚构频道", 3, lacks=("发布消息",))
    author = await room.staff("虚构的甲")
    assert "频道“虚构频道”现在发不了：缺少权限：发布消息。" in await author.say("/announce")
    await author.say("虚构招聘会。")
    await author.press("不用", "全部订阅者（0人）")
    assert author.heard.startswith("什么时候发")


async def test_nobody_and_no_channel_is_asked_again(desk: Desk, room: Newsroom) -> None:
    await bound(desk)
    author = await room.staff("虚构的甲")
    await author.say("/announce", "虚构招聘会。")
    await author.press("不用", "不发给个人", "不发频道", "现在发", "确认")
    assert author.heard.startswith("没有选发给谁")
    assert "不发给个人" in author.buttons


def test_the_words_of_a_reply_are_all_its_blocks() -> None:
    assert words(say("一", "二")) == "一\n二"
