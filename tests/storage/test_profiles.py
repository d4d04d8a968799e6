"""Profiles: one for each person, and only those are found who agreed, who are no colleagues, and who were not asked before."""

from dataclasses import replace
from functools import partial

import pytest

from chat.message import Address
from domain.listing import Listing
from domain.profile import Profile
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock
from tests.storage.test_business import FIRM, POST

ENERGY = "能源动力与材料大类"
TOLD = Profile(0, "虚构职院", ENERGY, "光伏", 2026, "大专", "150200", "会焊接", 5000, findable=True)


def people(database: Database, count: int) -> list[int]:
    """So many people (ids)."""
    return database.do_now(lambda work: [work.people.meet(Address("test", f"{at}", f"{at}")).id for at in range(count)])


@pytest.fixture
def listing(database: Database) -> Listing:
    """A post of a firm."""
    firm = database.do_now(lambda work: work.enterprises.add(FIRM))
    id_ = database.do_now(lambda work: work.listings.add(replace(POST, enterprise=firm)))
    return replace(POST, id=id_, enterprise=firm)


def found(database: Database, listing: Listing, limit: int = 9) -> list[int]:
    """Who is found for a post."""
    return [one.person for one in database.read_now(lambda work: work.profiles.findable(listing, limit))]


def _put(told: Profile, work: Work) -> None:
    work.profiles.put(told)


def test_a_profile_comes_back_as_it_was_and_is_replaced(database: Database) -> None:
    (one,) = people(database, 1)
    assert database.read_now(lambda work: work.profiles.find(one)) is None
    assert database.read_now(lambda work: work.profiles.of(one)) == Profile(one)
    for told in (replace(TOLD, person=one), Profile(one, speciality="数控")):
        database.do_now(partial(_put, told))
        assert database.read_now(lambda work: work.profiles.find(one)) == told


def test_it_is_shown_hidden_and_forgotten(database: Database, listing: Listing) -> None:
    (one,) = people(database, 1)
    assert not database.do_now(lambda work: work.profiles.show(one, findable=True))
    database.do_now(lambda work: work.profiles.put(replace(TOLD, person=one)))
    assert found(database, listing) == [one]
    assert database.do_now(lambda work: work.profiles.show(one, findable=False))
    assert found(database, listing) == []
    assert database.do_now(lambda work: work.profiles.remove(one))
    assert not database.do_now(lambda work: work.profiles.remove(one))


def test_only_who_agreed_is_no_colleague_and_was_not_asked_is_found(database: Database, listing: Listing) -> None:
    hidden, colleague, asked, free = people(database, 4)

    def tell(work: Work) -> None:
        for one in (hidden, colleague, asked, free):
            work.profiles.put(replace(TOLD, person=one, findable=one != hidden))
        work.enterprises.join(listing.enterprise, colleague)
        work.interests.add(listing.id, asked)

    database.do_now(tell)
    assert found(database, listing) == [free]


def test_the_listings_major_and_city_come_first_and_then_who_told_last(database: Database, listing: Listing, clock: FakeClock) -> None:
    neither, city, major, late = people(database, 4)
    elsewhere = replace(TOLD, region="310107", major="医药卫生大类")
    profiles = (replace(elsewhere, person=neither), replace(elsewhere, person=city, region="150203"), replace(TOLD, person=major))
    for told in (*profiles, replace(TOLD, person=late)):
        clock.forward(1)
        database.do_now(partial(_put, told))
    assert found(database, listing) == [late, major, city, neither]
    assert found(database, listing, 2) == [late, major]
    assert found(database, replace(listing, majors=())) == [late, major, city, neither]
