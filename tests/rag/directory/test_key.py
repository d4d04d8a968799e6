"""Documents against keys made by hand: how much of what is drawn is right, and how much of what is there is drawn."""

from pathlib import Path

import pytest

from domain.knowledge import Version
from rag.directory.draw import directory_of
from rag.loading.files import found_in
from rag.loading.load import Loader
from tests.rag.directory.scoring import score

ROOT = Path(__file__).parents[3]
ORIGINALS = ROOT.parent / "shared" / "corpus"
FLOORS = [("colleges", 0.98, 0.98), ("targets", 0.96, 0.96), ("incentives", 0.85, 0.9), ("platforms", 0.95, 0.8)]
UNSEEN = [("colleges", 0.95, 0.95), ("targets", 0.95, 0.95), ("incentives", 0.9, 0.9), ("platforms", 0.95, 0.95)]
with_originals = pytest.mark.skipif(not ORIGINALS.exists(), reason="the originals are no part of the project")


def read(loader: Loader, folder: Path) -> list[Version]:
    return [loader.load(found.path, found.told).version for found in found_in([folder])]


@pytest.fixture(scope="module")
def digests(loader: Loader) -> list[Version]:
    return read(loader, ROOT / "corpus")


@pytest.fixture(scope="module")
def originals(loader: Loader) -> list[Version]:
    return read(loader, ORIGINALS)


@pytest.mark.parametrize(("sort", "precision", "recall"), FLOORS)
def test_the_digests(digests: list[Version], sort: str, precision: float, recall: float) -> None:
    found = score(digests, sort)
    assert found.precision >= precision, found.wrong
    assert found.recall >= recall, found.missed


@with_originals
@pytest.mark.parametrize(("sort", "precision", "recall"), FLOORS)
def test_the_originals(originals: list[Version], sort: str, precision: float, recall: float) -> None:
    found = score(originals, sort)
    assert found.precision >= precision, found.wrong
    assert found.recall >= recall, found.missed


@pytest.mark.parametrize(("sort", "precision", "recall"), UNSEEN)
def test_papers_that_the_rules_were_not_made_for(loader: Loader, sort: str, precision: float, recall: float) -> None:
    found = score(read(loader, Path(__file__).with_name("papers")), sort)
    assert found.precision >= precision, found.wrong
    assert found.recall >= recall, found.missed


def test_what_the_papers_of_the_golden_questions_offer(loader: Loader) -> None:
    found = score(read(loader, ROOT / "tests" / "golden" / "unseen"), "incentives")
    assert found.precision >= 0.9, found.wrong
    assert found.recall >= 0.85, found.missed


def test_every_entry_quotes_its_clause_to_the_letter(digests: list[Version]) -> None:
    for version in digests:
        entries = directory_of(version).entries
        assert entries
        for entry in entries:
            source = entry.source
            assert source.doc == version.document.stem
            assert source.quote in version.clauses[source.clause].text
            assert source.lead in version.text


def test_support_for_building_is_not_a_building(digests: list[Version]) -> None:
    said = {college.name: college.modality.value for version in digests for college in directory_of(version).colleges}
    assert said["能源产业学院"] == "支持建设"
    assert said["稀土产业学院"] == "支持申报"
    assert said["鲲鹏产业学院"] == "已建成"
