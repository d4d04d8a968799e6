"""The Chroma store, in a folder of this machine or on a server; the one module that knows chromadb.

Seen with 1.5.9, and the reason for everything here: opening a folder that is not there makes an empty one; a folder belongs to
one process; two clients of one path need equal settings; a client that is not closed keeps its memory and handles for good;
the client for a server has no time-out and does not close its connections. Embeddings are always ours, so no embedding
function is ever given.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from urllib.request import urlopen

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.client import AdminClient, Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings

from domain.errors import ConfigProblem, IndexProblem
from vectorstore.ports import Ids, Scores, Vectors

_NAME = "passages"
_FILE = "chroma.sqlite3"
NEAR, FAR = 200, 400
"""How far a question looks (ef_search): in the corpus's own space the nearer does, in one of a strange model nobody knows. With
either the approximate neighbours are nearly always the exact ones (docs/decisions/0003), which is wider than Chroma's own 100."""
ASKING, BUILDING = 10.0, 120.0


class ChromaVectors:
    """One collection and the client that belongs to it alone; `reach` (NEAR or FAR) makes it, 0 takes the one that is there."""

    def __init__(self, client: ClientAPI, name: str, reach: int = 0) -> None:
        self._client = cast(Client, client)
        try:
            with _border("向量库打不开"):
                self._collection = (
                    client.create_collection(name, configuration=_shape(reach), embedding_function=None)
                    if reach
                    else client.get_collection(name, embedding_function=None)
                )
        except IndexProblem:
            self.close()
            raise

    def add(self, batches: Iterable[tuple[Ids, Vectors]]) -> None:
        """Take in ids with their vectors, in pieces that Chroma accepts."""
        most = self._client.get_max_batch_size()
        for ids, vectors in batches:
            for start in range(0, len(ids), most):
                some = slice(start, start + most)
                with _border("向量库写不进"):
                    self._collection.add(ids=[str(id_) for id_ in ids[some]], embeddings=vectors[some])

    def count(self) -> int:
        """How many vectors it holds."""
        with _border("向量库读不出"):
            return self._collection.count()

    def nearest(self, vector: Sequence[float], limit: int) -> tuple[Ids, Scores]:
        """The ids nearest to a vector and their cosines, best first."""
        with _border("向量库没有回答"):
            asked = np.asarray(vector, dtype=np.float32).reshape(1, -1)
            answer = self._collection.query(query_embeddings=asked, n_results=limit, include=["distances"])
        distances = (answer["distances"] or [[]])[0]
        return np.array(answer["ids"][0], dtype=np.int64), 1 - np.array(distances, dtype=np.float32)

    def close(self) -> None:
        """Let go of files, memory and connections; a second call does nothing."""
        _let_go(self._client)


def make_folder(folder: Path, reach: int = FAR) -> ChromaVectors:
    """A new, empty store in a folder that must not be there yet; `reach` is NEAR or FAR."""
    if folder.exists():
        raise IndexProblem(f"{folder.name} 已经存在，不能在旧的向量库上重建。")
    return ChromaVectors(_embedded(folder), _NAME, reach)


def open_folder(folder: Path) -> ChromaVectors:
    """The store that a builder left in a folder; only for asking."""
    if not (folder / _FILE).is_file():
        raise IndexProblem("向量库的文件不见了，请运行 xiaoqitong reindex。")
    return ChromaVectors(_embedded(folder), _NAME)


def make_on_server(url: str, name: str, reach: int = FAR) -> ChromaVectors:
    """A new, empty collection on a server; `reach` is NEAR or FAR."""
    return ChromaVectors(_connected(url, BUILDING), name, reach)


def open_on_server(url: str, name: str, seconds: float = ASKING) -> ChromaVectors:
    """A collection on a server; only for asking, and waiting no longer than that for an answer."""
    return ChromaVectors(_connected(url, seconds), name)


def drop_on_server(url: str, prefix: str, keep: Sequence[str]) -> list[str]:
    """Drop the collections of a prefix but for some, and tell which were dropped."""
    client = _connected(url, BUILDING)
    try:
        with _border("旧的向量集合删不掉"):
            names = [collection.name for collection in client.list_collections()]
            old = [name for name in names if name.startswith(prefix) and name not in keep]
            for name in old:
                client.delete_collection(name)
            return old
    finally:
        _let_go(client)


def _shape(reach: int) -> CreateCollectionConfiguration:
    return CreateCollectionConfiguration(hnsw={"space": "cosine", "ef_construction": 200, "ef_search": reach, "max_neighbors": 32})


def _settings() -> Settings:
    return Settings(anonymized_telemetry=False)


def _embedded(folder: Path) -> ClientAPI:
    with _border("向量库打不开"):
        return chromadb.PersistentClient(path=folder, settings=_settings())


def _connected(url: str, seconds: float) -> ClientAPI:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigProblem(f"[vectorstore] url 应当像 http://127.0.0.1:8000，现在是 {url!r}。")
    secure = parts.scheme == "https"
    with _border(f"连不上 Chroma 服务 {parts.hostname}:{parts.port}"):
        # Chroma's client would wait for ever for a server that accepts and says nothing.
        urlopen(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=seconds).close()
        client = chromadb.HttpClient(parts.hostname, parts.port or (443 if secure else 80), ssl=secure, settings=_settings())
        cast(FastAPI, cast(Client, client)._server)._session.timeout = seconds
    return client


def _let_go(client: ClientAPI) -> None:
    own = cast(Client, client)
    own.close()
    # Closing the client of a server leaves connections open: its own, and those of the helper that looks for the database.
    for server in (own._server, cast(AdminClient, own._admin_client)._server):
        if isinstance(server, FastAPI):
            server._session.close()


@contextmanager
def _border(words: str) -> Iterator[None]:
    """Chroma raises errors of its own, of Rust, of SQLite and of the network: all of them mean that there is no answer."""
    try:
        yield
    except IndexProblem:
        raise
    except Exception as problem:
        raise IndexProblem(f"{words}（{type(problem).__name__}: {str(problem)[:200]}）。") from problem
