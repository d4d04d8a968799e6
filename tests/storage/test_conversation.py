"""Places, turns, plans and the audit."""

from datetime import timedelta

import pytest

from chat.flow import NOWHERE, Place
from chat.message import Address
from chat.reply import Choice
from domain.errors import Problem, StoreProblem
from storage.audit import Deed
from storage.database import Database
from storage.due import Due
from storage.turns import KEPT, StoredTurn
from storage.work import Work
from tests.fakes import FakeClock

ME = Address("telegram", "group", "me")
YOU = Address("telegram", "group", "you")
PLACE = Place("post_listing", "t1", {"title": "焊工", "city": "150200"}, (Choice("包头市", "150200"),))


def test_two_people_in_one_chat_stand_in_places_of_their_own(database: Database) -> None:
    database.do_now(lambda work: work.places.save(ME, PLACE))
    assert database.read_now(lambda work: work.places.load(ME)) == PLACE
    assert database.read_now(lambda work: work.places.load(YOU)) == NOWHERE


def test_a_place_takes_the_place_of_the_one_before(database: Database) -> None:
    database.do_now(lambda work: work.places.save(ME, PLACE))
    database.do_now(lambda work: work.places.save(ME, PLACE.answered("majors", "机械")))
    assert database.read_now(lambda work: work.places.load(ME)).answers["majors"] == "机械"
    database.do_now(lambda work: work.places.save(ME, NOWHERE))
    assert database.read_now(lambda work: work.places.load(ME)) == NOWHERE


def test_a_place_has_a_bound_and_the_old_one_stays(database: Database) -> None:
    database.do_now(lambda work: work.places.save(ME, PLACE))
    with pytest.raises(Problem, match="太长"):
        database.do_now(lambda work: work.places.save(ME, PLACE.answered("duties", "长" * 100_000)))
    assert database.read_now(lambda work: work.places.load(ME)) == PLACE


def ask(database: Database, question: str) -> int:
    return database.do_now(lambda work: work.turns.add(ME, question, region="150200"))


def turns(database: Database, clock: FakeClock, seconds: float = 1800, limit: int = 5) -> list[StoredTurn]:
    return database.read_now(lambda work: work.turns.recent(ME, clock.now() - timedelta(seconds=seconds), limit))


def test_recent_turns_come_oldest_first_and_no_older_than_asked(database: Database, clock: FakeClock) -> None:
    for question in ("很久以前", "包头的目标？", "那乌海呢？"):
        ask(database, question)
        clock.forward(1000)
    database.do_now(lambda work: work.turns.add(YOU, "别人的问题"))
    assert [turn.question for turn in turns(database, clock, 2500)] == ["包头的目标？", "那乌海呢？"]
    assert [turn.question for turn in turns(database, clock, 2500, limit=1)] == ["那乌海呢？"]


def test_a_button_finds_its_turn_after_a_restart(url: str, clock: FakeClock) -> None:
    first = Database.open(url, clock, own_clock=True)
    id_ = first.do_now(lambda work: work.turns.add(ME, "目标？", reading="包头的目标？", region="150200", answer='{"citations":[]}'))
    first.close()
    second = Database.open(url, clock, own_clock=True)
    turn = second.read_now(lambda work: work.turns.find(id_))
    second.close()
    assert turn == StoredTurn(id_, ME, "目标？", "包头的目标？", "150200", '{"citations":[]}', clock.now())


def test_twenty_turns_are_kept_for_each_address_and_no_id_is_used_twice(database: Database, clock: FakeClock) -> None:
    database.do_now(lambda work: work.turns.add(YOU, "bystander"))
    ids = [ask(database, f"问题 {n}") for n in range(KEPT + 5)]
    kept = turns(database, clock, limit=100)
    assert [turn.id for turn in kept] == ids[5:]
    assert database.read_now(lambda work: work.turns.find(ids[0])) is None
    assert database.do_now(lambda work: work.turns.erase(ME)) == KEPT
    assert database.do_now(lambda work: work.turns.add(ME, "从头来")) > ids[-1]
    assert database.read_now(lambda work: work.turns.find(1)) is not None


def test_old_turns_are_erased(database: Database, clock: FakeClock) -> None:
    database.do_now(lambda work: work.turns.add(ME, "旧"))
    clock.forward(100)
    database.do_now(lambda work: work.turns.add(ME, "新"))
    assert database.do_now(lambda work: work.turns.erase_before(work.now)) == 1
    assert [turn.question for turn in turns(database, clock)] == ["新"]


def test_plans_ripen_in_order_and_are_done_once(database: Database, clock: FakeClock) -> None:
    at = clock.now()
    late, early = Due("remind", "a", at + timedelta(hours=2)), Due("remind", "b", at + timedelta(hours=1), '{"n":1}')
    assert database.do_now(lambda work: (work.due.plan(late), work.due.plan(early))) == (True, True)
    assert database.read_now(lambda work: work.due.ripe(9)) == []
    clock.forward(2 * 3600)
    ripe = database.read_now(lambda work: work.due.ripe(9))
    assert [(due.key, due.body) for due in ripe] == [("b", '{"n":1}'), ("a", "{}")]
    assert [database.do_now(lambda work: work.due.done(ripe[0].id)) for _ in range(2)] == [True, False]
    assert [due.key for due in database.read_now(lambda work: work.due.ripe(9))] == ["a"]


def test_the_same_plan_is_made_once_even_after_it_was_done(database: Database, clock: FakeClock) -> None:
    plan = Due("remind", "a", clock.now())
    assert database.do_now(lambda work: work.due.plan(plan))
    assert not database.do_now(lambda work: work.due.plan(plan))
    database.do_now(lambda work: work.due.done(1))
    assert not database.do_now(lambda work: work.due.plan(plan))
    clock.forward(10)
    assert database.do_now(lambda work: work.due.forget(work.now)) == 1
    assert database.do_now(lambda work: work.due.plan(plan))


def test_plans_can_be_put_off_and_cancelled(database: Database, clock: FakeClock) -> None:
    database.do_now(lambda work: work.due.plan(Due("remind", "a", clock.now())))
    assert database.do_now(lambda work: work.due.postpone(1, 60))
    assert database.read_now(lambda work: work.due.ripe(9)) == []
    clock.forward(60)
    assert len(database.read_now(lambda work: work.due.ripe(9))) == 1
    assert database.do_now(lambda work: work.due.cancel("remind", "a"))
    assert not database.do_now(lambda work: work.due.postpone(1, 60))
    assert not database.do_now(lambda work: work.due.cancel("remind", "a"))


def test_the_audit_tells_who_did_what_newest_first(database: Database, clock: FakeClock) -> None:
    database.do_now(lambda work: work.audit.record(7, "staff.invite", "moderator:150200", "by hand"))
    database.do_now(lambda work: work.audit.record(0, "corpus.change"))
    newest, oldest = database.read_now(lambda work: work.audit.latest(9))
    assert oldest == Deed(1, clock.now(), 7, "staff.invite", "moderator:150200", "by hand")
    assert database.read_now(lambda work: work.audit.latest(9, before=newest.id)) == [oldest]


@pytest.mark.parametrize("deed", ["UPDATE audit SET actor_id = 0", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_audit(database: Database, deed: str) -> None:
    database.do_now(lambda work: work.audit.record(7, "staff.remove"))
    with pytest.raises(StoreProblem, match="append-only"):
        database.do_now(lambda work: work.connection.exec_driver_sql(deed))
    assert [line.actor_id for line in database.read_now(lambda work: work.audit.latest(9))] == [7]


def test_a_deed_and_its_line_share_one_fate(database: Database) -> None:
    def forges(work: Work) -> None:
        work.audit.record(7, "x")
        work.connection.exec_driver_sql("DELETE FROM audit")

    with pytest.raises(StoreProblem):
        database.do_now(forges)
    assert database.read_now(lambda work: work.audit.latest(9)) == []
