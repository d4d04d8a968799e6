"""Sheets over a real store: which papers reach a place, and what is remembered of one."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from domain.knowledge import Clause, Document, Kind, Standing, Version
from rag.directory.benefits import Verdict, Why
from rag.directory.facts import facts_of
from rag.regions import Gazetteer
from services.benefits import Benefits
from services.directory import Directory
from services.holdings import Holdings
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock

WISH = facts_of("我们公司投100万办职业学校")
CITY = "企业投资兴办职业教育的，按投资额的10%给予补助。"
DISTRICT = "企业投资兴办职业教育的，一次性奖励5万元。"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/benefits.db", FakeClock())
    yield database
    database.close()


@pytest.fixture
def benefits(database: Database) -> Benefits:
    gazetteer = Gazetteer()
    return Benefits(Directory(database, FakeClock(), gazetteer), Holdings(database, gazetteer))


def hold(database: Database, stem: str, region: str, text: str, kind: Kind = Kind.NOTICE) -> None:
    clause = Clause(0, stem, 0, -1, ("一、",), "一", "", text, 0, len(text), 0)
    document = Document(stem, f"{stem}办法", region=region, kind=kind)
    database.do_now(partial(_put, Version(document, text, text, (clause,), ())))


def _put(version: Version, work: Work) -> None:
    work.library.put(version)


async def test_a_district_has_its_citys_offers_and_a_city_not_its_districts(database: Database, benefits: Benefits) -> None:
    hold(database, "city", "150200", CITY)
    hold(database, "district", "150203", DISTRICT)
    hold(database, "other", "150204", DISTRICT)
    kept = {one.listed.document.stem for one in (await benefits.sheet("150203", WISH)).items}
    assert kept == {"city", "district"}
    assert {one.listed.document.stem for one in (await benefits.sheet("150200", WISH)).items} == {"city"}


async def test_an_application_grants_nothing(database: Database, benefits: Benefits) -> None:
    hold(database, "wish", "150200", CITY, Kind.APPLICATION)
    [item] = (await benefits.sheet("150200", WISH)).items
    assert (item.judged.verdict, item.standing) == (Verdict.UNFIT, Standing.APPLICATION)
    assert item.judged.reasons[0].why is Why.PROPOSAL
    assert await benefits.missing("150200", WISH) == []


async def test_what_may_fit_is_remembered_with_its_quotation(database: Database, benefits: Benefits) -> None:
    hold(database, "city", "150200", f"{CITY}对毕业生给予补贴3000元。同一企业不得重复享受补助。")
    sheet = await benefits.sheet("150200", WISH)
    assert [one.quote for one in sheet.answer.citations] == [CITY]
    assert (sheet.answer.region, sheet.answer.abstained) == ("150200", False)
    assert [rule.entry.quote for rule in sheet.stacking] == ["同一企业不得重复享受补助。"]
    assert sheet.sources == ("——《city办法》一",)


async def test_nothing_to_offer_is_an_honest_no(database: Database, benefits: Benefits) -> None:
    hold(database, "city", "150200", "加强领导。")
    sheet = await benefits.sheet("150200", WISH)
    assert (sheet.items, sheet.documents, sheet.answer.abstained) == ((), 1, True)
