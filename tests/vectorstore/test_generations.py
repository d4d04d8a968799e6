"""One folder serves, one is being built, and nothing is removed under anybody's feet."""

from pathlib import Path

import pytest

from domain.errors import IndexProblem
from tests.vectorstore.test_keywords import built
from vectorstore.generations import Generations, hold
from vectorstore.manifest import Manifest


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "index")


def finished(generations: Generations, count: int = 1) -> Path:
    folder = generations.new_folder()
    built({id_: ["企业"] for id_ in range(1, count + 1)}).save(folder / "keywords")
    Manifest(folder.name, 1, count, 0.9, 0.2).write(folder)
    return folder


def test_at_first_there_is_none(generations: Generations) -> None:
    assert generations.current() is None


def test_a_published_folder_is_the_current_one(generations: Generations) -> None:
    first, second = finished(generations), finished(generations)
    generations.publish(first)
    assert generations.current() == first
    generations.publish(second)
    assert generations.current() == second


def test_an_unsigned_folder_is_not_published(generations: Generations) -> None:
    first = finished(generations)
    generations.publish(first)
    with pytest.raises(IndexProblem, match="不完整"):
        generations.publish(generations.new_folder())
    assert generations.current() == first


def test_a_folder_that_holds_less_than_it_says_is_not_published(generations: Generations) -> None:
    folder = finished(generations)
    Manifest(folder.name, 1, 99, 0.9, 0.2).write(folder)
    with pytest.raises(IndexProblem, match="不完整"):
        generations.publish(folder)
    assert generations.current() is None


def test_an_index_of_another_version_is_not_read(generations: Generations) -> None:
    folder = finished(generations)
    Manifest(folder.name, 1, 1, 0.9, 0.2, format=99).write(folder)
    with pytest.raises(IndexProblem, match="另一版本"):
        Manifest.read(folder)


@pytest.mark.parametrize("pointer", [b"", b"../outside", b"/etc", b"g-gone", b"\xff\xfe"])
def test_a_pointer_that_leads_nowhere_is_none(generations: Generations, pointer: bytes) -> None:
    finished(generations)
    (generations.root / "CURRENT").write_bytes(pointer)
    assert generations.current() is None


def test_only_one_builds_at_a_time(generations: Generations) -> None:
    with generations.building(), pytest.raises(IndexProblem, match="另一个进程"), Generations(generations.root).building():
        pass
    with Generations(generations.root).building():
        pass


def test_cleaning_removes_what_neither_serves_nor_is_held(generations: Generations) -> None:
    old, held, current = finished(generations), finished(generations), finished(generations)
    generations.publish(current)
    with hold(held):
        generations.clean()
        assert set(generations.root.glob("g-*")) == {held, current}
    generations.clean()
    assert set(generations.root.glob("g-*")) == {current}
    assert not old.exists()


def test_cleaning_waits_while_somebody_builds(generations: Generations) -> None:
    with generations.building():
        folder = generations.new_folder()
        Generations(generations.root).clean()
        assert folder.exists()
