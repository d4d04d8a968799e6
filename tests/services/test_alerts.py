"""When alerts go out: on their days, never at night, once each, whatever the clock does; and a sentence is read without falling over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.message import Address
from domain.clock import HERE
from domain.subscription import Rhythm, Subscription, Topic, Wish
from services import alerts
from services.alerts import next_time
from services.forms import subscribing
from services.forms.seeking import is_search, wish_in
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock
from tests.market import Market
from tests.services.desk import GAZETTEER

WISH = Wish(region="150200", words=("光伏",))
HOME = ("150200",)


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=HERE)  # type: ignore[arg-type,misc]


def wanted(rhythm: Rhythm, weekday: int = 0, quiet: tuple[int, int] = (22, 8)) -> Subscription:
    return Subscription(1, 1, Topic.LISTINGS, WISH, rhythm, weekday, quiet_from=quiet[0], quiet_to=quiet[1])


@pytest.mark.parametrize(
    ("one", "now", "told"),
    [
        (wanted(Rhythm.WEEKLY), at(2026, 11, 20, 10), at(2026, 11, 23, 9)),
        (wanted(Rhythm.WEEKLY), at(2026, 11, 23, 8, 59), at(2026, 11, 23, 9)),
        (wanted(Rhythm.WEEKLY), at(2026, 11, 23, 9), at(2026, 11, 30, 9)),
        (wanted(Rhythm.WEEKLY, 6), at(2026, 12, 31, 23), at(2027, 1, 3, 9)),
        (wanted(Rhythm.DAILY), at(2026, 12, 31, 9, 1), at(2027, 1, 1, 9)),
        (wanted(Rhythm.MONTHLY), at(2027, 1, 31, 23, 59), at(2027, 2, 1, 9)),
        (wanted(Rhythm.MONTHLY), at(2028, 2, 29, 12), at(2028, 3, 1, 9)),
        (wanted(Rhythm.AT_ONCE), at(2026, 11, 20, 10, 0, 30), at(2026, 11, 20, 10, 1)),
        (wanted(Rhythm.AT_ONCE), at(2026, 11, 20, 22, 5), at(2026, 11, 21, 8)),
        (wanted(Rhythm.AT_ONCE), at(2026, 11, 20, 3), at(2026, 11, 20, 8)),
        (wanted(Rhythm.AT_ONCE, quiet=(0, 0)), at(2026, 11, 20, 3), at(2026, 11, 20, 3, 1)),
        (wanted(Rhythm.DAILY, quiet=(8, 12)), at(2026, 11, 20, 3), at(2026, 11, 20, 12)),
    ],
)
def test_the_next_time(one: Subscription, now: datetime, told: datetime) -> None:
    assert next_time(one, now) == told


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(Rhythm),
    st.integers(0, 6),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(0, 4 * 365 * 24 * 60),
)
def test_it_lies_ahead_and_outside_quiet_hours(rhythm: Rhythm, weekday: int, begin: int, end: int, minutes: int) -> None:
    now = at(2026, 1, 1) + timedelta(minutes=minutes)
    found = next_time(wanted(rhythm, weekday, (begin, end)), now)
    assert now < found <= now + timedelta(days=33)
    quiet = range(begin, end) if begin <= end else (*range(begin, 24), *range(end))
    assert found.hour not in quiet


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path / 'store.db'}", clock)
    yield database
    database.close()


@pytest.fixture
def market(database: Database, clock: FakeClock) -> Market:
    return Market(database, clock, GAZETTEER)


ME = Address("test", "7", "7")


def subscribe(database: Database, rhythm: Rhythm) -> None:
    """I have a subscription."""
    database.do_now(lambda work: alerts.add(work, work.people.meet(ME), Subscription(0, 0, Topic.LISTINGS, WISH, rhythm)))


async def test_a_day_that_the_clock_jumps_over_is_told_once(database: Database, market: Market, clock: FakeClock) -> None:
    subscribe(database, Rhythm.DAILY)
    for number in range(3):
        market.post(title=f"光伏{number}")
    await market.work()
    clock.set_by(3 * 86400)
    await market.work()
    letters = market.sent("7")
    assert len(letters) == 1
    assert "3条" in letters[0].blocks[0].text
    clock.set_by(-86400)
    await market.work()
    clock.set_by(2 * 86400)
    await market.work()
    assert market.sent("7") == []


async def test_what_is_late_waits_for_the_morning(database: Database, market: Market, clock: FakeClock) -> None:
    subscribe(database, Rhythm.DAILY)
    market.post()
    await market.work()
    clock.set_by(37 * 3600)
    await market.work()
    assert market.sent("7") == []
    await market.until(2026, 11, 22, 8)
    assert len(market.sent("7")) == 1


async def test_a_listing_that_opens_again_is_not_told_again(database: Database, market: Market) -> None:
    subscribe(database, Rhythm.AT_ONCE)
    listing = market.post()
    await market.until(2026, 11, 20, 12)
    assert len(market.sent("7")) == 1

    def reopen(work: Work) -> None:
        found = work.listings.find(listing)
        assert found is not None
        alerts.opened(work, replace(found, version=9))

    database.do_now(reopen)
    await market.until(2026, 11, 20, 13)
    assert market.sent("7") == []


async def test_a_closed_post_is_left_out_even_when_the_letter_is_under_way(database: Database, market: Market) -> None:
    subscribe(database, Rhythm.AT_ONCE)
    listing = market.post()
    await market.until(2026, 11, 20, 12)
    market.close(listing)
    assert market.sent("7") == []


async def test_many_subscriptions_are_matched_in_portions(database: Database, market: Market) -> None:
    many = 1203

    def crowd(work: Work) -> None:
        for number in range(many):
            person = work.people.meet(Address("test", f"c{number}", f"c{number}"))
            work.subscriptions.add(Subscription(0, person.id, Topic.LISTINGS, WISH, Rhythm.DAILY))

    database.do_now(crowd)
    market.post()
    await market.work()
    count = database.read_now(lambda work: work.connection.exec_driver_sql("SELECT count(*) FROM alerted").scalar())
    assert count == many


async def test_a_change_of_rhythm_moves_what_waits(database: Database, market: Market) -> None:
    subscribe(database, Rhythm.MONTHLY)
    market.post()
    await market.work()
    (one,) = database.read_now(lambda work: alerts.mine(work, ME))
    database.do_now(lambda work: alerts.change(work, ME, one.id, lambda seen: replace(seen, rhythm=Rhythm.DAILY)))
    await market.until(2026, 11, 21, 10)
    assert len(market.sent("7")) == 1
    await market.until(2026, 12, 2, 10)
    assert market.sent("7") == []


SENTENCES = st.text(
    alphabet="每周一二天月给我推送包头昆区光伏焊工实习岗位工作有新政策告诉订阅最多3条机电专业本科月薪6千以上，。？ ", max_size=40
)


@settings(max_examples=400, deadline=None)
@given(SENTENCES | st.text(max_size=40))
def test_whatever_is_typed_is_read(text: str) -> None:
    told = subscribing.read(text, GAZETTEER, HOME)
    if told:
        assert 0 <= told.weekday <= 6
        assert 0 <= told.most <= subscribing.MOST
    is_search(text, GAZETTEER, HOME)
    wish = wish_in(text, GAZETTEER, HOME)
    assert len(wish.words) <= 4
    assert sum(map(len, wish.words)) <= 12
    assert all(word.strip() == word and word for word in wish.words)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(subscribing.WEEKDAYS),
    st.sampled_from(["包头", "普陀"]),
    st.sampled_from(["光伏", "焊工", "护理"]),
    st.sampled_from(["实习", "岗位"]),
)
def test_the_parts_of_a_sentence_are_found_whatever_they_are(day: str, place: str, word: str, kind: str) -> None:
    told = subscribing.read(f"每周{day}给我推{place}{word}{kind}", GAZETTEER, ("150200", "310107"))
    assert told is not None
    assert (told.rhythm, told.weekday) == (Rhythm.WEEKLY, subscribing.WEEKDAYS.index(day))
    assert told.wish.words == (word,)
    assert told.wish.region in {"150200", "310107"}
