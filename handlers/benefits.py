"""明白纸: an enterprise tells what it does in free words, is asked for what decides, one thing at a time, and gets its sheet."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from chat.flow import Answers as Told
from chat.flow import Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.masking import masked
from domain.region import Region
from handlers.region import in_rows
from handlers.sheet import blocks_of
from handlers.wishes import ASK, choices
from rag.answer import Answer
from rag.directory.amounts import MOST, sum_of, value_of
from rag.directory.deeds import DEEDS, STATUSES, deeds_in
from rag.directory.facts import Facts, facts_of, is_wish
from rag.words import foreign
from services.answers import Answers, Asked
from services.benefits import Benefits, Sheet
from services.holdings import Holdings
from services.people import People
from services.remembered import Open as Asking
from services.remembered import Remembered
from storage.work import Work

WHICH = "企业在哪个城市？各地的政策不一样。"
PLAIN = "我们企业能享受哪些政策？"
WHAT = "企业做了、或打算做什么？点一个，或者自己写，例如：投200万办职业学校，每年接收30名实习生。"
HOW_MUCH = "这件事投了（或打算投）多少钱？写数字就行，例如：100万。"
HOW_MANY = "一共多少人？写数字就行，例如：30。"
NO_DEED = "没看出是哪一类。请点一个，或写清楚做什么，例如：接收学生实习。"
NO_SUM = "没看懂金额。请写一个数，例如：100万 或 1.2亿。"
TOO_MUCH = "这个金额不像真的，请再看一下位数，例如：100万。"
NO_HEADS = "请写一个人数，例如：30。"
YES_OR_NO = "请回答：是、否，或者不清楚。"
NOTHING = "查了{place}的{documents}份文件，没有写到给企业的补贴、减免、奖补之类的支持，所以开不出明白纸。"
GONE = Reply(toast="这张明白纸太久了，请把情况再说一次。")
YES, NO, UNKNOWN = "yes", "no", "unknown"
_UNSURE = ("不清楚", "不知道", "不确定", "没定", "不好说")
_LONGEST = 300
_OFFERED = 8
_MOST_HEADS = 1_000_000
_NO_WORDS = ("不", "没", "否", "未")
_YES_WORDS = ("是", "在", "有", "对", "已", "嗯", "属于", "列入")

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]


class Sheets:
    """Recognises the wish, asks what is missing, and shows the sheet. `otherwise` takes every other question."""

    def __init__(
        self, benefits: Benefits, answers: Answers, holdings: Holdings, people: People, otherwise: Handler, longest: int = 1000
    ) -> None:
        self._benefits = benefits
        self._answers = answers
        self._holdings = holdings
        self._people = people
        self._otherwise = otherwise
        self._longest = longest
        self.flow = Flow("benefits", _steps(), self._finish, title="明白纸", confirm=False)

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: a wish for a sheet, the city of one that was asked for, or any other question."""
        if len(message.text) > self._longest:
            return await self._otherwise(message)
        if is_wish(message.text):
            return await self._begin(message, message.text)
        last = await self._answers.last(message.sender)
        place = await self._holdings.meant(message.text) if last and last.open is Asking.REGION and is_wish(last.question) else None
        return await self._in(last.question, place) if last and place else await self._otherwise(message)

    async def command(self, message: Message) -> Reply | Effect | Open:
        """/benefits, alone, with a city, or with what the enterprise does."""
        return await self._begin(message, message.text or PLAIN)

    async def show(self, message: Message) -> Reply | Effect | Open:
        """A city for a wish that was told before (`turn.code`); without a turn its facts are asked for, without a code the city is."""
        turn, _, code = message.pressed.partition(".")
        if not turn:
            return await self._in(PLAIN, self._holdings.region(code)) if code else await self._nowhere(message, PLAIN, "")
        kept = await self._answers.remembered(turn, message.sender)
        if kept is None or kept.address != message.sender:
            return GONE
        if code:
            return await self._in(kept.question, self._holdings.region(code))
        return say(WHICH, choices=await self._cities(kept))

    async def _begin(self, message: Message, wish: str) -> Reply | Effect | Open:
        """The city of the sentence, else the person's own, else one to be chosen."""
        place, unknown = await self._holdings.named_in(wish)
        own = (await self._people.who(message.sender)).region
        if place is None and not unknown and own:
            place = self._holdings.region(own)
        if place:
            return await self._in(wish, place)
        return await self._nowhere(message, wish, unknown)

    async def _nowhere(self, message: Message, wish: str, unknown: str) -> Effect:
        """Nobody knows the place, or no document speaks of it."""
        regions = (await self._holdings.held()).regions
        asked = Asked(wish, Answer(abstained=True) if unknown else Answer(regions=regions))
        words = foreign(unknown, "、".join(one.short for one in regions)) if unknown else WHICH

        def effect(work: Work) -> Reply:
            kept = self._answers.keep(work, message.sender, asked)
            if unknown:
                return say(words, ASK, choices=(choices(kept),))
            return say(words, choices=in_rows([Choice(one.short, f"sheet:{kept.id}.{one.code}") for one in regions]))

        return effect

    async def _cities(self, kept: Remembered) -> tuple[tuple[Choice, ...], ...]:
        regions = (await self._holdings.held()).regions
        return in_rows([Choice(one.short, f"sheet:{kept.id}.{one.code}") for one in regions])

    async def _in(self, wish: str, place: Region) -> Open:
        """Open the questions for a place; where none is left the flow ends at once."""
        told = {"wish": masked(wish)[:_LONGEST], "city": place.code}
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
            return self._reply(sheet, self._answers.keep(work, finished.sender, Asked(said, sheet.answer)), regions)

        return effect

    def _reply(self, sheet: Sheet, kept: Remembered, regions: Sequence[Region]) -> Reply:
        again = Choice("改条件", f"sheet:.{sheet.region.code}")
        city = Choice("换城市", f"sheet:{kept.id}.")
        if not sheet.items:
            known = NOTHING.format(place=sheet.region.short, documents=sheet.documents)
            nothing = known if sheet.documents else foreign(sheet.region.short, "、".join(one.short for one in regions))
            return Reply((Block(nothing), Block(ASK, Look.NOTE)), (choices(kept), (city,)))
        blocks = blocks_of(sheet)
        quoted = (Choice("原文", f"clause:{kept.id}"),) if kept.citations else ()
        policies = Choice("政策清单", f"policies:{sheet.region.code}.")
        rating = (Choice("有用", f"good:{kept.id}"), Choice("没用", f"bad:{kept.id}"))
        return Reply(blocks, ((*quoted, policies), (again, city), rating))


def facts_in(told: Told) -> Facts:
    """What was told in free words and in answers to our questions."""
    facts = facts_of("。".join(part for part in (told.get("wish", ""), told.get("deeds", "")) if part))
    answered = {one.key: {YES: True, NO: False}.get(told[one.key]) for one in STATUSES if one.key in told}
    yuan, heads = told.get("yuan", UNKNOWN), told.get("heads", UNKNOWN)
    done = tuple(replace(one, heads=one.heads if one.heads is not None or heads == UNKNOWN else int(heads)) for one in facts.done)
    return replace(facts, done=done, yuan=facts.yuan if yuan == UNKNOWN else Decimal(yuan), statuses={**facts.statuses, **answered})


def _steps() -> tuple[Step, ...]:
    deeds = tuple(Choice(one.name, one.name) for one in DEEDS[:_OFFERED])
    words = (Choice("是", YES), Choice("否", NO), Choice("不清楚", UNKNOWN))
    unsure = (Choice("不清楚", UNKNOWN),)
    return (
        Step("deeds", WHAT, _deeds, deeds, _asked("deeds")),
        *(Step(one.key, one.ask, _yes_or_no, words, _asked(one.key)) for one in STATUSES),
        Step("yuan", HOW_MUCH, _yuan, unsure, _asked("yuan"), number=True),
        Step("heads", HOW_MANY, _heads, unsure, _asked("heads"), number=True),
    )


def _asked(key: str) -> Callable[[Told], bool]:
    return lambda told: key in told.get("asks", "").split()


def _deeds(text: str) -> str:
    if not deeds_in(text) or len(text) > _LONGEST:
        raise Invalid(NO_DEED)
    return text


def _yes_or_no(text: str) -> str:
    words = text.strip(" 。，,.!！的了")
    if len(words) > 12 or words.endswith(("?", "？", "吗", "么")):
        raise Invalid(YES_OR_NO)
    if words.startswith(_UNSURE) or words.endswith(_UNSURE):
        return UNKNOWN
    if words.startswith(_NO_WORDS) or "不在" in words or "没有" in words:
        return NO
    if words.startswith(_YES_WORDS):
        return YES
    raise Invalid(YES_OR_NO)


def _yuan(text: str) -> str:
    if text.startswith(_UNSURE):
        return UNKNOWN
    yuan = sum_of(text)
    if yuan is None:
        raise Invalid(NO_SUM)
    if not 0 < yuan <= MOST:
        raise Invalid(TOO_MUCH)
    return str(yuan)


def _heads(text: str) -> str:
    if text.startswith(_UNSURE):
        return UNKNOWN
    words = text.strip().rstrip("人名个位左右")
    try:
        heads = int(value_of(words))
    except (KeyError, ValueError, IndexError) as problem:
        raise Invalid(NO_HEADS) from problem
    if not 0 < heads <= _MOST_HEADS:
        raise Invalid(NO_HEADS)
    return str(heads)
