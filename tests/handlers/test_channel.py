"""/channel: binding a channel after a look at its rights, letting go of it, and the digest of each week."""

from datetime import date, datetime

import pytest

from chat.room import Room
from domain.clock import HERE
from domain.errors import NotAllowed
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from domain.people import Grant, Role
from handlers.channels import Digests
from services.channels import next_monday
from services.holdings import Holdings
from storage.channels import Channel
from storage.outbox import Claimed, Lane
from storage.work import Work
from tests.handlers.conftest import Desk
from tests.newsroom import BAOTOU, Newsroom, words
from tests.talk import Talk


@pytest.fixture
def room(desk: Desk) -> Newsroom:
    desk.rooms |= {"@xugou_bt": Room("-1001234567", "虚构包头产教", 321)}
    return Newsroom(desk.router, desk.database, desk.clock)


async def all_of(room: Newsroom) -> list[Channel]:
    return await room.database.read(lambda work: work.channels.all())


@pytest.mark.parametrize("name", ["@xugou_bt", "xugou_bt", "https://t.me/xugou_bt"])
async def test_a_channel_is_bound_once_its_rights_are_there(room: Newsroom, name: str) -> None:
    staff = await room.staff("虚构的甲")
    assert (await staff.say("/channel")).startswith("还没有绑定频道。")
    assert "已绑定“虚构包头产教”（包头），321 人" in await staff.say(f"/channel {name}")
    assert await all_of(room) == [Channel("test", "-1001234567", "虚构包头产教", BAOTOU)]
    assert "虚构包头产教（包头）：正常，周报关" in await staff.say("/channel")
    assert (await room.deeds())[-1] == "channel.bound"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Room("-1", "虚构频道", 3, lacks=("编辑消息", "删除消息")), "“虚构频道”里我还缺权限：编辑消息、删除消息。"),
        (Room("-1", "虚构群", 3, channel=False), "“虚构群”不是频道。"),
    ],
)
async def test_what_cannot_be_posted_to_is_not_bound(desk: Desk, room: Newsroom, found: Room, told: str) -> None:
    desk.rooms["@xugou_bt"] = found
    assert told in await (await room.staff("虚构的甲")).say("/channel @xugou_bt")
    assert await all_of(room) == []


@pytest.mark.parametrize(("typed", "told"), [("@nosuch", "没找到这个频道"), ("我们的 频道", "没看懂是哪个频道")])
async def test_what_is_no_channel_is_told(room: Newsroom, typed: str, told: str) -> None:
    assert told in await (await room.staff("虚构的甲")).say(f"/channel {typed}")


async def test_only_who_may_announce_there_binds(room: Newsroom) -> None:
    for one in (await room.reader(), await room.staff("虚构的丁", Role.EDITOR)):
        with pytest.raises(NotAllowed):
            await one.say("/channel @xugou_bt")
    await (await room.staff("虚构的甲")).say("/channel @xugou_bt")
    with pytest.raises(NotAllowed):
        await (await room.staff("虚构的庚", region="310107")).say("/channel @xugou_bt")
    assert [one.region for one in await all_of(room)] == [BAOTOU]


async def test_whoever_looks_after_several_cities_says_which(room: Newsroom) -> None:
    staff = await room.staff("虚构的甲")

    def more(work: Work) -> None:
        person = work.people.find(staff.sender)
        assert person
        work.people.grant(person.id, Grant(Role.MODERATOR, "310107"))

    await room.database.do(more)
    assert (await staff.say("/channel @xugou_bt")).startswith("“虚构包头产教”归哪里管？")
    assert "（普陀）" in await staff.press("普陀")


async def test_a_channel_is_let_go(room: Newsroom) -> None:
    staff = await room.staff("虚构的甲")
    await staff.say("/channel @xugou_bt", "/channel")
    end = staff.value("解绑·虚构包头产教")
    assert "已解绑" in await staff.press("解绑·虚构包头产教")
    await staff.press_value(end)
    assert (await all_of(room), (await room.deeds())[-1]) == ([], "channel.unbound")


# The digest of a week


def job(title: str, work: Work, *, region: str = "150203", state: State = State.OPEN) -> Listing:
    return Listing(
        0, Kind.JOB, Side.OFFERED, title, 0, 1, region, "昆区", 2, "做事", "会做", Pay(6000, 8000, PayUnit.MONTH),
        closes=date(2027, 3, 1), state=state, opened_at=work.now,
    )  # fmt: skip


async def opened(room: Newsroom, *titles: str, region: str = "150203") -> None:
    """Listings come before everyone."""

    def add(work: Work) -> None:
        for title in titles:
            work.listings.add(job(title, work, region=region))

    await room.database.do(add)


async def digested(room: Newsroom) -> Talk:
    """A member of the staff whose channel gets a digest."""
    staff = await room.staff("虚构的甲")
    await staff.say("/channel @xugou_bt")
    assert "每周一上午9点" in await staff.press("开周报·虚构包头产教")
    return staff


async def posts(desk: Desk, room: Newsroom) -> list[str]:
    """What the channel is owed now, drawn as the courier draws it; it then counts as sent."""
    for one in await room.database.read(lambda work: work.broadcasts.open()):
        await room.database.do(lambda work, one=one: work.broadcasts.spread(one))  # type: ignore[misc]
    draw = Digests(Holdings(desk.database, desk.gazetteer)).draw

    def read(work: Work) -> list[str]:
        rows: list[Claimed] = work.outbox.claim(9, 60, "t", lanes=[Lane.BROADCAST])
        replies = [(row, draw(work, row.owed)) for row in rows]
        for row, _ in replies:
            work.outbox.settle(row.id, "t", ("m1",))
        return [words(reply) for _, reply in replies if reply]

    return await room.database.do(read)


WEEK = 7 * 86400


async def test_each_week_the_channel_gets_what_is_new_with_links(desk: Desk, room: Newsroom) -> None:
    await digested(room)
    await room.wait(4 * 86400)
    assert await posts(desk, room) == []
    await opened(room, "虚构焊工", "虚构钳工")
    await opened(room, "外地的", region="310107")
    await room.wait(WEEK)
    (post,) = await posts(desk, room)
    assert post.startswith("包头本周新发布 2 条\n招聘｜虚构钳工 2人\n昆都仑，6000–8000元/月")
    assert "外地的" not in post
    await room.wait(WEEK)
    assert await posts(desk, room) == []


async def test_a_digest_of_many_shows_the_newest_and_where_the_rest_is(desk: Desk, room: Newsroom) -> None:
    await digested(room)
    await opened(room, *(f"虚构工种{number}" for number in range(13)))
    await room.wait(3 * 86400)
    (post,) = await posts(desk, room)
    assert post.startswith("包头本周新发布 13 条")
    assert "还有 3 条" in post


async def test_what_closed_before_it_was_sent_is_left_out(desk: Desk, room: Newsroom) -> None:
    await digested(room)
    await opened(room, "虚构焊工")
    await room.wait(3 * 86400)
    await room.database.do(lambda work: work.connection.exec_driver_sql("UPDATE listings SET state = 'closed'"))
    assert await posts(desk, room) == []


async def test_turned_off_it_is_quiet_and_turned_on_again_it_speaks_once(desk: Desk, room: Newsroom) -> None:
    staff = await digested(room)
    await opened(room, "虚构焊工")
    await staff.say("/channel")
    assert "不再发周报" in await staff.press("关周报·虚构包头产教")
    await room.wait(3 * 86400)
    assert await posts(desk, room) == []
    for _ in range(2):
        await staff.say("/channel")
        await staff.press("开周报·虚构包头产教")
        await staff.say("/channel")
        await staff.press("关周报·虚构包头产教")
    await staff.say("/channel")
    await staff.press("开周报·虚构包头产教")
    await opened(room, "虚构钳工")
    await room.wait(WEEK)
    assert len(await posts(desk, room)) == 1


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (datetime(2026, 11, 21, 10, tzinfo=HERE), datetime(2026, 11, 23, 9, tzinfo=HERE)),
        (datetime(2026, 11, 23, 8, tzinfo=HERE), datetime(2026, 11, 23, 9, tzinfo=HERE)),
        (datetime(2026, 11, 23, 9, tzinfo=HERE), datetime(2026, 11, 30, 9, tzinfo=HERE)),
    ],
)
def test_the_next_monday(now: datetime, monday: datetime) -> None:
    assert next_monday(now) == monday
