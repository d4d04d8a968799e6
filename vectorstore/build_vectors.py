"""The second half of a build: vectors into the place that is meant for so many, and a look whether they can be found there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import IndexProblem
from vectorstore.cells import write_cells
from vectorstore.checks import check_vectors
from vectorstore.frames import BuildSpec
from vectorstore.gathered import Gathered
from vectorstore.generations import Generations
from vectorstore.keeping import collection, open_kept, place_for
from vectorstore.manifest import CELLS, STORE, Manifest, Place
from vectorstore.ports import Ids, Vectors

if TYPE_CHECKING:
    from vectorstore.chroma import ChromaVectors

Tell = Callable[[str, int, int], None]
_BATCH = 1_000


def build_vectors(folder: Path, spec: BuildSpec, gathered: Gathered, manifest: Manifest, tell: Tell) -> Manifest:
    """The manifest with vectors, or with the reason why there are none."""
    total = manifest.count
    ids, vectors, fingerprint = gathered.vectors(lambda done: tell("vectors", done, total))
    place = place_for(len(ids), spec.kind, spec.url)
    named = replace(manifest, fingerprint=fingerprint, embedded=len(ids), dimensions=int(vectors.shape[1]), place=place)
    if not len(ids):
        return replace(named, why="没有一段带有向量")
    try:
        _fill(folder, spec, place, ids, vectors, tell)
        _check(folder, spec, place, ids, vectors)
    except IndexProblem as problem:
        return replace(named, why=str(problem))
    return replace(named, vectors=True, why="")


def _fill(folder: Path, spec: BuildSpec, place: Place, ids: Ids, vectors: Vectors, tell: Tell) -> None:
    if place == "numpy":
        write_cells(folder / CELLS, ids, vectors, lambda done: tell("store", done, len(ids)))
        return
    store = _chroma(folder, spec)
    try:
        store.add(_batches(ids, vectors, tell))
    finally:
        store.close()


def _check(folder: Path, spec: BuildSpec, place: Place, ids: Ids, vectors: Vectors) -> None:
    # Opened anew, it is seen as a later start will see it.
    store = open_kept(folder, place, spec.url, spec.prefix)
    try:
        check_vectors(store, ids, vectors)
    finally:
        store.close()


def _chroma(folder: Path, spec: BuildSpec) -> "ChromaVectors":
    from vectorstore.chroma import FAR, NEAR, drop_on_server, make_folder, make_on_server  # noqa: PLC0415

    reach = NEAR if spec.embedding == "lsa" else FAR
    if not spec.url:
        return make_folder(folder / STORE, reach)
    drop_on_server(spec.url, f"{spec.prefix}-", _in_service(folder, spec.prefix))
    return make_on_server(spec.url, collection(spec.prefix, folder.name), reach)


def _in_service(folder: Path, prefix: str) -> Sequence[str]:
    current = Generations(folder.parent).current()
    return [collection(prefix, current.name)] if current else []


def _batches(ids: Ids, vectors: Vectors, tell: Tell) -> Iterator[tuple[Ids, Vectors]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH], vectors[start : start + _BATCH]
        tell("store", min(start + _BATCH, len(ids)), len(ids))
