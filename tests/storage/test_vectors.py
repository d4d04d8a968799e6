"""Vectors live and die with their passages, each in its own space."""

import pytest

from domain.errors import StoreProblem
from storage.database import Database
from tests.storage.documents import version

SPACE = "lsa-256-abc"


def put(database: Database, *stems: str) -> None:
    database.do_now(lambda work: [work.library.put(version(stem)) for stem in stems])


def fill(database: Database, space: str) -> None:
    database.do_now(lambda work: work.vectors.put_many(space, [(number, b"1234") for number in (1, 2, 3, 4)]))


def missing(database: Database, space: str = SPACE, after: int = 0) -> list[int]:
    return [passage.id for passage in database.read_now(lambda work: work.vectors.missing(space, 100, after))]


def test_what_has_no_vector_yet_is_told(database: Database) -> None:
    put(database, "a", "b")
    assert missing(database) == [1, 2, 3, 4]
    database.do_now(lambda work: work.vectors.put_many(SPACE, [(1, b"\x00" * 8), (3, b"\x01" * 8)]))
    assert missing(database) == [2, 4]
    assert missing(database, after=2) == [4]
    assert missing(database, "another space") == [1, 2, 3, 4]
    assert database.read_now(lambda work: work.vectors.count(SPACE)) == 2


def test_vectors_stream_by_id_in_batches(database: Database) -> None:
    put(database, "a", "b", "c")
    vectors = [(number, bytes([number]) * 8) for number in range(1, 7)]
    database.do_now(lambda work: work.vectors.put_many(SPACE, vectors[::-1]))
    assert database.read_now(lambda work: list(work.vectors.stream(SPACE, batch=4))) == vectors
    assert database.read_now(lambda work: work.vectors.page(SPACE, 2, 2)) == vectors[2:4]


def test_a_vector_put_again_replaces_the_first(database: Database) -> None:
    put(database, "a")
    database.do_now(lambda work: work.vectors.put_many(SPACE, [(1, b"old!")]))
    database.do_now(lambda work: work.vectors.put_many(SPACE, [(1, b"new!")]))
    database.do_now(lambda work: work.vectors.put_many(SPACE, []))
    assert database.read_now(lambda work: list(work.vectors.stream(SPACE))) == [(1, b"new!")]


def test_a_vector_goes_with_its_passage_and_none_comes_after_it(database: Database) -> None:
    put(database, "a", "b")
    fill(database, SPACE)
    database.do_now(lambda work: work.library.remove("a"))
    assert [id_ for id_, _ in database.read_now(lambda work: list(work.vectors.stream(SPACE)))] == [3, 4]
    with pytest.raises(StoreProblem):
        database.do_now(lambda work: work.vectors.put_many(SPACE, [(1, b"1234")]))


def test_other_spaces_are_dropped_a_little_at_a_time(database: Database) -> None:
    put(database, "a", "b")
    for space in (SPACE, "old", "older"):
        fill(database, space)
    dropped = [database.do_now(lambda work: work.vectors.drop_other_spaces(SPACE, limit=5)) for _ in range(3)]
    assert dropped == [5, 3, 0]
    assert database.read_now(lambda work: [work.vectors.count(space) for space in (SPACE, "old", "older")]) == [4, 0, 0]
