"""The made-up town of `xiaoqitong demo`: marked in every row, nobody's, and alive for whoever looks at it."""

import re
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date

import phonenumbers
import pytest
from stdnum.cn import uscc

from bot.dues import deeds
from domain.enterprise import Enterprise, Review
from domain.listing import Kind, Listing, State
from domain.people import Grant, Role
from domain.region import Region
from domain.subscription import Wish
from rag.regions import Gazetteer
from services import search
from services.demo.filling import FULL, PLATFORM, Measure, fill, is_untouched, is_whole
from services.demo.making import MARK, Maker, mobile, places_of
from services.demo.trades import TRADES
from services.forms.industry import CLUSTERS
from services.forms.majors import CLASSES
from services.posting import demand
from services.wanting import BySql
from storage.work import Work
from tests.handlers.conftest import Desk, digest, plan
from tests.talk import Talk

SMALL = Measure(40, 200, 300)
DAY = date(2026, 11, 20)
EVERYBODY = SMALL.people + SMALL.enterprises + 4


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("town"), gazetteer)
    assert desk.database.read_now(is_untouched)
    desk.holds(plan(), digest())
    desk.database.do_now(lambda work: fill(work, gazetteer, deeds(BySql()), SMALL))
    yield desk
    desk.database.close()


def firms(work: Work) -> list[Enterprise]:
    return [firm for id_ in range(1, SMALL.enterprises + 1) if (firm := work.enterprises.find(id_))]


def posts(work: Work) -> list[Listing]:
    return [post for id_ in range(1, SMALL.listings + 1) if (post := work.listings.find(id_))]


def test_it_is_as_large_as_it_says(town: Desk) -> None:
    found = town.database.read_now(lambda work: (len(firms(work)), len(posts(work)), len(work.erasure.known())))
    assert found == (SMALL.enterprises, SMALL.listings, EVERYBODY)
    assert astuple(FULL) == (200, 1000, 3000)
    assert town.database.read_now(is_whole)
    assert not town.database.read_now(is_untouched)


def test_nothing_in_it_could_be_anybodys(town: Desk) -> None:
    for firm in town.database.read_now(firms):
        assert (firm.name[:2], firm.contact[:2]) == (MARK, MARK)
        assert uscc.is_valid(firm.code)
        assert "XGXG" in firm.code
        assert not phonenumbers.is_valid_number(phonenumbers.parse(firm.mobile))
    assert {platform for platform, _ in town.database.read_now(lambda work: work.erasure.known())} == {PLATFORM}
    for id_ in range(1, EVERYBODY + 1):
        person, told = town.database.read_now(lambda work, id_=id_: (work.people.get(id_), work.profiles.of(id_)))  # type: ignore[misc]
        assert person is not None
        assert person.name.startswith(MARK)
        assert told.school == "" or told.school.startswith(MARK)
        assert told.mobile in {"", mobile(10_000 + id_)}
    assert MARK not in "".join(work.title + work.duties for trade in TRADES for work in trade.work)


def test_its_posts_may_stand_where_they_stand(town: Desk) -> None:
    made = town.database.read_now(posts)
    for post in made:
        if post.state is not State.EXPIRED:
            demand(post, DAY)
        assert (post.state is State.OPEN) == post.is_open(DAY)
        assert MARK in post.place
    assert {post.kind for post in made} == set(Kind)
    assert {post.state for post in made} == {State.OPEN, State.PENDING, State.RETURNED, State.CLOSED, State.EXPIRED}
    assert {firm.state for firm in town.database.read_now(firms)} == set(Review)
    assert {trade.cluster for trade in TRADES} <= set(CLUSTERS)
    assert {trade.major for trade in TRADES} <= set(CLASSES)


def test_it_is_the_same_again_from_the_same_seed(gazetteer: Gazetteer) -> None:
    def made(seed: int) -> list[object]:
        city = Region("150200", "包头市", "包头")
        maker = Maker(seed, DAY, places_of([city], [gazetteer.inside(city.code)]))
        firm = maker.enterprise(1, trade := maker.trade(), 1, 2)
        return [firm, maker.listing(firm, trade, 2), told := maker.profile(3), maker.subscription(told)]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_alerts_are_out_and_what_was_due_is_done(town: Desk) -> None:
    def look(work: Work) -> tuple[int, int, int]:
        told = sum(work.subscriptions.last_told(person) is not None for person in range(1, EVERYBODY + 1))
        return told, sum(work.outbox.waiting().values()), len(work.due.ripe(10))

    told, owed, ripe = town.database.read_now(look)
    assert told > 20
    assert (owed, ripe) == (0, 0)


async def test_a_guest_finds_posts_and_subscribes(town: Desk) -> None:
    guest = town.talk("guest")
    count = town.database.read_now(lambda work: search.count(work, Wish(Kind.JOB, "150200")))
    assert count > 5
    assert f"{count}" in await guest.say("包头有什么岗位")
    assert MARK in await guest.press("1")
    assert "包头 / 实习" in await guest.say("每周一给我推包头实习")


async def test_staff_find_work_on_every_desk(town: Desk) -> None:
    officer = town.talk("officer")
    town.database.do_now(lambda work: work.people.grant(work.people.meet(officer.sender, "虚构的甲").id, Grant(Role.ADMIN)))
    assert "等您审核的企业登记有" in await officer.say("/reviews")
    assert "通过" in await open_first(officer)
    assert "等您审核" in await officer.say("/moderate")
    assert "通过" in await open_first(officer)
    assert re.search(r"补贴|参观|实习生|课酬|学徒|报名", await officer.say("/questions"))
    assert "审核员甲" in await officer.say("/staff")


async def open_first(talk: Talk) -> str:
    """The card behind the first button: its words and its buttons."""
    return await talk.press(talk.buttons[0]) + "".join(talk.buttons)


async def test_what_an_office_answered_is_a_document_that_says_it_was_made_up(town: Desk) -> None:
    texts = town.database.read_now(
        lambda work: [work.library.text(stem) or "" for stem in work.library.stems() if stem.startswith("答复-")]
    )
    assert len(texts) == 6
    assert all("虚构答复" in text and "虚构的产教融合办公室" in text for text in texts)
