"""Questions and answers: what was asked before is read first, the answer is kept so that the buttons under it work."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from chat.message import Address
from domain.clock import Clock
from domain.knowledge import Clause, Document
from domain.masking import masked
from rag.answer import Answer, Citation, Question
from rag.model.ports import OnText
from services.questions import hand_on
from services.remembered import Open, Remembered, asked_back, remembered
from storage.database import Database
from storage.work import Work

SPAN = timedelta(minutes=30)
"""For how long an earlier question still tells what a later one means."""
_TURNS = 20
"""As many as are kept: what was shown in any of them is not shown again on 还有吗."""
_DIGITS = 15
_UNSAID = frozenset({Open.REGION, Open.NAME})
"""A turn that only asked back has answered nothing: it is asked again as a whole once the person has said which."""


class Assistant(Protocol):
    """What answers. It blocks, and is called off the event loop."""

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:
        """The answer, whatever was typed; `on_text` is shown what is written so far, by an assistant that writes."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, not kept yet. `own` is the region that the asker brought along ("" for none)."""

    question: str
    answer: Answer
    own: str = ""

    @property
    def by_own_region(self) -> bool:
        """Whether it was answered for the region that the asker brought along."""
        return bool(self.own) and self.answer.region == self.own


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the region that is theirs ("" for none), and their turns that are recent enough to be spoken of, oldest first."""

    address: Address
    own: str
    turns: Sequence[Remembered] = ()

    @property
    def last(self) -> Remembered | None:
        """The last answer."""
        return self.turns[-1] if self.turns else None


@dataclass(frozen=True, slots=True)
class Source:
    """A clause that was quoted, its document, the quoted sentences, and the bodies responsible for it."""

    document: Document
    clause: Clause
    quotes: tuple[str, ...]
    bodies: tuple[str, ...]


class Answers:
    """Asks the assistant for people. `region` is meant where nobody names one ("" for none)."""

    def __init__(self, database: Database, assistant: Assistant, clock: Clock, region: str = "") -> None:
        self._database = database
        self._assistant = assistant
        self._clock = clock
        self._region = region

    async def asker(self, address: Address) -> Asker:
        """Who asks there."""
        return await self._database.read(lambda work: Asker(address, self._own(work, address), self._recent(work, address)))

    async def ask(self, asker: Asker, text: str, *, region: str | None = None, on_text: OnText | None = None) -> Asked:
        """The answer to what somebody typed. With a `region` (code, "" for all) it is answered for that one, and nothing is asked back.

        `on_text` is called on another thread, with all that is written so far.
        """
        history = tuple(turn.turn for turn in asker.turns if turn.open not in _UNSAID)
        question = Question(text, asker.own if region is None else region, history, may_ask=region is None)
        return Asked(text, await asyncio.to_thread(self._assistant.answer, question, on_text), question.region)

    def keep(self, work: Work, address: Address, asked: Asked) -> Remembered:
        """Keep the turn, and the question for the staff where the documents did not answer it; both masked."""
        answer = asked.answer
        question, reading = masked(asked.question), masked(answer.reading)
        regions = tuple(one.code for one in answer.regions)
        turn = Remembered(0, address, question, reading, answer.region, answer.citations, asked_back(answer), answer.spellings, regions)
        if answer.chitchat:
            return turn
        if answer.abstained and not answer.exhausted:
            person = work.people.find(address)
            region = answer.region or asked.own
            turn = replace(turn, unanswered=hand_on(work, turn.text, answer, region, person.id if person else 0))
        return replace(turn, id=work.turns.add(address, question, reading=reading, region=answer.region, answer=turn.body))

    async def remembered(self, turn: str, address: Address) -> Remembered | None:
        """The answer of that turn, when it was given in this chat and is still kept. The number may come from a forged button."""
        if not (turn.isascii() and turn.isdigit() and len(turn) <= _DIGITS):
            return None
        found = await self._database.read(lambda work: work.turns.find(int(turn)))
        if found is None or (found.address.platform, found.address.chat) != (address.platform, address.chat):
            return None
        return remembered(found)

    def now(self, work: Work, turn: Remembered) -> Remembered:
        """The turn as it stands inside a unit of work."""
        found = work.turns.find(turn.id)
        return remembered(found) if found else turn

    async def last(self, address: Address) -> Remembered | None:
        """The last answer, when it is recent enough to be spoken of."""
        return (await self.asker(address)).last

    async def sources(self, remembered: Remembered) -> list[Source]:
        """What was quoted, clause by clause; clauses that no longer hold their quotation are left out."""
        return await self._database.read(lambda work: _sources(work, remembered.citations))

    def _own(self, work: Work, address: Address) -> str:
        person = work.people.find(address)
        return person.region if person and person.region else self._region

    def _recent(self, work: Work, address: Address) -> Sequence[Remembered]:
        return [remembered(turn) for turn in work.turns.recent(address, self._clock.now() - SPAN, _TURNS)]


def _sources(work: Work, citations: Sequence[Citation]) -> list[Source]:
    quotes: dict[tuple[str, int], list[str]] = {}
    for one in citations:
        quotes.setdefault((one.doc, one.ordinal), []).append(one.quote)
    found = (_source(work, stem, ordinal, tuple(held)) for (stem, ordinal), held in quotes.items())
    return [source for source in found if source]


def _source(work: Work, stem: str, ordinal: int, quotes: tuple[str, ...]) -> Source | None:
    document, clause = work.library.document(stem), work.library.clause(stem, ordinal)
    if document is None or clause is None or not all(quote in clause.text for quote in quotes):
        return None
    return Source(document, clause, quotes, _bodies(work, clause))


def _bodies(work: Work, clause: Clause) -> tuple[str, ...]:
    """The bodies that the clause names, or else the nearest enclosing clause that names any."""
    at: Clause | None = clause
    while at and not at.bodies and at.parent >= 0:
        at = work.library.clause(at.doc, at.parent)
    return at.bodies if at else ()
