"""The index as those who ask see it: passages go in and out, questions find them, whatever is being built behind it."""

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from domain.clock import Clock, SystemClock
from domain.errors import IndexProblem
from vectorstore.entry import Entry
from vectorstore.fusion import NOTHING, Found, Hit, fused
from vectorstore.generations import Generations
from vectorstore.opened import Opened, Opener, SegmenterOf
from vectorstore.places import Places
from vectorstore.ports import Ids

__all__ = ["Entry", "Hit", "Index", "Query", "State"]

# What a cosine is worth beside the best keyword score, by provider: lsa measured on golden-dev (docs/decisions/0003).
WEIGHTS: Mapping[str, float] = {"lsa": 0.2, "openai": 0.8, "local": 0.8}
POOL = 200
"""How many passages each side finds for the sum."""

_PAUSE = 30.0
MOST_CHANGES = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    `text` is asked of the keywords unless `terms` gives them with weights of their own; `vector_text` is what is turned into a
    vector ("" means `text`). `prefer` multiplies scores within regions (the narrowest that fits counts); `only` leaves out
    what lies in another region than one (not what has none).
    """

    text: str = ""
    terms: Mapping[str, float] = field(default_factory=dict)
    vector_text: str = ""
    prefer: tuple[tuple[str, float], ...] = ()
    only: str = ""
    limit: int = 10


@dataclass(frozen=True, slots=True)
class State:
    """How the index is, for `doctor`: passages in base and delta, buried ones, and whether vectors answer (or `why` not)."""

    generation: str
    revision: int
    base: int
    delta: int
    buried: int
    fingerprint: str
    vectors: bool
    why: str


class Index:
    """Safe for many threads: questions never wait for changes, and a change of generation waits for the questions."""

    def __init__(
        self, opened: Opened, generations: Generations, segmenter_of: SegmenterOf, weights: Mapping[str, float], clock: Clock
    ) -> None:
        self._opened, self._generations, self._segmenter_of = opened, generations, segmenter_of
        self._weights, self._clock = weights, clock
        self._opener: Opener | None = None
        self._why = "向量还没有载入"
        self._rest_until = -1.0
        self._added: dict[int, Entry] = {}
        self._removed: set[int] = set()
        self._changing = threading.RLock()
        self._pointing = threading.Lock()

    @classmethod
    def open(cls, root: Path, segmenter_of: SegmenterOf, weights: Mapping[str, float] = WEIGHTS, clock: Clock | None = None) -> "Index":
        """Open what is in use under a root, keywords only; where nothing (sound) is, an empty index that only has a delta.

        `segmenter_of` makes the segmenter for the names that a generation was built with.
        """
        generations = Generations(root)
        # A segmenter is slow to make and large; generations with the same names share one.
        remembered = lru_cache(maxsize=1)(segmenter_of)
        return cls(_read(generations, remembered), generations, remembered, weights, clock or SystemClock())

    def search(self, query: Query) -> list[Hit]:
        """The best passages, best first; by keywords alone while vectors cannot be asked."""
        places = Places(query.prefer, query.only)
        with self._serving() as opened:
            words = query.terms or opened.weighted_terms(query.text)
            vectors = self._near(opened, query.vector_text or query.text)
            keywords = opened.keywords.search(words, max(POOL, query.limit) if vectors else query.limit, places)
            factors = partial(opened.keywords.factors, places=places)
            return fused(keywords, vectors or NOTHING, factors, self._weight(opened), query.limit)

    def rarity(self, term: str) -> float:
        """How much a term tells, from 0 (everywhere) up; highest for one that no passage holds."""
        # Words need no store that could be closed meanwhile, and this is asked for every word of every question.
        return self._opened.keywords.rarity(term)

    def terms(self, text: str) -> dict[str, float]:
        """The terms of a text as this index sees them, with how often each stands there; for `Query.terms`."""
        return self._opened.weighted_terms(text)

    def add(self, passages: Iterable[Entry]) -> None:
        """Let passages be found from now on: by words at once, by vectors when those are there."""
        with self._changing:
            new = list(passages)
            for entry in new:
                self._added[entry.id] = entry
                self._removed.discard(entry.id)
                self._opened.add(entry)
            self._add_vectors(new)

    def remove(self, ids: Iterable[int]) -> None:
        """Let passages be found no more."""
        with self._changing:
            gone = set(ids)
            self._removed |= gone
            self._added = {id_: entry for id_, entry in self._added.items() if id_ not in gone}
            self._opened.keywords.remove(gone)

    def reconcile(self, live: Sequence[int]) -> list[int]:
        """Bury whatever is not among the ids that live (in SQL, each once), and tell which of those are missing here, to be added."""
        wanted = np.array(live, dtype=np.int64)
        with self._changing:
            base = self._opened.keywords.base.ids
            here = np.concatenate([base, without(np.fromiter(self._added, dtype=np.int64), base)])
            self.remove(without(here, wanted).tolist())
            found = without(here, np.fromiter(self._removed, dtype=np.int64))
            return [int(id_) for id_ in without(wanted, found)]

    def attach_vectors(self, opener: Opener) -> None:
        """Let vectors answer too, of this generation and of those to come; what is in the way is told by `state()`."""
        with self._changing:
            self._opener = opener
            if self._opened.sides is None:
                self._attach(self._opened)
                self._add_vectors(list(self._added.values()))

    def renew(self) -> bool:
        """Turn to the generation in use if it is another one; changes that it does not know are carried over."""
        with self._changing:
            folder = self._generations.current()
            if folder is None or folder == self._opened.folder:
                return False
            fresh = Opened.read(folder, self._segmenter_of)
            self._attach(fresh)
            known = fresh.keywords.base.among([*self._added, *self._removed])
            self._added = {id_: entry for id_, entry in self._added.items() if id_ not in known}
            self._removed &= known
            for entry in self._added.values():
                fresh.add(entry)
            fresh.keywords.remove(self._removed)
            with self._pointing:
                old, self._opened = self._opened, fresh
            self._add_vectors(list(self._added.values()))
        old.close()
        return True

    def needs_rebuild(self, most_changes: int = MOST_CHANGES) -> bool:
        """Whether a new base is due: none yet, many changes, or vectors of another kind than are wanted."""
        with self._changing:
            changes = sum(self._opened.keywords.changes)
            if self._opened.folder is None:
                return changes > 0
            other = self._opener is not None and not self._opener.suits(self._opened.manifest)
            return other or is_far(changes, len(self._opened.keywords.base), most_changes)

    def state(self) -> State:
        """How it is, for `doctor`."""
        with self._serving() as opened:
            manifest, (delta, buried) = opened.manifest, opened.keywords.changes
            answering = opened.sides is not None and not self._resting()
            base = len(opened.keywords.base)
            why = "" if answering else self._why
            return State(manifest.generation, manifest.revision, base, delta, buried, manifest.fingerprint, answering, why)

    def close(self) -> None:
        """Wait for the last questions and let go of everything."""
        with self._changing:
            self._opened.close()

    @contextmanager
    def _serving(self) -> Iterator[Opened]:
        with self._pointing:
            opened = self._opened.__enter__()
        try:
            yield opened
        finally:
            opened.__exit__()

    def _near(self, opened: Opened, text: str) -> Found | None:
        if opened.sides is None or not text or self._resting():
            return None
        try:
            return opened.sides.nearest(text, POOL)
        except IndexProblem as problem:
            self._rest(problem)
            return None

    def _weight(self, opened: Opened) -> float:
        return self._weights.get(opened.manifest.fingerprint.partition(":")[0], 0.0)

    def _attach(self, opened: Opened) -> None:
        if self._opener is None:
            return
        try:
            opened.attach(self._opener)
        except IndexProblem as problem:
            self._why = str(problem)
            _log.warning("keywords serve alone: %s", problem)

    def _add_vectors(self, entries: list[Entry]) -> None:
        try:
            self._opened.add_vectors(entries)
        except IndexProblem as problem:
            self._rest(problem)

    def _resting(self) -> bool:
        return self._clock.monotonic() < self._rest_until

    def _rest(self, problem: IndexProblem) -> None:
        """Leave vectors alone for a while: a server that is down would otherwise cost every question its time-out."""
        self._why = str(problem)
        self._rest_until = self._clock.monotonic() + _PAUSE
        _log.warning("keywords serve alone for %d s: %s", _PAUSE, problem)


def is_far(changes: int, base: int, most: int = MOST_CHANGES) -> bool:
    """Whether so many changes over a base of some size are worth a new base."""
    return changes > max(most, base // 50)


def without(ids: Ids, others: Ids) -> Ids:
    """The ids that are not among the others; each is there once."""
    return np.setdiff1d(ids, others, assume_unique=True)


def _read(generations: Generations, segmenter_of: SegmenterOf) -> Opened:
    folder = generations.current()
    if folder is None:
        return Opened.nothing(segmenter_of)
    try:
        return Opened.read(folder, segmenter_of)
    except IndexProblem as problem:
        _log.warning("the index cannot be used, starting empty: %s", problem)
        return Opened.nothing(segmenter_of)
