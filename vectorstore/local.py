"""Vectors from a sentence-transformers folder on this machine (the extra `local`)."""

from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Protocol

from langchain_core.embeddings import Embeddings
from numpy.typing import ArrayLike

from domain.errors import ConfigProblem
from vectorstore.named import NamedEmbeddings
from vectorstore.unit import unit


class Encoder(Protocol):
    """What a sentence-transformers model does."""

    def encode(self, sentences: list[str]) -> ArrayLike:
        """One row for each sentence, (n, dimensions)."""
        ...


class LocalEmbeddings(Embeddings):
    """LangChain's embeddings over a model in memory."""

    def __init__(self, model: Encoder) -> None:
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector for each passage."""
        return [[float(value) for value in row] for row in unit(self._model.encode(texts))]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def load(folder: Path) -> NamedEmbeddings:
    """The model of a folder; nothing is downloaded."""
    if not folder.is_dir():
        raise ConfigProblem(f"[embedding] 找不到模型文件夹 {folder}。")
    try:
        # By name, since the library is an extra that most installations do not have.
        library = import_module("sentence_transformers")
    except ImportError as missing:
        raise ConfigProblem("[embedding] provider = \"local\" 需要另外安装：pip install 'xiaoqitong[local]'。") from missing
    return named(library.SentenceTransformer(str(folder), local_files_only=True), folder)


def named(model: Encoder, folder: Path) -> NamedEmbeddings:
    """A loaded model under the fingerprint of its folder: its name and every file's name and size."""
    files = sorted((file.relative_to(folder).as_posix(), file.stat().st_size) for file in folder.rglob("*") if file.is_file())
    digest = blake2b(repr(files).encode(), digest_size=8).hexdigest()
    return NamedEmbeddings(LocalEmbeddings(model), f"local:{folder.name}:{digest}")
