"""Of many vectors only those of the nearest cells are compared: exactly as a plain loop over them would, and with little missed."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import IndexProblem
from tests.vectorstore.passages import passages
from vectorstore.cells import Arrays, CellVectors, write_cells
from vectorstore.exact import ExactVectors
from vectorstore.lsa import LsaEmbeddings
from vectorstore.means import cells_of, centres_of
from vectorstore.ports import Vectors
from vectorstore.unit import unit

COUNT = 6_000


@st.composite
def stores(draw: st.DrawFn) -> tuple[Arrays, Vectors, tuple[int, int], int]:
    """Arrays of small whole numbers (sums of which are exact), a question, how many to compare at least and at most, and a limit."""
    sizes = draw(st.lists(st.integers(0, 9), min_size=1, max_size=8))
    width, count = draw(st.integers(1, 4)), sum(sizes)
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def some(rows: int) -> Vectors:
        return chance.integers(-3, 4, (rows, width)).astype(np.float32)

    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    ids = chance.permutation(count * 2)[:count].astype(np.int64)
    least, most = sorted(draw(st.tuples(st.integers(0, 40), st.integers(0, 40))))
    return (
        Arrays(ids, some(count), some(len(sizes)), starts),
        some(1)[0],
        (least, most),
        draw(st.integers(1, 12)),
    )


def plainly(arrays: Arrays, asked: Vectors, bounds: tuple[int, int], limit: int) -> list[tuple[float, int]]:
    """Every vector of the cells that are looked into, with its id, best first; cell by cell, one by one."""
    middles = [float(sum(centre * asked)) for centre in arrays.centres]
    found: list[tuple[float, int]] = []
    for cell in sorted(range(len(middles)), key=lambda cell: (-middles[cell], cell)):
        enough = bounds[0] if middles[cell] < max(middles) / 2 else bounds[1]
        if len(found) >= max(enough, limit):
            break
        for row in range(arrays.starts[cell], arrays.starts[cell + 1]):
            found.append((float(sum(arrays.vectors[row] * asked)), int(arrays.ids[row])))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


@given(stores())
def test_it_finds_what_a_plain_loop_over_the_same_cells_finds(made: tuple[Arrays, Vectors, tuple[int, int], int]) -> None:
    arrays, asked, bounds, limit = made
    right = plainly(arrays, asked, bounds, limit)
    ids, cosines = CellVectors(arrays, *bounds).nearest(asked.tolist(), limit)
    found = [(float(cosine), int(id_)) for id_, cosine in zip(ids, cosines, strict=True)]
    assert found == right[:limit]


@pytest.fixture(scope="module")
def space() -> LsaEmbeddings:
    return LsaEmbeddings.fit([entry.text for entry in passages(2_000)], 64)


@pytest.fixture(scope="module")
def vectors(space: LsaEmbeddings) -> Vectors:
    return space.vectors([entry.text for entry in passages(COUNT)])


def test_little_of_what_is_nearest_is_missed(tmp_path: Path, space: LsaEmbeddings, vectors: Vectors) -> None:
    ids, exact = np.arange(COUNT, dtype=np.int64), ExactVectors()
    exact.add([(ids, vectors)])
    write_cells(tmp_path / "cells", ids, vectors, exact=0)
    store = CellVectors.open(tmp_path / "cells")
    hits = 0
    for entry in passages(50, seed=9):
        asked = space.embed_query(entry.text[12:])
        hits += len(set(store.nearest(asked, 10)[0].tolist()) & set(exact.nearest(asked, 10)[0].tolist()))
    assert hits >= 0.97 * 500


def test_every_vector_is_kept_under_its_id_in_the_cell_of_its_nearest_centre(tmp_path: Path, vectors: Vectors) -> None:
    ids = np.arange(7, 7 + COUNT, dtype=np.int64)
    write_cells(tmp_path / "cells", ids, vectors, exact=0)
    kept = {name: np.load(tmp_path / "cells" / f"{name}.npy") for name in ("ids", "vectors", "centres", "starts")}
    assert len(kept["centres"]) > 100
    assert (kept["vectors"] == vectors[kept["ids"] - 7]).all()
    assert sorted(kept["ids"]) == ids.tolist()
    assert (np.repeat(np.arange(len(kept["centres"])), np.diff(kept["starts"])) == cells_of(kept["vectors"], kept["centres"])).all()


def test_centres_are_the_same_every_time_and_have_length_one(vectors: Vectors) -> None:
    centres = centres_of(vectors[:500])
    assert (centres == centres_of(vectors[:500])).all()
    assert np.linalg.norm(centres, axis=1) == pytest.approx(1, abs=1e-5)


def test_vectors_that_are_all_alike_have_cells_too(tmp_path: Path) -> None:
    vectors = unit(np.ones((40, 3)))
    write_cells(tmp_path / "cells", np.arange(40, dtype=np.int64), vectors, exact=0)
    assert CellVectors.open(tmp_path / "cells").nearest(vectors[0].tolist(), 50)[0].tolist() == list(range(40))


@pytest.mark.parametrize("name", ["ids", "vectors", "centres", "starts"])
def test_files_that_are_damaged_or_gone_are_told(tmp_path: Path, vectors: Vectors, name: str) -> None:
    write_cells(tmp_path / "cells", np.arange(50, dtype=np.int64), vectors[:50])
    file = tmp_path / "cells" / f"{name}.npy"
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(IndexProblem, match="reindex"):
        CellVectors.open(tmp_path / "cells")
    file.unlink()
    with pytest.raises(IndexProblem, match="reindex"):
        CellVectors.open(tmp_path / "cells")
