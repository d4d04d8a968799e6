"""Sums of money in free words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.directory.amounts import said, sum_of, sums


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("投100万办职教", "100万元"),
        ("一百万", "100万元"),
        ("1.2亿", "1.2亿元"),
        ("100万元", "100万元"),
        ("１００万元", "100万元"),
        ("一百二十万元", "120万元"),
        ("一百零五万", "105万元"),
        ("3千万", "3000万元"),
        ("两百万", "200万元"),
        ("百万", "100万元"),
        ("一亿两千万", "1.2亿元"),
        ("1个亿", "1亿元"),
        ("1,200万元", "1200万元"),
        ("五千块", "5000元"),
        ("投了500000建基地", "50万元"),
    ],
)
def test_a_sum_is_read_however_it_is_written(text: str, told: str) -> None:
    assert [said(one.yuan) for one in sums(text)] == [told]


@pytest.mark.parametrize(
    "text", ["接收300人", "10万人", "几百万", "上百万", "100多万", "2026年", "30%", "1.5万平方米", "招20个", "办了3所", ""]
)
def test_what_is_no_sum_is_none(text: str) -> None:
    assert list(sums(text)) == []


def test_an_answer_may_be_a_bare_figure_but_not_two() -> None:
    assert sum_of("1 000 000") == Decimal(1_000_000)
    assert sum_of("大概五十万吧") == Decimal(500_000)
    assert sum_of("50万或者80万") is None
    assert sum_of("很多") is None


@given(st.integers(min_value=1, max_value=10**11))
def test_what_is_said_is_read_back(yuan: int) -> None:
    exact = Decimal(yuan).quantize(Decimal(1)) if yuan < 10**4 else Decimal(yuan - yuan % 10**4)
    assert sum_of(said(exact)) == exact


@given(st.text(alphabet="零一二两三十百千万亿0123456789.,元块多几个投了人%年 ", max_size=40))
def test_anything_is_survived(text: str) -> None:
    for one in sums(text):
        assert one.yuan >= 0
        assert 0 <= one.start < one.end <= len(text)
