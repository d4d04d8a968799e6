"""The outbox: nothing said twice, replies first, order within a chat, and only the holder of a lease settles."""

from datetime import timedelta

from storage.database import Database
from storage.dead import DeadLetter
from storage.outbox import Claimed, Lane, Owed
from tests.fakes import FakeClock


def owed(key: str, chat: str = "c", lane: Lane = Lane.REPLY, platform: str = "telegram") -> Owed:
    return Owed(key, platform, chat, "p", f'{{"key":"{key}"}}', lane)


def put(database: Database, *many: Owed) -> list[int]:
    return database.do_now(lambda work: [work.outbox.put(one) for one in many])


def claim(database: Database, token: str = "courier", limit: int = 100) -> list[str]:
    return keys(database.do_now(lambda work: work.outbox.claim(limit, 60, token)))


def keys(rows: list[Claimed]) -> list[str]:
    return [row.owed.key for row in rows]


def settle(database: Database, row: int, token: str = "courier") -> bool:
    return database.do_now(lambda work: work.outbox.settle(row, token, ["700"]))


def test_what_is_put_comes_out_as_it_was(database: Database) -> None:
    reply = Owed("k", "telegram", "c", "p", '{"blocks":[]}', Lane.ALERT, origin="41", press="cb9")
    (row,) = put(database, reply)
    assert database.do_now(lambda work: work.outbox.claim(9, 60, "courier")) == [Claimed(row, reply, 0)]


def test_a_key_is_owed_once(database: Database) -> None:
    first, second, third = put(database, owed("same"), owed("same"), owed("other", "d"))
    assert first == second != third
    assert claim(database) == ["same", "other"]


def test_a_key_that_was_sent_is_not_owed_again(database: Database) -> None:
    put(database, owed("said"))
    claim(database)
    assert settle(database, 1)
    put(database, owed("said"))
    assert claim(database) == []


def test_replies_go_before_alerts_before_broadcasts(database: Database) -> None:
    put(database, owed("news", "a", Lane.BROADCAST), owed("alert", "b", Lane.ALERT), owed("reply", "c"), owed("reply 2", "d"))
    assert claim(database) == ["reply", "reply 2", "alert", "news"]


def test_only_the_lanes_and_the_platform_that_are_asked_for(database: Database) -> None:
    put(database, owed("news", "a", Lane.BROADCAST), owed("reply", "b"), owed("page", "c", platform="web"))
    assert keys(database.do_now(lambda work: work.outbox.claim(9, 60, "t", lanes=[Lane.REPLY], platform="telegram"))) == ["reply"]
    assert keys(database.do_now(lambda work: work.outbox.claim(9, 60, "t", platform="web"))) == ["page"]
    assert keys(database.do_now(lambda work: work.outbox.claim(9, 60, "t", lanes=[Lane.BROADCAST]))) == ["news"]


def test_in_one_chat_the_second_waits_for_the_first(database: Database) -> None:
    put(database, owed("a1", "a"), owed("a2", "a"), owed("b1", "b"))
    assert claim(database) == ["a1", "b1"]
    assert claim(database) == []
    settle(database, 1)
    assert claim(database) == ["a2"]


def test_a_reply_overtakes_a_broadcast_in_its_chat_but_never_travels_beside_it(database: Database) -> None:
    put(database, owed("news", "a", Lane.BROADCAST), owed("reply", "a"))
    assert claim(database) == ["reply"]
    settle(database, 2)
    assert claim(database) == ["news"]
    put(database, owed("another reply", "a"))
    assert claim(database) == []


def test_a_row_that_was_put_off_holds_its_chat_back_and_no_other(database: Database, clock: FakeClock) -> None:
    put(database, owed("a1", "a"), owed("a2", "a"), owed("b1", "b"))
    claim(database)
    assert database.do_now(lambda work: work.outbox.later(1, "courier", 30, "429", count=False))
    settle(database, 3)
    put(database, owed("b2", "b"))
    assert claim(database) == ["b2"]
    clock.forward(30)
    assert claim(database) == ["a1"]


def test_failures_are_counted_only_when_asked(database: Database) -> None:
    put(database, owed("k"))

    def attempts_before_failing(count: bool) -> int:
        (row,) = database.do_now(lambda work: work.outbox.claim(1, 60, "courier"))
        database.do_now(lambda work: work.outbox.later(row.id, "courier", 0, "502", count=count))
        return row.attempts

    assert [attempts_before_failing(count) for count in (True, False, True, True)] == [0, 1, 1, 2]


def test_only_the_holder_of_the_lease_may_settle(database: Database, clock: FakeClock) -> None:
    put(database, owed("k"))
    claim(database, "slow")
    clock.forward(61)
    assert claim(database, "quick") == ["k"]
    assert not settle(database, 1, "slow")
    assert not database.do_now(lambda work: work.outbox.later(1, "slow", 9, "x", count=True))
    assert not database.do_now(lambda work: work.outbox.give_up(1, "slow", "x"))
    assert settle(database, 1, "quick")
    assert not settle(database, 1, "quick")


def test_the_platforms_message_ids_are_kept_for_edits(database: Database) -> None:
    put(database, owed("k"))
    claim(database)
    assert database.read_now(lambda work: work.outbox.sent_as("k")) == ()
    database.do_now(lambda work: work.outbox.settle(1, "courier", ["700", "701"]))
    assert database.read_now(lambda work: work.outbox.sent_as("k")) == ("700", "701")
    assert database.read_now(lambda work: work.outbox.sent_as("unknown")) == ()


def test_what_is_given_up_lets_the_next_one_through(database: Database) -> None:
    put(database, owed("bad"), owed("good"))
    claim(database)
    assert database.do_now(lambda work: work.outbox.give_up(1, "courier", "bad markup"))
    assert claim(database) == ["good"]


def test_the_dead_are_listed_and_may_be_owed_anew_or_dropped(database: Database, clock: FakeClock) -> None:
    put(database, owed("bad"), owed("worse", "d"))
    claim(database)
    for row in (1, 2):
        assert not database.do_now(lambda work, row=row: work.outbox.retry(row) or work.outbox.drop(row))  # type: ignore[misc]
        database.do_now(lambda work, row=row: work.outbox.give_up(row, "courier", "too long"))  # type: ignore[misc]
    assert database.read_now(lambda work: work.outbox.dead()) == [
        DeadLetter(1, "outbox", "telegram", "c", clock.now(), "too long", 0),
        DeadLetter(2, "outbox", "telegram", "d", clock.now(), "too long", 0),
    ]
    assert database.do_now(lambda work: work.outbox.retry(1))
    assert database.do_now(lambda work: work.outbox.drop(2))
    assert database.read_now(lambda work: work.outbox.dead()) == []
    assert claim(database) == ["bad"]
    assert not database.do_now(lambda work: work.outbox.retry(2))


def test_what_nobody_is_there_to_get_is_no_dead_letter(database: Database) -> None:
    put(database, owed("k"), owed("next"))
    claim(database)
    assert database.do_now(lambda work: work.outbox.lose(1, "courier", "blocked"))
    assert database.read_now(lambda work: work.outbox.dead()) == []
    assert claim(database) == ["next"]


def test_a_blocked_chat_is_owed_nothing_more(database: Database) -> None:
    put(database, owed("on its way", "a"), owed("a2", "a"), owed("a3", "a", Lane.BROADCAST), owed("b1", "b"))
    claim(database, limit=1)
    assert database.do_now(lambda work: work.outbox.cancel_for("telegram", "a")) == 2
    assert settle(database, 1)
    assert claim(database) == ["b1"]


def test_leases_of_a_stopped_courier_are_free_at_once(database: Database) -> None:
    put(database, owed("a", "a"), owed("b", "b"))
    claim(database, "one", 1)
    claim(database, "two", 1)
    assert database.do_now(lambda work: work.outbox.release("one")) == 1
    assert claim(database) == ["a"]
    assert database.do_now(lambda work: work.outbox.release()) == 2
    assert claim(database) == ["a", "b"]


def test_a_platforms_leases_are_released_without_the_others(database: Database) -> None:
    put(database, owed("letter"), owed("page", platform="web"))
    claim(database)
    assert database.do_now(lambda work: work.outbox.release(platform="web")) == 1
    assert claim(database) == ["page"]


def test_what_is_owed_is_counted_and_its_age_told(database: Database, clock: FakeClock) -> None:
    assert database.read_now(lambda work: work.outbox.oldest_owed()) == 0
    put(database, owed("a", "a"), owed("b", "b", Lane.BROADCAST), owed("c", "c", platform="web"))
    clock.forward(90)
    put(database, owed("d", "d"))
    assert database.read_now(lambda work: work.outbox.waiting()) == {Lane.REPLY: 3, Lane.ALERT: 0, Lane.BROADCAST: 1}
    assert database.read_now(lambda work: work.outbox.waiting("web")) == {Lane.REPLY: 1, Lane.ALERT: 0, Lane.BROADCAST: 0}
    assert database.read_now(lambda work: work.outbox.oldest_owed()) == 90


def test_what_is_left_in_a_lane_is_told_apart_from_what_is_on_its_way(database: Database, clock: FakeClock) -> None:
    def left(lane: Lane = Lane.REPLY) -> bool:
        return database.read_now(lambda work: work.outbox.left(lane, "telegram"))

    put(database, owed("a1", "a"), owed("page", "b", platform="web"), owed("news", "c", Lane.BROADCAST))
    assert left()
    claim(database)
    assert not left()
    put(database, owed("a2", "a"))
    assert left(), "it waits for the first one"
    settle(database, 1)
    claim(database)
    assert not left()
    assert not left(Lane.ALERT)
    clock.forward(61)
    assert left(Lane.BROADCAST), "its lease has run out"


def test_a_clock_set_back_makes_no_negative_age(database: Database, clock: FakeClock) -> None:
    put(database, owed("a"))
    clock.forward(-3600)
    assert database.read_now(lambda work: work.outbox.oldest_owed()) == 0


def test_a_page_that_comes_back_reads_on_behind_the_last_it_saw(database: Database) -> None:
    put(
        database,
        owed("1", "me", platform="web"),
        owed("other", "you", platform="web"),
        *(owed(str(n), "me", platform="web") for n in (2, 3)),
    )
    claim(database)
    settle(database, 1)
    assert keys(database.read_now(lambda work: work.outbox.after("web", "me", 1))) == ["2", "3"]
    assert keys(database.read_now(lambda work: work.outbox.after("web", "me", 0))) == ["1", "2", "3"]
    assert keys(database.read_now(lambda work: work.outbox.after("web", "me", 0, limit=2))) == ["1", "2"]


def test_what_was_cancelled_or_erased_is_not_shown_again(database: Database, clock: FakeClock) -> None:
    put(database, owed("old", "me", platform="web"))
    claim(database)
    settle(database, 1)
    clock.forward(timedelta(days=8).total_seconds())
    put(database, owed("cancelled", "me", platform="web"))
    database.do_now(lambda work: work.outbox.cancel_for("web", "me"))
    assert database.do_now(lambda work: work.outbox.erase_bodies(work.now - timedelta(days=7))) == 1
    assert database.read_now(lambda work: work.outbox.after("web", "me", 0)) == []
