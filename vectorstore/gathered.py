"""What the builder keeps of the stream for the vectors: the texts to compute them from, or the vectors themselves."""

from array import array
from collections.abc import Callable
from pathlib import Path

import numpy as np

from domain.errors import IndexProblem
from vectorstore.entry import Entry
from vectorstore.frames import BuildSpec
from vectorstore.lsa import SAMPLE, LsaEmbeddings
from vectorstore.manifest import SPACE, VECTORS
from vectorstore.ports import Ids, Vectors

_SEED = 1


class Gathered:
    """Takes every passage once; gives ids with vectors at the end."""

    def __init__(self, folder: Path, spec: BuildSpec) -> None:
        self._folder, self._spec = folder, spec
        self._ids = array("q")
        self._texts: list[str] = []
        self._raw = (folder / "vectors.raw").open("w+b")
        self._width = 0

    def take(self, entry: Entry) -> None:
        """Keep of a passage what its vector needs; given ones go to the disk at once."""
        if self._spec.embedding == "lsa":
            self._ids.append(entry.id)
            self._texts.append(entry.text)
        elif self._spec.embedding == "given" and entry.vector:
            self._width = self._width or len(entry.vector)
            if len(entry.vector) != self._width:
                raise IndexProblem(f"第 {entry.id} 段的向量长度与其他不同。")
            self._ids.append(entry.id)
            self._raw.write(entry.vector)

    def vectors(self, told: Callable[[int], None]) -> tuple[Ids, Vectors, str]:
        """Ids, their vectors (n, dimensions) and the fingerprint of their space."""
        ids = np.array(self._ids, dtype=np.int64)
        if not len(ids):
            return ids, np.empty((0, 0), dtype=np.float32), self._spec.fingerprint
        if self._spec.embedding == "lsa":
            return ids, *self._computed(told)
        self._raw.flush()
        return ids, np.memmap(self._raw, dtype="<f4", mode="r", shape=(len(ids), self._width // 4)), self._spec.fingerprint

    def close(self) -> None:
        """Forget the given vectors; SQL has them."""
        self._raw.close()
        (self._folder / "vectors.raw").unlink()

    def _computed(self, told: Callable[[int], None]) -> tuple[Vectors, str]:
        chosen = np.random.default_rng(_SEED).permutation(len(self._texts))[:SAMPLE]
        space = LsaEmbeddings.fit([self._texts[place] for place in np.sort(chosen)], self._spec.dimensions, _SEED)
        space.save(self._folder / SPACE)
        vectors = space.vectors(self._texts, told)
        np.save(self._folder / VECTORS, vectors)
        return vectors, space.fingerprint
