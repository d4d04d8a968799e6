"""A question: the answer with its buttons, what we ask back, and what is said to that."""

from collections.abc import Iterable
from dataclasses import replace

from chat.flow import Effect
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.region import Region
from handlers.drafts import Drafts, showing
from handlers.region import Regions, in_rows
from handlers.wishes import ASK, ASK_PROPOSED, GONE, Wishes, choices
from rag.answer import Part
from rag.consent import consent
from services.answers import Answers, Asked, Asker
from services.holdings import Holdings
from services.people import People
from services.remembered import Open, Remembered
from storage.work import Work

WHICH = "各地规定不一样，您问的是哪里？"
WHICH_ONE = "请点一个城市，或者直接写城市名；想都看看，就写“全部”。"
WHICH_NAME = "这几个名字很接近，您问的是哪一个？"
LATER = "好的，那先不查。还想知道什么，接着问就行。"
TOO_LONG = "这个问题太长了，我可能会看漏。请用一两句话说：哪个城市、想办什么事。"
EVERYWHERE = frozenset({"全部", "全部城市", "所有城市", "各个城市", "都看看"})
"""What asks for all cities whatever was said before."""
ALL = EVERYWHERE | {"都要", "所有", "都行", "都可以", "随便", "全都要"}


class Asking:
    """Answers questions. `longest` is how many characters of one are read; `drafts` is there where answers take time to write."""

    def __init__(
        self,
        answers: Answers,
        holdings: Holdings,
        people: People,
        regions: Regions,
        wishes: Wishes,
        longest: int = 1000,
        drafts: Drafts | None = None,
    ) -> None:
        self._answers = answers
        self._holdings = holdings
        self._people = people
        self._regions = regions
        self._wishes = wishes
        self._longest = longest
        self._drafts = drafts

    async def ask(self, message: Message) -> Reply | Effect:
        """Whatever was typed that is nothing else."""
        if len(message.text) > self._longest:
            return say(TOO_LONG)
        asker = await self._answers.asker(message.sender)
        if asker.last and (replied := await self._replied(message, asker.last)):
            return replied
        place = None if asker.last else await self._holdings.meant(message.text)
        if place:
            return self._regions.remembering(message, place)
        return await self._answered(message, message.text, asker)

    async def at(self, message: Message) -> Reply | Effect:
        """A city was chosen for a question that was asked before (`turn.code`; no code is all)."""
        turn, _, code = message.pressed.partition(".")
        last = await self._turn(message, turn)
        place = self._holdings.region(code) if code else None
        return await self._for(message, last, place) if last else GONE

    async def name(self, message: Message) -> Reply | Effect:
        """One of several close names was chosen for a question that was asked before (`turn.number`)."""
        turn, _, number = message.pressed.partition(".")
        last = await self._turn(message, turn)
        offered = {str(at): one for at, one in enumerate(last.spellings)} if last else {}
        return await self._answered(message, offered[number].question, edits=True) if number in offered else GONE

    async def cities(self, message: Message) -> Reply:
        """Other cities for an answer that was given."""
        last = await self._turn(message, message.pressed)
        held = await self._holdings.held()
        return say("换哪个城市？", choices=_offered(last.id, held.regions)) if last else GONE

    async def _replied(self, message: Message, last: Remembered) -> Reply | Effect | None:
        """What a typed answer to our own question does; None for what is no answer to it."""
        yes = consent(message.text)
        if last.open is not Open.REGION and message.text.strip("。！!") in EVERYWHERE:
            return await self._for(message, last, None)
        if last.open is Open.REGION:
            return await self._region_said(message, last, yes=yes)
        if last.open is Open.NAME:
            return await self._name_said(message, last, yes=yes)
        if last.open is Open.WORD and yes is not None:
            return self._wishes.said(message, last, yes=yes)
        return None

    async def _region_said(self, message: Message, last: Remembered, *, yes: bool | None) -> Reply | Effect | None:
        places = await self._holdings.all_meant(message.text)
        if len(places) > 1:
            return await self._answered(message, "和".join(place.short for place in places) + last.text)
        if places or message.text.strip("。！!") in ALL:
            return await self._for(message, last, places[0] if places else None)
        if yes is None:
            return None
        return say(WHICH_ONE, choices=_offered(last.id, map(self._holdings.region, last.regions))) if yes else say(LATER)

    async def _name_said(self, message: Message, last: Remembered, *, yes: bool | None) -> Reply | Effect | None:
        words = message.text.strip(" 。，！？!?的")
        meant = [one for one in last.spellings if len(words) > 1 and (words in one.name or one.name in words)]
        if len(meant) == 1:
            return await self._answered(message, meant[0].question)
        if yes is None:
            return None
        return say(WHICH_NAME, choices=_named(last)) if yes else say(LATER)

    async def _turn(self, message: Message, turn: str) -> Remembered | None:
        found = await self._answers.remembered(turn, message.sender)
        return found if found and found.address == message.sender else None

    async def _for(self, message: Message, last: Remembered, place: Region | None) -> Effect:
        """Answer an earlier question for a place, and remember the place."""
        asked, draft = await self._asked(message, last.text, place.code if place else "")

        def effect(work: Work) -> Reply:
            if place:
                self._people.choose_region(work, message, place.code)
            return _over(self._reply(self._answers.keep(work, message.sender, asked), asked, edits=True), draft)

        return effect

    async def _asked(self, message: Message, text: str, region: str | None = None, asker: Asker | None = None) -> tuple[Asked, str]:
        """The answer, and the id of the message in which it was shown while it was written ("" for none)."""
        asker = asker or await self._answers.asker(message.sender)
        # In a group what answers a press takes the place of the message that was pressed: no other message may stand for it.
        if not self._drafts or (message.press and not message.private):
            return await self._answers.ask(asker, text, region=region), ""
        draft = self._drafts(message.sender)
        async with showing(draft) as on_text:
            asked = await self._answers.ask(asker, text, region=region, on_text=on_text)
        return asked, draft.message

    async def _answered(self, message: Message, text: str, asker: Asker | None = None, *, edits: bool = False) -> Effect:
        asked, draft = await self._asked(message, text, asker=asker)

        def effect(work: Work) -> Reply:
            reply = self._reply(self._answers.keep(work, message.sender, asked), asked, edits=edits)
            return _over(reply, draft)

        return effect

    def _reply(self, kept: Remembered, asked: Asked, *, edits: bool = False) -> Reply:
        answer = asked.answer
        if kept.open is Open.NAME:
            return Reply(say(WHICH_NAME).blocks, _named(kept), edits=edits)
        if kept.open is Open.REGION:
            return Reply(say(WHICH).blocks, _offered(kept.id, answer.regions), edits=edits)
        blocks = tuple(_block(part) for part in answer.parts)
        if answer.chitchat:
            return Reply(blocks, edits=edits)
        if asked.by_own_region:
            blocks = (Block(f"按{self._holdings.region(asked.own).short}回答", Look.NOTE), *blocks)
        if kept.open is Open.WORD:
            blocks = (*blocks, Block(ASK if kept.unanswered else ASK_PROPOSED, Look.NOTE))
        return Reply(blocks, _buttons(kept, asked), edits=edits)


def _over(reply: Reply, draft: str) -> Reply:
    return replace(reply, edits=True, over=draft) if draft else reply


def _block(part: Part) -> Block:
    return Block(part.text, Look(part.look.value), part.marks, part.number)


def _buttons(kept: Remembered, asked: Asked) -> tuple[tuple[Choice, ...], ...]:
    """What can be done with an answer; values name the turn, since documents' names may be longer than a button's value."""
    sources = (Choice("原文", f"clause:{kept.id}"), Choice("责任单位", f"who:{kept.id}")) if kept.citations else ()
    city = (Choice("换城市", f"city:{kept.id}"),) if asked.by_own_region else ()
    word = choices(kept) if kept.open is Open.WORD else ()
    rating = (Choice("有用", f"good:{kept.id}"), Choice("没用", f"bad:{kept.id}"))
    return tuple(row for row in (word, (*sources, *city), rating) if row)


def _offered(turn: int, regions: Iterable[Region]) -> tuple[tuple[Choice, ...], ...]:
    return (*in_rows([Choice(one.short, f"at:{turn}.{one.code}") for one in regions]), (Choice("全部", f"at:{turn}."),))


def _named(turn: Remembered) -> tuple[tuple[Choice, ...], ...]:
    return tuple((Choice(one.name, f"name:{turn.id}.{at}"),) for at, one in enumerate(turn.spellings))
