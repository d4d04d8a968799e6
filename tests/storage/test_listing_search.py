"""What is found is what is wanted: SQL by its columns and the plain rule on the wish tell the same of every listing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from chat.message import Address
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from domain.subscription import Rhythm, Subscription, Topic, Wish
from storage.database import Database

TODAY = date(2026, 11, 20)
ENERGY = "能源动力与材料大类"
BASE = Listing(
    0, Kind.INTERNSHIP, Side.OFFERED, "光伏实习生", 0, 0, "150200", state=State.OPEN, opened_at=datetime(2026, 11, 1, tzinfo=UTC)
)
LISTINGS = (
    BASE,
    replace(BASE, kind=Kind.JOB, title="光伏运维员", pay=Pay(6000, 8000, PayUnit.MONTH), education="大专", majors=(ENERGY,)),
    replace(BASE, kind=Kind.JOB, title="焊工", duties="组装光伏支架_50%", region="150203", pay=Pay(200, 200, PayUnit.DAY)),
    replace(BASE, kind=Kind.TRAINING, title="PLC培训", region="310107", education="本科"),
    replace(BASE, kind=Kind.JOB, side=Side.SOUGHT, title="光伏技术员"),
    replace(BASE, kind=Kind.EQUIPMENT, title="光伏组件"),
    replace(BASE, kind=Kind.TRAINING, title="电工证", majors=("装备制造大类", ENERGY), pay=Pay(300, 300, PayUnit.ONCE)),
)
WISHES = tuple(
    Wish(kind, region, words, major, education, pay)
    for kind, region, words, major, education, pay in product(
        (None, Kind.JOB, Kind.EQUIPMENT),
        ("", "150000", "150200", "150203"),
        ((), ("光伏",), ("plc",), ("光伏", "50%"), ("_",), ("\\",)),
        ("", ENERGY),
        ("", "中专", "大专"),
        (0, 4000),
    )
)


def add(database: Database, *listings: Listing) -> list[int]:
    return database.do_now(lambda work: [work.listings.add(one) for one in listings])


def found(database: Database, wish: Wish, today: date = TODAY) -> list[int]:
    return [one.id for one in database.read_now(lambda work: work.listing_search.find(wish, today, limit=50))]


def test_the_search_finds_what_the_wish_wants(database: Database) -> None:
    ids = dict(zip(add(database, *LISTINGS), LISTINGS, strict=True))
    for wish in WISHES:
        wanted = {id_ for id_, one in ids.items() if wish.wants(one)}
        assert set(found(database, wish)) == wanted, wish
        assert database.read_now(lambda work, wish=wish: work.listing_search.count(wish, TODAY)) == len(wanted)  # type: ignore[misc]


def test_nobody_who_wants_a_listing_is_left_out(database: Database) -> None:
    person = database.do_now(lambda work: work.people.meet(Address("test", "1", "1"))).id
    subscriptions = [Subscription(0, person, Topic.LISTINGS, wish, Rhythm.DAILY) for wish in WISHES]
    numbers = database.do_now(lambda work: [work.subscriptions.add(one) for one in subscriptions])
    wishes = dict(zip(numbers, WISHES, strict=True))
    for listing in (one for one in LISTINGS if one.side is Side.OFFERED):
        wanting = database.read_now(lambda work, one=listing: work.subscriptions.wanting(one, 0, 1000))  # type: ignore[misc]
        assert {one.id for one in wanting if one.wish.wants(listing)} == {id_ for id_, wish in wishes.items() if wish.wants(listing)}
        assert len(wanting) < len(WISHES)


def test_a_title_goes_before_a_mention_and_the_fresh_before_the_old(database: Database) -> None:
    newer = datetime(2026, 11, 9, tzinfo=UTC)
    mentioned = replace(BASE, title="装配", duties="光伏", opened_at=newer)
    ids = add(database, mentioned, BASE, replace(BASE, opened_at=newer))
    assert found(database, Wish(words=("光伏",))) == [ids[2], ids[1], ids[0]]


@pytest.mark.parametrize("closed", [{"state": State.CLOSED}, {"closes": date(2026, 11, 19)}])
def test_only_what_is_open_is_found(database: Database, closed: dict[str, object]) -> None:
    add(database, replace(BASE, **closed))  # type: ignore[arg-type]
    assert found(database, Wish()) == []


def test_a_subject_waits_once_and_is_told_once(database: Database) -> None:
    person = database.do_now(lambda work: work.people.meet(Address("test", "1", "1"))).id
    number = database.do_now(lambda work: work.subscriptions.add(Subscription(0, person, Topic.LISTINGS, Wish(), Rhythm.DAILY)))
    assert database.do_now(lambda work: [work.subscriptions.wait(number, f"listing:{at}") for at in (1, 2, 1)]) == [True, True, False]
    assert database.do_now(lambda work: list(work.subscriptions.tell(number, 7, 50))) == ["listing:1", "listing:2"]
    assert not database.do_now(lambda work: work.subscriptions.wait(number, "listing:1"))
    assert database.do_now(lambda work: list(work.subscriptions.tell(number, 8, 50))) == []
    assert database.read_now(lambda work: list(work.subscriptions.told(number, 7))) == ["listing:1", "listing:2"]
    last = database.read_now(lambda work: work.subscriptions.last_told(person))
    assert last is not None
    assert last.id == number
