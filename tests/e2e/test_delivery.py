"""The courier and the strict local server: whatever goes wrong between them, everybody hears what is owed to them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.courier import Courier
from bot.platforms.base import Unreadable
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import Telegram
from bot.spread import Spread
from chat.message import Address, Message
from chat.reply import Block, Look, Reply, say
from chat.wire import reply_to_json
from domain.clock import SystemClock
from domain.people import Grant, Person, Role
from handlers import announcement
from services import announcements
from services.announcements import Audience
from storage.channels import Channel
from storage.database import Database
from storage.outbox import Owed
from storage.work import Work
from tests.telegram_server import Person as Somebody
from tests.telegram_server import TelegramServer, running_server
from tests.telegram_server.person import Room

PATIENCE = 30.0


class Office:
    """Everything that sends, without what listens."""

    def __init__(self, folder: Path, server: TelegramServer) -> None:
        self.server = server
        self.database = Database.open(f"sqlite:///{folder}/office.db", SystemClock())
        self.platform = Telegram(Api(server.token, server.url, watchdog=1.0), _nobody, SystemClock(), {})
        draws = {announcements.KIND: announcement.draw}
        self.courier = Courier(self.database, self.platform, SystemClock(), draws=draws)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """It works."""
        self.begin()
        try:
            yield
        finally:
            for hand in self._hands:
                hand.cancel()
            await asyncio.gather(*self._hands, return_exceptions=True)
            await self.courier.stop(2)
            await self.platform.stop()
            self.database.close()

    def begin(self) -> None:
        """Start sending and spreading."""
        self._hands = [asyncio.create_task(hand) for hand in (self.courier.run(), Spread(self.database, 0.05).run())]

    async def crash(self) -> int:
        """It is gone at once, and nothing is settled any more; how many messages were on their way to Telegram."""
        under_way = len(self.courier._many._tasks) - len(self.courier._line)
        self.database.close()
        for task in (*self._hands, *self.courier._many._tasks):
            task.cancel()
        await asyncio.gather(*self._hands, return_exceptions=True)
        await self.platform.stop()
        return under_way

    async def owe(self, somebody: Somebody, *replies: Reply, room: Room | None = None) -> None:
        """Replies to somebody."""
        to = self.address(somebody, room)

        def put(work: Work) -> None:
            for reply in replies:
                body = reply_to_json(reply)
                work.outbox.put(Owed(f"{to.chat}:{body}", to.platform, to.chat, to.person, body))

        await self.database.do(put)
        self.courier.wake()

    async def knows(self, *people: Somebody, role: Role | None = None) -> None:
        """They have talked to the bot before."""

        def meet(work: Work) -> None:
            for one in people:
                person = work.people.meet(self.address(one))
                if role:
                    work.people.grant(person.id, Grant(role))

        await self.database.do(meet)

    async def announce(self, text: str, audience: Audience | None = None) -> int:
        """Staff announces something."""
        chief = Person(0, grants=(Grant(Role.ADMIN),))
        return await self.database.do(lambda work: announcements.broadcast(work, chief, say(text), audience or Audience()))

    async def standing(self, one: int) -> announcements.Standing:
        """How that announcement stands once nothing of it waits."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = await self.database.read(lambda work: announcements.standing(work, one))
                assert found
                if found.spread and not found.waiting:
                    return found
                await asyncio.sleep(0.05)

    async def paid(self) -> None:
        """Nothing is owed any more."""
        async with asyncio.timeout(PATIENCE):
            await self.courier.drained()

    def address(self, somebody: Somebody, room: Room | None = None) -> Address:
        return Address("telegram", str(room.id if room else somebody.id), str(somebody.id))


async def _nobody(account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None) -> None:
    raise AssertionError("nothing comes in here")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with running_server(seed=7, enforce_pace=True) as server:
        yield server


@pytest.fixture
async def office(tmp_path: Path, telegram: TelegramServer) -> AsyncIterator[Office]:
    office = Office(tmp_path, telegram)
    async with office.open():
        yield office


async def came(telegram: TelegramServer, *names: str) -> list[Somebody]:
    """People who have talked to the bot."""
    people = [telegram.person(name) for name in names]
    for one in people:
        await one.say("/start")
    return people


async def texts(somebody: Somebody, room: Room | None = None) -> list[str]:
    """What the bot has said there."""
    return [heard.text for heard in await somebody.sees(room=room) if heard.raw["from"]["is_bot"]]


async def test_nothing_is_said_too_fast_and_nothing_is_missed(office: Office, telegram: TelegramServer) -> None:
    people = await came(telegram, *(f"第{number}位" for number in range(30)))
    for one in people:
        await office.owe(one, say("一"), say("二"))
    await office.paid()
    assert {tuple(await texts(one)) for one in people} == {("一", "二")}
    assert [call for call in await telegram.calls("sendMessage") if call["status"] == 429] == []


async def test_a_storm_of_429_is_waited_out(office: Office, telegram: TelegramServer) -> None:
    people = await came(telegram, "李", "王", "赵")
    await telegram.flood("sendMessage", retry_after=1, times=3)
    for one in people:
        await office.owe(one, say("一"))
    await office.paid()
    assert [await texts(one) for one in people] == [["一"]] * 3


@pytest.mark.parametrize(
    ("fault", "most"),
    [({"status": 502}, 1), ({"kind": "drop"}, 1), ({"kind": "lost"}, 2), ({"kind": "hang"}, 1), ({"kind": "delay", "delay": 1.5}, 2)],
)
async def test_trouble_on_the_road_loses_nothing_and_repeats_at_most_one(
    office: Office, telegram: TelegramServer, fault: dict[str, object], most: int
) -> None:
    (li,) = await came(telegram, "李")
    await telegram.act("fault", method="sendMessage", **{"kind": "error", **fault})
    await office.owe(li, say("一"))
    await office.paid()
    assert 1 <= len(await texts(li)) <= most


async def test_markup_that_is_refused_is_said_plain_and_what_is_too_long_in_pieces(office: Office, telegram: TelegramServer) -> None:
    (li,) = await came(telegram, "李")
    await telegram.fault("sendMessage", status=400, description="Bad Request: can't parse entities: unsupported start tag")
    await office.owe(li, Reply((Block("甲" * 3000, Look.TITLE), Block("乙" * 3000))))
    await office.paid()
    assert [text[0] + str(len(text)) for text in await texts(li)] == ["甲3000", "乙3000"]


async def test_who_blocked_the_bot_or_left_telegram_is_counted_out_and_comes_back_with_a_word(
    office: Office, telegram: TelegramServer
) -> None:
    li, wang, zhao = await came(telegram, "李", "王", "赵")
    await office.knows(li, wang, zhao)
    await li.block()
    await wang.deactivate()
    await office.owe(li, say("一"), say("二"))
    one = await office.standing(await office.announce("五月有招聘会"))
    assert (one.delivered, one.unreachable + one.withheld) in {(1, 2), (1, 1)}
    await office.paid()
    again = await office.standing(await office.announce("六月还有"))
    assert (again.delivered, again.unreachable) == (1, 0)
    await li.unblock()
    await office.database.do(lambda work: work.people.found(office.address(li)))
    await office.standing(await office.announce("七月也有"))
    assert [text.split("\n")[0] for text in await texts(li)] == ["七月也有"]


async def test_a_group_that_became_a_supergroup_is_followed(office: Office, telegram: TelegramServer) -> None:
    (li,) = await came(telegram, "李")
    room = telegram.chat("group", "群", li)
    moved = await room.migrate()
    await office.owe(li, say("一"), say("二"), room=room)
    await office.paid()
    assert await texts(li, moved) == ["一", "二"]


async def test_in_a_group_no_more_is_said_than_it_takes(office: Office, telegram: TelegramServer) -> None:
    (li,) = await came(telegram, "李")
    room = telegram.chat("supergroup", "群", li)
    await telegram.settings(pacing=False)
    await telegram.flood("sendMessage", retry_after=2)
    await office.owe(li, say("群里的"), room=room)
    await telegram.called("sendMessage")
    await office.owe(li, say("私下的"))
    assert (await li.hears()).text == "私下的"
    assert await texts(li, room) == []
    await office.paid()
    assert await texts(li, room) == ["群里的"]


async def test_a_channel_without_rights_is_disabled_and_staff_is_told(office: Office, telegram: TelegramServer) -> None:
    chief, owner = await came(telegram, "主任", "站长")
    await office.knows(chief, role=Role.ADMIN)
    channel = telegram.chat("channel", "包头产教", owner, bot="administrator")
    audience = Audience(platform="telegram", chat=str(channel.id))
    await office.database.do(lambda work: work.channels.add(Channel("telegram", str(channel.id), "包头产教")))
    assert (await office.standing(await office.announce("一", audience))).delivered == 1
    await channel.set_bot("administrator", can_post_messages=False)
    for text in ("二", "三"):
        assert (await office.standing(await office.announce(text, audience))).unreachable == 1
    await office.paid()
    assert len(await texts(chief)) == 1
    assert "包头产教" in (await texts(chief))[0]


async def test_a_post_whose_response_is_lost_is_never_posted_twice(office: Office, telegram: TelegramServer) -> None:
    chief, owner = await came(telegram, "主任", "站长")
    await office.knows(chief, role=Role.ADMIN)
    channel = telegram.chat("channel", "包头产教", owner, bot="administrator")
    await telegram.fault("sendMessage", kind="lost")
    one = await office.standing(await office.announce("一", Audience(platform="telegram", chat=str(channel.id))))
    assert one.failed == 1
    assert "没有收到平台的回音" in (await chief.hears()).text
    assert len(await telegram.messages(channel.id)) == 1


async def test_a_revoked_token_loses_nothing(office: Office, telegram: TelegramServer) -> None:
    (li,) = await came(telegram, "李")
    await telegram.settings(token_valid=False)
    await office.owe(li, say("一"))
    await telegram.called("sendMessage")
    await office.courier.stop(PATIENCE)
    assert "XIAOQITONG_TELEGRAM_TOKEN" in office.courier.trouble
    assert await office.courier.owes()
    assert await office.courier.begin() == 0


async def test_a_broadcast_that_is_cut_short_again_and_again_reaches_everybody(tmp_path: Path, telegram: TelegramServer) -> None:
    people = await came(telegram, *(f"第{number}位" for number in range(60)))
    office, under_way = Office(tmp_path, telegram), 0
    await office.knows(*people)
    one = await office.announce("五月有招聘会")
    for crash in range(1, 5):
        office.begin()
        await telegram.called("sendMessage", 10 * crash)
        under_way += await office.crash()
        office = Office(tmp_path, telegram)
    async with office.open():
        assert (await office.standing(one)).delivered == 60
    heard = [len(await texts(somebody)) for somebody in people]
    assert min(heard) == 1
    assert sum(heard) - len(heard) <= under_way


async def test_who_presses_the_button_under_an_announcement_gets_no_more(office: Office, telegram: TelegramServer) -> None:
    li, wang = await came(telegram, "李", "王")
    await office.knows(li, wang)
    await office.standing(await office.announce("五月有招聘会"))
    heard = await li.hears()
    assert heard.buttons == ["退订公告"]
    effect = await announcement.stop(Message("k", office.address(li), text="退订"))
    assert callable(effect)
    await office.database.do(effect)
    assert (await office.standing(await office.announce("六月还有"))).delivered == 1
    assert len(await texts(li)) == 1
