"""The library: a version whole or not at all, and nothing under an id ever changes."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import BadDocument, Problem
from domain.knowledge import Kind
from storage.database import Database
from storage.work import Work
from tests.storage.documents import FIRST, SECOND, document, unlike_its_text, version


def put(database: Database, stem: str = "plan", second: str = SECOND) -> int:
    return database.do_now(lambda work: work.library.put(version(stem, second)))


def test_an_empty_library_knows_that_it_never_held_anything(database: Database) -> None:
    assert database.read_now(lambda work: work.library.is_empty_ever())
    put(database)
    database.do_now(lambda work: work.library.remove("plan"))
    assert not database.read_now(lambda work: work.library.is_empty_ever())
    assert database.read_now(lambda work: work.library.documents()) == []


def test_a_document_comes_back_as_it_was_put(database: Database) -> None:
    put(database, "plan-b")
    put(database, "plan-a")
    assert database.read_now(lambda work: work.library.documents()) == [document("plan-a"), document("plan-b")]
    assert database.read_now(lambda work: work.library.stems()) == ["plan-a", "plan-b"]
    assert database.read_now(lambda work: work.library.document("plan-a")) == document("plan-a")
    assert database.read_now(lambda work: work.library.fingerprint("plan-a")) == version("plan-a").fingerprint
    assert database.read_now(lambda work: work.library.text("plan-a")) == version().text


def test_what_little_is_known_of_a_document_comes_back_too(database: Database) -> None:
    bare = replace(version("bare"), document=replace(document("bare"), published=None, period=None, digest=True, kind=Kind.OTHER))
    database.do_now(lambda work: work.library.put(bare))
    assert database.read_now(lambda work: work.library.document("bare")) == bare.document


def test_clauses_come_back_in_reading_order_with_text_and_bodies(database: Database) -> None:
    put(database)
    clauses = database.read_now(lambda work: work.library.clauses("plan"))
    assert [replace(clause, id=0) for clause in clauses] == list(version().clauses)
    assert database.read_now(lambda work: work.library.clause("plan", 2)) == clauses[2]
    assert database.read_now(lambda work: work.library.clause("plan", 9)) is None


def test_letters_beyond_the_basic_plane_do_not_shift_a_clause(database: Database) -> None:
    put(database, second="（二）𠮷林𬀩奖励😀。\n")
    clause = database.read_now(lambda work: work.library.clause("plan", 2))
    assert clause is not None
    assert clause.text == "（二）𠮷林𬀩奖励😀。\n"


def test_what_is_not_held_is_not_found(database: Database) -> None:
    def ask(work: Work) -> list[object]:
        shelf = work.library
        return [shelf.document("x"), shelf.fingerprint("x"), shelf.text("x"), shelf.clauses("x"), shelf.clause("x", 0), shelf.passages([7])]

    assert database.read_now(ask) == [None, None, None, [], None, []]


def test_passages_come_in_the_order_of_the_ids_and_without_the_dead(database: Database) -> None:
    put(database)
    first, second = database.read_now(lambda work: work.library.all_passages(0, 10))
    assert (first.text, second.text, first.context, first.region) == (FIRST, SECOND, "示范市实施方案 总则", "150200")
    assert database.read_now(lambda work: work.library.passages([second.id, 999, first.id])) == [second, first]
    assert database.read_now(lambda work: work.library.passages(range(5000))) == [first, second]


def test_passages_are_paged_by_id(database: Database) -> None:
    for stem in ("a", "b", "c"):
        put(database, stem)
    pages: list[list[int]] = []
    while page := database.read_now(lambda work: work.library.all_passages(pages[-1][-1] if pages else 0, 4)):
        pages.append([passage.id for passage in page])
    assert pages == [[1, 2, 3, 4], [5, 6]]
    assert list(database.read_now(lambda work: work.library.live_ids())) == [1, 2, 3, 4, 5, 6]


def test_a_new_version_takes_the_old_ones_place_whole(database: Database) -> None:
    assert put(database) == 1
    old = database.read_now(lambda work: set(work.library.live_ids()))
    assert put(database, second="（二）奖励二十万元。\n") == 2
    assert put(database, "another") == 1
    passages = database.read_now(lambda work: [p for p in work.library.all_passages(0, 10) if p.doc == "plan"])
    assert [passage.text for passage in passages] == [FIRST, "（二）奖励二十万元。\n"]
    assert not old & {passage.id for passage in passages}
    assert len(database.read_now(lambda work: work.library.clauses("plan"))) == 3
    history = "SELECT version, text IS NULL, ended_at IS NULL FROM versions WHERE stem = 'plan' ORDER BY version"
    assert database.read_now(lambda work: work.connection.exec_driver_sql(history).fetchall()) == [(1, 1, 0), (2, 0, 1)]


def test_a_removed_document_goes_on_counting_when_it_returns(database: Database) -> None:
    put(database)
    assert database.do_now(lambda work: work.library.remove("plan"))
    assert not database.do_now(lambda work: work.library.remove("plan"))
    assert list(database.read_now(lambda work: work.library.live_ids())) == []
    assert put(database) == 2
    assert list(database.read_now(lambda work: work.library.live_ids())) == [3, 4]


def test_every_change_is_a_new_revision_and_nothing_else_is(database: Database) -> None:
    def revision() -> int:
        return database.read_now(lambda work: work.library.revision())

    assert revision() == 0
    put(database)
    assert revision() == 1
    put(database, second="（二）别的。\n")
    database.do_now(lambda work: work.library.set_correction("plan", "title", "更正的标题"))
    assert revision() == 3
    database.do_now(lambda work: work.library.remove("absent"))
    assert revision() == 3
    database.do_now(lambda work: work.library.remove("plan"))
    assert revision() == 4


def test_a_document_has_another_stamp_after_each_change_and_the_others_keep_theirs(database: Database) -> None:
    def stamps() -> dict[str, str]:
        return database.read_now(lambda work: work.library.stamps())

    put(database)
    put(database, "other")
    seen = [stamps()]
    changes = (
        lambda: put(database, second="（二）别的。\n"),
        lambda: correct(database, "title", "更正的标题"),
        lambda: correct(database, "region", "410400"),
        lambda: correct(database, "title", "再更正的标题"),
        lambda: put(database, second="（二）别的。\n"),
    )
    for change in changes:
        change()
        seen.append(stamps())
    assert len({one["plan"] for one in seen}) == len(seen)
    assert len({one["other"] for one in seen}) == 1
    database.do_now(lambda work: work.library.remove("plan"))
    assert stamps().keys() == {"other"}


def test_a_version_that_fails_half_way_changes_nothing(database: Database) -> None:
    put(database)

    def fails(work: Work) -> None:
        work.library.put(version(second="（二）新的。\n"))
        raise KeyError("interrupted")

    with pytest.raises(KeyError):
        database.do_now(fails)
    assert database.read_now(lambda work: work.library.text("plan")) == version().text
    assert database.read_now(lambda work: work.library.revision()) == 1


def test_a_passage_that_is_not_in_the_text_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="not the text at"):
        database.do_now(lambda work: work.library.put(unlike_its_text()))
    assert database.read_now(lambda work: work.library.is_empty_ever())


@pytest.mark.parametrize("letter", ["\x00", "\ud83d"])
def test_text_that_no_database_takes_is_refused_in_words(database: Database, letter: str) -> None:
    with pytest.raises(BadDocument, match="不能保存的字符"):
        database.do_now(lambda work: work.library.put(version(second=f"（二）{letter}\n")))


def correct(database: Database, field: str, value: str) -> None:
    database.do_now(lambda work: work.library.set_correction("plan", field, value))


def test_what_people_set_right_outlives_new_versions(database: Database) -> None:
    put(database)
    for field, value in {"title": "更正的标题", "published": "2023-07", "period": "2023-2025", "kind": "notice", "region": ""}.items():
        correct(database, field, value)
    put(database, second="（二）新的。\n")
    put(database, "other")
    found = database.read_now(lambda work: work.library.document("plan"))
    right = replace(
        document(), title="更正的标题", published=date(2023, 7, 1), precision="month", period=(2023, 2025), kind=Kind.NOTICE, region=""
    )
    assert found == right
    assert database.read_now(lambda work: work.library.documents()) == [document("other"), right]
    assert database.read_now(lambda work: work.library.corrections("plan"))["published"] == "2023-07"


@pytest.mark.parametrize(
    ("value", "published", "precision"),
    [("2022-05-09", date(2022, 5, 9), "day"), ("2022", date(2022, 1, 1), "year"), ("", None, "day")],
)
def test_a_date_is_known_as_far_as_it_is_written(database: Database, value: str, published: date | None, precision: str) -> None:
    put(database)
    correct(database, "published", value)
    found = database.read_now(lambda work: work.library.document("plan"))
    assert found is not None
    assert (found.published, found.precision) == (published, precision)


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", "x"), ("published", "去年"), ("published", "2022-5-1-1"), ("period", "十四五"), ("region", "包头"), ("kind", "poem")],
)
def test_a_correction_that_cannot_be_is_refused_in_words(database: Database, field: str, value: str) -> None:
    put(database)
    with pytest.raises(Problem, match="不能"):
        correct(database, field, value)
    assert database.read_now(lambda work: work.library.document("plan")) == document()
