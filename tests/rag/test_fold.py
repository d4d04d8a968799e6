"""One way of writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.fold import fold, full_years, narrow, numeral, simplified, squash
from rag.numerals import variants


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("輕工職院哪一年被認定", "轻工职院哪一年被认定"),
        ("２５年要多少個", "2025年要多少个"),
        ("25年包头实训基地", "2025年包头实训基地"),
        ("五年内25年来", "五年内25年来"),
        ("二〇二五年包头", "2025年包头"),
        ("二零二三年到一二三四人", "2023年到一二三四人"),
        ("1+X证书", "1+x证书"),
    ],
)
def test_a_question_is_read_in_one_way_of_writing(written: str, read: str) -> None:
    assert fold(written) == read


def test_a_simplified_text_keeps_its_words() -> None:
    assert simplified("程序文件和信息") == "程序文件和信息"


@pytest.mark.parametrize(("word", "value"), [("一万四千", 14000), ("十二", 12), ("两百零五", 205), ("三", 3), ("几", None), ("", None)])
def test_chinese_numerals_have_values(word: str, value: int | None) -> None:
    assert numeral(word) == value


def test_two_digits_are_a_year_only_where_they_can_be_one() -> None:
    assert full_years("到25年，建校60年") == "到2025年，建校60年"


@given(st.text(max_size=200))
def test_narrowing_keeps_every_offset(text: str) -> None:
    assert len(narrow(text)) == len(text)


@given(st.text(max_size=200))
def test_white_space_never_counts(text: str) -> None:
    assert squash(text) == squash(" ".join(text))


def test_half_a_surrogate_pair_is_left_out() -> None:
    assert fold("补\ud83d多少") == "补多少"


@pytest.mark.parametrize(
    ("written", "elsewhere"),
    [
        ("3年内", {"三年"}),
        ("两年后", {"2年", "二年"}),
        ("十二个月", {"12个月"}),
        ("7成以上", {"七成", "70%"}),
        ("七成", {"7成", "70%"}),
        ("70%", {"百分之七十", "7成", "七成"}),
        ("百分之三十五", {"35%"}),
        ("2025年成立100%", {"百分之一百"}),
        ("一年一批", set()),
    ],
)
def test_figures_are_looked_for_in_every_way_of_writing(written: str, elsewhere: set[str]) -> None:
    assert set(variants(written)) == elsewhere
