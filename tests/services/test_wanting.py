"""Who wants a listing: whatever form finds them, it is those whom the plain rule names, also while they change their minds."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from chat.message import Address
from domain.listing import Kind, Listing, Pay, PayUnit, Side
from domain.subscription import LEVELS, Rhythm, Subscription, Topic, Wish, fitting
from services.alerts import Wanting
from services.wanting import ByColumns, BySql
from storage.database import Database
from storage.tables_business import subscriptions
from storage.work import Work
from tests.fakes import FakeClock
from tests.postgres import Databases

ENERGY, MAKING = "能源动力与材料大类", "装备制造大类"
PLACES = ("150000", "150200", "150203", "310107", "411000")
WORDS = ("光伏", "焊工", "PLC", "plc编程", "50%", "夜班")
POST = Listing(7, Kind.INTERNSHIP, Side.OFFERED, "光伏实习生", 0, 0, "150203", pay=Pay(6000, 8000, PayUnit.MONTH))

wishes = st.builds(
    Wish,
    kind=st.sampled_from([None, *Kind]),
    region=st.sampled_from(["", *PLACES]),
    words=st.lists(st.sampled_from(WORDS), max_size=5, unique=True).map(tuple),
    major=st.sampled_from(["", ENERGY, MAKING]),
    education=st.sampled_from(LEVELS),
    lowest_pay=st.sampled_from([0, 3000, 6000, 2**40]),
)
listings = st.builds(
    Listing,
    id=st.just(7),
    kind=st.sampled_from(list(Kind)),
    side=st.sampled_from([Side.OFFERED, Side.OFFERED, Side.SOUGHT]),
    title=st.lists(st.sampled_from(WORDS), max_size=4).map("，".join),
    enterprise=st.just(0),
    author=st.just(0),
    region=st.sampled_from(PLACES),
    pay=st.sampled_from([None, Pay(6000, 8000, PayUnit.MONTH), Pay(300, 300, PayUnit.ONCE)]),
    majors=st.sampled_from([(), (ENERGY,), (ENERGY, MAKING)]),
    education=st.sampled_from(LEVELS),
)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 9), wishes),
        st.tuples(st.just("change"), st.integers(0, 9), wishes),
        st.tuples(st.sampled_from(["pause", "remove", "turn to policies", "learn", "fail"]), st.integers(0, 9), wishes),
    ),
    max_size=12,
)


class Town:
    """People with wishes, and whoever is asked who wants something."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.person = database.do_now(lambda work: work.people.meet(Address("test", "1", "1"))).id
        self.ids: list[int] = []

    def add(self, *wanted: Wish) -> None:
        """Somebody subscribes."""
        for wish in wanted:
            self.ids.append(self.database.do_now(lambda work, wish=wish: work.subscriptions.add(self.of(wish))))  # type: ignore[misc]

    def of(self, wish: Wish) -> Subscription:
        return Subscription(0, self.person, Topic.LISTINGS, wish, Rhythm.DAILY)

    def change(self, number: int, to: Callable[[Subscription], Subscription]) -> None:
        """One of those that are there is changed; nothing where there is none."""

        def change(work: Work) -> None:
            if self.ids and (found := work.subscriptions.find(self.ids[number % len(self.ids)])):
                work.subscriptions.change(to(found))

        self.database.do_now(change)

    def remove(self, number: int) -> None:
        """One is gone."""
        if self.ids:
            id_ = self.ids[number % len(self.ids)]
            self.database.do_now(lambda work: work.subscriptions.remove(id_))

    def fail(self, number: int, wish: Wish) -> None:
        """Somebody subscribes and another changes it in a unit of which nothing is kept, though it has asked who wants something."""

        def fail(work: Work) -> None:
            work.subscriptions.add(self.of(wish))
            raise LookupError

        with pytest.raises(LookupError):
            self.database.do_now(fail)

    def plainly(self, listing: Listing) -> list[int]:
        """Who wants it, by the rule itself on one after the other."""
        everybody = self.database.read_now(lambda work: work.subscriptions.since(-1))
        return sorted(one.id for one in everybody if one.wants(listing))

    def asked(self, wanting: Wanting, listing: Listing, limit: int = 500) -> list[int]:
        """Who wants it, a portion to a unit."""
        found: list[int] = []
        after = 0
        while True:
            some, after = self.database.do_now(
                lambda work, after=after: wanting.wanting(work, listing, after, limit)  # type: ignore[misc]
            )
            found += [one.id for one in some]
            if not after:
                return found


@pytest.fixture(params=["sqlite", "postgres"])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    if request.param == "sqlite":
        database = Database.open(f"sqlite:///{tmp_path / 'store.db'}", FakeClock())
        yield Town(database)
        database.close()
        return
    databases: Databases = request.getfixturevalue("databases")
    with databases.lent() as url:
        database = Database.open(url, FakeClock(), own_clock=True)
        yield Town(database)
        database.close()


def learnt(town: Town, **limits: Any) -> ByColumns:
    wanting = ByColumns(**{"many": 0, **limits})
    town.database.read_now(wanting.learn)
    return wanting


FORMS: dict[str, Callable[[Town], Wanting]] = {
    "SQL": lambda town: BySql(),
    "columns": learnt,
    "columns that know nothing yet": lambda town: ByColumns(),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Callable[[Town], Wanting]:
    return FORMS[request.param]


Form = Callable[[Town], Wanting]


def test_who_asks_for_it_is_found_and_nobody_else(town: Town, form: Form) -> None:
    town.add(Wish(), Wish(kind=Kind.JOB), Wish(region="150200"), Wish(region="310107"), Wish(words=("光伏",)), Wish(words=("光伏", "夜班")))
    town.add(Wish(lowest_pay=6000), Wish(lowest_pay=6001), Wish(education="中专"), Wish(major=ENERGY))
    one = town.ids
    assert town.asked(form(town), POST) == [one[0], one[2], one[4], one[6], one[8], one[9]]


def test_letters_count_alike_in_both_cases(town: Town, form: Form) -> None:
    town.add(Wish(words=("PLC",)), Wish(words=("plc",)))
    assert town.asked(form(town), replace(POST, title="会Plc编程")) == town.ids


def test_portions_follow_each_other_without_gap_or_repetition(town: Town, form: Form) -> None:
    town.add(*[Wish(), Wish(words=("夜班",)), Wish()] * 5)
    wanting = form(town)
    expected = town.plainly(POST)
    assert len(expected) == 10
    for limit in (1, 2, 3, 10, 11):
        assert town.asked(wanting, POST, limit) == expected


def test_the_paused_and_those_for_policies_want_nothing(town: Town, form: Form) -> None:
    town.add(Wish(), Wish(), Wish())
    town.change(0, lambda one: replace(one, paused=True))
    town.change(1, lambda one: replace(one, topic=Topic.POLICIES))
    assert town.asked(form(town), POST) == town.ids[2:]


def test_what_changed_after_it_was_learnt_counts_at_once(town: Town, form: Form) -> None:
    town.add(Wish(), Wish(), Wish(kind=Kind.JOB), Wish())
    wanting = form(town)
    town.change(0, lambda one: replace(one, wish=Wish(kind=Kind.JOB)))
    town.change(1, lambda one: replace(one, paused=True))
    town.change(2, lambda one: replace(one, wish=Wish()))
    town.remove(3)
    town.add(Wish())
    assert town.asked(wanting, POST) == [town.ids[2], town.ids[4]]


def test_a_unit_sees_what_it_changed_itself_and_nothing_of_it_stays(town: Town) -> None:
    town.add(Wish())
    wanting = learnt(town)
    seen: list[int] = []

    def undone(work: Work) -> None:
        work.subscriptions.add(town.of(Wish()))
        seen.append(len(wanting.wanting(work, POST, 0, 500)[0]))
        raise LookupError

    with pytest.raises(LookupError):
        town.database.do_now(undone)
    town.database.read_now(wanting.learn)
    assert seen == [2]
    assert town.asked(wanting, POST) == town.ids


def test_what_goes_with_its_owner_is_not_found_any_more(town: Town) -> None:
    town.add(Wish())
    wanting = learnt(town)
    town.database.do_now(lambda work: work.connection.execute(delete(subscriptions)))
    assert town.asked(wanting, POST) == []


def test_where_too_much_has_changed_sql_answers_until_it_is_learnt(town: Town) -> None:
    town.add(Wish())
    wanting = learnt(town, behind=2)
    town.add(Wish(), Wish(), Wish())
    assert town.asked(wanting, POST) == town.ids
    town.database.read_now(wanting.learn)
    assert town.asked(wanting, POST) == town.ids


def test_few_are_left_to_sql(town: Town) -> None:
    town.add(Wish(), Wish())
    assert learnt(town, many=3).size == 0
    assert learnt(town, many=2).size > 0


def test_an_older_state_that_was_restored_is_learnt_anew(town: Town) -> None:
    town.add(Wish(), Wish(kind=Kind.JOB))
    wanting = learnt(town)

    def restore(work: Work) -> None:
        work.notes.put("subscriptions_revision", "1")
        work.connection.execute(update(subscriptions).values(revision=1, kind=""))

    town.database.do_now(restore)
    assert town.asked(wanting, POST) == town.ids
    town.database.read_now(wanting.learn)
    assert town.asked(wanting, POST) == town.ids


def test_a_hundred_thousand_ids_fill_two_blocks(town: Town) -> None:
    town.add(Wish())
    far = 100_000
    town.database.do_now(lambda work: work.connection.execute(update(subscriptions).values(id=far)))
    town.add(Wish())
    wanting = learnt(town)
    near = sorted([far, town.ids[1]])
    assert town.asked(wanting, POST) == near
    assert town.asked(wanting, POST, 1) == near


@given(wish=wishes, listing=listings)
def test_what_fits_is_what_is_wanted_read_from_the_other_side(wish: Wish, listing: Listing) -> None:
    plain = replace(wish, words=())
    fit = fitting(listing)
    fits = (
        (wish.kind or "") in fit.kinds
        and wish.region in fit.regions
        and (fit.majors is None or wish.major in fit.majors)
        and wish.education in fit.levels
        and wish.lowest_pay <= fit.pay
    )
    assert (fits and listing.side is Side.OFFERED) == plain.wants(listing)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('town') / 'store.db'}", FakeClock())
    yield database
    database.close()


@settings(max_examples=40, deadline=None)
@given(some=st.lists(wishes, max_size=12), done=changes, listing=listings, limit=st.sampled_from([1, 3, 500]))
def test_all_forms_agree_whatever_is_wanted_and_changed(
    shared: Database,
    some: list[Wish],
    done: list[tuple[str, int, Wish]],
    listing: Listing,
    limit: int,
) -> None:
    shared.do_now(lambda work: work.connection.execute(delete(subscriptions)))
    town = Town(shared)
    town.add(*some)
    quick = learnt(town, behind=6)
    for deed, number, wish in done:
        if deed == "add":
            town.add(wish)
        elif deed == "change":
            town.change(number, lambda one, wish=wish: replace(one, wish=wish))  # type: ignore[misc]
        elif deed == "pause":
            town.change(number, lambda one: replace(one, paused=not one.paused))
        elif deed == "turn to policies":
            town.change(number, lambda one: replace(one, topic=Topic.POLICIES))
        elif deed == "remove":
            town.remove(number)
        elif deed == "fail":
            town.fail(number, wish)
        else:
            shared.read_now(quick.learn)
        expected = town.plainly(listing)
        assert town.asked(quick, listing, limit) == expected
        assert town.asked(BySql(), listing, limit) == expected
