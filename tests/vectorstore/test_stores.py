"""One contract for every place where vectors are kept: memory, files of our own, a Chroma folder, a Chroma server."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from domain.errors import ConfigProblem, IndexProblem
from vectorstore.cells import CellVectors, write_cells
from vectorstore.chroma import drop_on_server, make_folder, make_on_server, open_folder, open_on_server
from vectorstore.exact import ExactVectors
from vectorstore.ports import Ids, Vectors, VectorStore, VectorWriter
from vectorstore.unit import unit

COUNT, WIDTH = 300, 16
Filled = Callable[[Ids, Vectors], VectorStore]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real `chroma run` on loopback."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(tmp_path_factory.mktemp("server")), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{url}/api/v2/heartbeat", server)
            yield url
        finally:
            server.terminate()


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(url, timeout=1).status_code == 200:
                return
        except httpx.TransportError:
            threading.Event().wait(0.1)
    raise AssertionError("chroma run did not start")


@pytest.fixture
def vectors() -> Vectors:
    return unit(np.random.default_rng(7).standard_normal((COUNT, WIDTH)))


@pytest.fixture
def ids() -> Ids:
    return np.arange(1_000, 1_000 + COUNT, dtype=np.int64)


@pytest.fixture(params=["memory", "files", "folder", "server"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Filled]:
    """Fills a store of each kind, and opens it as one who asks does."""
    opened: list[VectorStore] = []

    def fill(ids: Ids, vectors: Vectors) -> VectorStore:
        if request.param == "files":
            write_cells(tmp_path / "cells", ids, vectors)
            opened.append(CellVectors.open(tmp_path / "cells"))
        else:
            writer, reopen = _made(request, tmp_path)
            writer.add((ids[start : start + 128], vectors[start : start + 128]) for start in range(0, len(ids), 128))
            opened.append(reopen(writer))
        return opened[-1]

    yield fill
    for store in opened:
        store.close()


def _made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[VectorWriter, Callable[[VectorStore], VectorStore]]:
    if request.param == "memory":
        return ExactVectors(), lambda store: store
    if request.param == "folder":
        return make_folder(tmp_path / "chroma"), lambda store: (store.close(), open_folder(tmp_path / "chroma"))[1]
    url, name = request.getfixturevalue("chroma_server"), f"xiaoqitong-{tmp_path.name.replace('_', '-')[-40:].strip('-')}"
    return make_on_server(url, name), lambda store: (store.close(), open_on_server(url, name))[1]


def test_it_holds_what_was_put_in(filled: Filled, ids: Ids, vectors: Vectors) -> None:
    assert filled(ids, vectors).count() == COUNT


def test_every_vector_finds_itself_with_a_cosine_of_one(filled: Filled, ids: Ids, vectors: Vectors) -> None:
    store = filled(ids, vectors)
    for place in range(0, COUNT, 29):
        found, cosines = store.nearest(vectors[place].tolist(), 5)
        assert found[0] == ids[place]
        assert cosines[0] == pytest.approx(1, abs=1e-4)


def test_the_nearest_are_those_of_an_exact_comparison(filled: Filled, ids: Ids, vectors: Vectors) -> None:
    store = filled(ids, vectors)
    asked = unit(np.random.default_rng(8).standard_normal((1, WIDTH)))[0]
    cosines = vectors @ asked
    found, scores = store.nearest(asked.tolist(), 10)
    assert set(found.tolist()) == set(ids[np.argsort(-cosines)[:10]].tolist())
    assert scores.tolist() == pytest.approx(np.sort(cosines)[::-1][:10].tolist(), abs=1e-4)


def test_more_than_there_are_is_all_there_are(filled: Filled, ids: Ids, vectors: Vectors) -> None:
    found, scores = filled(ids[:3], vectors[:3]).nearest(vectors[0].tolist(), 10)
    assert sorted(found.tolist()) == ids[:3].tolist()
    assert (np.diff(scores) <= 0).all()


def test_an_empty_store_finds_nothing(filled: Filled, ids: Ids, vectors: Vectors) -> None:
    assert filled(ids[:0], vectors[:0]).nearest(vectors[0].tolist(), 10)[0].tolist() == []


def test_it_may_be_closed_twice(filled: Filled, ids: Ids, vectors: Vectors) -> None:
    store = filled(ids, vectors)
    store.close()
    store.close()


def test_many_may_ask_at_once(filled: Filled, ids: Ids, vectors: Vectors) -> None:
    store, wrong = filled(ids, vectors), list[int]()

    def ask(places: range) -> None:
        wrong.extend(place for place in places if store.nearest(vectors[place].tolist(), 3)[0][0] != ids[place])

    threads = [threading.Thread(target=ask, args=(range(start, COUNT, 12),)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="reindex"):
        open_folder(tmp_path / "chroma")
    assert not (tmp_path / "chroma").exists()


def test_a_folder_is_filled_only_once(tmp_path: Path) -> None:
    make_folder(tmp_path / "chroma").close()
    with pytest.raises(IndexProblem, match="已经存在"):
        make_folder(tmp_path / "chroma")


def test_a_folder_that_was_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1_000)
    with pytest.raises(IndexProblem):
        open_folder(tmp_path / "chroma")


def test_opening_and_closing_leaves_no_handles_behind(tmp_path: Path, ids: Ids, vectors: Vectors) -> None:
    handles = Path("/proc/self/fd")
    if not handles.exists():
        pytest.skip("needs /proc to count handles")

    def turn(number: int) -> int:
        writer = make_folder(tmp_path / f"g-{number}")
        writer.add([(ids, vectors)])
        writer.close()
        store = open_folder(tmp_path / f"g-{number}")
        store.nearest(vectors[0].tolist(), 5)
        store.close()
        return len(list(handles.iterdir()))

    first = [turn(number) for number in range(3)][-1]
    # A store that stays open keeps five and more, so ten turns would show it; pytest itself may open one or two.
    assert [turn(number) for number in range(3, 13)][-1] < first + 10


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(IndexProblem, match="连不上"):
        open_on_server(f"http://127.0.0.1:{free_port()}", "xiaoqitong-x")


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(IndexProblem, match="连不上"):
        open_on_server(f"http://127.0.0.1:{silent.getsockname()[1]}", "xiaoqitong-x", seconds=0.2)


def test_an_address_that_is_none_is_a_matter_of_configuration() -> None:
    with pytest.raises(ConfigProblem, match="url"):
        open_on_server("127.0.0.1:8000", "xiaoqitong-x")


def test_a_collection_that_is_not_on_the_server_is_told(chroma_server: str) -> None:
    with pytest.raises(IndexProblem):
        open_on_server(chroma_server, "xiaoqitong-none")


def test_old_collections_go_and_those_of_others_stay(chroma_server: str) -> None:
    for name in ("mine-1", "mine-2", "other-1"):
        make_on_server(chroma_server, name).close()
    assert drop_on_server(chroma_server, "mine-", keep=["mine-2"]) == ["mine-1"]
    open_on_server(chroma_server, "mine-2").close()
    open_on_server(chroma_server, "other-1").close()
