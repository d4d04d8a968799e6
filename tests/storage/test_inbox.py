"""The inbox: everything once, in order within a chat, and what fails too often holds nothing up."""

from datetime import timedelta

import pytest

from storage.database import Database
from storage.inbox import FAILURES, Inbox, Incoming, Received
from storage.work import Work
from tests.fakes import FakeClock


def incoming(key: str, chat: str = "c", body: str = "{}", error: str = "") -> Incoming:
    return Incoming("telegram", "bot", key, chat, "p", body, error)


def keys(rows: list[Received]) -> list[str]:
    return [row.incoming.key for row in rows]


def ready(database: Database) -> list[str]:
    return keys(database.read_now(lambda work: work.inbox.next_ready(100)))


def take(database: Database, *rows: Incoming) -> int:
    return len(database.do_now(lambda work: work.inbox.take(rows)))


def test_a_key_is_taken_once_for_each_platform_and_account(database: Database) -> None:
    assert take(database, incoming("1"), incoming("2", "d")) == 2
    assert take(database, incoming("1"), incoming("3", "e")) == 1
    assert take(database, incoming("1")) == 0
    assert take(database, Incoming("telegram", "another bot", "1", "f", "p", "{}")) == 1
    assert take(database) == 0


def test_a_key_seen_before_stays_known_after_it_was_dealt_with(database: Database) -> None:
    take(database, incoming("1"))
    assert database.do_now(lambda work: work.inbox.done(1))
    assert take(database, incoming("1")) == 0


def test_a_lower_key_after_a_higher_one_is_as_good_as_any(database: Database) -> None:
    take(database, incoming("900"))
    assert take(database, incoming("12", "d")) == 1
    assert ready(database) == ["900", "12"]


def test_within_a_chat_the_next_comes_when_the_one_before_is_done(database: Database) -> None:
    take(database, incoming("a1", "a"), incoming("a2", "a"), incoming("b1", "b"))
    assert ready(database) == ["a1", "b1"]
    database.do_now(lambda work: work.inbox.done(1))
    assert ready(database) == ["a2", "b1"]


def test_the_same_chat_number_on_another_platform_is_another_chat(database: Database) -> None:
    take(database, incoming("1", "7"), Incoming("web", "", "1", "7", "p", "{}"))
    assert len(ready(database)) == 2


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(database: Database, clock: FakeClock) -> None:
    take(database, incoming("a1", "a"), incoming("a2", "a"), incoming("b1", "b"))
    assert keys(database.do_now(lambda work: work.inbox.claim(1, 60, "me"))) == ["a1"]
    assert keys(database.do_now(lambda work: work.inbox.claim(9, 60, "you"))) == ["b1"]
    clock.forward(61)
    assert keys(database.do_now(lambda work: work.inbox.claim(9, 60, "they"))) == ["a1", "b1"]
    assert not database.do_now(lambda work: work.inbox.done(1, "me"))
    assert database.do_now(lambda work: work.inbox.done(1, "they"))


def test_a_lease_is_renewed_by_its_holder_alone(database: Database, clock: FakeClock) -> None:
    take(database, incoming("a", "a"), incoming("b", "b"))
    database.do_now(lambda work: work.inbox.claim(9, 30, "me"))
    clock.forward(20)
    assert database.do_now(lambda work: work.inbox.renew([1], 30, "me")) == 1
    assert database.do_now(lambda work: work.inbox.renew([2], 30, "you")) == 0
    clock.forward(20)
    assert keys(database.do_now(lambda work: work.inbox.claim(9, 30, "you"))) == ["b"]


def test_released_leases_are_free_at_once(database: Database) -> None:
    take(database, incoming("a", "a"), incoming("b", "b"))
    database.do_now(lambda work: (work.inbox.claim(1, 60, "me"), work.inbox.claim(1, 60, "you")))
    assert database.do_now(lambda work: work.inbox.release("me")) == 1
    assert ready(database) == ["a"]
    assert database.do_now(lambda work: work.inbox.release()) == 1
    assert ready(database) == ["a", "b"]


def test_a_process_claims_and_releases_only_what_it_serves(database: Database) -> None:
    take(database, incoming("1"), Incoming("web", "", "1", "c", "p", "{}"))
    claimed = database.do_now(lambda work: work.inbox.claim(9, 60, "me", platforms=["web"]))
    assert [row.incoming.platform for row in claimed] == ["web"]
    database.do_now(lambda work: work.inbox.claim(9, 60, "you"))
    assert database.do_now(lambda work: work.inbox.release(platform="web")) == 1
    assert [row.incoming.platform for row in database.read_now(lambda work: work.inbox.next_ready(9))] == ["web"]


def test_dealt_with_twice_is_told_and_the_unit_can_withdraw(database: Database) -> None:
    take(database, incoming("1"))
    assert database.do_now(lambda work: work.inbox.done(1))
    assert not database.do_now(lambda work: work.inbox.done(1))


def test_five_failures_lay_it_among_the_dead_and_the_next_one_comes(database: Database) -> None:
    take(database, incoming("bad"), incoming("good"))
    for _ in range(FAILURES - 1):
        assert not database.do_now(lambda work: work.inbox.failed(1, "KeyError: 'x'"))
        assert ready(database) == ["bad"]
    assert database.do_now(lambda work: work.inbox.failed(1, "KeyError: 'x'"))
    assert ready(database) == ["good"]
    (dead,) = database.read_now(lambda work: work.inbox.dead())
    assert (dead.id, dead.kind, dead.error, dead.attempts) == (1, "inbox", "KeyError: 'x'", 5)


def test_a_failure_may_ask_for_time(database: Database, clock: FakeClock) -> None:
    take(database, incoming("first"), incoming("second"))
    database.do_now(lambda work: work.inbox.failed(1, "later", wait=4))
    assert ready(database) == []
    clock.forward(4)
    assert ready(database) == ["first"]


def test_what_could_not_be_read_is_dead_at_once(database: Database) -> None:
    assert take(database, incoming("odd", body="{not json", error="JSONDecodeError"), incoming("good")) == 2
    assert ready(database) == ["good"]
    assert [dead.error for dead in database.read_now(lambda work: work.inbox.dead())] == ["JSONDecodeError"]
    assert take(database, incoming("odd")) == 0
    assert database.do_now(lambda work: work.inbox.retry(1))
    assert [row.incoming.body for row in database.read_now(lambda work: work.inbox.next_ready(1))] == ["{not json"]


def die(work: Work, row: int) -> None:
    for _ in range(FAILURES):
        work.inbox.failed(row, "broken")


def test_the_dead_may_try_again_from_the_start(database: Database) -> None:
    take(database, incoming("1"))
    assert not database.do_now(lambda work: work.inbox.retry(1))
    database.do_now(lambda work: die(work, 1))
    assert database.do_now(lambda work: work.inbox.retry(1))
    assert [row.attempts for row in database.read_now(lambda work: work.inbox.next_ready(9))] == [0]


def test_the_dead_may_be_dropped_and_are_not_taken_again(database: Database) -> None:
    take(database, incoming("1"))
    assert not database.do_now(lambda work: work.inbox.drop(1))
    database.do_now(lambda work: die(work, 1))
    assert database.do_now(lambda work: work.inbox.drop(1))
    assert database.read_now(lambda work: work.inbox.dead()) == []
    assert not database.do_now(lambda work: work.inbox.retry(1))
    assert take(database, incoming("1")) == 0


def test_what_was_said_is_forgotten_but_not_that_it_came(database: Database, clock: FakeClock) -> None:
    take(database, incoming("old", body='{"text":"13900000000"}'), incoming("open", "d", body='{"text":"kept"}'))
    database.do_now(lambda work: work.inbox.done(1))
    clock.forward(timedelta(days=8).total_seconds())
    assert database.do_now(lambda work: work.inbox.erase_bodies(work.now - timedelta(days=7))) == 1
    assert database.do_now(lambda work: work.inbox.erase_bodies(work.now - timedelta(days=7))) == 0
    assert [row.incoming.body for row in database.read_now(lambda work: work.inbox.next_ready(9))] == ['{"text":"kept"}']
    assert take(database, incoming("old")) == 0


def test_the_cursor_is_kept_with_what_was_taken_or_not_at_all(database: Database) -> None:
    def poll(inbox: Inbox, cursor: str) -> None:
        inbox.take([incoming(cursor)])
        inbox.set_cursor("telegram", "bot", cursor)

    def interrupted(work: Work) -> None:
        poll(work.inbox, "18")
        raise KeyError("interrupted")

    assert database.read_now(lambda work: work.inbox.cursor("telegram", "bot")) is None
    database.do_now(lambda work: poll(work.inbox, "17"))
    with pytest.raises(KeyError):
        database.do_now(interrupted)
    assert database.read_now(lambda work: work.inbox.cursor("telegram", "bot")) == "17"
    assert ready(database) == ["17"]
    assert database.read_now(lambda work: work.inbox.waiting()) == 1


def test_what_is_put_off_holds_back_its_chat_and_nobody_else(database: Database, clock: FakeClock) -> None:
    take(database, incoming("a1", "a"), incoming("a2", "a"), incoming("b1", "b"))
    database.do_now(lambda work: work.inbox.put_off(1, 2))
    assert ready(database) == ["b1"]
    clock.forward(2)
    assert ready(database) == ["a1", "b1"]


def test_what_is_left_is_never_dealt_with_and_its_words_are_gone(database: Database) -> None:
    take(database, incoming("a1", "a", body="words"), incoming("a2", "a"))
    database.do_now(lambda work: work.inbox.leave(1))
    assert ready(database) == ["a2"]
    assert take(database, incoming("a1", "a")) == 0
    assert database.read_now(lambda work: work.inbox.dead()) == []


def test_text_that_breaks_databases_does_not_break_this_one(database: Database) -> None:
    hostile = "'; DROP TABLE inbox; --\x00\ud800"
    assert take(database, Incoming("web", "", hostile, hostile, hostile, hostile)) == 1
    (row,) = database.read_now(lambda work: work.inbox.next_ready(9))
    assert row.incoming.body == "'; DROP TABLE inbox; --"
