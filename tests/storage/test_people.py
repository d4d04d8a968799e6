"""People: known by platform and id, given roles by city, once for each invitation."""

from datetime import timedelta

import pytest

from chat.message import Address
from domain.people import Action, Grant, Person, Role, Thing, can
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock

PRIVATE = Address("telegram", "5", "5")
GROUP = Address("telegram", "-100", "5")
MODERATOR = Grant(Role.MODERATOR, "150200")


def meet(database: Database, person: str, name: str = "") -> Person:
    return database.do_now(lambda work: work.people.meet(Address("telegram", person, person), name))


def test_who_was_never_met_is_not_known(database: Database) -> None:
    assert database.read_now(lambda work: work.people.find(PRIVATE)) is None
    assert database.read_now(lambda work: work.people.get(1)) is None


def test_somebody_is_the_same_in_every_chat_of_a_platform_and_another_on_another(database: Database) -> None:
    met = database.do_now(lambda work: work.people.meet(PRIVATE, "小王"))
    assert database.do_now(lambda work: work.people.meet(GROUP, private=False)) == met == Person(met.id, "小王")
    assert database.do_now(lambda work: work.people.meet(Address("web", "5", "5"))).id != met.id


def test_only_a_private_chat_is_one_to_be_reached_in(database: Database) -> None:
    met = database.do_now(lambda work: work.people.meet(GROUP, private=False))
    assert database.read_now(lambda work: work.people.addresses_of(met.id)) == []
    database.do_now(lambda work: work.people.meet(PRIVATE))
    database.do_now(lambda work: work.people.meet(GROUP, private=False))
    assert database.read_now(lambda work: work.people.addresses_of(met.id)) == [PRIVATE]


def test_a_new_name_and_a_chosen_city_are_remembered(database: Database) -> None:
    met = meet(database, "5", "小王")
    meet(database, "5", "老王")
    meet(database, "5")
    database.do_now(lambda work: work.people.set_region(met.id, "150200"))
    assert database.read_now(lambda work: work.people.find(PRIVATE)) == Person(met.id, "老王", "150200")


def test_a_name_is_cleaned_on_its_way_in(database: Database) -> None:
    met = meet(database, "5", "\u202e王\x00\ud83d👩‍🔧")
    assert database.read_now(lambda work: work.people.get(met.id)) == Person(met.id, "王👩‍🔧")


def test_announcements_can_be_refused_and_wished_for_again(database: Database) -> None:
    met, stranger = meet(database, "5"), Address("telegram", "6", "6")
    database.do_now(lambda work: work.people.opt_out(met.id))
    assert database.read_now(lambda work: work.people.opted_out(PRIVATE))
    database.do_now(lambda work: work.people.opt_out(met.id, out=False))
    assert not database.read_now(lambda work: work.people.opted_out(PRIVATE))
    assert database.read_now(lambda work: work.people.opted_out(stranger)), "who was never met is told nothing"


def give(database: Database, person: Person, grant: Grant) -> None:
    database.do_now(lambda work: work.people.grant(person.id, grant))


def invite(database: Database, clock: FakeClock, code: str = "hash") -> None:
    database.do_now(lambda work: work.people.invite(Role.MODERATOR, "150200", code, clock.now() + timedelta(days=1)))


def test_an_invitation_gives_its_role_once(database: Database, clock: FakeClock) -> None:
    invite(database, clock)
    first, second = meet(database, "1"), meet(database, "2")
    assert database.do_now(lambda work: work.people.redeem("hash", first.id)) == MODERATOR
    assert database.do_now(lambda work: work.people.redeem("hash", second.id)) is None
    assert database.do_now(lambda work: work.people.redeem("hash", first.id)) is None
    staff = database.read_now(lambda work: work.people.get(first.id))
    assert staff is not None
    assert can(staff, Action.ANSWER_QUESTION, Thing(region="150203"))
    assert not can(staff, Action.ANSWER_QUESTION, Thing(region="310100"))


def test_an_invitation_has_its_time_and_its_code(database: Database, clock: FakeClock) -> None:
    invite(database, clock)
    person = meet(database, "1")
    assert database.do_now(lambda work: work.people.redeem("guess", person.id)) is None
    clock.forward(timedelta(days=1).total_seconds())
    assert database.do_now(lambda work: work.people.redeem("hash", person.id)) is None


def test_an_invitation_taken_up_in_a_failing_unit_is_still_good(database: Database, clock: FakeClock) -> None:
    invite(database, clock)
    person = meet(database, "1")

    def fails(work: Work) -> None:
        work.people.redeem("hash", person.id)
        raise KeyError

    with pytest.raises(KeyError):
        database.do_now(fails)
    assert database.do_now(lambda work: work.people.redeem("hash", person.id)) == MODERATOR


def test_a_role_taken_away_is_gone_with_the_next_look(database: Database) -> None:
    person = meet(database, "1")
    give(database, person, MODERATOR)
    give(database, person, MODERATOR)
    assert database.read_now(lambda work: work.people.find(Address("telegram", "1", "1"))) == Person(person.id, grants=(MODERATOR,))
    assert database.do_now(lambda work: work.people.revoke(person.id, MODERATOR))
    assert not database.do_now(lambda work: work.people.revoke(person.id, MODERATOR))
    assert database.read_now(lambda work: work.people.get(person.id)) == Person(person.id)


def test_the_staff_of_a_district_are_those_whose_role_reaches_it(database: Database) -> None:
    grants = {"1": MODERATOR, "2": Grant(Role.ADMIN), "3": Grant(Role.EDITOR, "310100"), "4": Grant(Role.GRADUATE, "150200")}
    for name, grant in grants.items():
        give(database, meet(database, name, name), grant)

    def staff(region: str) -> list[str]:
        return [person.name for person in database.read_now(lambda work: work.people.staff_of(region))]

    assert staff("150203") == ["1", "2"]
    assert staff("310100") == ["2", "3"]
    assert staff("") == ["2"]
