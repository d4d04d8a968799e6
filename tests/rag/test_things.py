"""What exactly is asked for: a sum by its name, people by their grade, so much per head. Something else of the kind is no answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.brain import Brain
from rag.answer import Answer, Question
from rag.fold import holds
from rag.things import Thing, is_of_other_grades, things

WUHU = "340200"
Ask = Callable[[str, str], Answer]


@pytest.fixture(scope="module")
def ask(brain_of: Callable[[Path], Brain]) -> Ask:
    brain = brain_of(Path(__file__).parent / "national")
    return lambda question, region: brain.assistant.answer(Question(question, brain.region_of(region) or region))


def named(text: str, *words: str) -> list[str]:
    return [thing.name for thing in things(text, words, lambda _: ())]


def test_a_sum_with_a_name_of_its_own_is_a_thing() -> None:
    assert named("申报要交多少押金", "申报", "押金") == ["押金"]
    assert named("实习交通补贴多少", "实习", "交通", "补贴") == ["交通补贴"]


def test_money_in_general_is_none() -> None:
    assert named("专项资金和奖金有多少 一次性补贴呢", "资金", "奖金", "一次性", "补贴", "专项") == []
    assert named("信息平台有几个 能免费用吗", "信息", "免费", "平台") == []


def test_what_somebody_has_already_is_not_what_they_ask_for() -> None:
    assert named("已经拿了社保补贴 还能领吗", "社保", "补贴") == []


def test_a_fine_is_a_thing() -> None:
    assert named("不报送罚多少钱") == ["罚款"]
    assert named("会不会处罚") == []


def test_a_thing_is_said_in_full_or_by_its_stem() -> None:
    assert Thing("责任险", ("责任险",)).is_said("投保实习责任保险", "")
    assert not Thing("责任险", ("责任险",)).is_said("由责任部门投保", "")
    assert Thing("安家费", ("安家费", "安家")).is_said("给予安家补助2万元", "")


def test_what_is_paid_for_is_said_in_the_sentence_or_is_what_the_heading_is_of() -> None:
    allowance = Thing("实习补贴", ("实习",), paid=True)
    assert allowance.is_said("给予实习学生每人200元", "")
    assert allowance.is_said("每人200元", "一、实习补贴")
    assert not allowance.is_said("导师每人200元", "规范实习管理")


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


def test_a_question_in_a_text_is_answered_by_what_follows_and_never_quoted(ask: Ask) -> None:
    answer = ask("工匠驿站什么时候能报？", "绵阳")
    assert "每年3月1日至3月20日" in answer.text
    assert all("？" not in one.quote for one in answer.citations)


def test_a_year_that_is_only_compared_with_has_no_figure(ask: Ask) -> None:
    assert "48个" in ask("2026年工匠驿站达到多少个？", "绵阳").text
    assert ask("2025年工匠驿站有多少个？", "绵阳").abstained


def test_the_way_of_a_procedure_is_no_address(ask: Ask) -> None:
    assert "没有写地址" not in ask("工匠驿站申请流程怎么走？", "绵阳").text


def test_people_disagree_where_texts_object(ask: Ask) -> None:
    assert "市总工会书面提出" in ask("驿站评审结果不服怎么办？", "绵阳").text


def test_a_share_is_asked_of_something() -> None:
    assert named("双师型教师比例要达到多少", "双师型", "教师", "达到") == ["双师型教师"]
    assert named("比例是多少", "比例") == []
    assert named("毕业生要有多大比例留下", "毕业生", "比例") == []


def test_a_share_of_something_else_is_no_answer(ask: Ask) -> None:
    assert ask("女教师占比多少", "芜湖").abstained
