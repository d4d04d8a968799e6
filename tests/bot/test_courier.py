"""What the courier makes of all that may happen to a delivery, to one person, to many, and in channels."""

import asyncio
from collections.abc import Callable

import pytest

from bot.platforms.base import Abilities, Delivery
from bot.spread import Spread
from chat.flow import Place
from chat.message import Address, Message
from chat.reply import say
from chat.router import Router, Routes
from chat.wire import reply_to_json
from domain.errors import Moved, Refused, Revoked, TooFast, TryLater, Unreachable
from domain.people import Grant, Person, Role
from handlers.announcement import stop
from services import announcements
from services.announcements import Audience
from storage.channels import Channel
from storage.outbox import Lane, Owed, State
from storage.work import Work
from tests.bot.house import LI, Build, House

CHIEF = Address("fake", "1", "1")
WANG = Address("fake", "8", "8")
GROUP = Address("fake", "-100", "7")
CHANNEL = Audience(platform="fake", chat="-200")
NEWS = say("五月有招聘会")


async def nothing(message: Message) -> object:
    raise AssertionError("nothing is said in these tests")


@pytest.fixture
def house(build: Build) -> House:
    return build(Router(Routes({}, {}, nothing, nothing, {})), Abilities(gap=1, per_minute=18))  # type: ignore[arg-type]


async def owe(house: House, to: Address, *texts: str) -> None:
    """Something is owed to somebody."""

    def put(work: Work) -> None:
        for text in texts:
            work.outbox.put(Owed(f"{to.chat}:{text}", to.platform, to.chat, to.person, reply_to_json(say(text))))

    await house.database.do(put)


async def people(house: House, *addresses: Address) -> list[Person]:
    return [await house.database.do(lambda work, one=one: work.people.meet(one)) for one in addresses]  # type: ignore[misc]


async def chief(house: House) -> Person:
    """Somebody of the staff, who may announce."""

    def work(work: Work) -> Person:
        person = work.people.meet(CHIEF, "主任")
        work.people.grant(person.id, Grant(Role.ADMIN))
        found = work.people.get(person.id)
        assert found
        return found

    return await house.database.do(work)


async def announce(house: House, audience: Audience = CHANNEL) -> int:
    author = await chief(house)
    return await house.database.do(lambda work: announcements.broadcast(work, author, NEWS, audience))


async def spread(house: House) -> None:
    """All that goes to many is owed and sent, as far as it goes."""
    await Spread(house.database).look()
    await house.carry()


async def standing(house: House, announcement: int) -> announcements.Standing:
    found = await house.database.read(lambda work: announcements.standing(work, announcement))
    assert found
    return found


def to(house: House, address: Address) -> list[str]:
    """What was sent there."""
    heard = zip(house.platform.sent, house.heard, strict=True)
    return [text for delivery, text in heard if delivery.to.chat == address.chat]


async def errors(house: House) -> list[str]:
    def read(work: Work) -> list[str]:
        return [str(error) for error in work.connection.exec_driver_sql("SELECT error FROM outbox ORDER BY id").scalars()]

    return await house.database.read(read)


# One chat


async def test_a_group_with_a_new_id_takes_all_its_things_along(house: House) -> None:
    await house.database.do(lambda work: work.places.save(GROUP, Place("form", "t")))
    await owe(house, GROUP, "一", "二")
    house.platform.raises = [Moved("-1009")]
    await house.run()
    house.clock.forward(5)
    await house.carry()
    assert [(delivery.to.chat, text) for delivery, text in zip(house.platform.sent, house.heard, strict=True)] == [
        ("-1009", "一"),
        ("-1009", "二"),
    ]
    moved = Address("fake", "-1009", "7")
    assert (await house.database.read(lambda work: work.places.load(moved))).flow == "form"


async def test_a_group_that_is_spoken_to_too_fast_holds_nobody_else_up(house: House) -> None:
    await owe(house, GROUP, "一")
    house.platform.raises = [TooFast("慢一点", 40)]
    await house.carry()
    await owe(house, LI, "你好")
    # An urgent word in the group must wait as well: it is the group that asked.
    await owe(house, GROUP, "二")
    await house.carry()
    assert house.heard == ["你好"]
    house.clock.forward(41)
    await house.carry()
    house.clock.forward(1)
    await house.carry()
    assert to(house, GROUP) == ["一", "二"]


async def test_more_than_a_group_takes_in_a_minute_comes_in_the_next_and_in_order(house: House) -> None:
    texts = [str(number) for number in range(25)]
    await owe(house, GROUP, *texts)
    for _ in range(30):
        await house.carry()
    assert to(house, GROUP) == texts[:18]
    for _ in range(60):
        house.clock.forward(2)
        await house.carry()
    assert to(house, GROUP) == texts


async def test_a_revoked_token_stops_all_sending_sounds_an_alarm_and_loses_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await owe(house, LI, "一")
    await owe(house, WANG, "二")
    house.platform.raises = [Revoked("token 被吊销", 60, everything=True)]
    await house.carry()
    assert house.courier.trouble == "token 被吊销"
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    assert await house.courier.begin() == 0
    house.clock.forward(61)
    await house.carry()
    assert sorted(house.heard) == ["一", "二"]
    assert house.courier.trouble == ""


async def test_a_lost_response_is_marked_and_the_message_said_once_more(house: House) -> None:
    await owe(house, LI, "一")
    house.platform.raises = [TryLater("没有回应", 2, ambiguous=True)]
    await house.carry()
    assert await errors(house) == ["没有回应（可能已送达）"]
    house.clock.forward(3)
    await house.carry()
    assert house.heard == ["一"]


async def test_tries_are_spread_so_that_not_all_come_back_at_once(house: House) -> None:
    waits: set[float] = set()
    house.courier._jitter = iter([0.0, 0.5, 1.0]).__next__
    for _ in range(3):
        waits.add(house.courier._backoff(2, 1))
    assert waits == {4.0, 5.0, 6.0}
    house.courier._jitter = lambda: 1.0
    assert house.courier._backoff(2, 50) == 90


class Chapters:
    """A platform on which everything takes three messages; `stops` before these calls the line is cut, once each."""

    name = "fake"
    abilities = Abilities(gap=1)

    def __init__(self, *stops: int) -> None:
        self.said: list[str] = []
        self._stops = set(stops)
        self._calls = 0

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        ids = delivery.sent
        for number in range(len(ids), 3):
            if number:
                await delivery.between(ids)
            self._calls += 1
            if self._calls in self._stops:
                raise TryLater("断了", 2)
            self.said.append(f"第{number + 1}章")
            ids = (*ids, str(number))
        return ids


async def test_what_takes_several_messages_goes_on_where_it_was_cut_short(house: House) -> None:
    chapters = Chapters(2, 4)
    house.courier._platform = chapters  # type: ignore[assignment]
    await owe(house, LI, "长")
    for _ in range(3):
        await house.carry()
        house.clock.forward(10)
    assert chapters.said == ["第1章", "第2章", "第3章"]
    assert await house.database.read(lambda work: work.outbox.sent_as("7:长")) == ("0", "1", "2")


async def test_between_two_messages_of_a_reply_the_pace_is_kept(house: House) -> None:
    chapters = Chapters()
    house.courier._platform = chapters  # type: ignore[assignment]
    await owe(house, LI, "长")
    await house.carry()
    assert house.slept == [1.0, 1.0]


async def test_an_erased_or_broken_row_dies_after_five_tries_and_the_next_one_goes(house: House) -> None:
    await house.database.do(lambda work: work.outbox.put(Owed("bad", "fake", "7", "7", "{no json")))
    await owe(house, LI, "好")
    for _ in range(6):
        await house.carry()
        house.clock.forward(60)
    assert house.heard == ["好"]
    (letter,) = await house.database.read(lambda work: work.outbox.dead())
    assert letter.attempts == 4
    assert "ValueError" in letter.error


# Many


async def test_an_announcement_reaches_everybody_once_with_a_way_out(house: House) -> None:
    await people(house, LI, WANG)
    one = await announce(house, Audience())
    await spread(house)
    await spread(house)
    assert sorted(delivery.to.chat for delivery in house.platform.sent) == ["1", "7", "8"]
    assert all(text.startswith("五月有招聘会") for text in house.heard)
    assert {delivery.reply.choices[-1][-1].value for delivery in house.platform.sent} == {"stop:"}
    assert await standing(house, one) == announcements.Standing(True, False, 0, 3, 0, 0, 0)


async def test_who_opts_out_while_it_is_on_its_way_gets_none(house: House) -> None:
    await people(house, LI, WANG)
    one = await announce(house, Audience())
    await Spread(house.database).look()
    effect = await stop(Message("k", WANG, text="退订"))
    assert callable(effect)
    await house.database.do(effect)
    await house.carry()
    assert to(house, WANG) == []
    assert len(house.heard) == 2
    assert (await standing(house, one)).withheld == 1


async def test_what_is_cancelled_goes_to_nobody_else_at_once(house: House) -> None:
    await people(house, LI, WANG)
    one = await announce(house, Audience())
    await Spread(house.database).look()
    author = await chief(house)
    assert await house.database.do(lambda work: announcements.cancel(work, author, one))
    assert not await house.database.do(lambda work: announcements.cancel(work, author, one))
    await spread(house)
    assert house.heard == []
    assert (await standing(house, one)).cancelled


async def test_one_that_was_claimed_already_is_stopped_by_a_cancellation_too(house: House, build: Build) -> None:
    await people(house, LI)
    one = await announce(house, Audience())
    await Spread(house.database).look()
    author = await chief(house)
    turn = house.courier._pace.turn

    async def cancelled_meanwhile(chat: str, *, shared: bool = False, bulk: bool = False) -> float:
        await house.database.do(lambda work: announcements.cancel(work, author, one))
        return await turn(chat, shared=shared, bulk=bulk)

    house.courier._pace.turn = cancelled_meanwhile  # type: ignore[method-assign]
    await house.carry()
    assert house.heard == []


async def test_killed_in_the_middle_it_goes_on_where_it_was(house: House, build: Build) -> None:
    folk = [Address("fake", str(number), str(number)) for number in range(100, 120)]
    await people(house, *folk)
    one = await announce(house, Audience())
    await house.database.do(lambda work: work.broadcasts.spread(one, 10))
    under_way = await house.courier.begin()
    assert under_way == 10
    house.database.close()
    again = build(house.workers._router, Abilities())
    await again.courier.take_over()
    await spread(again)
    await spread(again)
    assert len(again.heard) == len({delivery.to.chat for delivery in again.platform.sent}) >= 21 - under_way
    assert (await standing(again, one)).delivered == 21


async def test_who_cannot_be_reached_gets_no_more_announcements_until_they_are_back(house: House) -> None:
    await people(house, LI)
    one = await announce(house, Audience())
    house.platform.raises = [Unreachable("被屏蔽")]
    await spread(house)
    assert (await standing(house, one)).unreachable == 1
    assert await house.database.read(lambda work: announcements.size(work, Audience())) == 1
    lost = CHIEF if house.platform.sent[0].to.chat == LI.chat else LI
    await house.database.do(lambda work: work.people.found(lost))
    assert await house.database.read(lambda work: announcements.size(work, Audience())) == 2


async def test_nobody_but_staff_announces(house: House) -> None:
    (li,) = await people(house, LI)
    for deed in (
        lambda work: announcements.broadcast(work, li, NEWS, Audience()),
        lambda work: announcements.cancel(work, li, 1),
    ):
        with pytest.raises(Exception, match="没有这项权限"):
            await house.database.do(deed)
    assert await house.database.read(lambda work: work.broadcasts.open()) == []


async def test_replies_go_before_what_goes_to_many(house: House) -> None:
    await people(house, LI, WANG)
    await announce(house, Audience())
    await Spread(house.database).look()
    await owe(house, Address("fake", "9", "9"), "答")
    await house.courier.begin()
    await house.courier.stop(10)
    assert house.heard[0] == "答"


async def test_what_goes_to_many_is_claimed_a_portion_at_a_time(build: Build) -> None:
    house = build(Router(Routes({}, {}, nothing, nothing, {})), Abilities(roof=28, bulk=22))  # type: ignore[arg-type]
    await people(house, *(Address("fake", str(number), str(number)) for number in range(100, 130)))
    await announce(house, Audience())
    await Spread(house.database).look()
    moment, turn = asyncio.Event(), house.courier._pace.turn

    async def when_it_comes(chat: str, *, shared: bool = False, bulk: bool = False) -> float:
        await moment.wait()
        return await turn(chat, shared=shared, bulk=bulk)

    house.courier._pace.turn = when_it_comes  # type: ignore[method-assign]
    assert await house.courier.begin() == 13
    assert await house.courier.begin() == 0, "the line is full"
    await owe(house, LI, "答")
    assert await house.courier.begin() == 1
    moment.set()
    await house.courier.stop(10)
    assert len(house.heard) == 14


async def test_a_reply_goes_as_soon_as_what_is_on_its_way_to_its_chat_is_out(house: House) -> None:
    await people(house, LI, *(Address("fake", str(number), str(number)) for number in range(100, 120)))
    await announce(house, Audience())
    await Spread(house.database).look()
    out, send = asyncio.Event(), house.platform.send

    async def held_up(delivery: Delivery) -> tuple[str, ...]:
        if not delivery.key.endswith("答"):
            await (out if delivery.to.chat == LI.chat else asyncio.Event()).wait()
        return await send(delivery)

    house.platform.send = held_up  # type: ignore[method-assign]
    # Only a ring wakes it within the time that this test has.
    house.courier._bell._patience = 600
    running = asyncio.create_task(house.courier.run())
    await until(lambda: house.courier._many.busy == 22)
    await owe(house, LI, "答")
    house.courier.wake()
    await until(lambda: house.courier._line.left)
    out.set()
    await until(lambda: house.heard[-1:] == ["答"])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await house.courier.stop(0)


async def test_what_was_sent_is_settled_together_with_the_look_at_the_next(house: House) -> None:
    await people(house, LI, WANG)
    one = await announce(house, Audience())
    await Spread(house.database).look()
    moments, turn = [asyncio.Event() for _ in range(3)], house.courier._pace.turn
    waiting = iter(moments)

    async def when_it_comes(chat: str, *, shared: bool = False, bulk: bool = False) -> float:
        await next(waiting).wait()
        return await turn(chat, shared=shared, bulk=bulk)

    house.courier._pace.turn = when_it_comes  # type: ignore[method-assign]
    house.courier._together._seconds = 600
    assert await house.courier.begin() == 3
    for number, moment in enumerate(moments[:2]):
        moment.set()
        await until(lambda sent=number + 1: len(house.heard) == sent and len(house.courier._together._waiting) == 1)  # type: ignore[misc]
        while (settled := (await standing(house, one)).delivered) < number:
            assert house.heard
        assert settled == number
    moments[2].set()
    await house.courier.stop(10)
    assert (await standing(house, one)).delivered == 3


async def test_chats_that_are_owed_much_hold_nobody_else_up(house: House) -> None:
    chats = [Address("fake", str(number), str(number)) for number in range(100, 140)]
    for chat in chats:
        await owe(house, chat, "一", "二", "三")
    for _ in range(2):
        await house.courier.begin()
        await house.courier.stop(10)
    assert {delivery.to.chat for delivery in house.platform.sent[:40]} == {chat.chat for chat in chats}
    await house.carry()
    assert all(to(house, chat) == ["一", "二", "三"] for chat in chats)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0)


# Channels


async def with_channel(house: House) -> int:
    await house.database.do(lambda work: work.channels.add(Channel("fake", "-200", "包头产教", "150200")))
    return await announce(house)


async def test_a_channel_gets_a_post_without_a_way_out(house: House) -> None:
    one = await with_channel(house)
    await spread(house)
    assert house.heard == ["五月有招聘会"]
    assert house.platform.sent[0].reply.choices == ()
    assert (await standing(house, one)).delivered == 1


async def test_a_lost_channel_is_disabled_and_staff_is_told_once(house: House) -> None:
    await with_channel(house)
    await announce(house)
    house.platform.raises = [Unreachable("没有发帖权限"), None, Unreachable("没有发帖权限")]
    for _ in range(3):
        await spread(house)
        house.clock.forward(5)
    assert len(to(house, CHIEF)) == 1
    assert "「包头产教」发不出去了：没有发帖权限" in to(house, CHIEF)[0]
    assert await house.database.read(lambda work: [one.why for one in work.channels.all()]) == ["没有发帖权限"]


@pytest.mark.parametrize("decide", ["retry", "drop"])
async def test_a_post_that_may_be_out_is_held_for_staff(house: House, decide: str) -> None:
    await with_channel(house)
    house.platform.raises = [TryLater("没有回应", 2, ambiguous=True)]
    await spread(house)
    house.clock.forward(60)
    await house.carry()
    assert to(house, Address("fake", "-200", "")) == []
    (letter,) = await house.database.read(lambda work: work.outbox.dead())
    assert "可能已送达" in letter.error
    assert f"dead retry 发{letter.id}" in to(house, CHIEF)[0]
    deed: Callable[[Work], bool] = lambda work: getattr(work.outbox, decide)(letter.id)  # noqa: E731
    assert await house.database.do(deed)
    await house.carry()
    assert len(to(house, Address("fake", "-200", ""))) == (1 if decide == "retry" else 0)


async def test_a_post_that_was_under_way_when_the_process_was_killed_is_held_too(house: House) -> None:
    await with_channel(house)
    await Spread(house.database).look()

    def killed(work: Work) -> None:
        (row,) = work.outbox.claim(9, 60, "killed", lanes=(Lane.BROADCAST,))
        work.outbox.drawn(row.id, "killed", reply_to_json(NEWS))

    await house.database.do(killed)
    await house.courier.take_over()
    await house.carry()
    assert to(house, Address("fake", "-200", "")) == []
    assert "没有收到平台的回音" in to(house, CHIEF)[0]


@pytest.mark.parametrize("trouble", [TryLater("连不上", 2), TooFast("慢一点", 2)])
async def test_a_post_that_certainly_did_not_go_out_is_tried_again(house: House, trouble: TryLater) -> None:
    one = await with_channel(house)
    house.platform.raises = [trouble]
    await spread(house)
    house.clock.forward(10)
    await house.carry()
    assert house.heard == ["五月有招聘会"]
    assert (await standing(house, one)).delivered == 1


async def test_a_post_that_is_refused_is_a_dead_letter(house: House) -> None:
    one = await with_channel(house)
    house.platform.raises = [Refused("不合格式")]
    await spread(house)
    assert (await standing(house, one)).failed == 1
    assert await house.database.read(lambda work: work.outbox.standing(f"announcement:{one}")[State.DEAD]) == 1


async def test_five_thousand_would_be_reached_in_less_than_four_minutes(build: Build) -> None:
    house = build(Router(Routes({}, {}, nothing, nothing, {})), Abilities(roof=28, bulk=22, gap=1, per_minute=18))  # type: ignore[arg-type]
    await people(house, *(Address("fake", str(number), str(number)) for number in range(100, 350)))
    one = await announce(house, Audience())
    start = house.clock.monotonic()
    await spread(house)
    assert (await standing(house, one)).delivered == 251
    assert len({delivery.to for delivery in house.platform.sent}) == 251
    assert (house.clock.monotonic() - start) / 251 * 5000 < 240
