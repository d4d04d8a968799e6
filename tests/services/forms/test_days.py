"""Days in people's words, seen from Saturday, 21 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.flow import Invalid
from services.forms.days import FAR, PAST, day, told

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12月31号", date(2026, 12, 31)),
        ("12月31日截止", date(2026, 12, 31)),
        ("12月底", date(2026, 12, 31)),
        ("年底", date(2026, 12, 31)),
        ("月底", date(2026, 11, 30)),
        ("下月底", date(2026, 12, 31)),
        ("下个月5号", date(2026, 12, 5)),
        ("6月底", date(2027, 6, 30)),
        ("6月30日", date(2027, 6, 30)),
        ("明年3月1日", date(2027, 3, 1)),
        ("2月底", date(2027, 2, 28)),
        ("十二月二十号", date(2026, 12, 20)),
        ("25号", date(2026, 11, 25)),
        ("5号", date(2026, 12, 5)),
        ("今天", TODAY),
        ("明天", date(2026, 11, 22)),
        ("大后天", date(2026, 11, 24)),
        ("下周五", date(2026, 11, 27)),
        ("下下周一", date(2026, 11, 30)),
        ("周日", date(2026, 11, 22)),
        ("周三", date(2026, 11, 25)),
        ("两周后", date(2026, 12, 5)),
        ("10天后", date(2026, 12, 1)),
        ("三个月后", date(2027, 2, 21)),
        ("半年", date(2027, 5, 21)),
        ("半个月", date(2026, 12, 6)),
        ("2026-12-31", date(2026, 12, 31)),
        ("2027.1.5", date(2027, 1, 5)),
        ("2027年1月", date(2027, 1, 31)),
        ("１２月３１日", date(2026, 12, 31)),
    ],
)
def test_a_day_is_read(words: str, value: date) -> None:
    assert day(words, TODAY) == value


@pytest.mark.parametrize(("words", "why"), [("2026年3月1日", PAST), ("这周一", PAST), ("2029年1月1日", FAR), ("五年后", FAR)])
def test_a_day_that_cannot_be_is_refused_with_the_reason(words: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        day(words, TODAY)


@pytest.mark.parametrize("words", ["", "尽快", "招满为止", "2月30日", "13月1日", "长期"])
def test_what_is_no_day_says_how_to_write_one(words: str) -> None:
    with pytest.raises(Invalid, match="下周五"):
        day(words, TODAY)


@given(st.dates(TODAY, TODAY + timedelta(days=365)))
def test_what_is_told_is_read_again(value: date) -> None:
    assert day(told(value), TODAY) == value


@given(st.text(max_size=40), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_any_text_is_a_day_ahead_or_refused(text: str, today: date) -> None:
    try:
        value = day(text, today)
    except Invalid:
        return
    assert today <= value <= today + timedelta(days=366)
