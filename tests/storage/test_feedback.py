"""What people thought, and what nobody could answer."""

from dataclasses import replace

from chat.message import Address
from storage.database import Database
from storage.questions import Answered, Outcome, Unanswered
from tests.fakes import FakeClock


def test_the_last_word_of_each_person_counts(database: Database, clock: FakeClock) -> None:
    def rate(turn: int, person: int, useful: bool) -> None:
        database.do_now(lambda work: work.feedback.rate(turn, person, useful=useful))

    rate(1, 7, True)
    rate(1, 7, False)
    rate(1, 8, True)
    rate(2, 7, False)
    assert database.read_now(lambda work: work.feedback.counts(clock.now())) == (1, 2)
    clock.forward(60)
    rate(3, 7, True)
    assert database.read_now(lambda work: work.feedback.counts(clock.now())) == (1, 0)


def test_a_question_waits_until_one_of_the_staff_answers_it(database: Database, clock: FakeClock) -> None:
    asked = Unanswered("乌海补贴多少？", "150300", '[{"doc":"plan"}]', person=7)
    id_ = database.do_now(lambda work: work.questions.keep(asked))
    database.do_now(lambda work: work.questions.keep(Unanswered("第二个", "")))
    kept = replace(asked, id=id_, at=clock.now())
    assert database.read_now(lambda work: work.questions.waiting(9))[0] == kept
    assert [one.question for one in database.read_now(lambda work: work.questions.waiting(9, after=id_))] == ["第二个"]

    assert database.do_now(lambda work: work.questions.close(id_, Answered(Outcome.ANSWERED, 1, "每人一千元")))
    assert not database.do_now(lambda work: work.questions.close(id_, Answered(Outcome.ANSWERED, 2, "我也来答")))
    assert [one.question for one in database.read_now(lambda work: work.questions.waiting(9))] == ["第二个"]
    assert database.read_now(lambda work: work.questions.find(id_)) == kept


def test_who_wants_word_is_remembered_until_the_answer(database: Database) -> None:
    id_ = database.do_now(lambda work: work.questions.keep(Unanswered("多少？", "")))
    here = Address("test", "group", "7")
    assert database.do_now(lambda work: work.questions.want_word(id_, 7, here))
    found = database.read_now(lambda work: work.questions.find(id_))
    assert found is not None
    assert (found.tell, found.person) == (here, 7)
    database.do_now(lambda work: work.questions.close(id_, Answered(Outcome.ANSWERED, 1, "答")))
    assert not database.do_now(lambda work: work.questions.want_word(id_, 8, here))
    assert database.read_now(lambda work: work.questions.find(99)) is None
