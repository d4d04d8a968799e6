"""Invented enterprises and staff for talks about posts."""

from dataclasses import dataclass

from bot.dues import Dues, deeds
from chat.reply import Reply
from chat.wire import reply_from_json
from domain.enterprise import Enterprise, Need, Review, Size
from domain.listing import Listing
from domain.people import Grant, Role
from services.wanting import BySql
from storage.work import Work
from tests.scenarios.hall import Hall
from tests.talk import Talk

BAOTOU = "150200"
_CODES = iter(f"91150200MA0QHX{number:04d}" for number in range(1, 1000))


@dataclass
class Firm:
    """An enterprise in the register and one of its people."""

    id: int
    talk: Talk


async def firm_of(hall: Hall, talk: Talk, *, state: Review = Review.APPROVED, name: str = "虚构光伏科技公司") -> Firm:
    """An enterprise that stands in the register, with somebody who belongs to it."""

    def register(work: Work) -> int:
        owner = work.people.meet(talk.sender, "虚构的张某").id
        needs = frozenset({Need.TALENT})
        told = Enterprise(0, name, next(_CODES), "150203", "C", Size.SMALL, "虚构的张某", "+8613800001234", needs, owner=owner, state=state)
        return work.enterprises.add(told)

    return Firm(await hall.database.do(register), talk)


async def staff_of(hall: Hall, talk: Talk, *, role: Role = Role.MODERATOR, region: str = BAOTOU, name: str = "虚构的王某") -> Talk:
    """Somebody of the staff of a city."""

    def grant(work: Work) -> None:
        work.people.grant(work.people.meet(talk.sender, name).id, Grant(role, region))

    await hall.database.do(grant)
    return talk


async def told_to(hall: Hall, talk: Talk) -> list[Reply]:
    """What somebody was told without asking, oldest first."""

    rows = await hall.database.read(lambda work: work.outbox.after(talk.sender.platform, talk.sender.chat, 0))
    return [reply_from_json(row.owed.body) for row in rows]


async def hear_last(hall: Hall, talk: Talk) -> str:
    """Read the last thing that was told without asking, so that its buttons can be pressed."""
    talk.reply = (await told_to(hall, talk))[-1]
    return talk.heard


async def listing_of(hall: Hall, id_: int) -> Listing:
    """A listing as it stands."""
    found = await hall.database.read(lambda work: work.listings.find(id_))
    assert found is not None
    return found


async def pass_days(hall: Hall, days: float) -> None:
    """Let days go by, with all that falls due in them."""
    hall.clock.forward(days * 86400)
    while await Dues(hall.database, deeds(BySql())).look():
        pass
