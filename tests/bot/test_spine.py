"""From what was said to what was heard: inbox, workers, outbox, courier."""

import asyncio
import gc
import logging
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from bot.intake import InboxIntake
from bot.platforms.base import Abilities, Unreadable
from bot.workers import Claimed, Workers
from chat.flow import Effect, Finished, Flow, Place, Step
from chat.message import Address, File, Message, Sort
from chat.reply import SILENCE, Choice, Reply, say
from chat.router import Router, Routes
from chat.wire import message_from_json
from domain.errors import NotAllowed, Refused, StoreProblem, TryLater, Unreachable
from storage.inbox import FAILURES, Inbox
from storage.work import Work
from tests.bot.house import LI, Build, House

WANG = Address("fake", "8", "8")


@dataclass
class Script:
    """The handlers of these tests."""

    broken: dict[str, Exception] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, message: Message) -> Effect:
        if error := self.broken.get(message.text):
            raise error
        self.begun.set()
        if gate := self.gates.get(message.text):
            await gate.wait()

        def effect(work: Work) -> Reply:
            work.audit.record(0, "answered", message.text)
            return say(f"答：{message.text}", choices=((Choice("原文", "clause:1"), Choice("有用", "good:1")),))

        return effect

    async def forbidden(self, message: Message) -> Effect:
        def effect(work: Work) -> Reply:
            work.audit.record(0, "forbidden", "")
            raise NotAllowed("您没有这个权限。")

        return effect

    async def silent(self, message: Message) -> Reply:
        return SILENCE

    async def clause(self, message: Message) -> Reply:
        return say(f"第{message.pressed}条")

    async def done(self, finished: Finished) -> Reply:
        return say("好的")

    @property
    def router(self) -> Router:
        return Router(
            Routes(
                commands={"secret": self.forbidden, "form": Flow("form", (Step("name", "名称？"),), self.done)},
                buttons={"clause": self.clause, "good": self.silent},
                question=self.answer,
                unknown=self.answer,
                sorts=dict.fromkeys([sort for sort in Sort if sort not in {Sort.TEXT, Sort.PRESS}], self.silent),
            )
        )


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def house(build: Build, script: Script) -> House:
    return build(script.router)


async def test_what_is_said_is_answered(house: House) -> None:
    await house.said("产业学院有哪些？")
    await house.run()
    assert house.heard == ["答：产业学院有哪些？"]
    assert house.platform.sent[0].to == LI


async def test_a_file_is_not_kept_once_it_was_dealt_with(house: House) -> None:
    await house.intake("us", [Message(f"{LI.chat}:f1", LI, Sort.FILE, file=File("岗位.xlsx", "x", b"PK and more"))])
    await house.work()
    (row,) = await house.database.read(lambda work: work.conversation.heard_last("fake", "us", LI.chat, 9))
    assert message_from_json(row.body).file == File("岗位.xlsx", "x")


async def test_a_key_that_was_seen_before_ends_at_the_inbox(house: House) -> None:
    for _ in range(2):
        await house.intake("us", [Message("same", LI, text="一次")])
    await house.run()
    assert house.heard == ["答：一次"]


async def test_the_same_key_of_another_account_is_another_message(house: House) -> None:
    for account in ("us", "them"):
        await house.intake(account, [Message("same", LI, text="一次")])
    await house.run()
    assert house.heard == ["答：一次", "答：一次"]


async def test_a_chat_is_answered_in_order(house: House) -> None:
    await house.said("一", "二", "三")
    await house.run()
    assert house.heard == ["答：一", "答：二", "答：三"]


async def test_a_slow_chat_holds_no_other_up(house: House, script: Script) -> None:
    script.gates["慢"] = asyncio.Event()
    await house.said("慢", "然后")
    await house.said("快", by=WANG)
    assert await house.workers.begin() == 2
    await house.answered.wait()
    await house.carry()
    assert house.heard == ["答：快"]
    script.gates["慢"].set()
    await house.workers.stop(10)
    await house.run()
    assert house.heard == ["答：快", "答：慢", "答：然后"]


async def test_the_unit_that_ends_a_message_takes_up_the_next(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    claims: list[int] = []
    claim = Workers._claim

    def counted(workers: Workers, most: int, after: tuple[str, str], work: Work) -> list[Claimed]:
        claims.append(most)
        return claim(workers, most, after, work)

    monkeypatch.setattr(Workers, "_claim", counted)
    await house.said("一", "二", "三")
    assert await house.workers.begin() == 1
    await house.workers.stop(10)
    await house.carry()
    assert house.heard == ["答：一", "答：二", "答：三"]
    assert claims == [8, 1, 1, 1]


async def test_where_a_failure_made_way_the_next_is_looked_for_at_once(build: Build, script: Script) -> None:
    house = build(script.router, chats=1)
    house.workers._bell._patience = 3600
    script.broken["坏"] = RuntimeError("no such luck")
    await house.said("坏")
    await house.said("好", by=WANG)
    running = asyncio.create_task(house.workers.run())
    async with asyncio.timeout(10):
        await script.begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await house.workers.stop(10)
    await house.carry()
    assert house.heard == ["答：好"]


async def test_while_the_assistant_ends_nothing_more_is_begun(house: House, script: Script) -> None:
    script.gates["一"] = asyncio.Event()
    running = asyncio.create_task(house.workers.run())
    await house.said("一", "二")
    async with asyncio.timeout(10):
        await script.begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    script.gates["一"].set()
    await house.workers.stop(10)
    await house.carry()
    assert house.heard == ["答：一"]
    assert [row.incoming.chat for row in await house.database.read(lambda work: work.inbox.next_ready(9))] == [LI.chat]


async def test_a_place_that_cannot_be_read_fails_that_message_alone(house: House, caplog: pytest.LogCaptureFixture) -> None:
    def spoilt(work: Work) -> None:
        work.places.save(LI, Place("form", "t", {"name": "甲"}))
        work.connection.execute(text("UPDATE places SET body = '[]'"))

    await house.database.do(spoilt)
    await house.said("一")
    await house.said("二", by=WANG)
    await house.run()
    assert house.heard == ["答：二"]
    assert "not a wire form" in caplog.text


async def test_a_failure_is_tried_again_and_keeps_nothing(house: House, script: Script) -> None:
    script.broken["坏"] = RuntimeError("no such luck")
    await house.said("坏")
    await house.run()
    script.broken.clear()
    house.clock.forward(60)
    await house.run()
    assert house.heard == ["答：坏"]
    assert [deed.object for deed in await house.database.read(lambda work: work.audit.latest(9))] == ["坏"]


async def test_at_the_fifth_failure_the_person_is_told_and_the_next_message_flows(house: House, script: Script) -> None:
    script.broken["坏"] = RuntimeError("no such luck")
    await house.said("坏", "好")
    for _ in range(FAILURES):
        await house.run()
        house.clock.forward(60)
    await house.run()
    assert house.heard[0].startswith("抱歉，刚才这条消息没有处理成功")
    assert house.heard[1:] == ["答：好"]
    dead = await house.database.read(lambda work: work.inbox.dead())
    assert [letter.error for letter in dead] == ["RuntimeError: no such luck"]


class Unspeakable(Exception):
    """An error that cannot be put into words."""

    def __str__(self) -> str:
        raise ValueError("not even this")


@pytest.mark.parametrize("error", [RuntimeError("half a pair: \ud83d"), Unspeakable()])
async def test_a_failure_that_cannot_be_written_down_as_it_is_counts_all_the_same(
    house: House, script: Script, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is logged goes into the report of a test, which cannot carry half a pair from one process to another.
    monkeypatch.setattr(logging.getLogger("bot.workers"), "disabled", True)
    script.broken["坏"] = error
    await house.said("坏", "好")
    for _ in range(FAILURES):
        await house.run()
        house.clock.forward(60)
    await house.run()
    assert house.heard[1:] == ["答：好"]
    (letter,) = await house.database.read(lambda work: work.inbox.dead())
    assert type(error).__name__ in letter.error


async def test_where_a_failure_is_not_kept_the_message_is_tried_again(
    house: House, script: Script, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    script.broken["坏"] = RuntimeError("no such luck")
    await house.said("坏")
    with monkeypatch.context() as patch:
        patch.setattr(Inbox, "failed", lambda *_, **__: 1 / 0)
        await house.workers.begin()
        await house.workers.stop(10)
    assert "was not kept" in caplog.text
    gc.collect()
    assert "never retrieved" not in caplog.text
    script.broken.clear()
    house.clock.forward(60)
    await house.run()
    assert house.heard == ["答：坏"]


async def test_what_is_not_allowed_is_said_and_nothing_of_it_is_kept(house: House) -> None:
    await house.said("/secret")
    await house.run()
    assert house.heard == ["您没有这个权限。"]
    assert await house.database.read(lambda work: work.audit.latest(9)) == []


async def test_an_update_that_cannot_be_read_dies_alone(house: House) -> None:
    await house.intake("us", [Message("1", LI, text="好")], unreadable=[Unreadable("2", "{}", "KeyError: 'chat'")])
    await house.run()
    assert house.heard == ["答：好"]
    dead = await house.database.read(lambda work: work.inbox.dead())
    assert [letter.error for letter in dead] == ["KeyError: 'chat'"]


async def test_a_press_is_answered_even_when_there_is_nothing_to_say(house: House) -> None:
    await house.pressed("good:1")
    await house.run()
    assert [(delivery.press, delivery.origin) for delivery in house.platform.sent] == [("p1", "1")]


async def test_where_somebody_stands_survives_a_restart(house: House, build: Build, script: Script) -> None:
    await house.said("/form")
    await house.run()
    house.database.close()
    again = build(script.router)
    await again.said("北方重工", "确认")
    await again.run()
    assert again.heard[-1] == "好的"


async def test_without_buttons_a_number_presses(build: Build, script: Script) -> None:
    house = build(script.router, Abilities(buttons=False))
    await house.said("什么", "1")
    await house.run()
    assert house.heard == ["答：什么\n原文\n有用", "第1条"]


async def test_a_reply_that_was_promised_before_a_crash_is_sent_after_it(house: House, build: Build, script: Script) -> None:
    await house.said("一")
    await house.work()
    house.database.close()
    again = build(script.router)
    await again.run()
    assert again.heard == ["答：一"]


async def test_a_row_whose_worker_vanished_is_taken_up_when_its_lease_has_run_out(house: House) -> None:
    await house.said("一")
    await house.database.do(lambda work: work.inbox.claim(9, 120, "vanished"))
    await house.run()
    assert house.heard == []
    house.clock.forward(121)
    await house.run()
    assert house.heard == ["答：一"]


async def test_the_platforms_message_ids_are_kept(house: House) -> None:
    await house.said("一")
    await house.run()
    key = house.platform.sent[0].key
    assert await house.database.read(lambda work: work.outbox.sent_as(key)) == ("m1",)


async def test_a_pause_for_everything_pauses_everybody_and_loses_nothing(house: House) -> None:
    house.platform.raises = [TryLater("慢一点", 20, everything=True)]
    await house.said("一")
    await house.run()
    await house.said("二", by=WANG)
    await house.run()
    assert house.heard == []
    house.clock.forward(20)
    await house.carry()
    assert house.heard == ["答：一", "答：二"]


async def test_trouble_on_the_road_is_tried_again_ever_later(house: House) -> None:
    house.platform.raises = [TryLater("断了", 2, ambiguous=True), TryLater("断了", 2)]
    await house.said("一")
    await house.run()
    house.clock.forward(2)
    await house.carry()
    house.clock.forward(2)
    await house.carry()
    assert house.heard == []
    house.clock.forward(2)
    await house.carry()
    assert house.heard == ["答：一"]


async def test_the_order_in_a_chat_holds_when_the_first_has_to_wait(house: House) -> None:
    house.platform.raises = [TryLater("断了", 2)]
    await house.said("一", "二")
    await house.run()
    assert house.heard == []
    house.clock.forward(2)
    await house.carry()
    assert house.heard == ["答：一", "答：二"]


async def test_a_reply_that_is_refused_is_given_up_and_the_next_one_goes(house: House) -> None:
    house.platform.raises = [Refused("太长")]
    await house.said("一", "二")
    await house.run()
    assert house.heard == ["答：二"]
    assert not await house.courier.owes()


async def test_who_cannot_be_reached_is_owed_nothing_more_and_counted_out(house: House) -> None:
    person = await house.database.do(lambda work: work.people.meet(LI, "小李"))
    house.platform.raises = [Unreachable("被屏蔽")]
    await house.said("一", "二")
    await house.run()
    assert house.heard == []
    assert not await house.courier.owes()
    assert await house.database.read(lambda work: work.people.addresses_of(person.id)) == []


async def test_a_delivery_that_keeps_failing_is_given_up_after_five_times(house: House) -> None:
    house.platform.raises = [RuntimeError("bug")] * 5
    await house.said("一")
    await house.work()
    for _ in range(5):
        await house.carry()
        house.clock.forward(60)
    assert not await house.courier.owes()
    assert house.heard == []


async def test_the_roof_and_the_gap_are_kept(build: Build, script: Script) -> None:
    house = build(script.router, Abilities(roof=10, gap=1))
    await house.said("一", "二")
    await house.said("三", by=WANG)
    await house.work()
    start = house.clock.monotonic()
    await house.carry()
    assert sorted(house.heard) == sorted(["答：一", "答：三", "答：二"])
    assert house.clock.monotonic() - start >= 1


async def test_somebody_who_waits_sees_that_an_answer_is_coming(build: Build, script: Script) -> None:
    house = build(script.router, patience=0)
    script.gates["慢"] = asyncio.Event()
    await house.said("慢")
    await house.workers.begin()
    await house.platform.typing_seen.wait()
    script.gates["慢"].set()
    await house.workers.stop(10)
    assert house.platform.typed == [LI]


async def test_what_a_killed_process_had_begun_is_taken_over_at_the_start(house: House) -> None:
    await house.said("一")
    await house.database.do(lambda work: work.inbox.claim(9, 120, "killed"))
    await house.workers.take_over()
    await house.work()
    await house.database.do(lambda work: work.outbox.claim(9, 120, "killed"))
    await house.courier.take_over()
    await house.carry()
    assert house.heard == ["答：一"]


async def test_another_platforms_messages_are_left_to_the_process_that_serves_it(house: House) -> None:
    await InboxIntake(house.database, "other", house.workers.wake)("us", [Message("1", Address("other", "7", "7"), text="一")])
    assert await house.workers.begin() == 0


async def test_nothing_is_taken_in_while_stopping(house: House) -> None:
    house.intake.close()
    with pytest.raises(StoreProblem):
        await house.said("一")
    assert await house.workers.begin() == 0


async def test_what_has_to_wait_longer_than_its_lease_is_said_once(house: House) -> None:
    house.platform.raises = [TryLater("慢一点", 300, everything=True)]
    await house.said("一")
    await house.run()
    house.clock.forward(100)
    await house.said("二", by=WANG)
    await house.run()
    assert house.heard == []
    house.clock.forward(200)
    await house.carry()
    assert sorted(house.heard) == ["答：一", "答：二"]


async def test_what_is_worked_on_for_long_stays_with_its_worker(house: House, script: Script) -> None:
    script.gates["慢"] = asyncio.Event()
    await house.said("慢")
    assert await house.workers.begin() == 1
    await asyncio.sleep(0)
    for _ in range(4):
        house.clock.forward(20)
        await house.workers.hold()
        assert await house.database.do(lambda work: work.inbox.claim(9, 30, "another")) == []
    script.gates["慢"].set()
    await house.workers.stop(10)
    await house.carry()
    assert house.heard == ["答：慢"]
