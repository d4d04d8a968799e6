"""/jobs and 包头有什么光伏实习: open posts that fit, page by page, with what may be left out or added as buttons."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from chat.flow import Effect, Open
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply
from domain.listing import Kind
from domain.subscription import Wish
from handlers.listing import KINDS, brief, title_of
from handlers.wish import button, reasons, told, unpacked
from services.holdings import Holdings
from services.people import People
from services.search import SIZE, Found, Hit, search
from storage.database import Database

NOTHING = "现在没有符合的信息：{wish}。可以放宽条件再找；也可以订阅，有了就告诉您。"
EMPTY = "现在还没有发布中的信息。可以先订阅，有了就告诉您。"
HEAD = "{wish}：{count}条"
SUBSCRIBE = "有新的告诉我"
KEPT = "我的收藏"
_LOWEST = 6000
_OFFERED = (Kind.JOB, Kind.INTERNSHIP, Kind.TRAINING)

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]


class Jobs:
    """Looks for posts. `otherwise` takes every sentence that does not."""

    def __init__(self, database: Database, holdings: Holdings, people: People, otherwise: Handler) -> None:
        self._database = database
        self._holdings = holdings
        self._people = people
        self._otherwise = otherwise

    async def jobs(self, message: Message) -> Reply:
        """/jobs, alone (in one's own city) or with what is looked for."""
        if message.text:
            return await self.shown(await self._holdings.wish_of(message.text))
        return await self.shown(Wish(region=(await self._people.who(message.sender)).region))

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: what is looked for, or anything else."""
        wish = await self._holdings.wish(message.text)
        if wish is None:
            return await self._otherwise(message)
        if not wish.region:
            wish = replace(wish, region=(await self._people.who(message.sender)).region)
        return await self.shown(wish)

    async def show(self, message: Message) -> Reply:
        """Another page, or with other conditions."""
        wish, at = unpacked(message.pressed)
        return replace(await self.shown(wish, at), edits=True)

    async def shown(self, wish: Wish, at: int = 0) -> Reply:
        """A page of what fits, or that nothing does."""
        found = await self._database.read(lambda work: search(work, wish, at))
        filters = self._filters(wish)
        subscribe = button(SUBSCRIBE, wish, prefix="sub-new")
        if not found.count:
            words = NOTHING.format(wish=told(wish, self._holdings)) if wish != Wish() else EMPTY
            return Reply((Block(words),), ((subscribe,), *filters))
        head = Block(HEAD.format(wish=told(wish, self._holdings), count=found.count), Look.TITLE)
        first = found.at * SIZE + 1
        items = [block for number, hit in enumerate(found.hits, first) for block in item(hit, number, self._holdings, wish)]
        numbers = tuple(Choice(f"{number}", f"job:{hit.listing.id}") for number, hit in enumerate(found.hits, first))
        return Reply((head, *items), (numbers, *_pages(wish, found), *filters, (subscribe, Choice(KEPT, "kept:"))))

    def _filters(self, wish: Wish) -> tuple[tuple[Choice, ...], ...]:
        """Other kinds, and each condition that may be left out; a lowest pay that may be asked for."""
        kinds = [button(KINDS[kind], replace(wish, kind=kind)) for kind in _OFFERED if kind is not wish.kind]
        kinds += [button("类型不限", replace(wish, kind=None))] if wish.kind else []
        less = [button(f"不限{self._holdings.region(wish.region).short}", replace(wish, region=""))] if wish.region else []
        less += [button(f"去掉{word}", replace(wish, words=tuple(one for one in wish.words if one != word))) for word in wish.words]
        less += [button("不限专业", replace(wish, major=""))] if wish.major else []
        less += [button("不限学历", replace(wish, education=""))] if wish.education else []
        pays = (
            button("不限薪资", replace(wish, lowest_pay=0))
            if wish.lowest_pay
            else button("月薪6000以上", replace(wish, lowest_pay=_LOWEST))
        )
        less.append(pays)
        return tuple(tuple(row) for row in (kinds, less[:3], less[3:]) if row)


def item(hit: Hit, number: int, holdings: Holdings, wish: Wish) -> tuple[Block, Block]:
    """A listing in two lines: what and why, then who, where, for how much, until when."""
    one = hit.listing
    why = f"符合：{reasons(wish, one)}" if wish != Wish() else ""
    lines = (brief(one, hit.firm, holdings.region(one.region).short), why)
    return Block(title_of(one), Look.ITEM, number=number), Block("\n".join(line for line in lines if line))


def _pages(wish: Wish, found: Found) -> tuple[tuple[Choice, ...], ...]:
    if found.pages == 1:
        return ()
    before, after = button("‹", wish, max(found.at - 1, 0)), button("›", wish, min(found.at + 1, found.pages - 1))
    return ((before, button(f"{found.at + 1}/{found.pages}", wish, found.at), after),)
