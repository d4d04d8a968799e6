"""找实习 and nothing more: what is missing is asked (major, city, time), then open posts are shown, or a subscription is offered."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply
from domain.listing import Kind
from domain.patterns import pattern
from domain.profile import Profile
from domain.region import city_of
from domain.subscription import Wish
from handlers.jobs import Jobs
from handlers.resume import city_step
from services import profiles, search
from services.forms.majors import majors
from services.forms.places import CITIES
from services.forms.profile import SKIP, skipped
from services.forms.seeking import bare, words_in
from services.holdings import Holdings
from services.people import People
from storage.database import Database

MAJOR = "学什么专业，或想做哪方面？写几个字就行，例如：光伏。"
CITY = "想在哪个城市？"
TIME = "什么时候去？"
NO_MAJOR = "请写专业，例如：光伏、会计；都可以就点“不限”。"
NO_TIME = "请点一个，或写：寒假、暑假、下学期、现在。"
TIMED = "写明{time}的有{count}条："
UNTIMED = "没有写明{time}的。下面这些没写时间，先问问企业。"

_LOOKS = pattern(r"找|求")
_ANY = Choice("不限", SKIP)
_TIMES = (Choice("现在就能去", SKIP), Choice("寒假", "寒假"), Choice("暑假", "暑假"), Choice("下学期", "学期"), Choice("都可以", SKIP))
_SEASONS = (
    ("寒假", pattern(r"寒|过年|春节|(?<!\d)[12]月")),
    ("暑假", pattern(r"暑|夏天|(?<!\d)[789]月|[七八九]月")),
    ("学期", pattern(r"学期|开学|春季|秋季|(?<!\d)(?:[3456]|1[0-2])月")),
    (SKIP, pattern(r"现在|马上|立即|立刻|随时|尽快|都可以|都行|不限|不急|今天|明天|下周|这周")),
)
_KINDS = (Kind.INTERNSHIP, Kind.JOB)

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]


class Seeking:
    """Asks before it looks, where a sentence says no more than that one looks. `jobs` shows posts and takes every other sentence."""

    def __init__(self, database: Database, holdings: Holdings, people: People, jobs: Jobs) -> None:
        self._database = database
        self._holdings = holdings
        self._people = people
        self._jobs = jobs
        steps = (
            Step("major", MAJOR, _major, (_ANY,), label="专业"),
            city_step(holdings.places, "region", CITY, "城市", _ANY),
            Step("time", TIME, _time, _TIMES, lambda told: told.get("kind") == Kind.INTERNSHIP, label="时间"),
        )
        self.flow = Flow("seek", steps, self._finish, title="找岗位", confirm=False)

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: that somebody looks for an internship or for work and nothing else, or anything else."""
        wish = await self._bare(message.text)
        if wish is None:
            return await self._jobs.ask(message)
        cities = " ".join(one.code for one in (await self._holdings.held()).regions)
        mine = await self._database.read(lambda work: profiles.own(work, message.sender)) if message.private else None
        region = wish.region or (await self._people.who(message.sender)).region
        told = {CITIES: cities, "kind": (wish.kind or Kind.JOB).value, **_known(mine, region)}
        season = _season(message.text)
        return Open("seek", {**told, "time": season} if season else told)

    async def _bare(self, text: str) -> Wish | None:
        """The kind and the place of a sentence that says nothing else of what is looked for; None for every other one."""
        if told := bare(text):
            kind, words = told
            place = await self._holdings.meant(words) if words else None
            return None if words and not place else Wish(kind, place.code if place else "")
        wish = await self._holdings.wish(text)
        alone = wish and _LOOKS.search(text) and replace(wish, region="") in [Wish(kind) for kind in _KINDS]
        return wish if alone else None

    async def _finish(self, finished: Finished) -> Reply:
        told = {name: value for name, value in finished.answers.items() if value != SKIP}
        words, time = told.get("major", ""), told.get("time", "")
        classes = majors(words)
        wish = Wish(
            Kind(told["kind"]),
            told.get("region", ""),
            () if classes else words_in(words),
            classes[0] if classes else "",
            told.get("education", ""),
            int(told.get("pay", "0")),
        )
        if not time:
            return await self._jobs.shown(wish)
        timed = replace(wish, words=(*wish.words[:3], time))
        count = await self._database.read(lambda work: search.count(work, timed))
        found = await self._jobs.shown(timed if count else wish)
        note = Block((TIMED if count else UNTIMED).format(time=time, count=count), Look.NOTE)
        some = count or await self._database.read(lambda work: search.count(work, wish))
        return replace(found, blocks=(note, *found.blocks)) if some else found


def _known(mine: Profile | None, region: str) -> Answers:
    """What need not be asked any more: the person's own profile tells it."""
    told = {
        "major": mine.speciality if mine else "",
        "region": region or (city_of(mine.region) if mine else ""),
        "education": mine.education if mine else "",
        "pay": str(mine.lowest_pay or "") if mine else "",
    }
    return {name: value for name, value in told.items() if value}


def _major(text: str) -> str:
    words = text.strip(" 。，,.!！").removesuffix("专业").removeprefix("我").removeprefix("学的").removeprefix("是")
    if skipped(words) or words in {"不限", "都可以", "随便", "都行"}:
        return SKIP
    if not 2 <= len(words) <= 20 or words.endswith(("?", "？", "吗")):
        raise Invalid(NO_MAJOR)
    return words


def _time(text: str) -> str:
    found = _season(text)
    if not found and not skipped(text):
        raise Invalid(NO_TIME)
    return found or SKIP


def _season(text: str) -> str:
    """The season that is named; `SKIP` for any time, "" where none is told."""
    return next((season for season, form in _SEASONS if form.search(text)), "")
