"""What a report of supply and demand is reckoned from: posts, who looks for one, what is wanted, what was asked. And what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, and_, bindparam, case, exists, func, literal, or_, select

from domain.listing import RECRUITING, Kind, Pay, PayUnit, Side, State
from domain.region import stem
from domain.subscription import Topic, Wish
from storage.columns import Moment, insert
from storage.repository import Repository
from storage.tables import turns
from storage.tables_business import enterprises, interests, listings, profiles, reports, subscriptions
from storage.tables_knowledge import questions


@dataclass(frozen=True, slots=True)
class Span:
    """Which region ("" is everywhere), from which moment on, and before which."""

    region: str
    since: datetime
    until: datetime
    first: date


@dataclass(frozen=True, slots=True)
class Post:
    """A listing as it counts. `industry` is its enterprise's, "" for a person's own; `wanted` tells that somebody showed interest."""

    kind: Kind
    side: Side
    region: str
    industry: str
    majors: tuple[str, ...]
    heads: int
    pay: Pay | None
    opened: datetime
    wanted: bool


@dataclass(frozen=True, slots=True)
class Seeker:
    """One sign that a person looks for a post: a profile, a subscription with its words, an interest. What it does not tell is ""."""

    person: int
    region: str
    major: str
    industry: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """Questions of a span that are still kept: since when, how many of how many people, and how many had no answer."""

    since: datetime | None
    count: int
    unanswered: int
    people: int


_SINCE, _UNTIL = bindparam("since", type_=Moment), bindparam("until", type_=Moment)
_RUNNING = and_(listings.c.state == State.OPEN, or_(listings.c.closes.is_(None), listings.c.closes >= bindparam("first")))
_ENDED = and_(listings.c.state.in_((State.CLOSED, State.EXPIRED)), listings.c.changed_at >= _SINCE)
_WANTED = exists().where(interests.c.listing_id == listings.c.id)
_NONE = literal("", Text)
_INDUSTRY = func.coalesce(enterprises.c.industry, "")
_POSTS = (
    select(
        listings.c.kind,
        listings.c.side,
        listings.c.region,
        _INDUSTRY,
        listings.c.majors,
        listings.c.headcount,
        listings.c.pay_low,
        listings.c.pay_high,
        listings.c.pay_unit,
        listings.c.opened_at,
        _WANTED,
    )
    .select_from(listings.outerjoin(enterprises, enterprises.c.id == listings.c.enterprise_id))
    .where(listings.c.region.like(bindparam("within", type_=Text)), listings.c.opened_at < _UNTIL, or_(_RUNNING, _ENDED))
)
_PROFILES = select(profiles.c.person_id, profiles.c.region, profiles.c.major, _NONE, _NONE, profiles.c.changed_at)
_PROFILES = _PROFILES.where(profiles.c.changed_at < _UNTIL, profiles.c.region.like(bindparam("within", type_=Text)))
_WISHES = and_(
    subscriptions.c.topic == Topic.LISTINGS,
    ~subscriptions.c.paused,
    subscriptions.c.since < _UNTIL,
    subscriptions.c.region.like(bindparam("within", type_=Text)),
)
_FOR_WORK = subscriptions.c.kind.in_(("", *sorted(RECRUITING)))
_SUBSCRIBED = select(
    subscriptions.c.person_id, subscriptions.c.region, subscriptions.c.major, _NONE, subscriptions.c.words, subscriptions.c.since
).where(_WISHES, _FOR_WORK)
_INTERESTED = (
    select(interests.c.person_id, listings.c.region, _NONE, _INDUSTRY, _NONE, interests.c.at)
    .select_from(
        interests.join(listings, listings.c.id == interests.c.listing_id).outerjoin(
            enterprises, enterprises.c.id == listings.c.enterprise_id
        )
    )
    .where(interests.c.at >= _SINCE, interests.c.at < _UNTIL, listings.c.kind.in_(sorted(RECRUITING)))
    .where(listings.c.region.like(bindparam("within", type_=Text)))
)
_PEOPLE = func.count(subscriptions.c.person_id.distinct())
_COMMON = select(subscriptions.c.kind, subscriptions.c.region, subscriptions.c.words, subscriptions.c.major, _PEOPLE).where(_WISHES)
_COMMON = _COMMON.group_by(subscriptions.c.kind, subscriptions.c.region, subscriptions.c.words, subscriptions.c.major)
_COMMON = _COMMON.having(bindparam("least") <= _PEOPLE).order_by(_PEOPLE.desc(), subscriptions.c.words, subscriptions.c.kind)
_COMMON = _COMMON.limit(bindparam("most"))
_ASKED = and_(turns.c.at >= _SINCE, turns.c.at < _UNTIL, turns.c.region.like(bindparam("within", type_=Text)))
_WHO = func.count((turns.c.platform + literal(" ", Text) + turns.c.person).distinct())
_LEFT = func.sum(case((turns.c.answer.like('%"unanswered":%'), 1), else_=0))
_COUNTED = select(func.min(turns.c.at), func.count(), _LEFT, _WHO).where(_ASKED)
_WORDS = case((turns.c.reading != "", turns.c.reading), else_=turns.c.question)
_TOP = select(_WORDS, _WHO).where(_ASKED).group_by(_WORDS).having(bindparam("least") <= _WHO).order_by(_WHO.desc(), _WORDS)
_TOP = _TOP.limit(bindparam("most"))
_OPEN = select(func.count()).where(
    questions.c.at >= _SINCE,
    questions.c.at < _UNTIL,
    questions.c.finished_at.is_(None),
    questions.c.region.like(bindparam("within", type_=Text)),
)
_PUBLISH = insert(reports).on_conflict_do_nothing(index_elements=["region", "year"])
_PUBLISHED = select(reports.c.body, reports.c.at).where(reports.c.region == bindparam("of"), reports.c.year == bindparam("in_"))
_ALL = select(reports.c.region, reports.c.year).order_by(reports.c.year.desc(), reports.c.region).limit(bindparam("most"))


class Reports(Repository):
    """Reads figures, and keeps what was published: one report of a region for a year."""

    __slots__ = ()

    def posts(self, span: Span) -> list[Post]:
        """Listings that were open in the span, of whatever sort; a closed one counts by when it was opened and changed last."""
        return [_post(row) for row in self.connection.execute(_POSTS, _values(span))]

    def seekers(self, span: Span) -> list[Seeker]:
        """Who looks for work: whoever has a profile or a subscription by the end of the span, or showed interest in it."""
        rows = (row for statement in (_PROFILES, _SUBSCRIBED, _INTERESTED) for row in self.connection.execute(statement, _values(span)))
        return [Seeker(*row) for row in rows]

    def wishes(self, span: Span, least: int, most: int) -> list[tuple[Wish, int]]:
        """What at least so many people want to be told of, and how many they are, the most wanted first."""
        rows = self.connection.execute(_COMMON, {**_values(span), "least": least, "most": most})
        return [
            (Wish(Kind(kind) if kind else None, region, tuple(words.split()), major), people) for kind, region, words, major, people in rows
        ]

    def counted(self, span: Span) -> Counted:
        """How many questions of the span are kept."""
        since, count, unanswered, people = self.connection.execute(_COUNTED, _values(span)).one()
        return Counted(since, count, int(unanswered or 0), people)

    def top(self, span: Span, least: int, most: int) -> list[tuple[str, int]]:
        """Questions that at least so many people asked, masked as they were kept, and how many they are."""
        rows = self.connection.execute(_TOP, {**_values(span), "least": least, "most": most})
        return [(words, people) for words, people in rows]

    def open_questions(self, span: Span) -> int:
        """Questions of the span that staff has not settled."""
        return int(self.connection.scalar(_OPEN, _values(span)) or 0)

    def publish(self, region: str, year: int, body: str) -> bool:
        """Keep a report for everybody. False where there is one of that region and year."""
        values = {"region": region, "year": year, "body": body, "at": self.now}
        return self.connection.execute(_PUBLISH, values).rowcount == 1

    def published(self, region: str, year: int) -> tuple[str, datetime] | None:
        """The report of a region for a year, and when it was published."""
        row = self.connection.execute(_PUBLISHED, {"of": region, "in_": year}).one_or_none()
        return (row[0], row[1]) if row else None

    def all_published(self, limit: int) -> Sequence[tuple[str, int]]:
        """Regions and years of what was published, the newest first."""
        return [(region, year) for region, year in self.connection.execute(_ALL, {"most": limit})]


def _values(span: Span) -> dict[str, object]:
    return {"within": f"{stem(span.region)}%", "since": span.since, "until": span.until, "first": span.first}


def _post(row: Any) -> Post:
    kind, side, region, industry, majors, heads, low, high, unit, opened, wanted = row
    pay = Pay(low, high, PayUnit(unit)) if unit else None
    return Post(Kind(kind), Side(side), region, industry, tuple(majors.split()), heads, pay, opened, bool(wanted))
