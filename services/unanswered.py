"""Questions that the documents left open, settled by staff: answered, merged with an alike one, dismissed, and taken back.

Everything belongs into a unit of work, and whoever acts is looked up inside it. An answer is a document of its own, so it is found from the
moment of its commit (a running bot looks for new documents twice a second) until its last day.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chat.message import Address
from chat.reply import Reply
from chat.wire import reply_to_json
from domain.clock import HERE
from domain.knowledge import Clause, Document
from domain.masking import masked
from domain.people import Action, Person, Thing, can
from domain.region import concerns
from rag.fold import narrow
from rag.loading import replies
from services.notices import tell
from services.permission import permit
from storage.due import Due
from storage.outbox import Lane, Owed
from storage.questions import Answered, Outcome, Unanswered
from storage.work import Work

ENDING = "answer-ends"
"""The kind of a plan to take an answer back on its last day."""

PUSHES, SPAN = 6, timedelta(hours=1)
"""How many questions of a region are put before its staff unasked, and in which time; the others wait in the list."""

ALIKE = 0.3
"""From which share of common character pairs on two questions are offered as alike."""

_MANY = 500
_NOBODY = Person(0)
Place = Callable[[str], str]
"""The name of a region's code."""

Notice = Callable[[Unanswered, Answered], Reply]
"""The words that an asker is told."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in the name of an office, up to a day. `anew`: in place of the one that was given before."""

    words: str
    office: str
    until: date
    anew: bool = False


class Became(StrEnum):
    """What an attempt to settle a question came to."""

    DONE = "done"
    ALREADY = "already"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the attempt; `by` is the name of whoever was quicker ("" where nobody knows), `told` how many askers hear of it."""

    outcome: Became
    question: Unanswered | None = None
    by: str = ""
    told: int = 0


def waiting(work: Work, address: Address) -> list[Unanswered]:
    """What waits for somebody of the staff, oldest first. Raises NotAllowed."""
    return _mine(_staff(work, address), work.questions.waiting(_MANY))


def standing(work: Work, address: Address) -> list[Unanswered]:
    """Questions of theirs whose answer holds now, newest first. Raises NotAllowed."""
    return _mine(_staff(work, address), work.questions.standing(_MANY))


def look(work: Work, address: Address, question: int) -> tuple[Unanswered, Answered | None] | None:
    """A question, and what became of it. None where there is none. Raises NotAllowed."""
    found = _permitted(work, address, question)[1]
    return (found, work.questions.outcome(question)) if found else None


def alike(work: Work, address: Address, question: int) -> list[Unanswered]:
    """Questions of the same region, open or answered, that ask for nearly the same; the most alike first. Raises NotAllowed."""
    found = _permitted(work, address, question)[1]
    if found is None:
        return []
    others = [*work.questions.waiting(_MANY), *work.questions.standing(_MANY)]
    near = [(likeness(found.question, one.question), one) for one in others if one.id != found.id and one.region == found.region]
    return [one for share, one in sorted(near, key=lambda pair: -pair[0]) if share >= ALIKE][:5]


def answer(work: Work, address: Address, question: int, told: Told, place: Place, notice: Notice) -> Settled:
    """Answer a question, or (`anew`) say something else than before; of two who answer at once one wins. Raises NotAllowed."""
    actor, found = _permitted(work, address, question)
    if found is None:
        return Settled(Became.GONE)
    became = Answered(Outcome.ANSWERED, actor.id, masked(told.words), told.office, told.until, at=work.now)
    if not (work.questions.change if told.anew else work.questions.close)(question, became):
        return _decided(work, found)
    _publish(work, found, told, place)
    work.audit.record(actor.id, "question.answered-anew" if told.anew else "question.answered", str(question), told.office)
    askers = [found, *work.questions.merged_with(question)]
    return Settled(Became.DONE, found, told=sum(_tell(work, one, became, notice) for one in askers))


def merge(work: Work, address: Address, question: int, into: int, notice: Notice) -> Settled:
    """Let a question share the answer of another one: its asker is told with that one's, at once where it is there. Raises NotAllowed."""
    actor, found = _permitted(work, address, question)
    other = _permitted(work, address, into)[1]
    settled = work.questions.outcome(into)
    if found is None or other is None or question == into or other.region != found.region:
        return Settled(Became.GONE)
    if settled and settled.outcome is not Outcome.ANSWERED:
        return Settled(Became.GONE)
    if not work.questions.close(question, Answered(Outcome.MERGED, actor.id, alike=into)):
        return _decided(work, found)
    askers = [found, *work.questions.merged_with(question)]
    work.questions.follow(question, into)
    work.audit.record(actor.id, "question.merged", str(question), str(into))
    return Settled(Became.DONE, other, told=sum(_tell(work, one, settled, notice) for one in askers) if settled else 0)


def dismiss(work: Work, address: Address, question: int, reason: str, notice: Notice) -> Settled:
    """Leave a question unanswered and tell its asker why. Raises NotAllowed."""
    actor, found = _permitted(work, address, question)
    if found is None:
        return Settled(Became.GONE)
    became = Answered(Outcome.DISMISSED, actor.id, masked(reason), at=work.now)
    if not work.questions.close(question, became):
        return _decided(work, found)
    work.audit.record(actor.id, "question.dismissed", str(question), masked(reason))
    askers = [found, *work.questions.merged_with(question)]
    return Settled(Became.DONE, found, told=sum(_tell(work, one, became, notice) for one in askers))


def withdraw(work: Work, address: Address, question: int) -> Settled:
    """Take an answer back: from now on it is neither found nor cited. Raises NotAllowed."""
    actor, found = _permitted(work, address, question)
    if found is None or not _end(work, question):
        return Settled(Became.GONE)
    work.audit.record(actor.id, "question.answer-withdrawn", str(question))
    return Settled(Became.DONE, found)


def end(work: Work, due: Due) -> None:
    """The last day of an answer is over. One that was given anew meanwhile has a later day, and a plan of its own."""
    question, _, day = due.key.partition(":")
    held = work.questions.outcome(int(question))
    if held and held.until and held.until.isoformat() == day and _end(work, int(question)):
        work.audit.record(0, "question.answer-ended", question)


def push(work: Work, question: int, card: Callable[[Unanswered], Reply]) -> int:
    """Put a question before the staff of its region, if that has not been done and they are not flooded. Gives back how many hear of it."""
    found = work.questions.find(question)
    if found is None or work.questions.outcome(question) or not work.questions.push(question, PUSHES, SPAN):
        return 0
    able = [one for one in work.people.staff_of(found.region) if can(one, Action.ANSWER_QUESTION, Thing(found.region))]
    return sum(tell(work, one.id, f"question:{question}:{one.id}", card(found)) > 0 for one in able)


def clause_named(work: Work, region: str, title: str, label: str) -> tuple[Document, Clause] | None:
    """The clause 《title》label of a document that speaks for a region; None where not exactly one document goes by that title."""
    wanted = [one for one in work.library.documents() if title and _plain(title) in _plain(one.title) and concerns(one.region, region)]
    exact = [one for one in wanted if _plain(one.title) == _plain(title)] or wanted
    if len(exact) != 1:
        return None
    clauses = work.library.clauses(exact[0].stem)
    return next(((exact[0], one) for one in clauses if one.label and _plain(one.label) == _plain(label)), None)


def likeness(one: str, other: str) -> float:
    """The share of character pairs that two questions have in common, 0 to 1."""
    left, right = _pairs(one), _pairs(other)
    return len(left & right) / len(left | right) if left | right else 0.0


def nearest(question: Unanswered) -> list[str]:
    """The passages that came nearest when it was asked."""
    return [str(one["text"]) for one in json.loads(question.retrieved)]


def stem_of(question: int) -> str:
    """The stem of an answer's document."""
    return f"答复-{question}"


def _publish(work: Work, question: Unanswered, told: Told, place: Place) -> None:
    day, name = work.now.astimezone(HERE).date(), place(question.region) if question.region else ""
    reply = replies.Reply(question.question, masked(told.words), told.office, question.region, name, day, told.until)
    work.library.put(replies.version_of(stem_of(question.id), reply))
    after = datetime.combine(told.until + timedelta(days=1), time(), HERE)
    work.due.plan(Due(ENDING, f"{question.id}:{told.until.isoformat()}", after))


def _end(work: Work, question: int) -> bool:
    held = work.questions.outcome(question)
    if held is None or held.outcome is not Outcome.ANSWERED:
        return False
    work.library.remove(stem_of(question))
    return work.questions.change(question, Answered(Outcome.ENDED, held.by, held.words, held.office, held.until))


def _tell(work: Work, question: Unanswered, became: Answered, notice: Notice) -> bool:
    if question.tell is None:
        return False
    to, body = question.tell, reply_to_json(notice(question, became))
    # An answer that is given anew on another day, or says something else, is news.
    key = f"answer:{question.id}:{work.now.isoformat()}"
    work.outbox.put(Owed(key, to.platform, to.chat, to.person, body, Lane.ALERT))
    return True


def _permitted(work: Work, address: Address, question: int) -> tuple[Person, Unanswered | None]:
    actor, found = work.people.find(address) or _NOBODY, work.questions.find(question)
    permit(actor, Action.ANSWER_QUESTION, Thing(found.region if found else ""))
    return actor, found


def _staff(work: Work, address: Address) -> Person:
    """Somebody who answers questions somewhere. Raises NotAllowed."""
    actor = work.people.find(address) or _NOBODY
    if not any(can(actor, Action.ANSWER_QUESTION, Thing(grant.region)) for grant in actor.grants):
        permit(actor, Action.ANSWER_QUESTION)
    return actor


def _mine(actor: Person, found: list[Unanswered]) -> list[Unanswered]:
    return [one for one in found if can(actor, Action.ANSWER_QUESTION, Thing(one.region))]


def _decided(work: Work, question: Unanswered) -> Settled:
    became = work.questions.outcome(question.id)
    by = work.people.get(became.by) if became else None
    return Settled(Became.ALREADY, question, by.name if by else "")


def _plain(words: str) -> str:
    return "".join(sign for sign in narrow(words).lower() if sign.isalnum()).removeprefix("第").removesuffix("条")


def _pairs(text: str) -> set[str]:
    plain = "".join(sign for sign in narrow(text).lower() if sign.isalnum())
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
