"""An answer of the staff is found by what was asked, quoted to the letter, and gone when it ends."""

from datetime import date

import pytest

from chat.message import Address
from chat.reply import say
from domain.errors import NotAllowed
from domain.people import Grant, Role
from services import unanswered
from services.unanswered import Became, Told, likeness
from storage.questions import Outcome, Unanswered
from storage.work import Work
from tests.services.desk import Desk

STAFF, NOBODY = Address("test", "20", "20"), Address("test", "7", "7")
QUESTION = "录用一名毕业生补贴几千？"
ANSWER = "每录用一名应届毕业生补贴1000元，向市人社局申请。"
TOLD = Told(ANSWER, "虚构市人社局", date(2027, 6, 30))


@pytest.fixture
def asked(desk: Desk) -> int:
    """A question of a region with one of the staff; its id."""

    def fill(work: Work) -> int:
        person = work.people.meet(STAFF, "王工")
        work.people.grant(person.id, Grant(Role.MODERATOR, "450200"))
        return work.questions.keep(Unanswered(QUESTION, "450200", tell=NOBODY))

    return desk.database.do_now(fill)


def answer(desk: Desk, question: int, told: Told = TOLD, by: Address = STAFF) -> unanswered.Settled:
    """Answer it."""
    return desk.database.do_now(lambda work: unanswered.answer(work, by, question, told, str, lambda *_: say("答")))


def test_it_is_found_and_cited_from_its_commit_on(desk: Desk, asked: int) -> None:
    assert desk.ask(QUESTION).abstained
    assert answer(desk, asked).told == 1
    assert desk.knowledge.catch_up()
    found = desk.ask(QUESTION)
    assert not found.abstained
    assert [(one.doc, one.quote) for one in found.citations] == [(unanswered.stem_of(asked), ANSWER)]
    assert any(part.text.startswith("——工作人员答复（虚构市人社局，20") for part in found.parts)


def test_it_ends_on_its_day(desk: Desk, asked: int) -> None:
    answer(desk, asked)
    plans = desk.database.read_now(
        lambda work: work.connection.exec_driver_sql(f"SELECT key, at FROM due WHERE kind = '{unanswered.ENDING}'").all()
    )
    assert [(key, at[:16]) for key, at in plans] == [(f"{asked}:2027-06-30", "2027-06-30 16:00")]
    desk.database.do_now(lambda work: unanswered.withdraw(work, STAFF, asked))
    desk.knowledge.catch_up()
    assert desk.ask(QUESTION).abstained


def test_only_one_answer_counts(desk: Desk, asked: int) -> None:
    answer(desk, asked)
    late = answer(desk, asked, Told("没有这项补贴。", "虚构市财政局", date(2027, 1, 1)))
    assert (late.outcome, late.by) == (Became.ALREADY, "王工")
    kept = desk.database.read_now(lambda work: work.questions.outcome(asked))
    assert kept is not None
    assert (kept.outcome, kept.words) == (Outcome.ANSWERED, ANSWER)


def test_nobody_else_may(desk: Desk, asked: int) -> None:
    with pytest.raises(NotAllowed):
        answer(desk, asked, by=NOBODY)
    assert desk.database.read_now(lambda work: work.questions.outcome(asked)) is None


def test_what_is_alike() -> None:
    assert likeness("包头录用一名毕业生补几千？", "包头企业录用毕业生补几千") >= unanswered.ALIKE
    assert likeness("包头录用一名毕业生补几千？", "平顶山有哪些产业学院") < unanswered.ALIKE
    assert likeness("", "") == 0.0
