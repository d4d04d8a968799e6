"""Stand-ins for what finding asks of others."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from domain.errors import IndexProblem
from vectorstore.exact import ExactVectors
from vectorstore.keywords import idf
from vectorstore.manifest import Manifest
from vectorstore.ports import Embedder, VectorStore
from vectorstore.unit import unit


class PairSegmenter:
    """Knows no words beyond a character that stands alone, so that tests do not wait for a dictionary."""

    def words(self, text: str) -> list[str]:
        return [text] if len(text) == 1 else []


class Paraphraser:
    """An embedder that knows which expressions mean the same: one dimension for each idea."""

    fingerprint = "local:paraphraser:3"

    def __init__(self, *ideas: tuple[str, ...]) -> None:
        self._ideas = ideas

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows = [[float(sum(text.count(word) for word in idea)) for idea in self._ideas] for text in texts]
        return [[float(value) for value in row] for row in unit(rows)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class FailingEmbedder(Paraphraser):
    """One whose endpoint is down; it counts how often it was asked."""

    asked = 0

    def embed_query(self, text: str) -> list[float]:
        self.asked += 1
        raise IndexProblem("向量服务没有回答")


class FakeOpener:
    """Hands out one store and one embedder for whatever generation."""

    def __init__(self, embedder: Embedder, ids: Sequence[int] = (), texts: Sequence[str] = ()) -> None:
        self.embedder = embedder
        self.store = ClosableVectors()
        if ids:
            vectors = np.array(embedder.embed_documents(list(texts)), dtype=np.float32)
            self.store.add([(np.array(ids, dtype=np.int64), vectors)])

    def suits(self, manifest: Manifest) -> bool:
        return manifest.fingerprint == self.embedder.fingerprint

    def open(self, folder: object, manifest: Manifest) -> tuple[VectorStore, Embedder]:
        if not self.suits(manifest):
            raise IndexProblem("向量的来源已更改，请运行 xiaoqitong reindex。")
        return self.store, self.embedder


class ClosableVectors(ExactVectors):
    """An exact store that remembers that it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True
        super().close()


class ReferenceBM25:
    """BM25 straight from its formula, over term lists: slow, plain, and right."""

    def __init__(self, passages: Mapping[int, Sequence[str]], k1: float, b: float) -> None:
        self._passages = {id_: Counter(terms) for id_, terms in passages.items()}
        self._average = sum(map(len, passages.values())) / max(len(passages), 1) or 1.0
        self._k1, self._b = k1, b

    def scores(self, query: Mapping[str, float]) -> dict[int, float]:
        """Every passage that holds a term of the query, with its score."""
        found = {id_: sum(weight * self._score(term, counts) for term, weight in query.items()) for id_, counts in self._passages.items()}
        return {id_: score for id_, score in found.items() if score > 0}

    def _score(self, term: str, counts: Counter[str]) -> float:
        holding = sum(term in other for other in self._passages.values())
        norm = self._k1 * (1 - self._b + self._b * counts.total() / self._average)
        return idf(holding, len(self._passages)) * counts[term] * (self._k1 + 1) / (counts[term] + norm) if counts[term] else 0.0
