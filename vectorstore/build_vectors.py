"""The second half of a build: vectors into Chroma, and a look whether they can be found there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from domain.errors import IndexProblem
from vectorstore.checks import check_vectors
from vectorstore.chroma import ChromaVectors, drop_on_server, make_folder, make_on_server, open_folder, open_on_server
from vectorstore.frames import BuildSpec
from vectorstore.gathered import Gathered
from vectorstore.generations import Generations
from vectorstore.manifest import STORE, Manifest
from vectorstore.ports import Ids, Vectors

Tell = Callable[[str, int, int], None]
_BATCH = 1_000


def build_vectors(folder: Path, spec: BuildSpec, gathered: Gathered, manifest: Manifest, tell: Tell) -> Manifest:
    """The manifest with vectors, or with the reason why there are none."""
    total = manifest.count
    ids, vectors, fingerprint = gathered.vectors(lambda done: tell("vectors", done, total))
    named = replace(manifest, fingerprint=fingerprint, embedded=len(ids), dimensions=int(vectors.shape[1]))
    if not len(ids):
        return replace(named, why="没有一段带有向量")
    try:
        _fill(folder, spec, ids, vectors, tell)
    except IndexProblem as problem:
        return replace(named, why=str(problem))
    return replace(named, vectors=True, why="")


def collection(prefix: str, generation: str) -> str:
    """What a generation's collection is called on a server."""
    return f"{prefix}-{generation}"


def _fill(folder: Path, spec: BuildSpec, ids: Ids, vectors: Vectors, tell: Tell) -> None:
    store = _made(folder, spec)
    try:
        store.add(_batches(ids, vectors, tell))
    finally:
        store.close()
    # A fresh client sees what a later start will see.
    fresh = open_on_server(spec.url, collection(spec.prefix, folder.name)) if spec.url else open_folder(folder / STORE)
    try:
        check_vectors(fresh, ids, vectors)
    finally:
        fresh.close()


def _made(folder: Path, spec: BuildSpec) -> ChromaVectors:
    if not spec.url:
        return make_folder(folder / STORE)
    drop_on_server(spec.url, f"{spec.prefix}-", _in_service(folder, spec.prefix))
    return make_on_server(spec.url, collection(spec.prefix, folder.name))


def _in_service(folder: Path, prefix: str) -> Sequence[str]:
    current = Generations(folder.parent).current()
    return [collection(prefix, current.name)] if current else []


def _batches(ids: Ids, vectors: Vectors, tell: Tell) -> Iterator[tuple[Ids, Vectors]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH], vectors[start : start + _BATCH]
        tell("store", min(start + _BATCH, len(ids)), len(ids))
