"""The substance of an answer, before anybody words buttons or draws it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.region import Region


class Look(StrEnum):
    """What a part of an answer is."""

    TEXT = "text"
    QUOTE = "quote"
    ITEM = "item"
    SOURCE = "source"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the answer; `marks` are [start, end) stretches to emphasise, `number` a list item's (0: bullet)."""

    text: str
    look: Look = Look.TEXT
    marks: tuple[tuple[int, int], ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quotation stands: `quote` is contiguous text of the document `doc`, `clause` its label, `ordinal` its key there."""

    doc: str
    clause: str
    ordinal: int
    quote: str


@dataclass(frozen=True, slots=True)
class Found:
    """A retrieved passage, best first."""

    doc: str
    clause: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of the conversation: what was asked, how it was read, for which region (code, "" all).

    `quotes` is what was quoted to the asker; None where nobody knows.
    """

    question: str
    reading: str = ""
    region: str = ""
    quotes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks. `region` is their own (code or ""), `history` oldest first; without `may_ask` nothing is asked back."""

    text: str
    region: str = ""
    history: tuple[Turn, ...] = ()
    may_ask: bool = True


@dataclass(frozen=True, slots=True)
class Spelling:
    """One of several names that are equally close to what was written, and the question with that name in it."""

    name: str
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and what it stands on.

    `abstained`: the asked value is not given. `reading` is the question as understood when that differs from what was typed.
    `region` is the code that it was answered for ("" for all). `regions` are offered when the answer depends on the city: then nothing
    else is said; `spellings` likewise when a name may be one of several. `chitchat`: a friendly word, no policy. `exhausted`: more was
    asked for, and there is no more. `proposal`: it stands on what somebody only proposed.
    """

    parts: tuple[Part, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[Found, ...] = ()
    abstained: bool = False
    reading: str = ""
    region: str = ""
    regions: tuple[Region, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    chitchat: bool = False
    exhausted: bool = False
    proposal: bool = False

    @property
    def text(self) -> str:
        """All that the asker reads, buttons left out."""
        lines = [f"{part.number}、{part.text}" if part.number else part.text for part in self.parts]
        return "\n".join(lines)
