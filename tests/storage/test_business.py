"""The register and the listings: a code stands once, of two changes one wins, what ended is found."""

from dataclasses import replace
from datetime import date, timedelta

from chat.message import Address
from domain.enterprise import Enterprise, Need, Review, Size
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from storage.database import Database
from tests.fakes import FakeClock

FIRM = Enterprise(
    0, "虚构稀土公司", "91150200MA0QHX2K1H", "150203", "稀土", Size.SMALL, "虚构的张某", "+8613800001234", frozenset({Need.TALENT})
)
POST = Listing(
    0, Kind.JOB, Side.OFFERED, "光伏技术员", 0, 0, "150200", headcount=5, pay=Pay(6000, 8000, PayUnit.MONTH), majors=("能源动力与材料大类",)
)


def test_a_code_stands_once(database: Database) -> None:
    first = database.do_now(lambda work: work.enterprises.add(FIRM))
    assert first > 0
    assert database.do_now(lambda work: work.enterprises.add(replace(FIRM, name="别的名字"))) == 0
    found = database.read_now(lambda work: work.enterprises.by_code(FIRM.code))
    assert found is not None
    assert (found.id, found.name, found.needs) == (first, FIRM.name, FIRM.needs)


def test_of_two_changes_one_wins(database: Database, clock: FakeClock) -> None:
    id_ = database.do_now(lambda work: work.enterprises.add(FIRM))
    seen = database.read_now(lambda work: work.enterprises.find(id_))
    assert seen is not None
    assert database.do_now(lambda work: work.enterprises.change(replace(seen, state=Review.APPROVED)))
    assert not database.do_now(lambda work: work.enterprises.change(replace(seen, state=Review.RETURNED, reason="缺执照")))
    now = database.read_now(lambda work: work.enterprises.find(id_))
    assert now is not None
    assert (now.state, now.version, now.changed_at) == (Review.APPROVED, 2, clock.now())


def test_registrations_wait_for_the_staff_of_their_region(database: Database) -> None:
    database.do_now(lambda work: work.enterprises.add(FIRM))
    assert [one.name for one in database.read_now(lambda work: work.enterprises.waiting("1502", 9))] == [FIRM.name]
    assert database.read_now(lambda work: work.enterprises.waiting("3101", 9)) == []
    assert database.read_now(lambda work: work.enterprises.counts()) == {Review.PENDING: 1}


def test_trust_is_given_and_taken(database: Database) -> None:
    id_ = database.do_now(lambda work: work.enterprises.add(FIRM))
    assert not database.read_now(lambda work: work.enterprises.is_trusted(id_))
    assert database.do_now(lambda work: work.enterprises.trust(id_, trusted=True))
    assert database.read_now(lambda work: work.enterprises.is_trusted(id_))
    assert not database.do_now(lambda work: work.enterprises.trust(id_ + 1, trusted=True))


def test_a_listing_comes_back_as_it_was(database: Database, clock: FakeClock) -> None:
    id_ = database.do_now(lambda work: work.listings.add(POST))
    assert database.read_now(lambda work: work.listings.find(id_)) == replace(POST, id=id_, changed_at=clock.now())


def test_only_open_listings_are_shown_until_their_last_day(database: Database) -> None:
    closes = date(2026, 11, 30)
    id_ = database.do_now(lambda work: work.listings.add(replace(POST, closes=closes, state=State.OPEN)))
    database.do_now(lambda work: work.listings.add(POST))
    assert [one.id for one in database.read_now(lambda work: work.listings.shown(closes, 0, 9))] == [id_]
    after = date(2026, 12, 1)
    assert database.read_now(lambda work: work.listings.shown(after, 0, 9)) == []
    assert [one.id for one in database.read_now(lambda work: work.listings.ended(after, 9))] == [id_]


def test_of_two_changes_of_a_listing_one_wins(database: Database) -> None:
    id_ = database.do_now(lambda work: work.listings.add(POST))
    seen = replace(POST, id=id_)
    assert database.do_now(lambda work: work.listings.change(replace(seen, state=State.OPEN)))
    assert not database.do_now(lambda work: work.listings.change(replace(seen, state=State.CLOSED)))


def test_the_first_consent_to_a_version_counts(database: Database, clock: FakeClock) -> None:
    person = database.do_now(lambda work: work.people.meet(Address("test", "1", "1"))).id
    first = clock.now()
    database.do_now(lambda work: work.consents.agree(person, "1"))
    clock.forward(60)
    database.do_now(lambda work: work.consents.agree(person, "1"))
    assert database.read_now(lambda work: work.consents.at(person, "1")) == first
    assert not database.read_now(lambda work: work.consents.has(person, "2"))


def test_a_pass_makes_one_member_and_only_in_time(database: Database, clock: FakeClock) -> None:
    id_ = database.do_now(lambda work: work.enterprises.add(FIRM))
    first = database.do_now(lambda work: work.people.meet(Address("test", "1", "1"))).id
    second = database.do_now(lambda work: work.people.meet(Address("test", "2", "2"))).id
    until = clock.now() + timedelta(days=7)
    database.do_now(lambda work: work.enterprises.give_pass(id_, "hash", until))
    database.do_now(lambda work: work.enterprises.give_pass(id_, "late", until))
    assert database.do_now(lambda work: work.enterprises.take_pass("hash", first)) == id_
    assert database.do_now(lambda work: work.enterprises.take_pass("hash", second)) == 0
    clock.forward(7 * 86400)
    assert database.do_now(lambda work: work.enterprises.take_pass("late", second)) == 0
    assert database.read_now(lambda work: work.enterprises.members(id_)) == [first]
