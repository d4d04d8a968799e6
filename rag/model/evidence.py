"""What the model is given to compose from: the retrieved passages, numbered, each with the clause and document that it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.knowledge import Clause, Document
from rag.answer import Answer
from rag.fold import squash
from rag.ports import Library

MOST = 8
_ROOM = 3600


@dataclass(frozen=True, slots=True)
class Given:
    """A passage as the model knows it, by its `number` from 1."""

    number: int
    document: Document
    clause: Clause
    text: str


def given(answer: Answer, library: Library) -> tuple[Given, ...]:
    """The passages behind an extractive answer, what it quotes included, best first; those that have left the library are left out."""
    documents = {document.stem: document for document in library.documents()}
    chosen: list[Given] = []
    room = _ROOM
    for clause, text in _held(answer, library):
        if (
            clause.doc in documents
            and len(chosen) < MOST
            and len(text) <= room
            and not any(squash(text) in squash(one.text) for one in chosen)
        ):
            chosen.append(Given(len(chosen) + 1, documents[clause.doc], clause, text))
            room -= len(text)
    return tuple(chosen)


def _held(answer: Answer, library: Library) -> Iterator[tuple[Clause, str]]:
    """Clauses with the text to give, the passages that hold a quotation first."""
    quotes = [squash(one.quote) for one in answer.citations]
    for found in sorted(answer.passages, key=lambda one: not any(quote in squash(one.text) for quote in quotes)):
        clauses = library.clauses(found.doc)
        yield from [(clause, found.text) for clause in clauses if clause.label == found.clause and found.text in clause.text][:1]
    for one in answer.citations:
        for clause in library.clauses(one.doc)[one.ordinal : one.ordinal + 1]:
            if one.quote in clause.text:
                yield clause, one.quote
