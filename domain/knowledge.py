"""Documents and what they are made of.

Offsets are in characters of `Version.text`; a clause's and a passage's `text` is `Version.text[start:end]`, to the letter.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of paper a document is."""

    PLAN = "plan"
    WORK_PLAN = "work-plan"
    NOTICE = "notice"
    LAW = "law"
    PROPOSAL_REPLY = "proposal-reply"
    APPLICATION = "application"
    QA = "qa"
    OTHER = "other"


class Standing(StrEnum):
    """How far a document may be relied on today."""

    IN_FORCE = "in-force"
    ENDED = "ended"
    PROPOSAL = "proposal"
    APPLICATION = "application"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Document:
    """One document; its identity is its file's stem.

    `region` is a GB/T 2260 code of six digits ("" when it is for the whole country or not known); `precision` says how
    much of `published` is known: day, month or year; `period` holds the first and the last year that it plans for.
    """

    stem: str
    title: str
    issuer: str = ""
    number: str = ""
    region: str = ""
    published: date | None = None
    precision: str = "day"
    kind: Kind = Kind.OTHER
    period: tuple[int, int] | None = None
    digest: bool = False
    superseded_by: str = ""

    def standing(self, today: date) -> Standing:
        """What the document is worth on that day."""
        if self.superseded_by:
            return Standing.SUPERSEDED
        if self.kind is Kind.APPLICATION:
            return Standing.APPLICATION
        if self.kind is Kind.PROPOSAL_REPLY:
            return Standing.PROPOSAL
        if self.period is not None and self.period[1] < today.year:
            return Standing.ENDED
        return Standing.IN_FORCE


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered part of a document (or its head, or a stretch without number).

    `id` is the store's key (0 before it is stored). `ordinal` counts clauses in reading order from 0; `parent` is the ordinal
    of the nearest enclosing clause, -1 at the top. `path` is the document's own numbering from the outside in, such as
    ("三、", "(三)", "12."), without markup; `label` joins it for people: 三(三)12. `heading` is the clause's own title without
    number ("" where it has none). [start, end) covers the clause with its number and everything beneath it; `body_start` is where
    its own words begin after number and heading. `bodies` are the 责任单位 in the text's order, as the text names them, drawn from
    the clause itself; `voice` is "proposal" or "reply" in a proposal with its answer, else "".
    """

    id: int
    doc: str
    ordinal: int
    parent: int
    path: tuple[str, ...]
    label: str
    heading: str
    text: str
    start: int
    end: int
    body_start: int
    bodies: tuple[str, ...] = ()
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved: whole sentences of one clause, at most 400 characters, contiguous text of the document.

    `clause` is the ordinal of the innermost clause that holds it; `context` is what the index adds to it and nobody reads:
    title, headings and lead-in line. `id` is the store's key (0 before it is stored).
    """

    id: int
    doc: str
    clause: int
    ordinal: int
    start: int
    end: int
    text: str
    context: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was read once: its text and all that was drawn from it.

    `fingerprint` is the SHA-256 (hex) of the file's bytes and of what corpus.toml says of it; the same again does nothing.
    """

    document: Document
    text: str
    fingerprint: str
    clauses: tuple[Clause, ...]
    passages: tuple[Passage, ...]
