"""What is taken away is gone, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.ingredients import INGREDIENTS, Ingredient
from bench.parts import Assembled, Parts
from bench.sets import Bench, opened
from rag.answer import Question, Turn
from tests.golden.figures import Golden

PAPERS = Path(__file__).parents[1] / "rag" / "papers"
HUBS = "德阳到2026年建成多少个共享车间？"


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with opened(Golden("papers", PAPERS, PAPERS / "none.jsonl")) as bench:
        yield bench


@pytest.fixture(scope="module")
def parts(bench: Bench) -> Parts:
    return bench.parts


def heard(parts: Parts, question: str, *before: str) -> str:
    return Assembled(parts).answer(Question(question, history=tuple(map(Turn, before)), may_ask=False)).text


def without(name: str, parts: Parts) -> Parts:
    return next(one for one in INGREDIENTS if one.name == name).without(parts)


@pytest.mark.parametrize(
    "question", [HUBS, "得阳到2028年建成多少个共享车间？", "你好", "旌河职业技术学院有哪些产业学院？", "白银就业率多少？"]
)
def test_the_whole_answers_as_the_product_does(bench: Bench, question: str) -> None:
    asked = Question(question, may_ask=False)
    assert Assembled(bench.parts).answer(asked) == bench.brain.plain.answer(asked)


def test_slips_stay_as_they_were_written(parts: Parts) -> None:
    slip = "得阳到2028年建成多少个共享车间？"
    assert "您问的是" in heard(parts, slip)
    assert "您问的是" not in heard(without("mending slips", parts), slip)


def test_the_question_before_is_forgotten(parts: Parts) -> None:
    assert "您问的是" in heard(parts, "那到2028年呢？", HUBS)
    assert "您问的是" not in heard(without("completing follow-ups", parts), "那到2028年呢？", HUBS)


def test_lists_are_quoted_instead_of_numbered(parts: Parts) -> None:
    question = "旌河职业技术学院有哪些产业学院？"
    assert "3项" in heard(parts, question)
    assert "3项" not in heard(without("lists taken apart", parts), question)


@pytest.mark.parametrize("ingredient", INGREDIENTS, ids=[one.name for one in INGREDIENTS])
def test_a_plain_question_is_answered_without_any_one_of_them(parts: Parts, ingredient: Ingredient) -> None:
    assert "30个" in heard(ingredient.without(parts), HUBS)


def test_every_ingredient_has_a_name_of_its_own() -> None:
    assert len({one.name for one in INGREDIENTS}) == len(INGREDIENTS)


def test_an_index_without_pairs_or_words_keeps_the_other(parts: Parts) -> None:
    text = "德阳市到2026年的共享车间"
    words = set(without("character pairs as terms", parts).finder.terms(text))
    pairs = set(without("words as terms", parts).finder.terms(text))
    assert {"阳市", "享车"} <= pairs - words
    assert "2026" in words & pairs
    assert words | pairs == set(parts.finder.terms(text))
