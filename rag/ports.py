"""What answering needs from others. Everything here blocks and is called off the event loop."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from domain.knowledge import Clause, Document, Passage
from vectorstore.index import Hit, Query


class Library(Protocol):
    """The truth about documents."""

    def revision(self) -> int:
        """A number that grows with every change to the documents."""
        ...

    def stamps(self) -> Mapping[str, str]:
        """By the stem of every current document what changes with all that is held of it: its text, and what people set right in it."""
        ...

    def documents(self) -> Sequence[Document]:
        """Every document that is current."""
        ...

    def clauses(self, stem: str) -> Sequence[Clause]:
        """A document's clauses in reading order; their place in the sequence is their `ordinal`."""
        ...

    def read(self, stem: str) -> tuple[Document, Sequence[Clause]] | None:
        """A document and its clauses as they are at one moment; None where it is not held."""
        ...

    def passages(self, ids: Sequence[int]) -> Sequence[Passage]:
        """The passages of these ids, in that order; those that are gone are left out."""
        ...


class Finder(Protocol):
    """What finds passages."""

    def search(self, query: Query) -> list[Hit]:
        """The best passages, best first."""
        ...

    def rarity(self, term: str) -> float:
        """How much a term tells (its idf); highest for a term that no passage holds."""
        ...

    def terms(self, text: str) -> Iterable[str]:
        """The terms that a text is searched by."""
        ...
