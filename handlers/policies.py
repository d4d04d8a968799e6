"""/policies: the list of incentives (政策清单), a card for each: who gets what, how much, under which condition, from whom."""

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.knowledge import Standing
from handlers.additions import Additions
from handlers.entries import LEFT_OUT, offer
from handlers.paging import page
from handlers.scope import Scope
from rag.directory.entities import Incentive
from services.directory import Directory, Listed

SIZE = 3
WHICH = "看哪个城市的政策清单？"
NOTHING = "{place}的文件里没有写到补贴、减免、奖补之类的支持。"
SHEET = "我能享受哪些"
PROPOSED = "提案的建议，不是已定的政策"
CHECK_FIRST = "能否享受、怎么申请，请先向责任单位核实。"


class Policies:
    """Shows the cards. A button's value is `city.page`."""

    def __init__(self, directory: Directory, scope: Scope, additions: Additions) -> None:
        self._directory = directory
        self._additions = additions
        self._scope = scope

    async def policies(self, message: Message) -> Reply:
        """/policies, alone or with a city."""
        code = await self._scope.meant(message)
        return await self._which() if code is None else await self._cards(message, code, "")

    async def show(self, message: Message) -> Reply:
        """A city, or a page of its cards."""
        code, _, number = message.pressed.partition(".")
        return await self._which() if code == "cities" else await self._cards(message, code, number)

    async def _which(self) -> Reply:
        return say(WHICH, choices=await self._scope.cities(await self._directory.of(Incentive), "policies:{}."))

    async def _cards(self, message: Message, code: str, number: str) -> Reply:
        """What is in force first, proposals last; before others what names an amount and whom it is for."""
        title = self._scope.title(code)
        held = sorted(await self._directory.of(Incentive, code), key=self._rank)
        add = await self._additions.button(message, "incentive", code)
        if not held:
            return say(NOTHING.format(place=title), choices=(add,) if add else ())
        shown = page(held, number, SIZE)
        cards = [block for at, one in enumerate(shown.items) for block in self._card(one, shown.first + at)]
        numbers = tuple(Choice(f"{shown.first + at} 原文", f"entry:{one.id}") for at, one in enumerate(shown.items))
        head = Block(f"政策清单 · {title}：{len(held)}项", Look.TITLE)
        buttons = (
            numbers,
            *shown.buttons(f"policies:{code}."),
            (Choice("换城市", "policies:cities"), Choice(SHEET, f"sheet:.{code}"), *add),
        )
        sources = (Block(line, Look.SOURCE) for line in self._directory.sources(shown.items))
        return Reply((head, *cards, *sources, Block(CHECK_FIRST, Look.NOTE)), buttons, edits=bool(number))

    def _card(self, one: Listed[Incentive], number: int) -> tuple[Block, ...]:
        """What the text says of it, line by line, and in one line what it leaves out."""
        facts = offer(one.entry)
        told = [f"{name}：{words}" for name, words in facts.items() if words not in LEFT_OUT]
        silent = "、".join(name for name, words in facts.items() if words in LEFT_OUT)
        lines = "\n".join((*told, *((f"原文未写：{silent}",) if silent else ())))
        proposed = (Block(PROPOSED, Look.NOTE),) if one.entry.proposed else ()
        return (Block(one.entry.what, Look.ITEM, number=number), Block(lines), *proposed)

    def _rank(self, one: Listed[Incentive]) -> tuple[bool, ...]:
        entry = one.entry
        return entry.proposed, self._directory.standing(one) is not Standing.IN_FORCE, not entry.rate, not entry.who
