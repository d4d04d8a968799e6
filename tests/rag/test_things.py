"""What exactly is asked for: a sum by its name, people by their grade, so much per head. Something else of the kind is no answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.brain import Brain
from rag.answer import Answer, Question
from rag.fold import holds
from rag.things import is_of_other_grades, says, things

WUHU = "340200"
Ask = Callable[[str, str], Answer]


@pytest.fixture(scope="module")
def ask(brain_of: Callable[[Path], Brain]) -> Ask:
    brain = brain_of(Path(__file__).parent / "national")
    return lambda question, region: brain.assistant.answer(Question(question, brain.region_of(region) or region))


def named(text: str, *words: str) -> list[str]:
    return [thing[0] for thing in things(text, words, lambda _: ())]


def test_a_sum_with_a_name_of_its_own_is_a_thing() -> None:
    assert named("申报要交多少押金", "申报", "押金") == ["押金"]
    assert named("实习交通补贴多少", "实习", "交通", "补贴") == ["交通补贴"]


def test_money_in_general_is_none() -> None:
    assert named("专项资金和奖金有多少 一次性补贴呢", "资金", "奖金", "一次性", "补贴", "专项") == []
    assert named("信息平台有几个 能免费用吗", "信息", "免费", "平台") == []


def test_what_somebody_has_already_is_not_what_they_ask_for() -> None:
    assert named("已经拿了社保补贴 还能领吗", "社保", "补贴") == []


def test_a_thing_is_said_in_full_or_by_its_stem() -> None:
    assert says(("责任险",), "投保实习责任保险")
    assert not says(("责任险",), "由责任部门投保")
    assert says(("安家费", "安家"), "给予安家补助2万元")


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("博士补多少", "高级技师补2万元，技师补1万元", True),
        ("博士补多少", "硕士以上人才补2万元", False),
        ("技师补多少", "高级技师补2万元，技师补1万元", False),
        ("技师补多少", "高级技师补2万元", True),
        ("研究生补多少", "硕士补2万元", False),
        ("补多少", "博士补2万元", False),
    ],
)
def test_people_of_another_grade_are_others(question: str, text: str, other: bool) -> None:
    assert is_of_other_grades(question, text) is other


def test_latin_words_and_numbers_are_held_whole() -> None:
    assert holds("cnas实验室", "cnas")
    assert not holds("cnas实验室", "as")
    assert holds("到2027年", "2027")
    assert not holds("12027", "2027")
    assert holds("实验室", "验室")


def test_an_allowance_that_is_not_there_is_not_made_of_another(ask: Ask) -> None:
    answer = ask("实习生的住房补贴每月多少钱？", "绵阳")
    assert answer.abstained
    assert "没有写“住房补贴”的数字" in answer.text


def test_a_yes_is_not_made_of_another_sum_either(ask: Ask) -> None:
    answer = ask("实习单位可以收押金吗？", "绵阳")
    assert answer.abstained
    assert "没有写“押金”" in answer.text


def test_a_whole_sum_is_no_sum_per_head(ask: Ask) -> None:
    assert ask("学徒工坊补助每人多少钱？", "绵阳").abstained
    assert "36万元" in ask("学徒工坊一次性补助多少钱？", "绵阳").text
