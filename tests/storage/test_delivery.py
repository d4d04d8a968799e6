"""What goes to many: each recipient once, a portion at a time, and nothing lost when a chat changes its id."""

from dataclasses import replace

from chat.flow import Place
from chat.message import Address
from domain.enterprise import Enterprise, Size
from domain.people import Grant, Role
from domain.subscription import Rhythm, Subscription, Topic, Wish
from storage.broadcasts import SETTLING, Audience, Broadcast, State
from storage.bulletins import Bulletin, Course
from storage.channels import Channel
from storage.database import Database
from storage.outbox import Lane, Owed
from storage.outbox import State as Fate
from storage.work import Work
from tests.fakes import FakeClock

EVERYBODY = Audience()


def meet(database: Database, *numbers: int, region: str = "", role: Role | None = None) -> None:
    def work(work: Work) -> None:
        for number in numbers:
            person = work.people.meet(Address("telegram", str(number), str(number)))
            work.people.set_region(person.id, region)
            if role:
                work.people.grant(person.id, Grant(role))

    database.do_now(work)


def begin(database: Database, audience: Audience = EVERYBODY) -> int:
    return database.do_now(lambda work: work.broadcasts.begin(Broadcast("announcement", "{}", audience, 1)))


def spread(database: Database, broadcast: int, most: int = 500) -> int:
    return database.do_now(lambda work: work.broadcasts.spread(broadcast, most))


def settle_all(database: Database) -> list[str]:
    def settle(work: Work) -> list[str]:
        rows = work.outbox.claim(10_000, 60, "t")
        for row in rows:
            work.outbox.settle(row.id, "t", ["1"])
        return [row.owed.chat for row in rows]

    return database.do_now(settle)


def size(database: Database, audience: Audience) -> int:
    return database.read_now(lambda work: work.broadcasts.size(audience))


def test_it_is_owed_a_portion_at_a_time_and_once_to_each(database: Database) -> None:
    meet(database, *range(100, 110))
    one = begin(database)
    assert spread(database, one, 4) == 4
    assert spread(database, one, 4) == 0, "a portion still waits"
    heard = settle_all(database)
    while spread(database, one, 4):
        heard += settle_all(database)
    assert heard == [str(number) for number in range(100, 110)]
    assert database.read_now(lambda work: work.broadcasts.open()) == []
    found = database.read_now(lambda work: work.broadcasts.get(one))
    assert found
    assert found.state is State.SPREAD
    assert database.read_now(lambda work: work.outbox.standing(found.subject))[Fate.SENT] == 10


def test_a_row_has_no_words_before_it_is_drawn(database: Database) -> None:
    meet(database, 1)
    spread(database, begin(database))
    (row,) = database.do_now(lambda work: work.outbox.claim(9, 60, "t"))
    assert (row.owed.body, row.owed.subject, row.owed.lane, row.owed.key) == ("", "announcement:1", Lane.BROADCAST, "announcement:1:1")
    assert not database.do_now(lambda work: work.outbox.drawn(row.id, "another", "{}"))
    assert database.do_now(lambda work: work.outbox.drawn(row.id, "t", '{"blocks":[]}'))
    assert database.read_now(lambda work: work.outbox.after("telegram", "1", 0))[0].owed.body == '{"blocks":[]}'
    database.do_now(lambda work: work.outbox.later(row.id, "t", 0, "502", count=True))
    (again,) = database.do_now(lambda work: work.outbox.claim(9, 60, "t"))
    assert again.owed.body == ""


def test_the_audience_is_a_region_with_what_lies_in_it_or_a_role(database: Database) -> None:
    meet(database, 1, 2, region="150203")
    meet(database, 3, region="410400")
    meet(database, 4, role=Role.GRADUATE)
    regions = [Audience(), Audience("150000"), Audience("150200"), Audience("150203"), Audience("150204"), Audience(role="graduate")]
    assert [size(database, audience) for audience in regions] == [4, 2, 2, 2, 0, 1]
    spread(database, begin(database, Audience("150200")))
    assert settle_all(database) == ["1", "2"]


def test_who_opted_out_was_lost_or_is_known_from_groups_only_gets_none(database: Database) -> None:
    meet(database, 1, 2, 3)

    def leave(work: Work) -> None:
        work.people.opt_out(1)
        work.people.lose("telegram", "2")
        work.people.meet(Address("telegram", "-100", "9"), private=False)

    database.do_now(leave)
    assert size(database, Audience()) == 1
    database.do_now(lambda work: work.people.found(Address("telegram", "2", "2")))
    assert size(database, Audience()) == 2


def test_somebody_with_several_addresses_gets_it_once(database: Database) -> None:
    meet(database, 1)
    database.do_now(lambda work: work.connection.exec_driver_sql("INSERT INTO addresses VALUES ('web', 'w', 'w', 1, NULL)"))
    assert size(database, Audience()) == 1
    spread(database, begin(database))
    assert settle_all(database) == ["1"]


def test_what_is_cancelled_spreads_no_further_and_takes_back_what_waits(database: Database) -> None:
    meet(database, *range(9))
    one = begin(database)
    spread(database, one, 4)
    database.do_now(lambda work: work.outbox.claim(1, 60, "t"))
    assert database.do_now(lambda work: work.broadcasts.cancel(one))
    assert not database.do_now(lambda work: work.broadcasts.cancel(one))
    assert not database.do_now(lambda work: work.broadcasts.cancel(99))
    assert spread(database, one) == 0
    standing = database.read_now(lambda work: work.outbox.standing("announcement:1"))
    assert (standing[Fate.WAITING], standing[Fate.CANCELLED]) == (1, 3)


def test_replies_are_not_counted_against_the_portion(database: Database) -> None:
    meet(database, 1)
    database.do_now(lambda work: work.outbox.put_many([Owed(str(n), "telegram", str(n), "p", "{}") for n in range(10)]))
    assert spread(database, begin(database), 5) == 1


def test_a_channel_gets_one_post(database: Database) -> None:
    one = begin(database, Audience(platform="telegram", chat="-1001"))
    assert spread(database, one) == 1
    assert spread(database, one) == 0
    (row,) = database.do_now(lambda work: work.outbox.claim(9, 60, "t"))
    assert row.owed.public
    assert size(database, Audience(platform="telegram", chat="-1001")) == 1


def test_a_channel_is_lost_once_and_found_by_adding_it_again(database: Database) -> None:
    channel = Channel("telegram", "-1001", "包头产教", "150200")
    database.do_now(lambda work: work.channels.add(channel))
    assert database.do_now(lambda work: [work.channels.lose("telegram", "-1001", "没有权限") for _ in range(2)]) == [True, False]
    assert database.read_now(lambda work: [one.why for one in work.channels.all()]) == ["没有权限"]
    database.do_now(lambda work: work.channels.add(channel))
    assert database.read_now(lambda work: work.channels.get("telegram", "-1001")) == channel


def test_under_its_new_id_a_chat_keeps_all_it_had(database: Database) -> None:
    old, new = Address("telegram", "-5", "7"), Address("telegram", "-1005", "7")

    def live(work: Work) -> None:
        work.places.save(old, Place("form", "t1"))
        work.places.save(new, Place("form", "t2"))
        work.turns.add(old, "产业学院？")
        work.channels.add(Channel("telegram", "-5", "群"))
        work.channels.add(Channel("telegram", "-1005", "重复"))
        work.outbox.put(Owed("k", "telegram", "-5", "7", "{}"))
        work.outbox.put(Owed("elsewhere", "web", "-5", "7", "{}"))
        work.chats.move("telegram", "-5", "-1005")

    database.do_now(live)
    assert database.read_now(lambda work: work.places.load(new).ticket) == "t1"
    assert [row.owed.key for row in database.read_now(lambda work: work.outbox.after("telegram", "-1005", 0))] == ["k"]
    assert [row.owed.key for row in database.read_now(lambda work: work.outbox.after("web", "-5", 0))] == ["elsewhere"]
    assert [one.title for one in database.read_now(lambda work: work.channels.all())] == ["群"]
    assert len(database.read_now(lambda work: work.turns.recent(new, work.now, 9))) == 1


def test_what_was_said_of_a_long_reply_is_kept_with_a_fresh_lease(database: Database) -> None:
    database.do_now(lambda work: work.outbox.put(Owed("k", "telegram", "c", "p", "{}")))
    database.do_now(lambda work: work.outbox.claim(9, 60, "t"))
    assert not database.do_now(lambda work: work.outbox.keep(1, "another", ["5"], 60))
    assert database.do_now(lambda work: work.outbox.keep(1, "t", ["5"], 60))
    assert database.read_now(lambda work: work.outbox.sent_as("k")) == (), "it is not whole yet"
    database.do_now(lambda work: work.outbox.release("t"))
    assert [row.sent for row in database.do_now(lambda work: work.outbox.claim(9, 60, "u"))] == [("5",)]


# What follows a broadcast to wherever it has gone


def sent_about(database: Database, subject: str) -> list[tuple[str, str, str]]:
    def read(work: Work) -> list[tuple[str, str, str]]:
        rows = work.outbox.claim(100, 60, "t")
        return [(row.owed.subject, row.owed.chat, row.owed.origin) for row in rows if row.owed.subject == subject]

    return database.do_now(read)


def test_a_correction_goes_where_it_was_delivered_and_once_to_each(database: Database) -> None:
    meet(database, 1, 2, 3)
    one = begin(database)
    spread(database, one)
    rows = database.do_now(lambda work: work.outbox.claim(3, 60, "slow"))
    database.do_now(lambda work: [work.outbox.settle(row.id, "slow", ["11", "12"]) for row in rows[:2]])
    follow = begin(database, Audience(follows=one))
    assert (spread(database, follow), spread(database, follow)) == (2, 0)
    assert sent_about(database, f"announcement:{follow}") == [(f"announcement:{follow}", "1", "12"), (f"announcement:{follow}", "2", "12")]
    database.do_now(lambda work: work.outbox.settle(rows[2].id, "slow", ["13"]))
    assert spread(database, follow) == 1
    assert follow in database.read_now(lambda work: work.broadcasts.open())


def test_what_follows_ends_once_nothing_can_be_under_way(database: Database, clock: FakeClock) -> None:
    one = begin(database)
    spread(database, one)
    follow = begin(database, Audience(follows=one))
    assert spread(database, follow) == 0
    assert follow in database.read_now(lambda work: work.broadcasts.open())
    clock.forward(SETTLING.total_seconds() + 1)
    spread(database, follow)
    assert database.read_now(lambda work: work.broadcasts.open()) == []


def test_groups_are_found_by_what_they_are_and_what_they_want(database: Database) -> None:
    meet(database, 1, 2, 3, region="150200")

    def settle(work: Work) -> None:
        ids = {number: found.id for number in (1, 2) if (found := work.people.find(Address("telegram", str(number), str(number))))}
        firm = Enterprise(0, "虚构公司", "91150200MA0QHX2K1H", "150200", "C", Size.SMALL, "虚构某", "+8613912345678", owner=ids[1])
        work.enterprises.join(work.enterprises.add(firm), ids[1])
        work.subscriptions.add(Subscription(0, ids[2], Topic.POLICIES, Wish(), Rhythm.AT_ONCE))

    database.do_now(settle)
    assert size(database, Audience("150200", Role.MEMBER)) == 1
    assert size(database, Audience("150200", interest=Topic.POLICIES)) == 1
    assert size(database, Audience("150200", Role.MEMBER, interest=Topic.POLICIES)) == 0
    assert size(database, Audience("150200", interest=Topic.LISTINGS)) == 0
    assert size(database, Audience("150200")) == 3


def test_what_was_taken_back_is_forgotten(database: Database) -> None:
    meet(database, 1)
    one = begin(database)
    spread(database, one)
    (row,) = database.do_now(lambda work: work.outbox.claim(1, 60, "t"))
    database.do_now(lambda work: (work.outbox.drawn(row.id, "t", "{}"), work.outbox.settle(row.id, "t", ["1"])))
    found = database.read_now(lambda work: work.outbox.row(row.id))
    assert found
    assert (found.owed.body, found.sent) == ("{}", ("1",))
    database.do_now(lambda work: work.outbox.erase([row.owed.key]))
    found = database.read_now(lambda work: work.outbox.row(row.id))
    assert found
    assert found.owed.body == ""


# Announcements as staff make them


def test_of_two_who_decide_one_wins(database: Database) -> None:
    made = Bulletin(1, "{}", (Audience("150200"), Audience(platform="telegram", chat="-1")), 60, Course.WAITING)
    one = database.do_now(lambda work: work.bulletins.add(made))
    assert database.do_now(lambda work: work.bulletins.decide(one, 2, Course.PLANNED))
    assert not database.do_now(lambda work: work.bulletins.decide(one, 3, Course.DECLINED))
    database.do_now(lambda work: work.bulletins.begun(one, [5, 6]))
    assert database.do_now(lambda work: work.bulletins.move(one, [Course.PLANNED], Course.SENDING))
    assert database.read_now(lambda work: work.bulletins.open()) == [one]
    found = database.read_now(lambda work: work.bulletins.find(one))
    assert found == replace(made, course=Course.SENDING, decided_by=2, parts=(5, 6), id=one)
    assert database.read_now(lambda work: work.bulletins.corrections(one)) == []
