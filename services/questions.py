"""Questions for the staff: what the documents did not answer, and who wants to be told when somebody does.

Whoever answers one (`work.questions.close`) tells `Unanswered.tell`: the chat in which the wish was said, a group's included.
"""

import json
from enum import StrEnum

from chat.message import Message
from domain.masking import masked
from domain.people import Action
from rag.answer import Answer
from services.people import People
from services.permission import permit
from services.remembered import Remembered
from storage.questions import Unanswered
from storage.work import Work

_NEAREST = 3


class Said(StrEnum):
    """What a word on being told came to."""

    KEPT = "kept"
    ALREADY = "already"
    ANSWERED = "answered"


class Questions:
    """Hands questions on, and remembers wishes. Everything belongs into a unit of work."""

    def __init__(self, people: People) -> None:
        self._people = people

    def wish(self, work: Work, message: Message, turn: Remembered) -> Said:
        """Whoever asked wants to be told; a question that the staff has not got yet is handed on with the wish."""
        if turn.wish == "yes":
            return Said.ALREADY
        person = self._people.meet(work, message)
        permit(person, Action.ASK)
        question = turn.unanswered or work.questions.keep(Unanswered(turn.text, turn.region, person=person.id))
        if not work.questions.want_word(question, person.id, message.sender):
            return Said.ANSWERED
        work.turns.rewrite(turn.id, turn.wished("yes", question).body)
        return Said.KEPT

    def decline(self, work: Work, turn: Remembered) -> Said:
        """They do not: nothing is kept beyond that they were asked."""
        if turn.wish:
            return Said.ALREADY
        work.turns.rewrite(turn.id, turn.wished("no", turn.unanswered).body)
        return Said.KEPT


def hand_on(work: Work, text: str, answer: Answer, region: str, person: int) -> int:
    """Keep a question that was not answered, masked, with what came nearest. Gives back its id."""
    nearest = [{"doc": one.doc, "clause": one.clause, "text": one.text} for one in answer.passages[:_NEAREST]]
    return work.questions.keep(Unanswered(masked(text), region, json.dumps(nearest, ensure_ascii=False), person))
