"""/mine: the listings of one's own enterprise, and what can be done with them: 招满了, open again, let it stay longer."""

from datetime import date

from chat.flow import Effect, Finished, Flow, Open
from chat.message import Address, Message
from chat.reply import Choice, Reply, say
from domain.listing import RECRUITING
from handlers.filling import closing_step
from handlers.listing import numbers, standing, title_of
from handlers.moderation import Moderation
from handlers.paging import page
from handlers.post import NOT_OWN, sent
from services import listings
from services.forms import days
from services.listings import Moved
from services.posting import Posting
from storage.database import Database
from storage.work import Work

NOTHING = "您的企业还没有发布过信息。发 /post 开始，或者直接发一句，例如：招光伏技术员5名，月薪6000到8000。"
HEAD = "您的企业发布的信息，点开可以改、关闭、续期："
CLOSED = "“{title}”已关闭，不再显示。以后可以从 /mine 重新打开。"
FULL = "恭喜招满！“{title}”已关闭，不再显示。以后可以从 /mine 重新打开。"
ENDED = "“{title}”已关闭，不再显示。企业的登记重新通过审核以后，可以从 /mine 再打开。"
UNTIL = "“{title}”会显示到{day}，到期自己下线；提前三天提醒您。"
_SIZE = 6


class Mine:
    """Lists one's own, and moves them. A button's value is `id.version`."""

    def __init__(self, database: Database, posting: Posting, moderation: Moderation) -> None:
        self._database = database
        self._moderation = moderation
        self.flow = Flow("renew", (closing_step(posting),), self._renew, title="截止日期", confirm=False)

    async def mine(self, message: Message) -> Reply:
        """/mine, or another page of it."""
        found = await self._database.read(lambda work: listings.mine(work, message.sender))
        if not found:
            return say(NOTHING)
        shown = page(found, message.pressed, _SIZE)
        rows = tuple((Choice(f"{title_of(one.listing)}（{standing(one.listing)[:12]}）", f"job:{one.listing.id}"),) for one in shown.items)
        return say(HEAD, choices=(*rows, *shown.buttons("mine:")))

    async def close(self, message: Message) -> Effect:
        """招满了, 关闭 or 撤回."""
        id_, seen = numbers(message.pressed)

        def effect(work: Work) -> Reply:
            change = listings.close(work, message.sender, id_, seen)
            one = change.listing
            if change.outcome is not Moved.DONE or one is None:
                return NOT_OWN
            shown = listings.look(work, message.sender, one.id)
            if shown is None or not shown.own:
                return say(ENDED.format(title=title_of(one)))
            words = FULL if one.kind in RECRUITING and one.opened_at else CLOSED
            return say(words.format(title=title_of(one)), choices=((Choice("重新打开", f"job-open:{one.id}.{one.version}"),),))

        return effect

    async def reopen(self, message: Message) -> Reply | Effect | Open:
        """重新打开: at once while its closing day is to come, else another day is asked for first."""
        id_, seen = numbers(message.pressed)
        shown = await self._database.read(lambda work: listings.look(work, message.sender, id_))
        if shown is None or not shown.own or shown.listing.version != seen:
            return NOT_OWN
        day = await self._database.read(listings.day_of)
        if shown.listing.closes is None or shown.listing.closes < day:
            return await self.renew(message)
        return self._opening(message.sender, id_, seen)

    async def renew(self, message: Message) -> Open:
        """续期: until when?"""
        id_, seen = numbers(message.pressed)
        return Open("renew", {"id": str(id_), "seen": str(seen)})

    async def _renew(self, finished: Finished) -> Effect:
        told = finished.answers
        return self._opening(finished.sender, int(told["id"]), int(told["seen"]), date.fromisoformat(told["closes"]))

    def _opening(self, sender: Address, id_: int, seen: int, closes: date | None = None) -> Effect:
        def effect(work: Work) -> Reply:
            change = listings.reopen(work, sender, id_, seen, closes)
            one = change.listing
            if one is None or change.outcome in {Moved.CHANGED, Moved.NO_DAY}:
                return NOT_OWN
            if change.outcome is Moved.WAITING:
                self._moderation.call(work, change)
                return sent(change)
            until = days.told(one.closes) if one.closes else ""
            return say(UNTIL.format(title=title_of(one), day=until), choices=((Choice("看这条", f"job:{one.id}"),),))

        return effect
