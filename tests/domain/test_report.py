"""Periods, pay, and which counts of people may be shown."""

from collections.abc import Sequence
from datetime import date
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.report import LEAST, Hidden, Shown, guarded, period, periods, wage


@pytest.mark.parametrize(
    ("counts", "shown", "tells"),
    [
        ([], [], True),
        ([7, 5, 0], [7, 5, 0], True),
        ([20, 3, 2], [20, "few", "few"], True),
        ([20, 3, 9], [20, "few", "also"], True),
        ([20, 1, 5], ["also", "few", "also"], True),
        ([1, 5], ["few", "also"], False),
        ([4, 0, 0], ["few", 0, 0], False),
        ([4, 4, 30], ["few", "few", "also"], True),
        ([1, 1, 30, 8], ["few", "few", 30, "also"], True),
    ],
)
def test_too_few_are_hidden_and_so_is_what_would_tell_them(counts: list[int], shown: list[object], tells: bool) -> None:
    found, told = guarded(counts)
    assert [one.value if isinstance(one, Hidden) else one for one in found] == shown
    assert told == tells


@given(st.lists(st.integers(0, 9), max_size=5))
@example([1, 5, 5])
@example([2, 2])
def test_nobody_who_knows_the_sum_can_tell_a_hidden_count(counts: list[int]) -> None:
    shown, tells = guarded(counts)
    possible = [one for one in worlds(shown) if not tells or sum(one) == sum(counts)]
    assert tuple(counts) in possible
    for at, cell in enumerate(shown):
        assert cell is not Hidden.FEW or len({one[at] for one in possible}) > 1


@given(st.lists(st.integers(0, 200), max_size=30))
def test_a_count_is_shown_as_it_is_or_not_at_all(counts: list[int]) -> None:
    shown, _ = guarded(counts)
    for count, cell in zip(counts, shown, strict=True):
        assert cell == count if isinstance(cell, int) else count > 0
        assert not isinstance(cell, int) or count == 0 or count >= LEAST
        assert (cell is Hidden.FEW) == (0 < count < LEAST)


def worlds(shown: Sequence[Shown]) -> list[tuple[int, ...]]:
    """All counts that a reader has to think possible, up to a size."""
    ranges = {Hidden.FEW: range(1, LEAST), Hidden.ALSO: range(LEAST, 16)}
    return list(product(*(ranges[one] if isinstance(one, Hidden) else (one,) for one in shown)))


@pytest.mark.parametrize(
    ("key", "first", "last", "name"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第4季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
    ],
)
def test_a_key_tells_a_period(key: str, first: date, last: date, name: str) -> None:
    found = period(key)
    assert found is not None
    assert (found.first, found.last, found.name, found.is_year) == (first, last, name, key == "2026")


@given(st.text(max_size=8))
@example("2026-13")
@example("２０２６")
@example("2026Q4\n")
def test_what_is_no_key_is_no_period(text: str) -> None:
    found = period(text)
    assert found is None or found.key == text


@given(st.dates(date(2001, 1, 1), date(2098, 1, 1)))
def test_on_every_day_this_month_and_the_last_year_are_offered(day: date) -> None:
    month, before, quarter, year, last = periods(day)
    assert month.first <= day <= month.last
    assert before.last < month.first
    assert quarter.first <= day <= quarter.last
    assert (year.first.year, last.first.year) == (day.year, day.year - 1)


@pytest.mark.parametrize(
    ("offers", "told"), [([], None), ([(4000, 6000)], (5000, 4000, 6000)), ([(3000, 3000), (4000, 9000)], (4750, 3000, 9000))]
)
def test_pay_is_told_by_median_and_range(offers: list[tuple[int, int]], told: tuple[int, int, int] | None) -> None:
    found = wage(offers)
    assert (found and (found.median, found.low, found.high)) == told
