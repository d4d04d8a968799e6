"""Keeps the derived index in step with the stored passages: small changes at once, a new base when there are many.

The truth is in SQL; whatever is in the index folder can be deleted and comes back from there.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain.errors import IndexProblem
from domain.knowledge import Passage
from rag.drawn import drawn
from rag.regions import Gazetteer
from storage.database import Database
from storage.work import Work
from vectorstore.builder import BuildSpec, run_build
from vectorstore.entry import Entry
from vectorstore.generations import Generations
from vectorstore.index import Index, is_far, without
from vectorstore.keeping import Kind
from vectorstore.keywords import KeywordIndex
from vectorstore.manifest import KEYWORDS, VECTORS, Manifest
from vectorstore.ports import Embedder
from vectorstore.unit import to_bytes, unit

Progress = Callable[[str, int, int], None]
_PAGE = 500
_LONGEST_WORD = 12
# Another process may be answering people from the same file: short transactions, with a breath between them.
_BATCH = 200
_BREATH = 0.005


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which vectors are wanted: those of an embedder, or (None) those computed from the corpus.

    `kind` is what keeps them in the folder. `url` is a Chroma server that keeps them instead, "" none; `prefix` begins the names of this
    index root's collections there. Old ones are dropped by it.
    """

    embedder: Embedder | None = None
    dimensions: int = 128
    kind: Kind = "auto"
    url: str = ""
    prefix: str = "xiaoqitong"


def entry_of(passage: Passage, vector: bytes | None = None) -> Entry:
    """A passage as it is indexed: with its title, headings and lead-in."""
    return Entry(passage.id, passage.region, f"{passage.context}\n{passage.text}", vector)


class Indexing:
    """One index root and the database that it is derived from. Every method blocks."""

    def __init__(self, database: Database, root: Path, cache: Path, gazetteer: Gazetteer, wanted: Wanted) -> None:
        self._database = database
        self._generations = Generations(root)
        self._cache = cache
        self._gazetteer = gazetteer
        self._wanted = wanted

    def rebuild(self, on_progress: Progress) -> Manifest:
        """Build a new base of everything that is stored and let it serve; the old one serves until then.

        Raises IndexProblem when it cannot be built, or another process is building one.
        """
        try:
            with self._generations.building():
                folder, manifest = self._built(on_progress)
                self._generations.publish(folder)
                self._keep_vectors(folder, manifest)
            self._generations.clean()
        except OSError as problem:
            words = f"{self._generations.root} 写不了（{problem.strerror}）。请检查权限和磁盘空间，再运行 xiaoqitong reindex。"
            raise IndexProblem(f"索引没有建成：{words}") from problem
        return manifest

    def missing(self, index: Index) -> list[int]:
        """The ids of stored passages that an open index does not hold; what is stored no more leaves it."""
        return index.reconcile(self._live())

    def add(self, index: Index, ids: Sequence[int]) -> None:
        """Let an open index find these passages."""
        for at in range(0, len(ids), _PAGE):
            index.add(map(entry_of, self._passages(ids[at : at + _PAGE])))

    def is_due(self, much: int) -> bool:
        """Whether a new base is due, as who answers nothing and holds no index open can tell.

        So it is where none can be read, or where what is stored has gone far from it: by more than `much` new passages, or by many changes.
        """
        live = np.array(self._live(), dtype=np.int64)
        folder = self._generations.current()
        try:
            base = KeywordIndex.open(folder / KEYWORDS).ids if folder else None
        except IndexProblem:
            base = None
        if base is None:
            return len(live) > 0
        new, gone = len(without(live, base)), len(without(base, live))
        return new > much or is_far(new + gone, len(base))

    def _live(self) -> Sequence[int]:
        return self._database.read_now(lambda work: work.library.live_ids())

    def _built(self, on_progress: Progress) -> tuple[Path, Manifest]:
        revision, count = self._database.read_now(lambda work: (work.library.revision(), len(work.library.live_ids())))
        self._embed_missing(on_progress)
        folder = self._generations.new_folder()
        return folder, run_build(folder, self._entries(), self._spec(revision, count), on_progress)

    def _passages(self, ids: Sequence[int]) -> list[Passage]:
        return self._database.read_now(lambda work: work.library.passages(ids))

    def _spec(self, revision: int, count: int) -> BuildSpec:
        own = self._wanted.embedder
        return BuildSpec(
            revision=revision,
            count=count,
            cache=str(self._cache),
            words=tuple(self._names()),
            embedding="given" if own else "lsa",
            dimensions=self._wanted.dimensions,
            fingerprint=own.fingerprint if own else "",
            kind=self._wanted.kind,
            url=self._wanted.url,
            prefix=self._wanted.prefix,
        )

    def _names(self) -> list[str]:
        """The corpus's own names, for the segmenter."""
        stems = self._database.read_now(lambda work: work.library.stems())
        found = {name for stem in stems for name in drawn([self._text(stem)], self._gazetteer).names}
        return sorted(name for name in found if len(name) <= _LONGEST_WORD)

    def _entries(self) -> Iterator[Entry]:
        """Every stored passage by id, with its vector where one was given; page by page."""
        last = 0
        while page := self._page(last):
            yield from page
            last = page[-1].id

    def _page(self, after: int) -> list[Entry]:
        own = self._wanted.embedder

        def read(work: Work) -> list[Entry]:
            vectors = dict(work.vectors.page(own.fingerprint, after, _PAGE)) if own else {}
            return [entry_of(passage, vectors.get(passage.id)) for passage in work.library.all_passages(after, _PAGE)]

        return self._database.read_now(read)

    def _text(self, stem: str) -> str:
        return self._database.read_now(lambda work: work.library.text(stem)) or ""

    def _embed_missing(self, on_progress: Progress) -> None:
        """Ask the embedder for the vectors that are not stored yet, and store them."""
        own = self._wanted.embedder
        if own is None:
            return
        done = 0
        while passages := self._database.read_now(lambda work: work.vectors.missing(own.fingerprint, _BATCH)):
            vectors = unit(own.embed_documents([entry_of(passage).text for passage in passages]))
            rows = [(passage.id, to_bytes(vector)) for passage, vector in zip(passages, vectors, strict=True)]
            self._store(own.fingerprint, rows)
            done += len(rows)
            on_progress("embedding", done, done)

    def _keep_vectors(self, folder: Path, manifest: Manifest) -> None:
        """Store the vectors that the builder computed, so that the truth about them is in SQL too."""
        if self._wanted.embedder is not None or not (folder / VECTORS).is_file():
            return
        ids = KeywordIndex.open(folder / KEYWORDS).ids
        vectors = np.load(folder / VECTORS, mmap_mode="r")
        for at in range(0, min(len(ids), len(vectors)), _BATCH):
            pairs = zip(ids[at : at + _BATCH].tolist(), vectors[at : at + _BATCH], strict=False)
            self._store(manifest.fingerprint, [(id_, to_bytes(vector)) for id_, vector in pairs])
        while self._database.do_now(lambda work: work.vectors.drop_other_spaces(manifest.fingerprint)):
            time.sleep(_BREATH)

    def _store(self, space: str, rows: Sequence[tuple[int, bytes]]) -> None:
        """Keep vectors; those of passages that another process took out meanwhile have nothing left to stand for."""

        def put(work: Work) -> None:
            live = {passage.id for passage in work.library.passages([id_ for id_, _ in rows])}
            work.vectors.put_many(space, [row for row in rows if row[0] in live])

        self._database.do_now(put)
        time.sleep(_BREATH)
