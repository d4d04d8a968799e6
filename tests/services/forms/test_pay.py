"""Pay in people's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.flow import Invalid
from domain.listing import Pay, PayUnit
from services.forms.pay import NEGOTIABLE, pay, told

MONTH, DAY, HOUR, YEAR = PayUnit.MONTH, PayUnit.DAY, PayUnit.HOUR, PayUnit.YEAR


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("月薪6-8千", Pay(6000, 8000, MONTH)),
        ("6000-8000", Pay(6000, 8000, MONTH)),
        ("6k-8k", Pay(6000, 8000, MONTH)),
        ("6-8K", Pay(6000, 8000, MONTH)),
        ("六千到八千", Pay(6000, 8000, MONTH)),
        ("每月 6,000 元", Pay(6000, 6000, MONTH)),
        ("150元/天", Pay(150, 150, DAY)),
        ("一天150", Pay(150, 150, DAY)),
        ("日薪200到260", Pay(200, 260, DAY)),
        ("25元/小时", Pay(25, 25, HOUR)),
        ("时薪25—30", Pay(25, 30, HOUR)),
        ("年薪10万", Pay(100000, 100000, YEAR)),
        ("年薪8-12万", Pay(80000, 120000, YEAR)),
        ("1万2", Pay(12000, 12000, MONTH)),
        ("1.2万-1.5万/月", Pay(12000, 15000, MONTH)),
        ("底薪4000以上，五险一金", Pay(4000, 4000, MONTH)),
        ("招5名，月薪5000", Pay(5000, 5000, MONTH)),
        ("８０００元／月", Pay(8000, 8000, MONTH)),
        ("8000~6000", Pay(6000, 8000, MONTH)),
        ("8千-1万", Pay(8000, 10000, MONTH)),
        ("月薪一万五", Pay(15000, 15000, MONTH)),
        ("8k-1w2", Pay(8000, 12000, MONTH)),
        ("1.2w", Pay(12000, 12000, MONTH)),
        ("4k5", Pay(4500, 4500, MONTH)),
        ("八千到一万二", Pay(8000, 12000, MONTH)),
        ("六到八千", Pay(6000, 8000, MONTH)),
        ("月薪六七千吧", Pay(6000, 7000, MONTH)),
        ("一万两千", Pay(12000, 12000, MONTH)),
        ("1万2千", Pay(12000, 12000, MONTH)),
        ("1万~1万5一个月", Pay(10000, 15000, MONTH)),
        ("十五万一年", Pay(150000, 150000, YEAR)),
        ("年薪15万", Pay(150000, 150000, YEAR)),
        ("一天一百五", Pay(150, 150, DAY)),
        ("一小时二十五", Pay(25, 25, HOUR)),
        ("八千五险一金", Pay(8000, 8000, MONTH)),
        ("月薪六千，五险一金，招十二名", Pay(6000, 6000, MONTH)),
        ("月薪八千三班倒", Pay(8000, 8000, MONTH)),
        ("6-8K·13薪", Pay(6000, 8000, MONTH)),
    ],
)
def test_pay_is_read(words: str, value: Pay) -> None:
    assert pay(words) == value


@pytest.mark.parametrize("words", ["面议", "薪资面谈", "工资可协商", "待遇详谈"])
def test_what_is_left_to_talk_is_refused_with_the_reason(words: str) -> None:
    with pytest.raises(Invalid, match=NEGOTIABLE):
        pay(words)


@pytest.mark.parametrize("words", ["", "好", "很高", "月薪1元", "时薪99999元", "年薪100元"])
def test_what_is_no_pay_says_how_to_write_one(words: str) -> None:
    with pytest.raises(Invalid, match="例如"):
        pay(words)


@given(st.integers(10, 999), st.integers(10, 999))
def test_sums_are_read_as_they_are_said(low: int, high: int) -> None:
    first, last = sorted((low * 100, high * 100))
    assert pay(f"月薪{said(first)}") == Pay(first, first, MONTH)
    assert pay(f"月薪{said(first)}到{said(last)}") == Pay(first, last, MONTH)


def said(sum_: int) -> str:
    """Whole hundreds below 100,000 as people say them: 15000 一万五, 10500 一万零五百."""
    digits = "零一二三四五六七八九"
    parts = [(sum_ // scale % 10, scale, name) for scale, name in ((10_000, "万"), (1000, "千"), (100, "百"))]
    text, gap, last = "", False, 0
    for digit, scale, name in parts:
        if digit and text and not sum_ % scale and not gap and last == scale * 10:
            return text + digits[digit]
        if digit:
            text, gap, last = text + "零" * (gap and bool(text)) + digits[digit] + name, False, scale
        else:
            gap = True
    return text


@given(st.integers(300, 500_000), st.integers(300, 500_000))
def test_what_is_told_is_read_again(low: int, high: int) -> None:
    value = Pay(min(low, high), max(low, high), MONTH)
    assert pay(told(value)) == value


@given(st.text(max_size=60))
def test_any_text_is_pay_or_refused(text: str) -> None:
    try:
        value = pay(text)
    except Invalid:
        return
    assert 0 < value.low <= value.high
