"""Where announcements go out: staff and readers over a real store, with a courier to a platform that only remembers."""

from dataclasses import dataclass, field
from itertools import count

from bot.counting import Counting
from bot.courier import Courier
from bot.dues import Dues, deeds
from bot.pace import Pace
from bot.platforms.base import Abilities, Delivery
from bot.spread import Spread
from chat.flow import Turn
from chat.message import Address
from chat.reply import Reply
from chat.router import Router
from domain.people import Grant, Role
from handlers import bulletin_desk
from handlers.announcement import DRAWS
from services.wanting import ByColumns
from storage.database import Database
from storage.outbox import Lane
from storage.work import Work
from tests.bot.house import FakePlatform
from tests.fakes import FakeClock
from tests.talk import Talk

BAOTOU = "150200"
_NUMBERS = count(1)


@dataclass
class Newsroom:
    """People of one platform, and what they got from us."""

    router: Router
    database: Database
    clock: FakeClock
    region: str = BAOTOU
    platform: FakePlatform = field(default_factory=lambda: FakePlatform("test", Abilities(edits=True)))

    def __post_init__(self) -> None:
        pace = Pace(self.clock, sleep=self._sleep)
        self._courier = Courier(self.database, self.platform, self.clock, pace, draws=DRAWS, jitter=lambda: 0.0)
        self._spread, self._counting = Spread(self.database), Counting(self.database, bulletin_desk.count)
        self._dues = Dues(self.database, deeds(ByColumns()))

    async def staff(self, name: str, role: Role = Role.MODERATOR, region: str | None = None) -> Talk:
        """Somebody of the staff."""
        talk = self._talk()

        def meet(work: Work) -> None:
            work.people.grant(work.people.meet(talk.sender, name).id, Grant(role, self.region if region is None else region))

        await self.database.do(meet)
        return talk

    async def reader(self, region: str = "") -> Talk:
        """Somebody who chose a city."""
        talk = self._talk()
        await self.database.do(lambda work: work.people.set_region(work.people.meet(talk.sender).id, region or self.region))
        return talk

    async def crowd(self, many: int) -> None:
        """So many readers."""
        addresses = [self._talk().sender for _ in range(many)]

        def meet(work: Work) -> None:
            for one in addresses:
                work.people.set_region(work.people.meet(one).id, self.region)

        await self.database.do(meet)

    async def carry(self, times: int = 3) -> None:
        """Let all go out that may, with its counts."""
        for _ in range(times):
            await self._spread.look()
            await self.send()
            await self._counting.look()
            await self.send()
            self.clock.forward(5)

    async def send(self) -> None:
        """Let the courier send all that is owed."""
        while await self._courier.begin():
            await self._courier.stop(10)

    async def wait(self, seconds: float) -> None:
        """Let time go by, with what falls due in it."""
        self.clock.forward(seconds)
        while await self._dues.look():
            pass

    def deliveries(self, talk: Talk) -> list[Delivery]:
        """All that was sent to somebody, oldest first."""
        return [one for one in self.platform.sent if one.to.chat == talk.sender.chat]

    def heard(self, talk: Talk) -> list[str]:
        """Its words."""
        return [words(one.reply) for one in self.deliveries(talk)]

    async def hear_last(self, talk: Talk) -> str:
        """Read the last thing that somebody was told without asking, so that its buttons can be pressed."""
        await self.send()
        talk.reply = self.deliveries(talk)[-1].reply
        return talk.heard

    async def waiting(self) -> int:
        """How much is owed to many and not sent yet."""
        return (await self.database.read(lambda work: work.outbox.waiting()))[Lane.BROADCAST]

    async def deeds(self) -> list[str]:
        """What stands in the audit, oldest first."""
        return [deed.action for deed in await self.database.read(lambda work: work.audit.latest(50))][::-1]

    def _talk(self) -> Talk:
        number = f"news-{next(_NUMBERS)}"
        return Talk(self.router, do=self._do, sender=Address("test", number, number))

    async def _do(self, turn: Turn) -> Reply:
        return await self.database.do(turn.run)

    async def _sleep(self, seconds: float) -> None:
        self.clock.forward(seconds)


def words(reply: Reply) -> str:
    """All that a reply says."""
    return "\n".join(block.text for block in reply.blocks)
