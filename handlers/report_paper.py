"""A report of supply and demand as a paper: what is said, which tables and pictures are on it, and how figures read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from chat.reply import Block, Look
from domain.listing import Kind
from domain.report import LEAST, Asked, Group, Hidden, Report, Shown
from handlers.listing import KINDS
from handlers.papers import foot
from handlers.wish import told
from services.forms import industry
from services.holdings import Holdings
from services.paper import Bar, Bars, Paper, Part, Table

EVERYWHERE = "全部地区"
TITLE, ANNUAL = "{place}技能人才供需报告 · {period}", "{place}{year}年度技能人才供需信息"
HEAD = "{period}开放过的岗位和实习{posts}条，要招{heads}人；求职者{seekers}，求人倍率{ratio}。"
PAY = "按月折算，薪资中位数{median}元，从{low}元到{high}元。"
NO_PAY = "没有写明薪资的岗位。"
HOW = "求职者是填了求职资料、订了岗位或实习提醒、对岗位表示过感兴趣的人，一人只计一次。求人倍率是招聘人数除以求职人数。"
MANY = "一个岗位面向几个专业、一个人看过几个行业时，在每一组里都计，所以各组相加会大于总数。"
PRIVATE = f"少于{LEAST}人的组不显示人数，记作 <{LEAST}；能由它倒推出来的数也不显示，记作 —。"
SOURCE = "来源：校企通登记的{of}；截至{day}。"
OF_MARKET, OF_FINDS, OF_WISHES, OF_QUESTIONS = "岗位、求职资料、订阅和意向", "合作需求和意向", "订阅", "问答（问题只留30天）"
BY_INDUSTRY = "按行业的求职，只计提醒里写了行业的人，和对该行业岗位感兴趣的人。"
ON_PAPER = "只统计在校企通登记的供需，不代表当地的全部情况。"
NOTHING_SOUGHT = "没有企业登记技术、设备、服务、合作、专家这些需求。"
ASKED = "{since}以来共问了{count}个问题，文件里没有答案的占{share}%。"
FEW_ASKED = f"问答的人少于{LEAST}人，不统计问题。"
NOT_ASKED = "没有问答记录。"
OPEN = "期内转给工作人员的问题，还有{open}个没有处理。"
COLUMNS = ("岗位（条）", "招聘（人）", "薪资中位数（元）", "薪资范围（元）", "求职（人）", "求人倍率")
SERIES = ("招聘人数", "求职人数")
NOT_TOLD = "未注明"
_BARS = 8


def paper_of(report: Report, holdings: Holdings, *, annual: bool = False) -> Paper:
    """The report as a paper; `annual` for the one that is published."""
    place = holdings.region(report.region).short if report.region else EVERYWHERE
    title = ANNUAL.format(place=place, year=report.period.key) if annual else TITLE.format(place=place, period=report.period.name)
    return Paper(title, tuple(_parts(report, holdings, annual=annual)), foot(report.day, ON_PAPER))


def _parts(report: Report, holdings: Holdings, *, annual: bool) -> Iterator[Part]:
    market = _source(OF_MARKET, report.day)
    yield Block(_head(report))
    yield Block(_pay(report.whole))
    # Most people name no industry, so that a ratio would say too much.
    yield from _grouped("行业", report.industries, _industry, f"{market}{BY_INDUSTRY}", COLUMNS[:-1], drawn=True)
    yield from _grouped("专业大类", report.majors, lambda key: key or "专业不限或未注明", market, drawn=True)
    yield from _grouped("地区", report.places, lambda code: _place(code, report.region, holdings), market)
    if len(report.months) > 1:
        yield from _grouped("月份", report.months, _month, f"{market}岗位按开放的月份计，求职按有动作的月份计。")
    yield from _unmet(report, holdings)
    yield from _questions(report.asked, report.day)
    if not annual:
        yield Block(OPEN.format(open=report.asked.open))
    yield from (Block(words, Look.NOTE) for words in (HOW, MANY, PRIVATE))


def _head(report: Report) -> str:
    whole = report.whole
    return HEAD.format(period=report.period.name, posts=whole.posts, heads=whole.heads, seekers=_people(whole.seekers), ratio=_ratio(whole))


def _pay(whole: Group) -> str:
    return PAY.format(median=whole.wage.median, low=whole.wage.low, high=whole.wage.high) if whole.wage else NO_PAY


def _grouped(
    name: str, groups: Sequence[Group], called: Callable[[str], str], note: str, columns: Sequence[str] = COLUMNS, *, drawn: bool = False
) -> Iterator[Part]:
    """A table of groups, and the largest of them as bars."""
    known = [group for group in groups if group.key]
    if drawn and known:
        bars = tuple(_bar(called(group.key), group) for group in known[:_BARS])
        yield Bars(f"各{name}的招聘和求职（人）", SERIES, bars, f"{note}{PRIVATE}")
    if groups:
        rows = tuple((called(group.key), *_cells(group)[: len(columns)]) for group in groups)
        yield Table(f"按{name}", (name, *columns), rows, note)


def _bar(label: str, group: Group) -> Bar:
    seekers = group.seekers if isinstance(group.seekers, int) else None
    return Bar(label, (float(group.heads), None if seekers is None else float(seekers)), (f"{group.heads}人", _people(group.seekers)))


def _cells(group: Group) -> tuple[str, ...]:
    pay = (f"{group.wage.median}", f"{group.wage.low}—{group.wage.high}") if group.wage else ("—", "—")
    return (f"{group.posts}", f"{group.heads}", *pay, count(group.seekers), _ratio(group) if group.key else "—")


def _ratio(group: Group) -> str:
    return "—" if group.ratio is None else f"{group.ratio:.2f}"


def count(shown: Shown) -> str:
    """A number of people as it may be shown."""
    return f"{shown}" if isinstance(shown, int) else f"<{LEAST}" if shown is Hidden.FEW else "—"


def _people(shown: Shown) -> str:
    return "—" if shown is Hidden.ALSO else f"{count(shown)}人"


def _unmet(report: Report, holdings: Holdings) -> Iterator[Part]:
    """What enterprises and people look for and do not find."""
    if report.sought:
        rows = tuple((KINDS[Kind(one.key)], f"{one.listings}", f"{one.unanswered}") for one in report.sought)
        yield Table("企业在找（五找）", ("类别", "需求（条）", "没有人响应（条）"), rows, _source(OF_FINDS, report.day))
    else:
        yield Block(NOTHING_SOUGHT, Look.NOTE)
    if report.unmet:
        wishes = tuple((told(one.wish, holdings), f"{one.people}") for one in report.unmet)
        yield Table("订了提醒、现在一条也没有的", ("要找什么", "订了（人）"), wishes, _source(OF_WISHES, report.day))


def _questions(asked: Asked, day: date) -> Iterator[Part]:
    yield Block("大家在问什么", Look.TITLE)
    if asked.count is None:
        yield Block(FEW_ASKED)
    elif asked.share is None:
        yield Block(NOT_ASKED)
    else:
        yield Block(ASKED.format(since=_day(asked.since), count=asked.count, share=asked.share))
    if asked.top:
        rows = tuple((one.words, f"{one.people}") for one in asked.top)
        yield Table("问得最多的", ("问题", "问过（人）"), rows, _source(OF_QUESTIONS, day))


def _industry(key: str) -> str:
    """A cluster, or the short name of a section."""
    return industry.SECTIONS[key][1] if key in industry.SECTIONS else key or NOT_TOLD


def _place(code: str, within: str, holdings: Holdings) -> str:
    if not code:
        return NOT_TOLD
    short = holdings.region(code).short
    return f"{short}（没写区县）" if code == within else short


def _month(key: str) -> str:
    return f"{key[:4]}年{int(key[5:])}月"


def _source(of: str, day: date) -> str:
    return SOURCE.format(of=of, day=_day(day))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
