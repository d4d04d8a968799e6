"""Questions without an answer, kept for the staff, and what became of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from chat.message import Address
from storage.columns import insert
from storage.repository import Repository
from storage.tables_knowledge import questions


class Outcome(StrEnum):
    """What became of a question; a merged one shares the answer of another."""

    OPEN = ""
    ANSWERED = "answered"
    MERGED = "merged"
    DISMISSED = "dismissed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the documents did not answer. `question` was masked by its writer; `retrieved` is JSON of what came nearest.

    `person` is the asker's id (0: not known). `tell` is where they asked to be told of an answer, None where they did not. `id` and `at`
    are set by the store.
    """

    question: str
    region: str
    retrieved: str = "[]"
    person: int = 0
    tell: Address | None = None
    id: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What one of the staff (`by`, a person's id) made of a question.

    `words` is the answer, or why there is none; it is given in the name of `office` and holds up to the day `until`. `alike` is the id of
    the question with which it was merged (0: none).
    """

    outcome: Outcome
    by: int
    words: str = ""
    office: str = ""
    until: date | None = None
    alike: int = 0
    at: datetime | None = None


_NOWHERE = Address("", "", "")
_KEEP = insert(questions).returning(questions.c.id)
_ROW = (
    questions.c.question,
    questions.c.region,
    questions.c.retrieved,
    questions.c.person,
    questions.c.told_platform,
    questions.c.told_chat,
    questions.c.told_person,
    questions.c.id,
    questions.c.at,
)
_OPEN = questions.c.finished_at.is_(None)
_IS = questions.c.id == bindparam("row")
_WAITING = select(*_ROW).where(_OPEN, questions.c.id > bindparam("last")).order_by(questions.c.id).limit(bindparam("most"))
_FIND = select(*_ROW).where(_IS)
_WANT = update(questions).where(_IS, _OPEN)
_WANT = _WANT.values(
    wants_word=True, person=bindparam("who"), told_platform=bindparam("on"), told_chat=bindparam("to"), told_person=bindparam("by")
)
_CLOSING: dict[str, Any] = {
    "answer": bindparam("words"),
    "answered_by": bindparam("by"),
    "finished_at": bindparam("ended"),
    "outcome": bindparam("became"),
    "office": bindparam("in_name_of"),
    "until": bindparam("till"),
    "alike": bindparam("other"),
}
_CLOSE = update(questions).where(_IS, _OPEN).values(**_CLOSING)
_CHANGE = update(questions).where(_IS, questions.c.outcome == Outcome.ANSWERED).values(**_CLOSING)
_BECAME = (
    questions.c.outcome,
    questions.c.answered_by,
    questions.c.answer,
    questions.c.office,
    questions.c.until,
    questions.c.alike,
    questions.c.finished_at,
)
_OUTCOME = select(*_BECAME).where(_IS, questions.c.finished_at.is_not(None))
_STANDING = select(*_ROW).where(questions.c.outcome == Outcome.ANSWERED).order_by(questions.c.id.desc()).limit(bindparam("most"))
_MERGED = select(*_ROW).where(questions.c.alike == bindparam("row"), questions.c.outcome == Outcome.MERGED).order_by(questions.c.id)
_FOLLOW = update(questions).where(questions.c.alike == bindparam("row")).values(alike=bindparam("other"))
_OFFICE = select(questions.c.office).where(questions.c.answered_by == bindparam("by"), questions.c.office != "")
_OFFICE = _OFFICE.order_by(questions.c.finished_at.desc()).limit(1)
_PUSHED = (
    select(func.count()).select_from(questions).where(questions.c.pushed_at > bindparam("since"), questions.c.region == bindparam("of"))
)
_PUSH = update(questions).where(_IS, questions.c.pushed_at.is_(None)).values(pushed_at=bindparam("moment"))


class Questions(Repository):
    """Each question is open until one of the staff answers it, once."""

    __slots__ = ()

    def keep(self, asked: Unanswered) -> int:
        """Keep it for the staff, and give back its id."""
        tell = asked.tell or _NOWHERE
        values = {
            "question": asked.question,
            "region": asked.region,
            "retrieved": asked.retrieved,
            "person": asked.person,
            "wants_word": asked.tell is not None,
            "answer": "",
            "answered_by": 0,
            "at": self.now,
            "told_platform": tell.platform,
            "told_chat": tell.chat,
            "told_person": tell.person,
        }
        id_: int = self.connection.execute(_KEEP, values).scalar_one()
        return id_

    def waiting(self, limit: int, after: int = 0) -> list[Unanswered]:
        """Open questions, oldest first, from behind the id `after`."""
        return [_unanswered(row) for row in self.connection.execute(_WAITING, {"last": after, "most": limit})]

    def find(self, question: int) -> Unanswered | None:
        """The question of an id, open or not. Whoever answers it tells `tell`."""
        row = self.connection.execute(_FIND, {"row": question}).one_or_none()
        return _unanswered(row) if row else None

    def want_word(self, question: int, person: int, tell: Address) -> bool:
        """Somebody wishes to be told the answer, there. False where it has been given already."""
        values = {"row": question, "who": person, "on": tell.platform, "to": tell.chat, "by": tell.person}
        return self.connection.execute(_WANT, values).rowcount == 1

    def close(self, question: int, became: Answered) -> bool:
        """One of the staff settles it. False where another one was quicker: then nothing else of the unit must be kept."""
        return self.connection.execute(_CLOSE, self._values(question, became)).rowcount == 1

    def change(self, question: int, became: Answered) -> bool:
        """Settle anew what was answered. False where it was not, or its answer has ended."""
        return self.connection.execute(_CHANGE, self._values(question, became)).rowcount == 1

    def outcome(self, question: int) -> Answered | None:
        """What became of it; None while it is open, or where there is none."""
        row = self.connection.execute(_OUTCOME, {"row": question}).one_or_none()
        return Answered(Outcome(row[0] or Outcome.ANSWERED), *row[1:]) if row else None

    def standing(self, limit: int) -> list[Unanswered]:
        """Questions whose answer holds, the newest first."""
        return [_unanswered(row) for row in self.connection.execute(_STANDING, {"most": limit})]

    def merged_with(self, question: int) -> list[Unanswered]:
        """The questions that share its answer."""
        return [_unanswered(row) for row in self.connection.execute(_MERGED, {"row": question})]

    def follow(self, question: int, into: int) -> None:
        """Whatever shares its answer shares that of another one from now on."""
        self.connection.execute(_FOLLOW, {"row": question, "other": into})

    def office_of(self, person: int) -> str:
        """The office in whose name somebody answered last; "" for nobody's yet."""
        return self.connection.scalar(_OFFICE, {"by": person}) or ""

    def push(self, question: int, most: int, span: timedelta) -> bool:
        """Put it before the staff, once. False where it was already, or the region had `most` of them within the span."""
        found = self.find(question)
        if found is None:
            return False
        if (self.connection.scalar(_PUSHED, {"since": self.now - span, "of": found.region}) or 0) >= most:
            return False
        return self.connection.execute(_PUSH, {"row": question, "moment": self.now}).rowcount == 1

    def _values(self, question: int, became: Answered) -> dict[str, Any]:
        return {
            "row": question,
            "words": became.words,
            "by": became.by,
            "ended": self.now,
            "became": became.outcome,
            "in_name_of": became.office,
            "till": became.until,
            "other": became.alike,
        }


def _unanswered(row: Row[*tuple[Any, ...]]) -> Unanswered:
    question, region, retrieved, person, platform, chat, by, id_, at = row
    return Unanswered(question, region, retrieved, person, Address(platform, chat, by) if platform else None, id_, at)
