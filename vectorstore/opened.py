"""One generation in service: its keywords at once, its vectors as soon as they are there."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import numpy as np

from domain.errors import IndexProblem
from vectorstore.entry import Entry
from vectorstore.exact import ExactVectors
from vectorstore.generations import hold
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.keywords import KeywordIndex
from vectorstore.layered import LayeredKeywords
from vectorstore.manifest import KEYWORDS, WORDS, Manifest
from vectorstore.ports import Embedder, Ids, Scores, VectorStore
from vectorstore.ranking import merged
from vectorstore.terms import Segmenter, terms
from vectorstore.unit import from_bytes, unit

SegmenterOf = Callable[[tuple[str, ...]], Segmenter]


class Opener(Protocol):
    """Opens the vectors of a generation (see `vectorstore.opening`)."""

    def suits(self, manifest: Manifest) -> bool:
        """Whether a generation's vectors are those that are wanted, and where they belong."""
        ...

    def open(self, folder: Path, manifest: Manifest) -> tuple[VectorStore, Embedder]:
        """Its store and what turns text into vectors of its space. Raises IndexProblem where they cannot be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Sides:
    """A store of vectors, the newest passages' vectors beside it, and what embeds questions for both."""

    store: VectorStore
    recent: ExactVectors
    embedder: Embedder

    def nearest(self, text: str, limit: int) -> tuple[Ids, Scores]:
        """The passages nearest to a text and their cosines, best first."""
        vector = self.embedder.embed_query(text)
        settled = self.store.nearest(vector, limit)
        return merged(settled, self.recent.nearest(vector, limit), limit) if self.recent.count() else settled


class Opened:
    """Base, delta and vectors of one generation, and the questions that are being asked of it."""

    def __init__(
        self, folder: Path | None, manifest: Manifest, keywords: LayeredKeywords, segmenter: Segmenter, handle: IO[str] | None
    ) -> None:
        self.folder, self.manifest, self.keywords, self.segmenter = folder, manifest, keywords, segmenter
        self.sides: Sides | None = None
        self._handle = handle
        self._asking = 0
        self._idle = threading.Condition()

    @classmethod
    def read(cls, folder: Path, segmenter_of: SegmenterOf) -> "Opened":
        """Open a published folder, keywords only."""
        handle = hold(folder)
        try:
            manifest = Manifest.read(folder)
            base = KeywordIndex.open(folder / KEYWORDS)
            words = (folder / WORDS).read_text("utf-8").split("\n")
            return cls(folder, manifest, LayeredKeywords(base), segmenter_of(tuple(filter(None, words))), handle)
        except (OSError, UnicodeDecodeError) as problem:
            handle.close()
            raise IndexProblem(f"索引 {folder.name} 不完整，请运行 xiaoqitong reindex。") from problem
        except IndexProblem:
            handle.close()
            raise

    @classmethod
    def nothing(cls, segmenter_of: SegmenterOf) -> "Opened":
        """What serves before the first build: an empty base, over which a delta works all the same."""
        base = KeywordBuilder().finish()
        manifest = Manifest("", 0, 0, base.facts.k1, base.facts.b, why="还没有建立索引")
        return cls(None, manifest, LayeredKeywords(base), segmenter_of(()), None)

    def attach(self, opener: Opener) -> None:
        """Let its vectors be asked from now on; raises when they cannot."""
        if self.folder is None or not self.manifest.vectors:
            raise IndexProblem(self.manifest.why)
        store, embedder = opener.open(self.folder, self.manifest)
        self.sides = Sides(store, ExactVectors(), embedder)

    def add(self, entry: Entry) -> None:
        """Let a passage be found by its words from now on."""
        self.keywords.add(entry.id, entry.region, terms(entry.text, self.segmenter))

    def add_vectors(self, entries: Iterable[Entry]) -> None:
        """Let passages be found by their vectors too; those that come without one get it here (which may ask an endpoint)."""
        if self.sides is None:
            return
        width = self.manifest.dimensions * 4
        ready = [entry for entry in entries if entry.vector is not None and len(entry.vector) == width]
        bare = [entry for entry in entries if entry not in ready]
        vectors = [from_bytes(entry.vector) for entry in ready if entry.vector is not None]
        vectors += list(unit(self.sides.embedder.embed_documents([entry.text for entry in bare]))) if bare else []
        if vectors:
            self.sides.recent.add([(np.array([entry.id for entry in ready + bare], dtype=np.int64), np.stack(vectors))])

    def weighted_terms(self, text: str) -> dict[str, float]:
        """A question's terms, each as heavy as it is frequent."""
        return {term: float(count) for term, count in Counter(terms(text, self.segmenter)).items()}

    def __enter__(self) -> "Opened":
        """Begin to ask; nothing is closed before the end."""
        with self._idle:
            self._asking += 1
        return self

    def __exit__(self, *_: object) -> None:
        """End to ask."""
        with self._idle:
            self._asking -= 1
            self._idle.notify_all()

    def close(self) -> None:
        """Wait for who is still asking, then let go of everything."""
        with self._idle:
            self._idle.wait_for(lambda: not self._asking)
        if self.sides is not None:
            self.sides.store.close()
            self.sides = None
        if self._handle is not None:
            self._handle.close()
