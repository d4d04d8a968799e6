"""A turn as it is remembered: what the buttons under an answer need, and what we asked the person ourselves."""

import json
from dataclasses import dataclass, replace
from enum import StrEnum

from chat.message import Address
from rag.answer import Answer, Citation, Spelling, Turn
from storage.turns import StoredTurn


class Open(StrEnum):
    """What we asked, and what a word like 是 or 不用 is then an answer to."""

    NOTHING = ""
    REGION = "region"
    NAME = "name"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer as its buttons need it.

    `reading` is how the question was understood when that differs from what was typed. `open` is what we asked back, while it has no
    answer, with the `spellings` or the codes of `regions` to choose from. `unanswered` is the id under which the staff has the question,
    0 where they have not; `wish` is what the person said to being told.
    """

    id: int
    address: Address
    question: str
    reading: str = ""
    region: str = ""
    citations: tuple[Citation, ...] = ()
    open: Open = Open.NOTHING
    spellings: tuple[Spelling, ...] = ()
    regions: tuple[str, ...] = ()
    unanswered: int = 0
    wish: str = ""

    @property
    def text(self) -> str:
        """The question as it stands by itself."""
        return self.reading or self.question

    @property
    def turn(self) -> Turn:
        """The turn as answering needs it."""
        return Turn(self.question, self.reading, self.region, tuple(one.quote for one in self.citations))

    @property
    def body(self) -> str:
        """What of it is kept as JSON, beside question, reading and region."""
        held = {
            "citations": [[one.doc, one.clause, one.ordinal, one.quote] for one in self.citations],
            "open": self.open,
            "spellings": [[one.name, one.question] for one in self.spellings],
            "regions": self.regions,
            "unanswered": self.unanswered,
            "wish": self.wish,
        }
        return json.dumps({name: value for name, value in held.items() if value}, ensure_ascii=False)

    @property
    def can_wish(self) -> bool:
        """Whether the person was asked if they want to be told."""
        return self.open is Open.WORD or bool(self.wish)

    def wished(self, wish: str, unanswered: int) -> "Remembered":
        """With the person's word on being told."""
        return replace(self, open=Open.NOTHING, wish=wish, unanswered=unanswered)


def asked_back(answer: Answer) -> Open:
    """What an answer asks the person."""
    if answer.spellings:
        return Open.NAME
    if answer.regions:
        return Open.REGION
    return Open.WORD if answer.proposal or (answer.abstained and not answer.exhausted) else Open.NOTHING


def remembered(turn: StoredTurn) -> Remembered:
    """The turn as the store has it; turns of an older version lack some of it."""
    body = json.loads(turn.answer)
    return Remembered(
        turn.id,
        turn.address,
        turn.question,
        turn.reading,
        turn.region,
        tuple(Citation(*one) for one in body.get("citations", ())),
        Open(body.get("open", "")),
        tuple(Spelling(*one) for one in body.get("spellings", ())),
        tuple(body.get("regions", ())),
        int(body.get("unanswered", 0)),
        body.get("wish", ""),
    )
