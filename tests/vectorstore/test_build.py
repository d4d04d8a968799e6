"""An index is built in a process of its own, and whatever happens to it, what serves keeps serving."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from domain.errors import IndexProblem
from tests.vectorstore.passages import passages
from tests.vectorstore.test_stores import chroma_server
from vectorstore.builder import BuildSpec, Entry, run_build
from vectorstore.checks import check_keywords, check_vectors
from vectorstore.chroma import FAR, NEAR, open_folder, open_on_server
from vectorstore.exact import ExactVectors
from vectorstore.frames import read_entries, read_spec, write_end, write_entry, write_spec
from vectorstore.generations import Generations
from vectorstore.index import Index, Query
from vectorstore.keeping import open_kept
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.keywords import KeywordIndex
from vectorstore.manifest import Manifest, Place
from vectorstore.opening import VectorOpener
from vectorstore.segment import JiebaSegmenter
from vectorstore.unit import to_bytes, unit

__all__ = ["chroma_server"]
COUNT = 300


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jieba")


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "index")


@pytest.fixture
def spec(cache: Path) -> BuildSpec:
    return BuildSpec(revision=1, count=COUNT, cache=str(cache), words=("共建产业学院",))


def with_vectors(entries: list[Entry], width: int = 8) -> list[Entry]:
    rows = unit(np.random.default_rng(5).standard_normal((len(entries), width)))
    return [replace(entry, vector=to_bytes(row)) for entry, row in zip(entries, rows, strict=True)]


@pytest.mark.parametrize("place", ["numpy", "chroma"])
def test_keywords_space_and_store_are_built_and_signed(generations: Generations, spec: BuildSpec, place: Place) -> None:
    told: list[tuple[str, int, int]] = []
    folder = generations.new_folder()
    wanted = replace(spec, kind="chroma" if place == "chroma" else "auto")
    manifest = run_build(folder, passages(COUNT), wanted, lambda *progress: told.append(progress))
    assert (manifest.revision, manifest.count, manifest.embedded, manifest.vectors, manifest.why) == (1, COUNT, COUNT, True, "")
    assert manifest.fingerprint.startswith("lsa:128:")
    assert [stage for stage, done, of in told if done == of] == ["vectors", "store"]
    assert len(KeywordIndex.open(folder / "keywords")) == COUNT
    assert manifest.place == place
    store = open_kept(folder, place, "", "")
    assert store.count() == COUNT
    store.close()
    assert np.load(folder / "vectors.npy").shape == (COUNT, 128)


def test_given_vectors_go_into_the_store_as_they_are(generations: Generations, spec: BuildSpec) -> None:
    entries = with_vectors(passages(60))
    entries[4] = replace(entries[4], vector=None)
    folder = generations.new_folder()
    manifest = run_build(folder, entries, replace(spec, embedding="given", fingerprint="openai:m:8:x", kind="chroma"))
    assert (manifest.count, manifest.embedded, manifest.dimensions, manifest.fingerprint) == (60, 59, 8, "openai:m:8:x")
    store = open_folder(folder / "chroma")
    assert store.nearest(np.frombuffer(entries[9].vector or b"", "<f4").tolist(), 1)[0].tolist() == [10]
    store.close()
    assert not list(folder.glob("*.raw"))


@pytest.mark.parametrize(("embedding", "reach"), [("lsa", NEAR), ("given", FAR)])
def test_chroma_looks_farther_among_the_vectors_of_a_strange_model(
    generations: Generations, spec: BuildSpec, embedding: str, reach: int
) -> None:
    folder = generations.new_folder()
    run_build(folder, with_vectors(passages(20)), replace(spec, embedding=embedding, kind="chroma"))
    store = open_folder(folder / "chroma")
    assert store._collection.configuration_json["hnsw"]["ef_search"] == reach
    store.close()


def test_without_vectors_the_keywords_stand_alone(generations: Generations, spec: BuildSpec) -> None:
    folder = generations.new_folder()
    assert not run_build(folder, passages(20), replace(spec, embedding="none")).vectors
    generations.publish(folder)
    assert not any((folder / name).exists() for name in ("chroma", "cells"))


def test_nothing_at_all_can_be_built_too(generations: Generations, spec: BuildSpec) -> None:
    folder = generations.new_folder()
    manifest = run_build(folder, [], spec)
    assert (manifest.count, manifest.vectors) == (0, False)
    generations.publish(folder)


def test_vectors_can_live_on_a_server_and_old_ones_go(generations: Generations, spec: BuildSpec, chroma_server: str) -> None:
    spec = replace(spec, url=chroma_server, prefix="town")
    folders = [generations.new_folder() for _ in range(3)]
    for folder in folders:
        assert run_build(folder, passages(60), spec).vectors
        generations.publish(folder)
    with pytest.raises(IndexProblem):
        open_on_server(chroma_server, f"town-{folders[0].name}")
    store, _ = VectorOpener(url=chroma_server, prefix="town").open(folders[2], Manifest.read(folders[2]))
    assert store.count() == 60
    store.close()


def test_a_server_that_is_away_costs_only_the_vectors(generations: Generations, spec: BuildSpec) -> None:
    folder = generations.new_folder()
    manifest = run_build(folder, passages(60), replace(spec, url="http://127.0.0.1:9"))
    assert (manifest.count, manifest.vectors) == (60, False)
    assert "连不上" in manifest.why
    generations.publish(folder)


def test_passages_that_break_off_leave_no_index(generations: Generations, spec: BuildSpec) -> None:
    def broken() -> Iterator[Entry]:
        yield from passages(10)
        raise IndexProblem("数据库读不出来")

    folder = generations.new_folder()
    with pytest.raises(IndexProblem, match="数据库读不出来"):
        run_build(folder, broken(), spec)
    with pytest.raises(IndexProblem):
        generations.publish(folder)


def test_vectors_of_different_width_are_refused_in_words(generations: Generations, spec: BuildSpec) -> None:
    entries = [*with_vectors(passages(5)), replace(passages(6)[5], vector=b"\0" * 8)]
    with pytest.raises(IndexProblem, match="第 6 段的向量长度"):
        run_build(generations.new_folder(), entries, replace(spec, embedding="given"))


def test_ids_that_do_not_ascend_are_refused_in_words(generations: Generations, spec: BuildSpec) -> None:
    with pytest.raises(IndexProblem, match="ascend"):
        run_build(generations.new_folder(), reversed(passages(5)), spec)


def test_the_stream_carries_everything_to_the_letter(spec: BuildSpec) -> None:
    entries = [*with_vectors(passages(3)), Entry(9, "", "行\n\ud800\0尾", None)]
    stream = io.BytesIO()
    write_spec(stream, spec)
    for entry in entries:
        write_entry(stream, entry)
    write_end(stream, len(entries))
    stream.seek(0)
    assert read_spec(stream) == spec
    assert list(read_entries(stream)) == entries


def test_a_stream_without_its_end_is_not_taken_for_whole(spec: BuildSpec) -> None:
    stream = io.BytesIO()
    write_entry(stream, passages(1)[0])
    stream.seek(0)
    with pytest.raises(IndexProblem, match="中断"):
        list(read_entries(stream))


def test_a_keyword_index_that_lost_its_order_does_not_pass(cache: Path) -> None:
    segmenter, entries = JiebaSegmenter([], cache), passages(30)
    builder = KeywordBuilder()
    for entry in entries:
        builder.add(entry.id, entry.region, [f"别的{entry.id}"])
    with pytest.raises(IndexProblem, match="找不到自己"):
        check_keywords(builder.finish(), 30, entries, segmenter)


def test_a_store_that_lost_vectors_does_not_pass() -> None:
    ids, vectors = np.arange(20), unit(np.random.default_rng(1).standard_normal((20, 8)))
    store = ExactVectors()
    store.add([(ids[:-1], vectors[:-1])])
    with pytest.raises(IndexProblem, match="应有 20"):
        check_vectors(store, ids, vectors)
    store.add([(ids[-1:], -vectors[-1:])])
    with pytest.raises(IndexProblem, match="找不到自己"):
        check_vectors(store, ids, vectors)


@contextmanager
def building(root: Path, cache: Path, count: int) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "tests.vectorstore.building_process", str(root), str(cache), str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        yield process


def children(process: "subprocess.Popen[str]") -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def wait_for_stage(process: "subprocess.Popen[str]", stage: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == stage:
            return
    raise AssertionError(f"never reached {stage}")


def wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1]:
        assert time.monotonic() < deadline, "the builder outlived its parent"
        threading.Event().wait(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["keywords", "vectors", "store"])
def test_killed_in_the_middle_what_served_still_serves(generations: Generations, spec: BuildSpec, cache: Path, stage: str) -> None:
    first = generations.new_folder()
    run_build(first, passages(40), spec)
    generations.publish(first)
    with building(generations.root, cache, 3_000) as process:
        wait_for_stage(process, stage)
        builder = children(process)[0]
        process.kill()
    wait_for_end(builder)
    assert generations.current() == first
    index = Index.open(generations.root, lambda words: JiebaSegmenter(words, cache))
    assert index.search(Query("青石市共建产业学院"))
    index.close()
    generations.clean()
    assert [folder.name for folder in generations.root.glob("g-*")] == [first.name]


@pytest.mark.slow
def test_a_builder_that_is_killed_over_the_vectors_leaves_the_keywords(generations: Generations, cache: Path) -> None:
    with building(generations.root, cache, 3_000) as process:
        wait_for_stage(process, "store")
        os.kill(children(process)[0], signal.SIGKILL)
        assert process.wait() == 0
    current = generations.current()
    assert current is not None
    manifest = Manifest.read(current)
    assert (manifest.count, manifest.vectors) == (3_000, False)
    assert "中断" in manifest.why
