"""How documents get in, are replaced, and leave: parse, save whole, bring the index along.

An original replaces the digest of its stem; a digest never replaces an original; the same file again does nothing; what fails changes
nothing and says why.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from domain.errors import BadDocument, IndexProblem, StoreProblem
from domain.knowledge import Document, Version
from rag.loading.files import Found, found_in
from rag.loading.load import Loader
from services import alerts
from services.indexing import Indexing, Progress
from storage.database import Database
from storage.work import Work
from vectorstore.generations import Building
from vectorstore.index import Index

_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of a file."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "same"
    KEPT = "kept"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file and what became of it. `words` says why not, or what was drawn from the text and should be looked at."""

    path: Path
    outcome: Outcome
    stem: str
    version: int = 0
    clauses: int = 0
    words: str = ""


Report = Callable[[Taken, int, int], None]
"""Called after each file: what became of it, how many are done, of how many."""


class Knowledge:
    """The corpus and its index. Every method blocks; `index` is the one that answers in this process, None where nothing does.

    More than `much` new passages go straight into a new base: the index of what is new lives in memory. `follow` takes `step` passages
    at a time, and wants a new base only after so many looks at a `rest`: what loads many documents builds one at its end.
    """

    def __init__(
        self,
        database: Database,
        loader: Loader,
        indexing: Indexing,
        index: Index | None,
        much: int = 2_000,
        step: int = 100,
        rest: int = 10,
    ) -> None:
        self._database = database
        self._loader = loader
        self._indexing = indexing
        self._index = index
        self._much = much
        self._step = step
        self._rest = rest
        self._still = 0
        self._seen = self._looked = -1
        self._broken = False

    def documents(self) -> list[Document]:
        """Every document that is current."""
        return self._database.read_now(lambda work: work.library.documents())

    def ingest(self, paths: Sequence[Path], report: Report, progress: Progress) -> list[Taken]:
        """Take files and folders in, one after the other, then let them be found."""
        files = found_in(paths)
        taken = []
        for done, file in enumerate(files, start=1):
            one = self._take(file)
            taken.append(one)
            report(one, done, len(files))
        self.refresh(progress)
        return taken

    def seed(self, folder: Path, report: Report, progress: Progress) -> bool:
        """Load the digests that come with the product into a store that has never held a document; tells whether it did."""
        if not self._database.read_now(lambda work: work.library.is_empty_ever()) or not folder.is_dir():
            return False
        self.ingest([folder], report, progress)
        return True

    def remove(self, stem: str, progress: Progress) -> bool:
        """Take a document out; False where there was none."""
        gone = self._database.do_now(lambda work: work.library.remove(stem))
        if gone:
            self.refresh(progress)
        return gone

    def reindex(self, progress: Progress) -> None:
        """Build the index anew from what is stored. Raises IndexProblem when it cannot be; words find everything all the same."""
        try:
            self._indexing.rebuild(progress)
        finally:
            self.catch_up()

    def catch_up(self) -> bool:
        """Bring this process's index to what is stored, where that changed; cheap when it did not."""
        if self._index is None or not self._is_behind(self._index):
            return False
        revision = self._revision()
        self._indexing.add(self._index, self._indexing.missing(self._index))
        self._seen = revision
        return True

    def refresh(self, progress: Progress) -> None:
        """Let every change be found now, and build a new base where one is due. Raises IndexProblem as `reindex` does."""
        if self._is_far():
            self.reindex(progress)
            return
        self.catch_up()
        if self._broken or (self._index and self._index.needs_rebuild()):
            self.reindex(progress)

    def follow(self) -> bool:
        """What a bot does that answers meanwhile, again and again: a little at a time. Tells whether a new base is due.

        What left is found no more after this; of what came `step` passages are found, unless it is so much that a base has to be built.
        None is due while documents are still coming.
        """
        index, revision = self._index, self._revision()
        if index is None:
            return False
        self._still = self._still + 1 if revision == self._looked else 0
        self._looked = revision
        missing = self._indexing.missing(index) if self._is_behind(index) else []
        far = len(missing) > self._much
        if missing and not far:
            self._indexing.add(index, missing[: self._step])
        if len(missing) <= self._step and not far:
            self._seen = revision
        return self._still >= self._rest and (far or self._broken or index.needs_rebuild())

    def build(self, progress: Progress) -> None:
        """Build a new base, which the next look turns to; where another process builds one, that will do. Raises IndexProblem."""
        with suppress(Building):
            self._indexing.rebuild(progress)

    def _is_far(self) -> bool:
        """Whether so much is new that it is not worth taking in one by one."""
        if self._index is None:
            return self._indexing.is_due(self._much)
        return self._revision() != self._seen and len(self._indexing.missing(self._index)) > self._much

    def _is_behind(self, index: Index) -> bool:
        """Whether an index has anything to catch up with: other documents than it knows, or another base that serves from now on.

        Where the newest base cannot be opened, what served goes on serving.
        """
        try:
            swapped = index.renew()
        except IndexProblem as problem:
            _log.warning("the newest index cannot be opened: %s", problem)
            self._broken = True
            swapped = False
        else:
            self._broken = False
        if swapped:
            self._seen = -1
        return self._revision() != self._seen

    def _revision(self) -> int:
        return self._database.read_now(lambda work: work.library.revision())

    def _take(self, file: Found) -> Taken:
        """One file: loaded and saved, or refused with its reason."""
        stem = file.stem
        if file.refused:
            return Taken(file.path, Outcome.FAILED, stem, words=file.refused)
        try:
            if self._held(stem) == self._loader.fingerprint(file.path, file.told):
                return Taken(file.path, Outcome.SAME, stem)
            loaded = self._loader.load(file.path, file.told)
            number, outcome = self._database.do_now(lambda work: _save(work, loaded.version))
        except (BadDocument, StoreProblem) as problem:
            return Taken(file.path, Outcome.FAILED, stem, words=str(problem))
        words = "已有原件，摘要不替换原件。" if outcome is Outcome.KEPT else loaded.drawn.words
        return Taken(file.path, outcome, stem, number, len(loaded.version.clauses), words)

    def _held(self, stem: str) -> str | None:
        return self._database.read_now(lambda work: work.library.fingerprint(stem))


def _save(work: Work, version: Version) -> tuple[int, Outcome]:
    """Put a version in whole; a digest gives way to an original that is there."""
    held = work.library.document(version.document.stem)
    if held is not None and version.document.digest and not held.digest:
        return 0, Outcome.KEPT
    number = work.library.put(version)
    alerts.published(work, version.document.stem, number)
    return number, Outcome.NEW if held is None else Outcome.REPLACED
