"""The directory over a real store: by region, drawn once for each version."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from domain.knowledge import Clause, Document, Kind, Standing, Version
from rag.directory.entities import Incentive, IndustryCollege, Platform, Target
from rag.regions import Gazetteer
from services.directory import Directory
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/directory.db", FakeClock())
    yield database
    database.close()


@pytest.fixture
def directory(database: Database) -> Directory:
    return Directory(database, FakeClock(), Gazetteer())


def hold(database: Database, stem: str, region: str, text: str) -> None:
    clause = Clause(0, stem, 0, -1, ("一、",), "一", "", text, 0, len(text), 0)
    document = Document(stem, f"{stem}方案", region=region, kind=Kind.PLAN, period=(2021, 2025))
    database.do_now(partial(_put, Version(document, text, text, (clause,), ())))


def _put(version: Version, work: Work) -> None:
    work.library.put(version)


SOLAR = "支持包头师范学院光伏产业学院建设。"


async def test_a_district_sees_its_city_and_a_province_its_cities(database: Database, directory: Directory) -> None:
    hold(database, "baotou", "150200", SOLAR)
    hold(database, "putuo", "310107", "支持上海大学软件产业学院建设。")
    counts = [len(await directory.of(IndustryCollege, code)) for code in ("150203", "150200", "150000", "310107", "410400", "")]
    assert counts == [1, 1, 1, 1, 0, 2]


async def test_each_sort_comes_by_itself(database: Database, directory: Directory) -> None:
    hold(database, "baotou", "150200", f"{SOLAR}到2025年，建设实训基地9个。对企业给予补贴5万元。支持包头师范学院稀土实验室建设。")
    assert [one.entry.name for one in await directory.of(IndustryCollege)] == ["光伏产业学院"]
    assert [one.entry.value for one in await directory.of(Target)] == ["9"]
    assert [one.entry.rate for one in await directory.of(Incentive)] == ["5万元"]
    assert [one.entry.name for one in await directory.of(Platform)] == ["稀土实验室"]


async def test_a_new_version_is_drawn_anew_and_a_removed_document_is_gone(database: Database, directory: Directory) -> None:
    hold(database, "baotou", "150200", SOLAR)
    assert [one.entry.name for one in await directory.of(IndustryCollege)] == ["光伏产业学院"]
    hold(database, "baotou", "150200", SOLAR.replace("光伏", "冶金"))
    assert [one.entry.name for one in await directory.of(IndustryCollege)] == ["冶金产业学院"]
    database.do_now(lambda work: work.library.remove("baotou"))
    assert await directory.of(IndustryCollege) == []


async def test_sources_are_one_line_for_each_document_with_its_standing(database: Database, directory: Directory) -> None:
    hold(database, "baotou", "150200", f"{SOLAR}支持包头医学院健康产业学院建设。")
    held = await directory.of(IndustryCollege)
    assert directory.sources(held) == ["——《baotou方案》一（规划期至2025年，已届满）"]
    assert directory.standing(held[0]) is Standing.ENDED


async def test_ids_find_their_entries_and_stay_the_same(database: Database, directory: Directory) -> None:
    hold(database, "baotou", "150200", SOLAR)
    [one] = await directory.of(IndustryCollege)
    hold(database, "baotou", "150200", f"为了发展。{SOLAR}")
    found = await directory.find(one.id)
    assert found is not None
    assert (found.key, await directory.find("ffff")) == (one.key, None)


def test_schools_go_by_short_forms_before_anything_looser(directory: Directory) -> None:
    schools = ["包头职业技术学院", "包头轻工职业技术学院", "包头医学院", "郑州铁路高等专科学校", ""]
    assert directory.called("包头职院", schools) == {"包头职业技术学院"}
    assert directory.called("轻工", schools) == {"包头轻工职业技术学院"}
    assert directory.called("郑铁专", schools) == {"郑州铁路高等专科学校"}
    assert directory.called("师范", schools) == set()
