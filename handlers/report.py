"""/report: supply and demand of a city in a period, for staff; 发布 puts that of a year before everybody, who find it under /annual."""

from collections.abc import Sequence
from dataclasses import replace

from chat.flow import Effect
from chat.message import Message
from chat.reply import Choice, Reply, say
from chat.wire import reply_to_json
from domain.clock import HERE
from domain.patterns import pattern
from domain.region import within
from domain.report import Period, periods
from domain.report import period as period_of
from handlers.papers import Press, Shape, buttons, handed_out, pictured, told
from handlers.region import in_rows
from handlers.report_paper import EVERYWHERE, paper_of
from services import report
from services.holdings import Holdings
from services.paper import Bars, Paper, Table, paper_from_json, paper_to_json
from storage.database import Database
from storage.outbox import Owed
from storage.work import Work

NOT_HERE = "供需报告不在群里显示，请私聊我再发 /report。"
WHICH_CITY = "看哪里的技能人才供需报告？"
WHICH_TIME = "{place}，看哪一段时间？"
BARE = "{place}{period}没有登记过岗位、求职和合作需求，没有可以统计的。"
NO_SUCH = Reply(toast="没有这样的报告，请重新发 /report。")
SURE = "发布《{title}》？发布后任何人都能用 /annual 看到，内容定在今天，不能撤回。"
EARLY = "{year}还没有过完。"
PUBLISHED = "已发布《{title}》。任何人发 /annual 都能看到。"
ALREADY = "这一年的已经在{day}发布过了，没有再发布。"
NONE_YET = "还没有发布过年度技能人才供需信息。"
WHICH_ONE = "年度技能人才供需信息，看哪一份？"
ALL = "all"
_CODE = pattern(r"[0-9]{6}")
_MOST = 60
_IN_CHAT = 3
_PICTURES = 2


class Reports:
    """Reckons, hands out, publishes. A button's value is `city.period`, with the shape or the sure word behind it."""

    def __init__(self, database: Database, holdings: Holdings, press: Press) -> None:
        self._database = database
        self._holdings = holdings
        self._press = press

    async def report(self, message: Message) -> Reply:
        """/report: which city."""
        if not message.private:
            return say(NOT_HERE)
        codes = await self._codes(message)
        if len(codes) == 1:
            return await self._times(codes[0])
        return say(WHICH_CITY, choices=in_rows([Choice(self._place(code), f"report:{code or ALL}") for code in codes]))

    async def show(self, message: Message) -> Reply | Effect:
        """A city: which period. With a period: the report."""
        if not message.private:
            return say(NOT_HERE)
        region, period, _ = _read(message.pressed)
        if period is None:
            return await self._times(region) if message.pressed else await self.report(message)
        found = await self._database.read(lambda work: report.report(work, message.sender, region, period))
        if found.bare:
            again = ((Choice("换时间", f"report:{region or ALL}"),),)
            return say(BARE.format(place=self._place(region), period=period.name), choices=again)
        return await self._shown(message, paper_of(found, self._holdings), await self._rows(message, region, period))

    async def printed(self, message: Message) -> Reply:
        """The report as a file: `city.period.shape`."""
        region, period, shape = _read(message.pressed)
        if period is None or not message.private:
            return NO_SUCH
        found = await self._database.read(lambda work: report.report(work, message.sender, region, period))
        return await handed_out(self._press, paper_of(found, self._holdings), shape, found.day, _files(region, period))

    async def publish(self, message: Message) -> Reply | Effect:
        """发布, once more when sure: `city.year`, `city.year.yes`."""
        region, period, sure = _read(message.pressed)
        if period is None or not period.is_year or not message.private:
            return NO_SUCH
        found = await self._database.read(lambda work: report.report(work, message.sender, region, period))
        may = await self._database.read(lambda work: report.may_publish(work, message.sender, region))
        if not may or found.bare or found.day < period.first:
            return NO_SUCH
        paper = paper_of(found, self._holdings, annual=True)
        if not sure:
            early = EARLY.format(year=period.name) if found.day < period.last else ""
            ask = early + SURE.format(title=paper.title)
            return say(ask, choices=((Choice("确定发布", f"publish:{region or ALL}.{period.key}.yes"),),))
        return lambda work: _published(work, message, region, period, paper)

    async def annual(self, message: Message) -> Reply:
        """/annual: what was published, for everybody; the one that a button names."""
        region, period, _ = _read(message.pressed)
        if period is None:
            return await self._all()
        paper = await self._kept(region, period)
        return Reply(told(paper, _IN_CHAT), (_annual_files(region, period),)) if paper else NO_SUCH

    async def annual_printed(self, message: Message) -> Reply:
        """What was published, as a file: `city.year.shape`."""
        region, period, shape = _read(message.pressed)
        paper = await self._kept(region, period) if period else None
        day = (await self._database.read(lambda work: work.now)).astimezone(HERE).date()
        if paper is None or period is None:
            return NO_SUCH
        # On a telephone nobody reads wide tables.
        shown = paper.without(Table) if shape == Shape.PICTURE else paper
        return await handed_out(self._press, shown, shape, day, _annual_files(region, period))

    async def _codes(self, message: Message) -> list[str]:
        """The regions that somebody may read about ("" is everywhere)."""
        mine = await self._database.read(lambda work: report.regions(work, message.sender))
        held = [one.code for one in (await self._holdings.held()).regions]
        return list(dict.fromkeys([*mine, *(code for code in held if any(within(code, own) for own in mine))]))

    async def _times(self, region: str) -> Reply:
        day = (await self._database.read(lambda work: work.now)).astimezone(HERE).date()
        choices = [Choice(one.name, f"report:{region or ALL}.{one.key}") for one in periods(day)]
        return say(WHICH_TIME.format(place=self._place(region)), choices=in_rows(choices))

    async def _rows(self, message: Message, region: str, period: Period) -> tuple[tuple[Choice, ...], ...]:
        value = f"{region or ALL}.{period.key}"
        may = period.is_year and await self._database.read(lambda work: report.may_publish(work, message.sender, region))
        publishing = ((Choice(f"发布为{period.name}度信息", f"publish:{value}"),),) if may else ()
        elsewhere = (Choice("换地区", "report:"),) if len(await self._codes(message)) > 1 else ()
        return (_files(region, period), *publishing, (Choice("换时间", f"report:{region or ALL}"), *elsewhere))

    async def _shown(self, message: Message, paper: Paper, rows: tuple[tuple[Choice, ...], ...]) -> Effect:
        """The words with the last picture; the pictures before it are rows of their own, for a reply has one."""
        drawn = [await pictured(self._press, one, f"{number}.png") for number, one in enumerate(_pictures(paper), 1)]

        def effect(work: Work) -> Reply:
            to = message.sender
            for number, one in enumerate(drawn[:-1]):
                key = f"report:{to.platform}:{message.key}:{number}"
                work.outbox.put(Owed(key, to.platform, to.chat, to.person, reply_to_json(one)))
            last = drawn[-1] if drawn else Reply()
            return replace(last, blocks=told(paper, _IN_CHAT), choices=rows)

        return effect

    async def _all(self) -> Reply:
        found: Sequence[tuple[str, int]] = await self._database.read(lambda work: work.reports.all_published(_MOST))
        choices = [Choice(f"{year}年 {self._place(region)}", f"annual:{region or ALL}.{year}") for region, year in found]
        return say(WHICH_ONE, choices=in_rows(choices, 2)) if choices else say(NONE_YET)

    async def _kept(self, region: str, period: Period) -> Paper | None:
        found = await self._database.read(lambda work: work.reports.published(region, period.first.year))
        return paper_from_json(found[0]) if found and period.is_year else None

    def _place(self, code: str) -> str:
        return self._holdings.region(code).short if code else EVERYWHERE


def _published(work: Work, message: Message, region: str, period: Period, paper: Paper) -> Reply:
    year = period.first.year
    if report.publish(work, message.sender, region, year, paper_to_json(paper)):
        return replace(say(PUBLISHED.format(title=paper.title)), edits=True)
    found = work.reports.published(region, year)
    day = found[1].astimezone(HERE) if found else work.now.astimezone(HERE)
    return replace(say(ALREADY.format(day=f"{day:%Y-%m-%d}")), edits=True)


def _files(region: str, period: Period) -> tuple[Choice, ...]:
    return buttons(f"report-as:{region or ALL}.{period.key}.{{}}", Shape.BOOK, Shape.PDF)


def _annual_files(region: str, period: Period) -> tuple[Choice, ...]:
    return buttons(f"annual-as:{region or ALL}.{period.key}.{{}}", *Shape)


def _pictures(paper: Paper) -> list[Paper]:
    """A paper for each of the first pictures."""
    bars = [part for part in paper.parts if isinstance(part, Bars)][:_PICTURES]
    return [Paper(paper.title, (one,), paper.foot) for one in bars]


def _read(value: str) -> tuple[str, Period | None, str]:
    """City ("" is everywhere), period and what stands behind them, of a button that may be a forged one."""
    region, _, rest = value.partition(".")
    key, _, more = rest.partition(".")
    known = region == ALL or _CODE.fullmatch(region)
    return region if known and region != ALL else "", period_of(key) if known else None, more
