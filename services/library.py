"""The stored documents as answering asks for them."""

from collections.abc import Mapping, Sequence

from domain.knowledge import Clause, Document, Passage
from storage.database import Database
from storage.work import Work


class StoredLibrary:
    """`rag.ports.Library` over the database. Every call blocks and reads committed state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self) -> int:
        """A number that grows with every change to the documents."""
        return self._database.read_now(lambda work: work.library.revision())

    def stamps(self) -> Mapping[str, str]:
        """By the stem of every current document what changes with it."""
        return self._database.read_now(lambda work: work.library.stamps())

    def documents(self) -> Sequence[Document]:
        """Every document that is current."""
        return self._database.read_now(lambda work: work.library.documents())

    def text(self, stem: str) -> str:
        """A document's whole text, "" for one that is not held."""
        return self._database.read_now(lambda work: work.library.text(stem)) or ""

    def clauses(self, stem: str) -> Sequence[Clause]:
        """A document's clauses in reading order."""
        return self._database.read_now(lambda work: work.library.clauses(stem))

    def read(self, stem: str) -> tuple[Document, Sequence[Clause]] | None:
        """A document and its clauses as they are at one moment; None where it is not held."""
        return self._database.read_now(lambda work: _read(work, stem))

    def passages(self, ids: Sequence[int]) -> Sequence[Passage]:
        """The passages of these ids, in that order; those that are gone are left out."""
        return self._database.read_now(lambda work: work.library.passages(ids))


def _read(work: Work, stem: str) -> tuple[Document, Sequence[Clause]] | None:
    document = work.library.document(stem)
    return (document, work.library.clauses(stem)) if document else None
