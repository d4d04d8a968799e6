"""Where vectors belong, what is done with those that are elsewhere, and who brings Chroma in."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from domain.errors import IndexProblem
from tests.vectorstore.fakes import Paraphraser
from vectorstore.cells import write_cells
from vectorstore.chroma import make_folder
from vectorstore.keeping import Kind, place_for
from vectorstore.manifest import Manifest, Place
from vectorstore.opening import VectorOpener

EMBEDDER = Paraphraser(("企业",), ("学校",))
MADE = Manifest("g-1", 1, 2, 0.9, 0.2, "given", EMBEDDER.fingerprint, 2, 2, vectors=True)
FEW, MANY = 20_000, 20_001


@pytest.mark.parametrize(
    ("count", "kind", "url", "place"),
    [
        (FEW, "auto", "", "numpy"),
        (MANY, "auto", "", "chroma"),
        (MANY, "numpy", "", "numpy"),
        (1, "chroma", "", "chroma"),
        (1, "auto", "http://127.0.0.1:8000", "server"),
        (1, "numpy", "http://127.0.0.1:8000", "server"),
    ],
)
def test_number_and_wish_decide_where_vectors_are_kept(count: int, kind: Kind, url: str, place: Place) -> None:
    assert place_for(count, kind, url) == place


def test_a_generation_that_is_elsewhere_than_it_should_be_is_to_be_built_anew() -> None:
    opener = VectorOpener(EMBEDDER)
    assert opener.suits(replace(MADE, place="numpy"))
    assert not opener.suits(replace(MADE, place="chroma"))
    assert not VectorOpener(EMBEDDER, url="http://127.0.0.1:8000").suits(replace(MADE, place="numpy"))


def test_one_from_before_there_was_a_choice_was_kept_by_chroma() -> None:
    assert not VectorOpener(EMBEDDER).suits(MADE)
    assert VectorOpener(EMBEDDER, "chroma").suits(MADE)
    assert VectorOpener(EMBEDDER, url="http://127.0.0.1:8000").suits(MADE)


def test_one_without_vectors_is_not_built_again_and_again() -> None:
    assert VectorOpener(EMBEDDER).suits(replace(MADE, vectors=False, why="建立向量时中断"))


@pytest.mark.parametrize("place", ["", "chroma", "numpy"])
def test_until_then_it_serves_from_where_it_is(tmp_path: Path, place: Place) -> None:
    ids, vectors = np.array([3, 4]), np.eye(2, dtype=np.float32)
    if place == "numpy":
        write_cells(tmp_path / "cells", ids, vectors)
    else:
        store = make_folder(tmp_path / "chroma")
        store.add([(ids, vectors)])
        store.close()
    kind: Kind = "chroma" if place == "numpy" else "numpy"
    opened, _ = VectorOpener(EMBEDDER, kind).open(tmp_path, replace(MADE, place=place))
    assert opened.nearest([0.0, 1.0], 1)[0].tolist() == [4]
    opened.close()


def test_one_on_a_server_that_is_set_no_more_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="reindex"):
        VectorOpener(EMBEDDER).open(tmp_path, replace(MADE, place="server"))


def test_vectors_of_another_space_are_not_opened(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="来源已更改"):
        VectorOpener(EMBEDDER).open(tmp_path, replace(MADE, fingerprint="local:other:1"))


def test_files_that_hold_fewer_than_the_manifest_says_do_not_serve(tmp_path: Path) -> None:
    write_cells(tmp_path / "cells", np.array([3]), np.eye(2, dtype=np.float32)[:1])
    with pytest.raises(IndexProblem, match="不完整"):
        VectorOpener(EMBEDDER).open(tmp_path, replace(MADE, place="numpy"))


def test_opening_and_building_bring_chroma_in_only_where_it_is_needed() -> None:
    code = "import sys, vectorstore.opening, vectorstore.build; print('chromadb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
