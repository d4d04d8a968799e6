"""Questions without an answer, kept for the staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from chat.message import Address
from storage.columns import insert
from storage.repository import Repository
from storage.tables_knowledge import questions


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
_WAITING = select(*_ROW).where(_OPEN, questions.c.id > bindparam("last")).order_by(questions.c.id).limit(bindparam("most"))
_FIND = select(*_ROW).where(questions.c.id == bindparam("row"))
_WANT = update(questions).where(questions.c.id == bindparam("row"), _OPEN)
_WANT = _WANT.values(
    wants_word=True, person=bindparam("who"), told_platform=bindparam("on"), told_chat=bindparam("to"), told_person=bindparam("by")
)
_CLOSE = update(questions).where(questions.c.id == bindparam("row"), _OPEN)
_CLOSE = _CLOSE.values(answer=bindparam("words"), answered_by=bindparam("by"), finished_at=bindparam("ended"))


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

    def close(self, question: int, by: int, answer: str) -> bool:
        """One of the staff answers. False where another one was quicker: then the unit must not be kept."""
        return self.connection.execute(_CLOSE, {"row": question, "by": by, "words": answer, "ended": self.now}).rowcount == 1


def _unanswered(row: Row[*tuple[Any, ...]]) -> Unanswered:
    question, region, retrieved, person, platform, chat, by, id_, at = row
    return Unanswered(question, region, retrieved, person, Address(platform, chat, by) if platform else None, id_, at)
