"""Whatever is written alike has the same terms."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectorstore.fakes import PairSegmenter
from vectorstore.segment import JiebaSegmenter
from vectorstore.terms import terms


@pytest.fixture(scope="module")
def jieba(tmp_path_factory: pytest.TempPathFactory) -> JiebaSegmenter:
    return JiebaSegmenter(["科炬人才计划"], tmp_path_factory.mktemp("jieba"))


def test_a_chinese_run_gives_its_pairs_and_its_words(jieba: JiebaSegmenter) -> None:
    assert terms("校企合作", jieba) == ["校企", "企合", "合作", "校企", "合作"]


def test_numbers_and_latin_words_stay_whole(jieba: JiebaSegmenter) -> None:
    assert {"24365", "30%", "1+x", "gb/t2260"} <= set(terms("“24365”服务，补贴30%，1+X证书，GB/T2260", jieba))


def test_a_joined_number_is_also_found_by_its_parts() -> None:
    assert terms("2023-2025年", PairSegmenter()) == ["2023-2025", "2023", "2025", "年"]


def test_full_width_and_capitals_make_no_difference() -> None:
    assert terms("ＡＩ ３０％ 学院", PairSegmenter()) == terms("ai 30% 学院", PairSegmenter())


def test_marks_separate_and_are_no_terms() -> None:
    assert terms("学，院", PairSegmenter()) == ["学", "院"]


def test_empty_words_are_left_out() -> None:
    assert terms("的", PairSegmenter()) == []


def test_the_corpus_own_names_are_words(jieba: JiebaSegmenter) -> None:
    assert "科炬人才计划" in jieba.words("实施科炬人才计划")


def test_names_belong_to_one_segmenter_only(jieba: JiebaSegmenter, tmp_path: Path) -> None:
    assert "科炬人才计划" not in JiebaSegmenter([], tmp_path).words("实施科炬人才计划")


@given(st.text())
def test_any_text_has_terms_and_none_of_them_is_empty(text: str) -> None:
    assert all(terms(text, PairSegmenter()))
