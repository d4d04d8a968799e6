"""Opens the vectors of a generation, wherever they are, together with what turns questions into vectors of the same space.

This brings LangChain into the process; the bot imports it late, while keywords already serve.
"""

from pathlib import Path

from domain.errors import IndexProblem
from vectorstore.keeping import Kind, open_kept, place_for
from vectorstore.lsa import LsaEmbeddings
from vectorstore.manifest import SPACE, Manifest, Place
from vectorstore.ports import Embedder, VectorStore


class VectorOpener:
    """Knows which vectors are wanted, and where. `embedder` None means the corpus's own space, which comes with each generation."""

    def __init__(self, embedder: Embedder | None = None, kind: Kind = "auto", url: str = "", prefix: str = "xiaoqitong") -> None:
        self._embedder, self._kind, self._url, self._prefix = embedder, kind, url, prefix

    def suits(self, manifest: Manifest) -> bool:
        """Whether a generation's vectors, if it has any, are those that are wanted and where they belong; if not, a new one is due."""
        wanted = place_for(manifest.embedded, self._kind, self._url)
        return self._fits(manifest) and (not manifest.vectors or self._place(manifest) == wanted)

    def open(self, folder: Path, manifest: Manifest) -> tuple[VectorStore, Embedder]:
        """The store, seen to answer, and the embedder. A store elsewhere than wanted serves as well until the next is built."""
        if not self._fits(manifest):
            raise IndexProblem("向量的来源已更改，请运行 xiaoqitong reindex。")
        embedder = self._embedder or LsaEmbeddings.load(folder / SPACE)
        store = open_kept(folder, self._place(manifest), self._url, self._prefix)
        try:
            _look(store, manifest)
        except IndexProblem:
            store.close()
            raise
        return store, embedder

    def _fits(self, manifest: Manifest) -> bool:
        if self._embedder is None:
            return manifest.embedding == "lsa"
        return manifest.embedding == "given" and manifest.fingerprint == self._embedder.fingerprint

    def _place(self, manifest: Manifest) -> Place:
        # Before there was a choice manifests did not tell.
        return manifest.place or ("server" if self._url else "chroma")


def _look(store: VectorStore, manifest: Manifest) -> None:
    # A store that lost its files opens without a word, counts right or not at all, and finds nothing.
    found, _ = store.nearest([1.0] + [0.0] * (manifest.dimensions - 1), 1)
    if store.count() != manifest.embedded or not len(found):
        raise IndexProblem("向量库不完整，请运行 xiaoqitong reindex。")
