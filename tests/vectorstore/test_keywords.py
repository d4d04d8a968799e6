"""The fast keyword index says what the plain one says."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import IndexProblem
from tests.vectorstore.fakes import ReferenceBM25
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.keywords import KeywordIndex, term_hash
from vectorstore.places import Places
from vectorstore.ranking import best

WORDS = st.sampled_from(["企业", "学院", "补贴", "培训", "实习", "导师", "园区", "专业"])
PASSAGES = st.dictionaries(st.integers(1, 10_000), st.lists(WORDS, max_size=12), max_size=40)
QUERIES = st.dictionaries(WORDS, st.floats(0.1, 3), max_size=5)


def built(passages: dict[int, list[str]], k1: float = 0.9, b: float = 0.2, region: str = "") -> KeywordIndex:
    builder = KeywordBuilder(k1, b)
    for id_ in sorted(passages):
        builder.add(id_, region, passages[id_])
    return builder.finish()


@given(PASSAGES, QUERIES, st.floats(0.1, 2), st.floats(0, 1))
def test_the_best_ten_are_those_of_the_plain_twin(passages: dict[int, list[str]], query: dict[str, float], k1: float, b: float) -> None:
    expected = ReferenceBM25(passages, k1, b).scores(query)
    ids, scores = built(passages, k1, b).search(query, 10)
    assert len(ids) == min(10, len(expected))
    assert scores.tolist() == pytest.approx(sorted(expected.values(), reverse=True)[:10], rel=1e-4)
    assert scores.tolist() == pytest.approx([expected[id_] for id_ in ids.tolist()], rel=1e-4)


@given(st.lists(st.integers(-3, 9), max_size=3_000), st.integers(1, 20))
def test_the_best_of_many_are_found_without_sorting_all(numbers: list[int], limit: int) -> None:
    scores = np.array(numbers, dtype=np.float32)
    plain = sorted((place for place, score in enumerate(numbers) if score > 0), key=lambda place: (-numbers[place], place))
    assert best(scores, limit).tolist() == plain[:limit]


def test_many_blocks_leave_no_score_behind() -> None:
    scores = np.random.default_rng(3).integers(0, 50, 20_000).astype(np.float32)
    assert best(scores, 7).tolist() == np.lexsort((np.arange(len(scores)), -scores))[:7].tolist()


def test_a_saved_index_answers_as_before(tmp_path: Path) -> None:
    index = built({3: ["企业", "补贴"], 7: ["企业"], 9: ["学院"]}, region="150200")
    index.save(tmp_path / "keywords")
    opened = KeywordIndex.open(tmp_path / "keywords")
    for query in ({"企业": 1.0}, {"补贴": 2.0, "学院": 1.0}, {"没有": 1.0}):
        assert [part.tolist() for part in opened.search(query, 10)] == [part.tolist() for part in index.search(query, 10)]
    assert opened.facts == index.facts


def test_an_index_of_nothing_can_be_saved_and_asked(tmp_path: Path) -> None:
    built({}).save(tmp_path)
    assert KeywordIndex.open(tmp_path).search({"企业": 1.0}, 10)[0].tolist() == []


@pytest.mark.parametrize("damage", ["facts.json", "slots.npy", "offsets.npy"])
def test_a_damaged_folder_is_told_apart(tmp_path: Path, damage: str) -> None:
    built({1: ["企业"]}).save(tmp_path)
    (tmp_path / damage).write_bytes(b"")
    with pytest.raises(IndexProblem, match="reindex"):
        KeywordIndex.open(tmp_path)


def test_hashes_are_the_same_in_every_process() -> None:
    assert term_hash("产教融合") == 5827100888842971229
    assert term_hash("\ud800") != term_hash("?")


def test_ids_must_ascend() -> None:
    builder = KeywordBuilder()
    builder.add(5, "", ["企业"])
    with pytest.raises(ValueError, match="ascend"):
        builder.add(5, "", ["学院"])


@pytest.fixture
def towns() -> KeywordIndex:
    builder = KeywordBuilder()
    for id_, region in enumerate(("150200", "150203", "410400", ""), start=1):
        builder.add(id_, region, ["企业", "补贴"])
    return builder.finish()


def test_a_preferred_region_comes_first_and_its_district_before_it(towns: KeywordIndex) -> None:
    places = Places(prefer=(("150200", 1.5), ("150203", 2.0)))
    ids, scores = towns.search({"企业": 1.0}, 10, places)
    assert ids.tolist() == [2, 1, 3, 4]
    assert scores[0] == pytest.approx(2 * scores[2])


def test_only_one_region_what_lies_in_it_and_what_is_for_everybody(towns: KeywordIndex) -> None:
    assert towns.search({"企业": 1.0}, 10, Places(only="150200"))[0].tolist() == [1, 2, 4]


def test_what_holds_for_a_city_holds_in_its_district(towns: KeywordIndex) -> None:
    assert towns.search({"企业": 1.0}, 10, Places(only="150203"))[0].tolist() == [1, 2, 4]


def test_a_citys_own_goes_before_what_is_for_everybody(towns: KeywordIndex) -> None:
    places = Places(prefer=(("410400", 1.0), ("", 0.8)), only="410400")
    ids, scores = towns.search({"企业": 1.0}, 10, places)
    assert ids.tolist() == [3, 4]
    assert scores[1] == pytest.approx(0.8 * scores[0])


def test_a_prefecture_that_ends_in_ten_is_not_its_neighbours() -> None:
    assert Places(only="411000").factor("411000") == 1
    assert Places(only="411000").factor("411100") == 0


def test_factors_follow_the_ids(towns: KeywordIndex) -> None:
    factors = towns.factors(np.array([4, 2, 99]), Places(prefer=(("15", 1.5),)))
    assert factors.tolist() == [1.0, 1.5, 0.0]


CODES = st.sampled_from(["", "15", "150200", "150203", "1502", "410400", "411000", "411100"])


@given(st.lists(st.tuples(CODES, st.floats(0.1, 3)), max_size=3), CODES, st.lists(CODES, max_size=8))
def test_the_factors_of_many_codes_are_those_of_each(prefer: list[tuple[str, float]], only: str, codes: list[str]) -> None:
    places = Places(tuple(prefer), only)
    plain = [np.float32(places.factor(code)) for code in codes]
    assert places.factors(codes).tolist() == plain
    assert places.factors(tuple(codes)).tolist() == plain


@given(st.sets(st.integers(1, 60), max_size=30), st.sampled_from((1, 1_000)), st.lists(st.integers(-5, 70), max_size=12))
def test_every_id_has_its_place_however_many_numbers_are_missing_between(known: set[int], apart: int, asked: list[int]) -> None:
    index = built({id_ * apart: ["企业"] for id_ in known})
    places = {id_ * apart: place for place, id_ in enumerate(sorted(known))}
    wanted = [id_ * apart for id_ in asked] + [id_ * apart + 1 for id_ in asked if apart > 1]
    assert index.slots_of(np.array(wanted, dtype=np.int64)).tolist() == [places.get(id_, -1) for id_ in wanted]
