"""Open posts for other people's chats: whoever types our name and what they look for in any chat is offered what fits."""

from chat.reply import Choice, Offer, Reply
from domain.subscription import Wish
from handlers.listing import blocks_of, brief, title_of
from services.holdings import Holdings
from services.search import Hit, first
from storage.database import Database

SEE = "在校企通里看这一条"
_LONGEST = 60
_MOST = 10


class Inline:
    """Finds what is offered. It only reads, and what it gives is what everybody may see."""

    def __init__(self, database: Database, holdings: Holdings) -> None:
        self._database = database
        self._holdings = holdings

    async def offers(self, text: str) -> list[Offer]:
        """The open posts that fit best, or without words the newest; the end of a long text is not read."""
        words = text.strip()[:_LONGEST]
        wish = await self._holdings.wish_of(words) if words else Wish()
        found = await self._database.read(lambda work: first(work, wish, _MOST))
        return [self._offer(hit) for hit in found]

    def _offer(self, hit: Hit) -> Offer:
        one = hit.listing
        place = self._holdings.region(one.region).short
        blocks = blocks_of(one, hit.firm, place, whole=False)
        link = ((Choice(SEE, start=f"job_{one.id}"),),)
        return Offer(f"job_{one.id}.{one.version}", title_of(one), brief(one, hit.firm, place), Reply(blocks, link))
