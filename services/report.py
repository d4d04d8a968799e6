"""Supply and demand of a region in a period: reckoned for staff, and published once a year for everybody.

Everything belongs into a unit of work. People are counted, never named; groups of too few are hidden.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from chat.message import Address
from domain.clock import HERE
from domain.listing import RECRUITING, Kind, Pay, PayUnit, Side
from domain.people import Action, Person, Thing, can
from domain.region import city_of, stem
from domain.report import LEAST, Asked, Group, Hidden, Period, Report, Said, Shown, Unmet, Wanted, guarded, wage
from services.forms import industry
from services.permission import permit
from services.registry import actor_of
from storage.reports import Post, Seeker, Span
from storage.work import Work

_MOST_GROUPS, _MOST_SAID, _MOST_WISHES = 30, 10, 20

Keys = Iterable[str]


def regions(work: Work, address: Address) -> list[str]:
    """The regions ("" is everywhere) of which somebody may see reports. Raises NotAllowed where there is none."""
    actor = actor_of(work, address)
    found = [grant.region for grant in actor.grants if can(actor, Action.SEE_REPORT, Thing(grant.region))]
    if not found:
        permit(actor, Action.SEE_REPORT)
    return list(dict.fromkeys(found))


def report(work: Work, address: Address, region: str, period: Period) -> Report:
    """The report for one of the staff. Raises NotAllowed."""
    permit(actor_of(work, address), Action.SEE_REPORT, Thing(region))
    return _reckoned(work, region, period)


def may_publish(work: Work, address: Address, region: str) -> bool:
    """Whether somebody may publish a report of that region."""
    return can(actor_of(work, address), Action.PUBLISH_REPORT, Thing(region))


def publish(work: Work, address: Address, region: str, year: int, body: str) -> bool:
    """Put a report before everybody. False where that was done before. Raises NotAllowed."""
    actor: Person = actor_of(work, address)
    permit(actor, Action.PUBLISH_REPORT, Thing(region))
    published = work.reports.publish(region, year, body)
    if published:
        work.audit.record(actor.id, "report.published", region or "*", str(year))
    return published


def _reckoned(work: Work, region: str, period: Period) -> Report:
    day = work.now.astimezone(HERE).date()
    span = Span(region, _midnight(period.first), _midnight(period.last + timedelta(days=1)), period.first)
    everything, seekers = work.reports.posts(span), work.reports.seekers(span)
    posts = [post for post in everything if post.side is Side.OFFERED and post.kind in RECRUITING]
    lately = [one for one in seekers if span.since <= one.at]
    tables = (
        _groups(posts, seekers, lambda post: (post.industry,), _industry),
        _groups(posts, seekers, lambda post: post.majors or ("",), lambda one: one.major),
        _groups(posts, seekers, lambda post: (_place(post.region, region),), lambda one: _place(one.region, region)),
        _groups(
            [post for post in posts if span.since <= post.opened], lately, lambda post: (_month(post.opened),), lambda one: _month(one.at)
        ),
    )
    hides = not all(tells for _, tells in tables)
    industries, majors, places, months = (tuple(groups[:_MOST_GROUPS]) for groups, _ in tables)
    return Report(
        region,
        period,
        day,
        _group("", posts, _whole(len({one.person for one in seekers}), hides=hides)),
        industries,
        majors,
        places,
        tuple(sorted(months, key=lambda group: group.key, reverse=True)),
        tuple(_sought(everything)),
        tuple(_unmet(work, span, day)) if period.first <= day <= period.last else (),
        _asked(work, span),
    )


def _groups(
    posts: Sequence[Post], seekers: Sequence[Seeker], keys: Callable[[Post], Keys], key_of: Callable[[Seeker], str]
) -> tuple[list[Group], bool]:
    """Groups by key, those with the most places first, and whether the sum of their people may be told; "" is for what is not told."""
    of: dict[str, list[Post]] = {}
    for post in posts:
        for key in keys(post):
            of.setdefault(key, []).append(post)
    people = _people(seekers, key_of)
    # The order must tell nothing of people, who may be hidden.
    order = sorted({*of, *people}, key=lambda key: (-sum(post.heads for post in of.get(key, ())), -len(of.get(key, ())), key))
    shown, tells = guarded([len(people.get(key, ())) for key in order])
    return [_group(key, of.get(key, ()), count) for key, count in zip(order, shown, strict=True)], tells


def _people(seekers: Iterable[Seeker], key_of: Callable[[Seeker], str]) -> dict[str, set[int]]:
    """People by key; under "" those of whom no key is known."""
    found: dict[str, set[int]] = {}
    for one in seekers:
        found.setdefault(key_of(one), set()).add(one.person)
    unknown = found.pop("", set()) - {person for people in found.values() for person in people}
    return {**found, "": unknown} if unknown else found


def _group(key: str, posts: Sequence[Post], seekers: Shown) -> Group:
    offers = [_monthly(post.pay) for post in posts if post.pay and post.pay.unit is not PayUnit.ONCE]
    return Group(key, len(posts), sum(post.heads for post in posts), wage(offers), seekers)


def _whole(count: int, *, hides: bool) -> Shown:
    """All people together; hidden too where the hidden ones of a table would follow from them."""
    if 0 < count < LEAST:
        return Hidden.FEW
    return Hidden.ALSO if hides else count


def _monthly(pay: Pay) -> tuple[int, int]:
    return pay.monthly, Pay(pay.high, pay.high, pay.unit).monthly


def _industry(one: Seeker) -> str:
    """The industry of the post, or the one that the words of a subscription name."""
    return one.industry or next((named for word in one.words.split() if (named := industry.exactly(word))), "")


def _place(code: str, within: str) -> str:
    """The city; within a city the district."""
    return city_of(code) if len(stem(within)) < 4 else code


def _month(moment: datetime) -> str:
    return f"{moment.astimezone(HERE):%Y-%m}"


def _sought(posts: Iterable[Post]) -> Iterable[Wanted]:
    """What enterprises look for, by kind."""
    by_kind: dict[Kind, list[Post]] = {}
    for post in posts:
        if post.side is Side.SOUGHT:
            by_kind.setdefault(post.kind, []).append(post)
    for kind in Kind:
        if found := by_kind.get(kind):
            yield Wanted(kind, len(found), sum(not post.wanted for post in found))


def _unmet(work: Work, span: Span, day: date) -> list[Unmet]:
    """What many want to be told of, and nothing open fits."""
    wishes = work.reports.wishes(span, LEAST, _MOST_WISHES)
    return [Unmet(wish, people) for wish, people in wishes if not work.listing_search.count(wish, day)][:_MOST_SAID]


def _asked(work: Work, span: Span) -> Asked:
    counted, left_open = work.reports.counted(span), work.reports.open_questions(span)
    since = counted.since.astimezone(HERE).date() if counted.since else span.first
    if 0 < counted.people < LEAST:
        return Asked(since, None, None, left_open)
    top = tuple(Said(words, people) for words, people in work.reports.top(span, LEAST, _MOST_SAID))
    return Asked(since, counted.count, counted.unanswered, left_open, top)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, HERE)
