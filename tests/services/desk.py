"""A data folder as one process sees it: the real store and index, and an assistant that answers from them by words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.answer import Answer, Question
from rag.assistant import Assistant
from rag.loading.load import Loaded, Loader
from rag.loading.told import Told
from rag.regions import Gazetteer
from services.indexing import Indexing, Wanted
from services.knowledge import Knowledge, Taken
from services.library import StoredLibrary
from storage.database import Database
from tests.fakes import FakeClock
from tests.vectorstore.fakes import PairSegmenter
from vectorstore.index import Index
from vectorstore.opening import VectorOpener
from vectorstore.terms import Segmenter

GAZETTEER = Gazetteer()


@dataclass(frozen=True)
class Watched(Loader):
    """A loader in the middle of whose work something happens."""

    between: Callable[[], None] = lambda: None

    def load(self, path: Path, told: Told = {}) -> Loaded:  # noqa: B006
        loaded = super().load(path, told)
        self.between()
        return loaded


class Desk:
    """One process at one data folder; several may be open at the same time."""

    def __init__(
        self,
        folder: Path,
        *,
        wanted: Wanted | None = None,
        loader: Loader | None = None,
        max_pages: int = 0,
        much: int = 2_000,
        step: int = 100,
    ) -> None:
        self.folder, self.wanted = folder, wanted or Wanted()
        self.database = Database.open(f"sqlite:///{folder / 'xiaoqitong.db'}", FakeClock(), max_pages=max_pages)
        self.index = Index.open(folder / "index", _pairs)
        indexing = Indexing(self.database, folder / "index", folder / "cache", GAZETTEER, self.wanted)
        self.knowledge = Knowledge(self.database, loader or Loader(GAZETTEER), indexing, self.index, much, step, rest=1)
        self.assistant = Assistant(StoredLibrary(self.database), self.index, FakeClock(), GAZETTEER, lambda _: True)
        self.knowledge.catch_up()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self.index.close()
        self.database.close()

    def ingest(self, *paths: Path) -> list[Taken]:
        """What became of each file."""
        return self.knowledge.ingest(paths, _nobody, _nothing)

    def open_vectors(self) -> None:
        """Let vectors answer as well."""
        self.index.attach_vectors(VectorOpener(self.wanted.embedder))

    def ask(self, question: str) -> Answer:
        """The answer to a question."""
        return self.assistant.answer(Question(question, may_ask=False))

    def reindex(self) -> None:
        """A new base."""
        self.knowledge.reindex(_nothing)

    def refresh(self) -> None:
        """All that is new now."""
        self.knowledge.refresh(_nothing)

    def follow(self) -> None:
        """What a running bot does twice a second."""
        if self.knowledge.follow():
            self.knowledge.build(_nothing)

    def remove(self, stem: str) -> bool:
        """Take a document out."""
        return self.knowledge.remove(stem, _nothing)

    def seed(self, folder: Path) -> bool:
        """Fill an empty store."""
        return self.knowledge.seed(folder, _nobody, _nothing)

    def stems(self) -> list[str]:
        """What is held."""
        return [document.stem for document in self.knowledge.documents()]

    def text(self, stem: str) -> str:
        """A document's whole text."""
        return self.database.read_now(lambda work: work.library.text(stem)) or ""

    def revision(self) -> int:
        """How often the documents have changed."""
        return self.database.read_now(lambda work: work.library.revision())


def _pairs(_: Sequence[str]) -> Segmenter:
    return PairSegmenter()


def _nothing(stage: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


def _nobody(taken: Taken, done: int, of: int) -> None:
    """A report that nobody reads."""
