"""Moments as people write them."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.flow import Invalid
from domain.clock import HERE
from services.forms.moments import FAR, NO_MOMENT, PAST, moment, told

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=HERE)
"""A Saturday."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("明天上午9点", "11月22日 09:00"),
        ("下周五下午3点半", "11月27日 15:30"),
        ("今晚8点", "11月21日 20:00"),
        ("明早八点一刻", "11月22日 08:15"),
        ("14:30", "11月21日 14:30"),
        ("9:00", "11月22日 09:00"),
        ("11月25日 9:05", "11月25日 09:05"),
        ("12月1号下午两点二十分", "12月1日 14:20"),
        ("2026-12-01 08:00", "12月1日 08:00"),
        ("后天", "11月23日 09:00"),
        ("中午12点", "11月21日 12:00"),
        ("明天中午1点", "11月22日 13:00"),
        ("半小时后", "11月21日 11:00"),
        ("两个小时以后", "11月21日 12:30"),
        ("1个半小时后", "11月21日 12:00"),
        ("十分钟后", "11月21日 10:40"),
    ],
)
def test_a_moment_is_read(text: str, expected: str) -> None:
    assert told(moment(text, NOW)) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("随便", NO_MOMENT),
        ("", NO_MOMENT),
        ("25点", NO_MOMENT),
        ("今天9点", PAST),
        ("2月30日9点", NO_MOMENT),
        ("明年6月1日", FAR),
        ("昨天9点", NO_MOMENT),
    ],
)
def test_what_is_no_moment_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        moment(text, NOW)
    assert str(refused.value) == why


@given(st.text(alphabet="今明后天下周五上午晚点半时:：0123456789一二十月日号小分钟", max_size=14))
def test_a_moment_lies_ahead_or_is_refused(text: str) -> None:
    with suppress(Invalid):
        assert moment(text, NOW) > NOW
