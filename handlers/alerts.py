"""An alert as its reader sees it: what is new and why it fits, page by page, with all that may be done about the subscription below."""

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply
from domain.knowledge import Document
from domain.subscription import Topic
from handlers.jobs import item
from handlers.listing import numbers
from handlers.paging import page
from handlers.subscription import tools, what_told
from services import alerts
from services.alerts import Alert
from services.holdings import Holdings
from storage.database import Database
from storage.outbox import Owed
from storage.work import Work

POSTS = "您订阅的有新的：{what}，{count}条"
PAPERS = "您关注的政策有更新：{what}，{count}份"
OVER = Reply(toast="这次推送里的信息已经下线，或订阅已经退掉。")


class Alerting:
    """Draws alerts at the moment when they are sent, and turns their pages."""

    def __init__(self, database: Database, holdings: Holdings) -> None:
        self._database = database
        self._holdings = holdings

    def draw(self, work: Work, owed: Owed) -> Reply | None:
        """The words of a row of the outbox; None where nothing of it is left."""
        found = _found(work, owed.subject.partition(":")[2])
        return self._drawn(found, "0") if found else None

    async def turn(self, message: Message) -> Reply:
        """Another page of an alert: `subscription.number.page`. Only whom it was for may turn it."""
        key, _, at = message.pressed.rpartition(".")

        def look(work: Work) -> Alert | None:
            mine = {one.id for one in alerts.mine(work, message.sender)}
            return _found(work, key) if numbers(key)[0] in mine else None

        found = await self._database.read(look)
        return self._drawn(found, at, edits=True) if found else OVER

    def _drawn(self, found: Alert, at: str, *, edits: bool = False) -> Reply:
        one = found.subscription
        value = f"alert:{one.id}.{found.number}."
        what = what_told(one, self._holdings)
        if one.topic is Topic.POLICIES:
            papers = page(found.documents, at, one.most)
            head = Block(PAPERS.format(what=what, count=len(found.documents)), Look.TITLE)
            lines = [self._paper(document, number) for number, document in enumerate(papers.items, papers.first)]
            return Reply((head, *lines), (*papers.buttons(value), tools(one)), edits=edits)
        shown = page(found.hits, at, one.most)
        head = Block(POSTS.format(what=what, count=len(found.hits)), Look.TITLE)
        blocks = [block for number, hit in enumerate(shown.items, shown.first) for block in item(hit, number, self._holdings, one.wish)]
        cards = tuple(Choice(f"{number}", f"job:{hit.listing.id}") for number, hit in enumerate(shown.items, shown.first))
        return Reply((head, *blocks), (cards, *shown.buttons(value), tools(one)), edits=edits)

    def _paper(self, document: Document, number: int) -> Block:
        facts = (
            document.number,
            self._holdings.region(document.region).short if document.region else "",
            "摘要" if document.digest else "",
        )
        told = "，".join(fact for fact in facts if fact)
        return Block(f"《{document.title}》{f'（{told}）' if told else ''}", Look.ITEM, number=number)


def _found(work: Work, key: str) -> Alert | None:
    subscription, number = numbers(key)
    return alerts.told(work, subscription, number)
