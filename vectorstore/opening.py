"""Opens the vectors of a generation: its Chroma store together with what turns questions into vectors of the same space.

This brings Chroma and LangChain into the process; the bot imports it late, while keywords already serve.
"""

from pathlib import Path

from domain.errors import IndexProblem
from vectorstore.build_vectors import collection
from vectorstore.chroma import open_folder, open_on_server
from vectorstore.lsa import LsaEmbeddings
from vectorstore.manifest import SPACE, STORE, Manifest
from vectorstore.ports import Embedder, VectorStore


class ChromaOpener:
    """Knows where vectors are kept. `embedder` None means the corpus's own space, which comes with each generation."""

    def __init__(self, embedder: Embedder | None = None, url: str = "", prefix: str = "xiaoqitong") -> None:
        self._embedder, self._url, self._prefix = embedder, url, prefix

    def suits(self, manifest: Manifest) -> bool:
        """Whether a generation's vectors are of the kind that is wanted; if not, a new one must be built."""
        if self._embedder is None:
            return manifest.embedding == "lsa"
        return manifest.embedding == "given" and manifest.fingerprint == self._embedder.fingerprint

    def open(self, folder: Path, manifest: Manifest) -> tuple[VectorStore, Embedder]:
        """The store, seen to answer, and the embedder."""
        embedder = self._embedder or LsaEmbeddings.load(folder / SPACE)
        name = collection(self._prefix, folder.name)
        store = open_on_server(self._url, name) if self._url else open_folder(folder / STORE)
        try:
            _look(store, manifest)
        except IndexProblem:
            store.close()
            raise
        return store, embedder


def _look(store: VectorStore, manifest: Manifest) -> None:
    # A store that lost its files opens without a word, counts right or not at all, and finds nothing.
    found, _ = store.nearest([1.0] + [0.0] * (manifest.dimensions - 1), 1)
    if store.count() != manifest.embedded or not len(found):
        raise IndexProblem("向量库不完整，请运行 xiaoqitong reindex。")
