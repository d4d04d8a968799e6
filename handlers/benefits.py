"""明白纸: an enterprise tells what it does in free words, is asked for what decides, one thing at a time, and gets its sheet."""

from collections.abc import Awaitable, Callable, Sequence

from chat.flow import Answers as Told
from chat.flow import Effect, Finished, Flow, Open
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.masking import masked
from domain.region import Region
from handlers.papers import Press, Shape, buttons, handed_out
from handlers.region import in_rows
from handlers.sheet import blocks_of, paper_of
from handlers.telling import LONGEST, facts_in, packed, steps, unpacked
from handlers.wishes import ASK, choices
from rag.answer import Answer
from rag.directory.facts import is_wish
from rag.words import foreign
from services.answers import Answers, Asked
from services.benefits import Benefits, Sheet
from services.holdings import Holdings
from services.people import People
from services.remembered import Remembered
from storage.work import Work

WHICH = "企业在哪个城市？各地的政策不一样。"
ONE_AT_A_TIME = "一张明白纸只按一个城市开，先看哪个？"
PLAIN = "我们企业能享受哪些政策？"
NOTHING = "查了{place}的{documents}份文件，没有写到给企业的补贴、减免、奖补之类的支持，所以开不出明白纸。"
GONE = Reply(toast="这张明白纸太久了，请把情况再说一次。")

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]


class Sheets:
    """Recognises the wish, asks what is missing, and shows the sheet. `otherwise` takes every other question."""

    def __init__(
        self,
        benefits: Benefits,
        answers: Answers,
        holdings: Holdings,
        people: People,
        otherwise: Handler,
        press: Press,
        longest: int = 1000,
    ) -> None:
        self._benefits = benefits
        self._answers = answers
        self._holdings = holdings
        self._people = people
        self._otherwise = otherwise
        self._press = press
        self._longest = longest
        self.flow = Flow("benefits", steps(), self._finish, title="明白纸", confirm=False)

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: a wish for a sheet, the city of one that was asked for or another city (那包头呢), or any other question."""
        if len(message.text) > self._longest:
            return await self._otherwise(message)
        if is_wish(message.text):
            return await self._begin(message, message.text)
        place = await self._holdings.meant(message.text)
        last = await self._answers.last(message.sender) if place else None
        return await self._in(last.question, place) if place and last and is_wish(last.question) else await self._otherwise(message)

    async def command(self, message: Message) -> Reply | Effect | Open:
        """/benefits, alone, with a city, or with what the enterprise does."""
        return await self._begin(message, message.text or PLAIN)

    async def show(self, message: Message) -> Reply | Effect | Open:
        """A city for a wish that was told before (`turn.code`); without a turn its facts are asked for, without a code the city is."""
        turn, _, code = message.pressed.partition(".")
        if not turn:
            return await self._in(PLAIN, self._holdings.region(code)) if code else await self._nowhere(message, PLAIN, ())
        kept = await self._answers.remembered(turn, message.sender)
        if kept is None or kept.address != message.sender:
            return GONE
        if code:
            return await self._in(kept.question, self._holdings.region(code))
        return say(WHICH, choices=_offered(kept, (await self._holdings.held()).regions))

    async def printed(self, message: Message) -> Reply:
        """The sheet of a turn as a paper (`shape.turn.answers`), drawn up anew by the documents of today."""
        shape, _, rest = message.pressed.partition(".")
        turn, _, told = rest.partition(".")
        kept = await self._answers.remembered(turn, message.sender)
        if kept is None or kept.address != message.sender:
            return GONE
        sheet = await self._benefits.sheet(kept.region, facts_in({"wish": kept.question, **unpacked(told)}))
        return await handed_out(self._press, paper_of(sheet), shape, sheet.day, _papers(kept, told)) if sheet.items else GONE

    async def _begin(self, message: Message, wish: str) -> Reply | Effect | Open:
        """The city of the sentence, else the person's own, else one to be chosen."""
        named, unknown = await self._holdings.named_in(wish)
        own = (await self._people.who(message.sender)).region
        if not named and not unknown and own:
            named = [self._holdings.region(own)]
        if len(named) == 1:
            return await self._in(wish, named[0])
        return await self._nowhere(message, wish, named, unknown)

    async def _nowhere(self, message: Message, wish: str, named: Sequence[Region], unknown: str = "") -> Effect:
        """No place was named, or several were, or one that no document speaks of."""
        regions = named or (await self._holdings.held()).regions
        asked = Asked(wish, Answer(abstained=True) if unknown else Answer(regions=tuple(regions)))
        words = foreign(unknown, "、".join(one.short for one in regions)) if unknown else ONE_AT_A_TIME if named else WHICH

        def effect(work: Work) -> Reply:
            kept = self._answers.keep(work, message.sender, asked)
            if unknown:
                return say(words, ASK, choices=(choices(kept),))
            return say(words, choices=_offered(kept, regions))

        return effect

    async def _in(self, wish: str, place: Region) -> Open:
        """Open the questions for a place; where none is left the flow ends at once."""
        told = {"wish": masked(wish)[:LONGEST], "city": place.code}
        return Open("benefits", {**told, "asks": await self._asks(told)})

    async def _asks(self, told: Told) -> str:
        missing = await self._benefits.missing(told["city"], facts_in(told))
        return " ".join(dict.fromkeys((*told.get("asks", "").split(), *missing)))

    async def _finish(self, finished: Finished) -> Reply | Effect | Open:
        told = finished.answers
        asks = await self._asks(told)
        if any(key not in told for key in asks.split()):
            return Open("benefits", {**told, "asks": asks})
        sheet = await self._benefits.sheet(told["city"], facts_in(told))
        regions = (await self._holdings.held()).regions
        said = told["wish"] if "deeds" not in told else f"{told['wish']} {told['deeds']}"

        def effect(work: Work) -> Reply:
            kept = self._answers.keep(work, finished.sender, Asked(said, sheet.answer))
            return self._reply(sheet, kept, regions, packed(told))

        return effect

    def _reply(self, sheet: Sheet, kept: Remembered, regions: Sequence[Region], told: str) -> Reply:
        again = Choice("改条件", f"sheet:.{sheet.region.code}")
        city = Choice("换城市", f"sheet:{kept.id}.")
        if not sheet.items:
            known = NOTHING.format(place=sheet.region.short, documents=sheet.documents)
            nothing = known if sheet.documents else foreign(sheet.region.short, "、".join(one.short for one in regions))
            return Reply((Block(nothing), Block(ASK, Look.NOTE)), (choices(kept), (city,)))
        blocks = blocks_of(sheet)
        quoted = (Choice("原文", f"clause:{kept.id}"),) if kept.citations else ()
        policies = Choice("政策清单", f"policies:{sheet.region.code}.")
        word = choices(kept) if kept.can_wish else ()
        blocks = (*blocks, Block(ASK, Look.NOTE)) if word else blocks
        rating = (Choice("有用", f"good:{kept.id}"), Choice("没用", f"bad:{kept.id}"))
        return Reply(blocks, tuple(row for row in (word, (*quoted, policies), _papers(kept, told), (again, city), rating) if row))


def _offered(kept: Remembered, regions: Sequence[Region]) -> tuple[tuple[Choice, ...], ...]:
    return in_rows([Choice(one.short, f"sheet:{kept.id}.{one.code}") for one in regions])


def _papers(kept: Remembered, told: str) -> tuple[Choice, ...]:
    return buttons(f"sheet-as:{{}}.{kept.id}.{told}", Shape.PICTURE, Shape.PDF)
