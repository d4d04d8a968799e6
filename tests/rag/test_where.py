"""Which city is meant, and what an earlier question lends to a later one, where nobody can be asked back (`ask --batch`)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.brain import Brain
from rag.answer import Answer, Question, Turn

PAPERS = Path(__file__).parent / "papers"
HUBS = "建成多少个共享车间？"


@pytest.fixture(scope="module")
def brain(brain_of: Callable[[Path], Brain]) -> Brain:
    return brain_of(PAPERS)


@pytest.fixture
def ask(brain: Brain) -> Callable[..., Answer]:
    def ask(question: str, *before: str, region: str = "德阳") -> Answer:
        code = brain.region_of(region) or region
        return brain.assistant.answer(Question(question, code, tuple(map(Turn, before)), may_ask=False))

    return ask


Ask = Callable[..., Answer]


@pytest.mark.parametrize("question", ["成都的企业新建共享车间奖励多少？", "成都企业新建共享车间奖励多少？", "成都哪些企业有共享车间奖励？"])
def test_another_citys_enterprises_are_not_ours(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.text.startswith("还没有收录成都的文件")
    assert (answer.abstained, answer.citations) == (True, ())


@pytest.mark.parametrize(
    "question", ["跟成都的企业合建共享车间奖励多少？", "四川大学来建共享车间奖励多少？", "引进了成都哪家企业，新建共享车间奖励多少？"]
)
def test_a_guest_from_elsewhere_changes_no_city(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert "20万元" in answer.text
    assert answer.region == "510600"


def test_who_is_at_home_where_no_paper_speaks_of_is_told_so(ask: Ask) -> None:
    assert ask(HUBS, region="510100").text.startswith("还没有收录成都的文件")
    assert "12个" in ask(f"吉安{HUBS}", region="510100").text


def test_where_the_city_would_be_asked_for_all_are_told_side_by_side(ask: Ask) -> None:
    told = ask(HUBS, region="").text
    assert told.index("德阳：") < told.index("30个") < told.index("吉安：") < told.index("12个")


def test_a_city_is_no_county_of_the_same_name(ask: Ask) -> None:
    told = ask(f"德阳和吉安{HUBS}", region="").text
    assert "30个" in told.split("吉安：")[0]
    assert "没有" not in told


def test_one_side_of_a_comparison_may_be_unknown(ask: Ask) -> None:
    told = ask("德阳和成都谁的共享车间多？").text
    assert "30个" in told
    assert told.endswith("成都的文件还没有收录，没法一起比。")


def test_a_city_alone_asks_the_same_of_it(ask: Ask) -> None:
    assert "12个" in ask("吉安", HUBS).text


def test_yes_asks_the_same_again(ask: Ask) -> None:
    assert ask("是", f"吉安{HUBS}").text.endswith(ask(f"吉安{HUBS}").text)


def test_thanks_in_between_change_nothing(ask: Ask) -> None:
    assert "12个" in ask("吉安呢？", HUBS, "谢谢").text


def test_ones_own_city_takes_the_place_of_another(ask: Ask) -> None:
    answer = ask("那我们这呢？", f"吉安{HUBS}")
    assert "30个" in answer.text
    assert answer.region == "510600"


@pytest.mark.parametrize("question", ["那我的呢？", "它归谁管？", "还有吗？", "那第二年呢？", "呢？"])
def test_what_points_back_to_nothing_is_asked_for_again(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.chitchat
    assert "不知道您接着问的是哪件事" in answer.text


def test_a_year_counted_on_from_none_is_asked_for(ask: Ask) -> None:
    assert "请直接写年份" in ask("那第二年呢？", "企业新建共享车间奖励多少钱？").text


def test_more_is_what_was_not_shown(ask: Ask) -> None:
    before = ("共享车间有哪些要求？", "还有吗？", "还有呢？")
    shown: set[str] = set()
    for at, question in enumerate(before):
        quotes = {one.quote for one in ask(question, *before[:at]).citations}
        assert not quotes & shown
        shown |= quotes
    last = ask("还有吗？", *before)
    assert last.abstained
    assert last.exhausted
    assert last.text.startswith("就这些了")


def test_more_of_nothing_is_an_honest_no(ask: Ask) -> None:
    answer = ask("还有别的吗？", "企业接收残疾学生实习每月补助多少？")
    assert answer.exhausted
    assert answer.citations == ()


def test_an_amount_is_asked_for_as_before(ask: Ask) -> None:
    assert ask("仪器呢？", "企业新建共享车间奖励多少钱？").text.startswith("您问的是：仪器奖励多少钱")


def test_a_new_year_takes_the_place_of_the_one_before(ask: Ask) -> None:
    answer = ask("学徒岗位2028年呢？", "到2026年建成多少个共享车间？")
    assert "5000个" in answer.text
    assert "2026" not in answer.text
