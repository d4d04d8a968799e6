"""Base, delta and tombstones together find what one index of everything would find."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectorstore.fakes import ReferenceBM25
from tests.vectorstore.test_keywords import PASSAGES, QUERIES, WORDS, built
from vectorstore.layered import LayeredKeywords
from vectorstore.places import Places


@given(PASSAGES, st.lists(st.tuples(st.booleans(), st.integers(1, 60), st.lists(WORDS, max_size=6)), max_size=30), QUERIES)
def test_what_is_alive_is_found_and_nothing_else(
    base: dict[int, list[str]], changes: list[tuple[bool, int, list[str]]], query: dict[str, float]
) -> None:
    keywords, alive = LayeredKeywords(built(base)), dict(base)
    for comes, id_, words in changes:
        if comes:
            keywords.add(id_, "", words)
            alive.setdefault(id_, words)
        else:
            keywords.remove([id_])
            alive.pop(id_, None)
    ids, scores = keywords.search(query, 1_000)
    assert set(ids.tolist()) == {id_ for id_, words in alive.items() if set(words) & set(query)}
    assert (np.diff(scores) <= 0).all()
    assert len(keywords) == len(alive)


@given(PASSAGES, QUERIES)
def test_over_an_empty_base_the_delta_scores_as_the_formula_says(passages: dict[int, list[str]], query: dict[str, float]) -> None:
    keywords = LayeredKeywords(built({}))
    for id_, words in passages.items():
        keywords.add(id_, "", words)
    expected = ReferenceBM25(passages, 0.9, 0.2).scores(query)
    ids, scores = keywords.search(query, 100)
    assert dict(zip(ids.tolist(), scores.tolist(), strict=True)) == pytest.approx(expected, rel=1e-4)


def test_a_newcomer_is_weighed_as_if_it_had_always_been_there() -> None:
    keywords = LayeredKeywords(built({1: ["企业", "补贴"], 2: ["企业"], 3: ["学院"]}))
    keywords.add(4, "", ["企业", "补贴"])
    ids, scores = keywords.search({"补贴": 1.0}, 10)
    assert ids.tolist() == [1, 4]
    assert scores[0] == pytest.approx(scores[1])


def test_regions_count_in_the_delta_too() -> None:
    keywords = LayeredKeywords(built({1: ["企业"]}, region="410400"))
    keywords.add(2, "150203", ["企业"])
    places = Places(only="150200")
    assert keywords.search({"企业": 1.0}, 10, places)[0].tolist() == [2]
    assert keywords.factors(np.array([1, 2, 3]), places).tolist() == [0.0, 1.0, 0.0]
    keywords.add(3, "", ["企业"])
    assert keywords.search({"企业": 1.0}, 10, places)[0].tolist() == [2, 3]


def test_what_was_buried_may_return() -> None:
    keywords = LayeredKeywords(built({1: ["企业"]}))
    keywords.remove([1])
    assert keywords.search({"企业": 1.0}, 10)[0].tolist() == []
    keywords.add(1, "", ["学院"])
    assert keywords.search({"学院": 1.0}, 10)[0].tolist() == [1]
    assert keywords.search({"企业": 1.0}, 10)[0].tolist() == []


def test_a_rare_term_tells_more_than_a_common_one_and_an_unknown_one_most() -> None:
    keywords = LayeredKeywords(built({1: ["企业"], 2: ["企业"], 3: ["企业", "补贴"]}))
    assert keywords.rarity("企业") < keywords.rarity("补贴") < keywords.rarity("火箭")
