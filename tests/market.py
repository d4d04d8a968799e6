"""A market place: invented firms with open posts, time that passes, and the letter box in which people find their alerts."""

from dataclasses import replace
from datetime import date, datetime

from bot.dues import Dues, deeds
from chat.reply import Reply
from chat.wire import reply_from_json
from domain.clock import HERE
from domain.enterprise import Enterprise, Review, Size
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from handlers.alerts import Alerting
from rag.regions import Gazetteer
from services import listings
from services.holdings import Holdings
from services.wanting import BySql
from storage.database import Database
from storage.outbox import Lane
from storage.work import Work
from tests.fakes import FakeClock
from tests.talk import Talk

POST = Listing(
    0, Kind.INTERNSHIP, Side.OFFERED, "光伏运维实习生", 0, 0, "150200", place="包头市昆都仑区", headcount=3, duties="巡检光伏电站",
    requirements="不怕晒", pay=Pay(150, 150, PayUnit.DAY), closes=date(2027, 3, 31),
)  # fmt: skip


class Market:
    """Posts and letters over one database."""

    def __init__(self, database: Database, clock: FakeClock, gazetteer: Gazetteer) -> None:
        self._database = database
        self.clock = clock
        self._alerting = Alerting(database, Holdings(database, gazetteer))

    def firm(self, member: Talk | None = None, name: str = "虚构光伏公司", code: str = "91150200MA0QHX2K1H") -> int:
        """An approved enterprise, with somebody as its member."""

        def add(work: Work) -> int:
            owner = work.people.meet(member.sender, "虚构的王某").id if member else 0
            told = Enterprise(
                0, name, code, "150203", "光伏", Size.SMALL, "虚构的王某", "+8613800001234", owner=owner, state=Review.APPROVED
            )
            return work.enterprises.add(told)

        return self._database.do_now(add)

    def post(self, listing: Listing = POST, *, firm: int = 0, **changes: object) -> int:
        """A listing that is before everyone from now on."""

        def add(work: Work) -> int:
            wanted = replace(listing, enterprise=firm, state=State.OPEN, opened_at=work.now, **changes)  # type: ignore[arg-type]
            id_ = work.listings.add(wanted)
            listings.opened_to_all(work, replace(wanted, id=id_))
            return id_

        id_ = self._database.do_now(add)
        self.clock.forward(1)
        return id_

    def close(self, listing: int) -> None:
        """Nobody is sought any more."""

        def change(work: Work) -> None:
            found = work.listings.find(listing)
            assert found is not None
            work.listings.change(replace(found, state=State.CLOSED))

        self._database.do_now(change)

    async def until(self, *moment: int) -> None:
        """Let time pass until that moment of the people's clock, an hour at a time, and do what is due on the way."""
        end = datetime(*moment, tzinfo=HERE)  # type: ignore[arg-type,misc]
        while self.clock.now() < end:
            self.clock.forward(min(3600.0, (end - self.clock.now()).total_seconds()))
            await self.work()

    async def work(self) -> None:
        """Do what is due now."""
        dues = Dues(self._database, deeds(BySql()))
        while await dues.look():
            pass

    def letters(self, talk: Talk) -> list[str]:
        """What is sent to somebody now, word by word; the last one is what they look at."""
        replies = self.sent(talk.sender.chat)
        if replies:
            talk.reply = replies[-1]
        return ["\n".join(block.text for block in reply.blocks) for reply in replies]

    def sent(self, chat: str) -> list[Reply]:
        """What is sent to a chat now."""
        return [reply for to, reply in self._database.do_now(self._deliver) if to == chat]

    def _deliver(self, work: Work) -> list[tuple[str, Reply]]:
        said = []
        while rows := work.outbox.claim(50, 60, "me", lanes=[Lane.ALERT]):
            for row in rows:
                drawn = self._alerting.draw(work, row.owed) if row.owed.subject else reply_from_json(row.owed.body)
                if drawn is None:
                    work.outbox.cancel(row.id, "me", "")
                else:
                    work.outbox.settle(row.id, "me", ["1"])
                    said.append((row.owed.chat, drawn))
        return said
