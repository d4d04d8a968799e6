"""What is written for a province or for the whole country is found from within every city, after the city's own words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.brain import Brain
from domain.knowledge import Document
from rag.answer import Answer, Question
from rag.shelf import speaks_for

WUHU = "340200"
PAPERS = Path(__file__).parent / "national"
Ask = Callable[[str, str], Answer]


@pytest.fixture(scope="module")
def brain(brain_of: Callable[[Path], Brain]) -> Brain:
    return brain_of(PAPERS)


@pytest.fixture(params=["keywords alone", "with vectors"])
def ask(request: pytest.FixtureRequest, brain: Brain) -> Ask:
    if request.param == "with vectors":
        brain.open_vectors()

    def ask(question: str, region: str) -> Answer:
        return brain.assistant.answer(Question(question, brain.region_of(region) or region))

    return ask


def test_a_national_order_answers_in_a_city(ask: Ask) -> None:
    answer = ask("平安守护金每人缴多少钱？", "绵阳")
    assert "45元" in answer.text
    assert "《关于规范职业学校学生岗位实习的通知》" in answer.text
    assert "自己的文件" not in answer.text


def test_a_provinces_notice_answers_in_a_city(ask: Ask) -> None:
    assert "36万元" in ask("学徒工坊补助多少钱？", "绵阳").text


def test_a_citys_own_words_go_first(ask: Ask) -> None:
    answer = ask("实习报酬不能低于试用期工资的百分之多少？", "绵阳")
    assert answer.citations[0].doc == "mianyang"
    assert "78%" not in answer.text


def test_who_has_no_papers_of_their_own_is_told_whose_they_read(ask: Ask) -> None:
    answer = ask("实习报酬不能低于试用期工资的百分之多少？", WUHU)
    assert answer.text.startswith("还没有收录芜湖自己的文件")
    assert "78%" in answer.text
    assert "78%" in ask("成都实习报酬不能低于试用期工资的百分之多少？", "绵阳").text


def test_another_citys_and_another_provinces_papers_stay_out(ask: Ask) -> None:
    told = ask("实习学生的交通补贴每月多少钱？", WUHU)
    assert told.abstained
    assert "130元" not in told.text
    assert "36万元" not in ask("学徒工坊补助多少钱？", WUHU).text


def test_a_no_counts_what_was_searched(ask: Ask) -> None:
    assert "查了绵阳、全国的4份文件" in ask("学徒工坊的联系电话是多少？", "绵阳").text
    assert "查了芜湖、全国的1份文件" in ask("实习报酬咨询电话是多少？", WUHU).text


@pytest.mark.parametrize(
    ("title", "issuer", "so"),
    [
        ("云泽市实训基地补助办法", "", False),
        ("实训基地补助办法", "云泽市教育局", False),
        ("职业学校学生实习管理规定", "教育部等八部门", True),
        ("关于推动职业教育高质量发展的意见", "国务院办公厅", True),
        ("中华人民共和国职业教育法", "", True),
    ],
)
def test_a_place_that_no_table_knows_is_not_the_whole_country(title: str, issuer: str, so: bool) -> None:
    document = Document("d", title, issuer=issuer)
    assert speaks_for(document, WUHU) is so
    assert speaks_for(document, "")
