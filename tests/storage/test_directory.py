"""What staff set right in the directory stays."""

from storage.database import Database
from tests.storage.documents import version

KEY = "college|甲学院|乙产业学院"


def test_the_last_word_counts_for_each_field(database: Database) -> None:
    database.do_now(lambda work: work.directory.amend("plan", KEY, "name", "丙产业学院", 7))
    database.do_now(lambda work: work.directory.amend("plan", KEY, "school", "丁学院", 7))
    database.do_now(lambda work: work.directory.amend("plan", KEY, "name", "戊产业学院", 8))
    assert database.read_now(lambda work: work.directory.amendments()) == {("plan", KEY): {"name": "戊产业学院", "school": "丁学院"}}


def test_an_entry_can_be_given_back_to_its_document(database: Database) -> None:
    database.do_now(lambda work: work.directory.amend("plan", KEY, "name", "丙产业学院", 7))
    assert not database.do_now(lambda work: work.directory.restore("other", KEY))
    assert database.do_now(lambda work: work.directory.restore("plan", KEY))
    assert database.read_now(lambda work: work.directory.amendments()) == {}


def test_it_outlives_versions_and_the_document(database: Database) -> None:
    database.do_now(lambda work: work.directory.amend("plan", KEY, "hidden", "1", 7))
    database.do_now(lambda work: work.library.put(version("plan")))
    database.do_now(lambda work: work.library.remove("plan"))
    assert ("plan", KEY) in database.read_now(lambda work: work.directory.amendments())
