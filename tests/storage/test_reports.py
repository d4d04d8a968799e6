"""What reports are reckoned from, on both stores."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chat.message import Address
from domain.clock import HERE
from domain.enterprise import Enterprise, Review, Size
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from domain.profile import Profile
from domain.subscription import Rhythm, Subscription, Topic, Wish
from storage.database import Database
from storage.reports import Span
from storage.work import Work
from tests.fakes import FakeClock

SPAN = Span("150200", datetime(2026, 1, 1, tzinfo=HERE), datetime(2027, 1, 1, tzinfo=HERE), date(2026, 1, 1))
JOB = Listing(
    0, Kind.JOB, Side.OFFERED, "虚构岗位", 0, 0, "150203", headcount=3, pay=Pay(150, 200, PayUnit.DAY), majors=("水利大类", "旅游大类"),
    state=State.OPEN, opened_at=datetime(2026, 3, 1, tzinfo=HERE), closes=date(2027, 3, 1),
)  # fmt: skip
WISH = Subscription(0, 0, Topic.LISTINGS, Wish(Kind.JOB, "150200", ("光伏",), "水利大类"), Rhythm.DAILY)


def meet(work: Work, name: str) -> int:
    return work.people.meet(Address("test", name, name), name).id


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"closes": None}, True),
        ({"closes": date(2025, 12, 31)}, False),
        ({"opened_at": datetime(2027, 1, 1, tzinfo=HERE)}, False),
        ({"state": State.CLOSED}, True),
        ({"state": State.EXPIRED}, True),
        ({"state": State.PENDING, "opened_at": None}, False),
        ({"state": State.REMOVED}, False),
        ({"region": "310107"}, False),
    ],
)
def test_a_post_counts_that_was_open_in_the_span(database: Database, changes: dict[str, object], counts: bool) -> None:
    wanted = replace(JOB, **changes)  # type: ignore[arg-type]
    database.do_now(lambda work: work.listings.add(wanted))
    found = database.read_now(lambda work: work.reports.posts(SPAN))
    assert len(found) == counts


def test_a_post_that_was_closed_before_does_not_count(database: Database, clock: FakeClock) -> None:
    database.do_now(lambda work: work.listings.add(replace(JOB, state=State.CLOSED)))
    later = clock.now() + timedelta(days=1)
    after = replace(SPAN, since=later, until=later + timedelta(days=400))
    assert database.read_now(lambda work: work.reports.posts(after)) == []


def test_a_post_comes_with_industry_pay_and_whether_somebody_wants_it(database: Database) -> None:
    def write(work: Work) -> None:
        owner = meet(work, "a")
        firm = Enterprise(0, "虚构", "91150200MA0QHX2K1H", "150200", "光伏", Size.SMALL, "某", "+8613800001234", owner=owner)
        firm = replace(firm, state=Review.APPROVED)
        wanted = work.listings.add(replace(JOB, enterprise=work.enterprises.add(firm)))
        work.listings.add(JOB)
        work.interests.add(wanted, owner)

    database.do_now(write)
    posts = database.read_now(lambda work: work.reports.posts(SPAN))
    assert [(one.industry, one.wanted) for one in posts] == [("光伏", True), ("", False)]
    assert (posts[0].pay, posts[0].majors, posts[0].heads) == (JOB.pay, JOB.majors, 3)


def test_who_has_a_profile_a_subscription_or_an_interest_looks_for_work(database: Database) -> None:
    def write(work: Work) -> list[int]:
        one, two, three, four = (meet(work, name) for name in "abcd")
        work.profiles.put(Profile(one, region="150203", major="旅游大类"))
        work.subscriptions.add(replace(WISH, person=two))
        work.subscriptions.add(replace(WISH, person=four, topic=Topic.POLICIES))
        work.subscriptions.add(replace(WISH, person=four, paused=True))
        work.subscriptions.add(replace(WISH, person=four, wish=Wish(Kind.TRAINING, "150200")))
        work.subscriptions.add(replace(WISH, person=four, wish=Wish(Kind.JOB, "310107")))
        work.interests.add(work.listings.add(JOB), three)
        return [one, two, three]

    people = database.do_now(write)
    found = database.read_now(lambda work: work.reports.seekers(SPAN))
    assert [(one.person, one.region, one.major, one.words) for one in found] == [
        (people[0], "150203", "旅游大类", ""),
        (people[1], "150200", "水利大类", "光伏"),
        (people[2], "150203", "", ""),
    ]


def test_only_what_enough_people_want_is_told(database: Database) -> None:
    def write(work: Work) -> None:
        for number in range(5):
            who = meet(work, f"p{number}")
            work.subscriptions.add(replace(WISH, person=who))
            work.subscriptions.add(replace(WISH, person=who))
            if number:
                work.subscriptions.add(replace(WISH, person=who, wish=Wish(Kind.JOB, "150200", ("焊工",))))

    database.do_now(write)
    assert database.read_now(lambda work: work.reports.wishes(SPAN, 5, 10)) == [(WISH.wish, 5)]


def test_questions_are_counted_by_people(database: Database) -> None:
    def write(work: Work) -> None:
        for number in range(5):
            address = Address("test", "group", f"p{number}")
            work.turns.add(
                address, f"问{number}", reading="实训基地有几个", region="150200", answer='{"unanswered": 7}' if number else "{}"
            )
            work.turns.add(address, "只有我问" if number else "别处", region="150200" if number else "310107")

    database.do_now(write)
    counted = database.read_now(lambda work: work.reports.counted(SPAN))
    assert (counted.count, counted.unanswered, counted.people) == (9, 4, 5)
    assert database.read_now(lambda work: work.reports.top(SPAN, 5, 10)) == [("实训基地有几个", 5)]


def test_nothing_was_asked(database: Database) -> None:
    counted = database.read_now(lambda work: work.reports.counted(SPAN))
    assert (counted.since, counted.count, counted.unanswered, counted.people) == (None, 0, 0, 0)


def test_a_report_is_published_once(database: Database, clock: FakeClock) -> None:
    assert database.do_now(lambda work: work.reports.publish("150200", 2026, "{}"))
    assert not database.do_now(lambda work: work.reports.publish("150200", 2026, "[]"))
    assert database.do_now(lambda work: work.reports.publish("150200", 2025, "{}"))
    assert database.read_now(lambda work: work.reports.published("150200", 2026)) == ("{}", clock.now())
    assert database.read_now(lambda work: work.reports.published("", 2026)) is None
    assert database.read_now(lambda work: work.reports.all_published(9)) == [("150200", 2026), ("150200", 2025)]
