"""Vectors without any model: latent semantic analysis of the corpus itself (numpy only).

Characters that keep the same company become near to one another, so that a question may share few words with its passage.
Runs of characters need no dictionary to agree with (docs/decisions/0003).
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from domain.errors import IndexProblem
from vectorstore.features import BITS, Sparse, counts
from vectorstore.ports import Vectors
from vectorstore.unit import unit

SAMPLE = 20_000
_MOST_FEATURES = 32_768
_SPARE = 16
_ROUNDS = 2
_BATCH = 512


class LsaEmbeddings(Embeddings):
    """A space computed from a corpus.

    `columns` (2 ** BITS,) names each hashed run's row in `projection` (features, dimensions), -1 for a run that is not used;
    `weights` (features,) are the runs' rarities.
    """

    def __init__(self, columns: NDArray[np.int32], weights: Vectors, projection: Vectors) -> None:
        self._columns, self._weights, self._projection = columns, weights, projection
        digest = blake2b(digest_size=8)
        for part in (columns, weights, projection):
            digest.update(part.tobytes())
        self.fingerprint = f"lsa:{self.dimensions}:{digest.hexdigest()}"

    @property
    def dimensions(self) -> int:
        """How wide its vectors are."""
        return int(self._projection.shape[1])

    @classmethod
    def fit(cls, texts: Sequence[str], dimensions: int = 256, seed: int = 1) -> "LsaEmbeddings":
        """Learn the space of at most SAMPLE texts; small corpora get fewer dimensions."""
        raw = counts(texts)
        columns, weights = _chosen(raw)
        rows = _weighted(raw, columns, weights)
        width = max(1, min(dimensions, len(texts) - 1, len(weights)))
        return cls(columns, weights, _directions(rows, width, np.random.default_rng(seed)))

    @classmethod
    def load(cls, file: Path) -> "LsaEmbeddings":
        """The space that was saved to a file."""
        try:
            with file.open("rb") as stream, np.load(stream) as saved:
                return cls(saved["columns"], saved["weights"], saved["projection"])
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as problem:
            raise IndexProblem("向量空间打不开或已损坏，请运行 xiaoqitong reindex。") from problem

    def save(self, file: Path) -> None:
        """Write the space to a file (.npz)."""
        np.savez(file, columns=self._columns, weights=self._weights, projection=self._projection)

    def vectors(self, texts: Sequence[str], told: Callable[[int], None] = lambda _: None) -> Vectors:
        """One vector of length one for each text, (n, dimensions); `told` hears how many are done."""
        found = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            rows = _weighted(counts(texts[start : start + _BATCH]), self._columns, self._weights)
            found[start : start + _BATCH] = unit(rows.times(self._projection))
            told(min(start + _BATCH, len(texts)))
        return found

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector for each passage."""
        rows: list[list[float]] = self.vectors(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def _chosen(raw: Sparse) -> tuple[NDArray[np.int32], Vectors]:
    """The runs worth keeping, those that most texts share, and how rare each is."""
    holding = np.bincount(raw.columns, minlength=1 << BITS)
    shared = holding >= (2 if (holding >= 2).any() else 1)
    kept = np.flatnonzero(shared)
    kept = np.sort(kept[np.argsort(-holding[kept], kind="stable")[:_MOST_FEATURES]])
    columns = np.full(1 << BITS, -1, dtype=np.int32)
    columns[kept] = np.arange(len(kept), dtype=np.int32)
    texts = len(raw.starts) - 1
    return columns, np.log((1 + texts) / (1 + holding[kept]) + 1).astype(np.float32)


def _weighted(raw: Sparse, columns: NDArray[np.int32], weights: Vectors) -> Sparse:
    """Counts as damped tf-idf rows of length one, over the kept runs."""
    rows = np.repeat(np.arange(len(raw.starts) - 1), np.diff(raw.starts))
    chosen = columns[raw.columns]
    kept = chosen >= 0
    rows, chosen = rows[kept], chosen[kept]
    values = (1 + np.log(raw.values[kept])) * weights[chosen]
    lengths = np.sqrt(np.bincount(rows, values**2, minlength=len(raw.starts) - 1))
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=len(raw.starts) - 1)))).astype(np.int64)
    return Sparse(starts, chosen, (values / lengths[rows]).astype(np.float32), len(weights))


def _directions(rows: Sparse, width: int, random: np.random.Generator) -> Vectors:
    """The strongest directions of the rows, (features, width): a truncated SVD by a random sketch, sharpened a few rounds."""
    turned = rows.turned()
    sketch = random.standard_normal((rows.width, width + _SPARE), dtype=np.float32)
    basis = np.linalg.qr(rows.times(sketch))[0]
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(rows.times(turned.times(basis)))[0]
    across = turned.times(basis)
    _, strengths, mixing = np.linalg.svd(across.T @ across)
    scale = np.where(strengths > 1e-6, 1 / np.sqrt(np.maximum(strengths, 1e-6)), 0)
    return np.asarray((across @ mixing.T * scale)[:, :width], dtype=np.float32)
