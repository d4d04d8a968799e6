"""Supply and demand of a city: what is counted, what is hidden, who may see it, and that it is published once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from chat.message import Address
from domain.clock import HERE
from domain.enterprise import Enterprise, Review, Size
from domain.errors import NotAllowed
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from domain.people import Grant, Role
from domain.profile import Profile
from domain.report import Hidden, Report, Said, Unmet, Wage, period
from domain.subscription import Rhythm, Subscription, Topic, Wish
from services import report
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock

CITY, DISTRICT, ELSEWHERE = "150200", "150203", "310107"
ENERGY, MACHINES = "能源动力与材料大类", "装备制造大类"
JOB = Listing(
    0, Kind.JOB, Side.OFFERED, "虚构岗位", 0, 0, DISTRICT, headcount=10, pay=Pay(4000, 6000, PayUnit.MONTH), state=State.OPEN,
    opened_at=datetime(2026, 9, 1, tzinfo=HERE), closes=date(2027, 3, 1),
)  # fmt: skip


class Bureau:
    """A city whose figures are wanted."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.firms = 0
        self.people = 0
        self.staff = self.member(Role.MODERATOR, CITY)

    def member(self, role: Role, region: str) -> Address:
        """Somebody of the staff."""
        address = Address("test", f"{role}{region}", f"{role}{region}")
        self.database.do_now(lambda work: work.people.grant(work.people.meet(address, "虚构").id, Grant(role, region)))
        return address

    def posts(self, *posts: Listing, industry: str = "") -> list[int]:
        """Posts stand there, of a firm where an industry is told."""
        firm = 0
        if industry:
            self.firms += 1
            told = Enterprise(0, "虚构", f"9115020000000000{self.firms:02}", CITY, industry, Size.SMALL, "虚构", "+8613800001234")
            firm = self.database.do_now(lambda work: work.enterprises.add(replace(told, state=Review.APPROVED)))
        return [self.database.do_now(lambda work, one=one: work.listings.add(replace(one, enterprise=firm))) for one in posts]  # type: ignore[misc]

    def somebody(self) -> int:
        """A person who was not there before."""
        self.people += 1
        name = f"p{self.people}"
        return self.database.do_now(lambda work: work.people.meet(Address("test", name, name), name).id)

    def seekers(self, count: int, major: str, region: str = DISTRICT) -> None:
        """So many people tell their major."""
        for _ in range(count):
            profile = Profile(self.somebody(), major=major, region=region)
            self.database.do_now(lambda work, profile=profile: work.profiles.put(profile))  # type: ignore[misc]

    def subscribers(self, count: int, wish: Wish) -> None:
        """So many people want to be told."""
        for _ in range(count):
            told = Subscription(0, self.somebody(), Topic.LISTINGS, wish, Rhythm.DAILY)
            self.database.do_now(lambda work, told=told: work.subscriptions.add(told))  # type: ignore[misc]

    def asks(self, person: int, *words: str, answer: str = "{}") -> None:
        """Somebody asks."""
        address = Address("test", f"{person}", f"{person}")

        def ask(work: Work) -> None:
            for one in words:
                work.turns.add(address, one, region=CITY, answer=answer)

        self.database.do_now(ask)

    def report(self, key: str = "2026", region: str = CITY, by: Address | None = None) -> Report:
        """What staff read."""
        wanted = period(key)
        assert wanted is not None
        return self.database.read_now(lambda work: report.report(work, by or self.staff, region, wanted))


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    database = Database.open(f"sqlite:///{tmp_path}/bureau.db", FakeClock())
    yield Bureau(database)
    database.close()


def test_posts_people_and_pay_are_told_by_group(bureau: Bureau) -> None:
    bureau.posts(replace(JOB, majors=(ENERGY,)), replace(JOB, majors=(ENERGY, MACHINES), pay=Pay(200, 200, PayUnit.DAY)), industry="光伏")
    bureau.posts(replace(JOB, headcount=5, pay=None))
    bureau.seekers(10, ENERGY)
    bureau.seekers(5, MACHINES, CITY)
    told = bureau.report()
    assert (told.whole.posts, told.whole.heads, told.whole.seekers, told.whole.ratio) == (3, 25, 15, 1.67)
    assert told.whole.wage == Wage(4675, 4000, 6000)
    assert [(one.key, one.posts, one.heads, one.seekers, one.ratio) for one in told.majors] == [
        (ENERGY, 2, 20, 10, 2.0),
        (MACHINES, 1, 10, 5, 2.0),
        ("", 1, 5, 0, None),
    ]
    assert [(one.key, one.posts) for one in told.industries] == [("光伏", 2), ("", 1)]
    assert [(one.key, one.heads, one.seekers) for one in told.places] == [(DISTRICT, 25, 10), (CITY, 0, 5)]


def test_somebody_who_shows_it_in_several_ways_is_one_person(bureau: Bureau) -> None:
    jobs = bureau.posts(JOB, industry="光伏")
    for _ in range(5):
        who = bureau.somebody()

        def want(work: Work, who: int = who) -> None:
            work.profiles.put(Profile(who, major=ENERGY, region=CITY))
            work.subscriptions.add(Subscription(0, who, Topic.LISTINGS, Wish(None, DISTRICT, ("光伏",)), Rhythm.DAILY))
            work.interests.add(jobs[0], who)

        bureau.database.do_now(want)
    told = bureau.report()
    assert told.whole.seekers == 5
    assert [(one.key, one.seekers) for one in told.majors if one.key] == [(ENERGY, 5)]
    assert [(one.key, one.seekers) for one in told.industries] == [("光伏", 5)]


def test_words_of_a_subscription_tell_its_industry(bureau: Bureau) -> None:
    bureau.subscribers(6, Wish(Kind.JOB, CITY, ("风力发电", "工程师")))
    assert [(one.key, one.seekers) for one in bureau.report().industries] == [("风电", 6)]


def test_a_small_group_is_hidden_with_another_one_and_nothing_else_tells_it(bureau: Bureau) -> None:
    bureau.posts(replace(JOB, majors=(ENERGY,)), replace(JOB, majors=(MACHINES,)))
    bureau.seekers(3, ENERGY)
    bureau.seekers(9, MACHINES)
    bureau.seekers(30, "旅游大类")
    told = bureau.report()
    assert {one.key: one.seekers for one in told.majors} == {ENERGY: Hidden.FEW, MACHINES: Hidden.ALSO, "旅游大类": 30}
    assert {one.key: one.ratio for one in told.majors} == dict.fromkeys((ENERGY, MACHINES, "旅游大类"))
    assert told.whole.seekers == 42


def test_where_all_people_are_one_small_group_and_its_neighbour_their_sum_is_hidden(bureau: Bureau) -> None:
    bureau.posts(JOB)
    bureau.seekers(1, ENERGY)
    bureau.seekers(5, MACHINES)
    told = bureau.report()
    assert (told.whole.seekers, told.whole.ratio) == (Hidden.ALSO, None)


def test_the_order_of_groups_tells_nothing_of_people(bureau: Bureau) -> None:
    bureau.seekers(2, ENERGY)
    bureau.seekers(4, MACHINES)
    first = [one.key for one in bureau.report().majors]
    bureau.seekers(2, ENERGY)
    assert [one.key for one in bureau.report().majors] == first


def test_only_posts_that_recruit_count_and_the_five_finds_are_told_apart(bureau: Bureau) -> None:
    seeking = replace(JOB, kind=Kind.TECHNOLOGY, side=Side.SOUGHT, headcount=0, pay=None)
    answered, _ = bureau.posts(seeking, seeking)
    bureau.posts(replace(JOB, kind=Kind.TRAINING), replace(seeking, kind=Kind.EXPERT))
    who = bureau.somebody()
    bureau.database.do_now(lambda work: work.interests.add(answered, who))
    told = bureau.report()
    assert told.whole.posts == 0
    assert [(one.key, one.listings, one.unanswered) for one in told.sought] == [(Kind.TECHNOLOGY, 2, 1), (Kind.EXPERT, 1, 1)]


def test_months_are_told_backwards_by_when_a_post_was_opened(bureau: Bureau) -> None:
    later = replace(JOB, opened_at=datetime(2026, 10, 31, 23, 59, tzinfo=HERE))
    bureau.posts(JOB, later, later, replace(JOB, opened_at=datetime(2025, 12, 31, tzinfo=HERE)))
    assert [(one.key, one.posts) for one in bureau.report().months] == [("2026-10", 2), ("2026-09", 1)]
    assert bureau.report().whole.posts == 4
    assert bureau.report("2026-09").whole.posts == 2


def test_what_many_want_and_nothing_fits_is_an_unmet_need(bureau: Bureau) -> None:
    met, unmet, few = (Wish(Kind.JOB, CITY, (word,)) for word in ("岗位", "焊工", "厨师"))
    bureau.posts(JOB)
    for wish, count in ((met, 6), (unmet, 5), (few, 4)):
        bureau.subscribers(count, wish)
    assert bureau.report().unmet == (Unmet(unmet, 5),)
    assert bureau.report("2025").unmet == ()


def test_what_many_asked_is_told_and_what_few_asked_is_not(bureau: Bureau) -> None:
    for person in range(5):
        bureau.asks(person, "实训基地有几个", answer='{"unanswered": 3}')
        bureau.asks(person, f"我的私事{person}")
    asked = bureau.report().asked
    assert (asked.count, asked.unanswered, asked.share) == (10, 5, 50.0)
    assert asked.top == (Said("实训基地有几个", 5),)


def test_of_fewer_than_five_who_ask_nothing_is_told(bureau: Bureau) -> None:
    for person in range(4):
        bureau.asks(person, "实训基地有几个", "再问")
    asked = bureau.report().asked
    assert (asked.count, asked.share, asked.top) == (None, None, ())


def test_an_empty_city_has_an_empty_report(bureau: Bureau) -> None:
    told = bureau.report()
    assert (told.whole.posts, told.whole.seekers, told.whole.wage, told.whole.ratio) == (0, 0, None, None)
    assert told.industries == told.majors == told.places == told.months == ()


def test_a_report_of_everywhere_goes_by_city(bureau: Bureau) -> None:
    chief = bureau.member(Role.ADMIN, "")
    bureau.posts(JOB, replace(JOB, region="310107"))
    bureau.seekers(7, ENERGY, "")
    told = bureau.report(region="", by=chief)
    assert [(one.key, one.posts, one.seekers) for one in told.places] == [(CITY, 1, 0), ("310107", 1, 0), ("", 0, 7)]


@pytest.mark.parametrize("region", ["", ELSEWHERE, "150000"])
def test_staff_read_of_their_own_region_only(bureau: Bureau, region: str) -> None:
    with pytest.raises(NotAllowed):
        bureau.report(region=region)


def test_a_role_that_was_taken_away_works_no_more(bureau: Bureau) -> None:
    def revoke(work: Work) -> None:
        person = work.people.find(bureau.staff)
        assert person is not None
        work.people.revoke(person.id, Grant(Role.MODERATOR, CITY))

    bureau.database.do_now(revoke)
    with pytest.raises(NotAllowed):
        bureau.report()
    with pytest.raises(NotAllowed):
        bureau.database.read_now(lambda work: report.regions(work, bureau.staff))


def test_a_report_is_published_once_and_the_audit_tells_by_whom(bureau: Bureau) -> None:
    def publish(work: Work) -> bool:
        return report.publish(work, bureau.staff, CITY, 2026, "{}")

    assert bureau.database.do_now(publish)
    assert not bureau.database.do_now(publish)
    deeds = bureau.database.read_now(lambda work: [(one.action, one.object, one.detail) for one in work.audit.latest(9)])
    assert deeds == [("report.published", CITY, "2026")]


def test_an_editor_reads_but_does_not_publish(bureau: Bureau) -> None:
    editor = bureau.member(Role.EDITOR, CITY)
    bureau.report(by=editor)
    with pytest.raises(NotAllowed):
        bureau.database.do_now(lambda work: report.publish(work, editor, CITY, 2026, "{}"))
    assert bureau.database.read_now(lambda work: report.may_publish(work, editor, CITY)) is False
