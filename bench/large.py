"""A large made corpus as the product indexes it, and as Chroma alone would: built once side by side, kept in the scratch folder.

`python -m bench.large FOLDER` fills Chroma alone, in the manner of its own documentation, from what lies in the folder.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings

from bench import generate
from bench.setting import ROOT, environment
from vectorstore.cells import write_cells
from vectorstore.chroma import NEAR, make_folder
from vectorstore.exact import ExactVectors
from vectorstore.generations import Generations
from vectorstore.keeping import place_for
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.lsa import LsaEmbeddings
from vectorstore.manifest import CELLS, KEYWORDS, SPACE, STORE, WORDS, Manifest, Place
from vectorstore.ports import Vectors
from vectorstore.segment import JiebaSegmenter
from vectorstore.terms import terms

_VECTORS, _SPACE, _REGIONS, _ALONE, _DONE = "vectors.npy", "space.npz", "regions.txt", "alone", "DONE"
_NAME, _BATCH = "passages", 5_000
_PLACES: tuple[Place, ...] = ("chroma", "numpy")
_SHAPE = ("cells", "chroma", "dictionary", "features", "keyword_builder", "lsa", "manifest", "means", "segment", "terms")
"""Modules of the product on which the files depend."""


@dataclass(frozen=True, slots=True)
class Large:
    """Passage ids are 1 to count; `vectors` has a row for each; `roots` are index folders of the product, by where their vectors are."""

    roots: Mapping[Place, Path]
    cache: Path
    embedder: LsaEmbeddings
    vectors: Vectors
    regions: tuple[str, ...]
    alone: Path

    @property
    def root(self) -> Path:
        """The index folder as the product makes it where nothing else is set."""
        return self.roots[place_for(len(self.vectors), "auto", "")]

    def exact(self) -> ExactVectors:
        """All vectors in memory."""
        store = ExactVectors()
        store.add([(np.arange(1, len(self.vectors) + 1, dtype=np.int64), self.vectors)])
        return store

    def client(self) -> ClientAPI:
        """Chroma alone; its collection is called "passages"."""
        return chromadb.PersistentClient(path=self.alone, settings=Settings(anonymized_telemetry=False))


def large(count: int, scratch: Path) -> Large:
    """The corpus of a size; made where it is not there, or where the code that makes it has changed."""
    sources = [Path(generate.__file__), *(ROOT / "vectorstore" / f"{name}.py" for name in _SHAPE)]
    digest = blake2b(b"".join(source.read_bytes() for source in sources), digest_size=4).hexdigest()
    folder = scratch / f"large-{count}-{digest}"
    with (scratch / f"LOCK-{count}").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / _DONE).is_file():
            for old in scratch.glob(f"large-{count}-*"):
                shutil.rmtree(old)
            _make(folder, count)
    return Large(
        {place: folder / place for place in _PLACES},
        folder / "cache",
        LsaEmbeddings.load(folder / _SPACE),
        np.load(folder / _VECTORS, mmap_mode="r").view(np.ndarray),
        tuple((folder / _REGIONS).read_text("utf-8").split("\n")),
        folder / _ALONE,
    )


def _make(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    _embed(folder, count)
    with subprocess.Popen([sys.executable, "-m", "bench.large", str(folder)], cwd=ROOT, env=environment()) as alone:
        _build(folder, count)
        if alone.wait():
            raise RuntimeError("Chroma alone could not be filled")
    (folder / _DONE).touch()


def _embed(folder: Path, count: int) -> None:
    entries = list(generate.passages(count))
    texts = [entry.text for entry in entries]
    space = LsaEmbeddings.fit(texts[:: max(1, count // 10_000)], 128)
    space.save(folder / _SPACE)
    np.save(folder / _VECTORS, space.vectors(texts))
    (folder / _REGIONS).write_text("\n".join(entry.region for entry in entries), "utf-8")


def _build(folder: Path, count: int) -> None:
    """What the product's builder writes, without its giving way to whatever else runs."""
    vectors = np.load(folder / _VECTORS)
    segmenter, builder = JiebaSegmenter((), folder / "cache"), KeywordBuilder()
    for entry in generate.passages(count):
        builder.add(entry.id, entry.region, terms(entry.text, segmenter))
    index = builder.finish()
    index.save(folder / KEYWORDS)
    facts, fingerprint = index.facts, LsaEmbeddings.load(folder / _SPACE).fingerprint
    for place in _PLACES:
        generations = Generations(folder / place)
        target = generations.new_folder()
        # The same files for both: which of the two is asked should make no difference to what the processor has at hand.
        shutil.copytree(folder / KEYWORDS, target / KEYWORDS, copy_function=os.link)
        (target / WORDS).write_text("", "utf-8")
        _store(target, place, vectors)
        shutil.copy(folder / _SPACE, target / SPACE)
        made = Manifest(target.name, 1, count, facts.k1, facts.b, "lsa", fingerprint, vectors.shape[1], count, place, vectors=True)
        made.write(target)
        generations.publish(target)


def _store(target: Path, place: Place, vectors: Vectors) -> None:
    ids = np.arange(1, len(vectors) + 1, dtype=np.int64)
    if place == "numpy":
        write_cells(target / CELLS, ids, vectors)
        return
    store = make_folder(target / STORE, NEAR)
    store.add((ids[start : start + _BATCH], vectors[start : start + _BATCH]) for start in range(0, len(ids), _BATCH))
    store.close()


def main() -> None:
    """Fill Chroma alone: its own settings, texts and regions beside the vectors."""
    folder = Path(sys.argv[1])
    vectors = np.load(folder / _VECTORS)
    client = chromadb.PersistentClient(path=folder / _ALONE, settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection(_NAME, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None)
    entries = generate.passages(len(vectors))
    for start in range(0, len(vectors), _BATCH):
        some = list(islice(entries, _BATCH))
        collection.add(
            ids=[str(entry.id) for entry in some],
            embeddings=vectors[start : start + _BATCH],
            documents=[entry.text for entry in some],
            metadatas=[{"region": entry.region} for entry in some],
        )
    sys.stdout.write(json.dumps({"filled": len(vectors)}) + "\n")


if __name__ == "__main__":
    main()
