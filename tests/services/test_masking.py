"""What is kept for others to read tells nobody's number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.masking import masked


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我的电话13812345678，回我", "我的电话138****5678，回我"),
        ("138 1234 5678 或 138-1234-5678", "138****5678 或 138****5678"),
        ("身份证150203199001011234，能补吗", "身份证（身份证号），能补吗"),
        ("15020319900101123X", "（身份证号）"),
        ("写信到 li.xiao+1@example.com.cn。", "写信到 （邮箱）。"),
        ("统一社会信用代码91150200MA0QHX2K12", "统一社会信用代码91150200MA0QHX2K12"),
        ("2025年500个，投资1380万元，24365平台", "2025年500个，投资1380万元，24365平台"),
    ],
)
def test_numbers_of_people_are_masked_and_figures_are_not(said: str, kept: str) -> None:
    assert masked(said) == kept


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.text("，。问我的是 ", max_size=9))
def test_no_mobile_number_stays_whole(number: str, around: str) -> None:
    assert number not in masked(f"{around}{number}{around}")
