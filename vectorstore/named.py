"""Any LangChain embeddings under a name of their space, with vectors of length one and errors in our own words."""

from langchain_core.embeddings import Embeddings

from domain.errors import IndexProblem
from vectorstore.unit import unit


class NamedEmbeddings(Embeddings):
    """Wraps embeddings of others; `fingerprint` names provider, model, width and place."""

    def __init__(self, inner: Embeddings, fingerprint: str) -> None:
        self._inner = inner
        self.fingerprint = fingerprint

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector for each passage."""
        if not texts:
            return []
        try:
            # A lone surrogate cannot travel.
            found = self._inner.embed_documents([text.encode("utf-8", "replace").decode() for text in texts])
        # The wrapped library may raise anything: HTTP, JSON, time-outs, CUDA.
        except Exception as problem:
            raise IndexProblem(f"向量服务没有回答（{type(problem).__name__}）。") from problem
        if len(found) != len(texts) or len({len(vector) for vector in found}) != 1 or not found[0]:
            raise IndexProblem("向量服务返回的数量或长度不对。")
        return [[float(value) for value in vector] for vector in unit(found)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]
