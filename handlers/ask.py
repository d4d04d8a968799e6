"""A question: the answer with its buttons, and what the city buttons do to it."""

from dataclasses import replace

from chat.flow import Effect
from chat.message import Address, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.masking import IDENTITY, without_identity
from domain.region import Region
from handlers.drafts import Drafts, showing
from handlers.region import Regions, in_rows
from rag.answer import Part
from services.answers import Answers, Asked, Remembered
from services.holdings import Holdings
from services.people import People
from storage.work import Work

WHICH = "各地规定不一样，您问的是哪里？"
PRIVATE = "请不要在聊天里发身份证号：已经替您去掉了，没有保存。"
TOO_LONG = "这个问题太长了，我可能会看漏。请用一两句话说：哪个城市、想办什么事。"
GONE = Reply(toast="这条回答太久了，请把问题再发一次。")
ALL = frozenset({"全部", "都要", "所有", "全部城市", "都看看"})


class Asking:
    """Answers questions. `longest` is how many characters of one are read; `drafts` is there where answers take time to write."""

    def __init__(
        self, answers: Answers, holdings: Holdings, people: People, regions: Regions, longest: int = 1000, drafts: Drafts | None = None
    ) -> None:
        self._answers = answers
        self._holdings = holdings
        self._people = people
        self._regions = regions
        self._longest = longest
        self._drafts = drafts

    async def ask(self, message: Message) -> Reply | Effect:
        """Whatever was typed that is nothing else."""
        if len(message.text) > self._longest:
            return say(TOO_LONG)
        place = await self._holdings.meant(message.text)
        if place or message.text in ALL:
            last = await self._answers.last(message.sender)
            if last and last.offered:
                return await self._for(message, last, place)
            if place and not last:
                return self._regions.remembering(message, place)
        return self._keeping(message, await self._asked(message.sender, message.text))

    async def at(self, message: Message) -> Reply | Effect:
        """A city was chosen for a question that was asked before (`turn.code`; no code is all)."""
        turn, _, code = message.pressed.partition(".")
        last = await self._turn(message, turn)
        place = self._holdings.region(code) if code else None
        return await self._for(message, last, place) if last else GONE

    async def cities(self, message: Message) -> Reply:
        """Other cities for an answer that was given."""
        last = await self._turn(message, message.pressed)
        held = await self._holdings.held()
        return say("换哪个城市？", choices=_offered(last.id, held.regions)) if last else GONE

    async def _turn(self, message: Message, turn: str) -> Remembered | None:
        found = await self._answers.remembered(turn, message.sender)
        return found if found and found.address == message.sender else None

    async def _for(self, message: Message, last: Remembered, place: Region | None) -> Effect:
        """Answer an earlier question for a place, and remember the place."""
        asked = await self._asked(message.sender, last.question, place.code if place else "")

        def effect(work: Work) -> Reply:
            if place:
                self._people.choose_region(work, message, place.code)
            return self._reply(self._answers.keep(work, message.sender, asked), asked, edits=True)

        return effect

    async def _asked(self, address: Address, text: str, region: str | None = None) -> Asked:
        if not self._drafts:
            return await self._answers.ask(address, text, region=region)
        async with showing(self._drafts(address)) as on_text:
            return await self._answers.ask(address, text, region=region, on_text=on_text)

    def _keeping(self, message: Message, asked: Asked) -> Effect:
        warned = (Block(PRIVATE, Look.NOTE),) if IDENTITY in without_identity(message.text) else ()

        def effect(work: Work) -> Reply:
            reply = self._reply(self._answers.keep(work, message.sender, asked), asked)
            return replace(reply, blocks=(*warned, *reply.blocks))

        return effect

    def _reply(self, kept: Remembered, asked: Asked, *, edits: bool = False) -> Reply:
        answer = asked.answer
        if answer.regions:
            return Reply(say(WHICH).blocks, _offered(kept.id, answer.regions), edits=edits)
        blocks = tuple(_block(part) for part in answer.parts)
        if answer.chitchat:
            return Reply(blocks, edits=edits)
        if asked.by_own_region:
            blocks = (Block(f"按{self._holdings.region(asked.own).short}回答", Look.NOTE), *blocks)
        return Reply(blocks, _buttons(kept, asked), edits=edits)


def _block(part: Part) -> Block:
    return Block(part.text, Look(part.look.value), part.marks, part.number)


def _buttons(kept: Remembered, asked: Asked) -> tuple[tuple[Choice, ...], ...]:
    """What can be done with an answer; values name the turn, since documents' names may be longer than a button's value."""
    sources = (Choice("原文", f"clause:{kept.id}"), Choice("责任单位", f"who:{kept.id}")) if kept.citations else ()
    city = (Choice("换城市", f"city:{kept.id}"),) if asked.by_own_region else ()
    word = (Choice("有结果通知我", f"tell:{kept.id}"),) if kept.unanswered else ()
    rating = (Choice("有用", f"good:{kept.id}"), Choice("没用", f"bad:{kept.id}"))
    return tuple(row for row in ((*sources, *city), word, rating) if row)


def _offered(turn: int, regions: tuple[Region, ...]) -> tuple[tuple[Choice, ...], ...]:
    return (*in_rows([Choice(one.short, f"at:{turn}.{one.code}") for one in regions]), (Choice("全部", f"at:{turn}."),))
