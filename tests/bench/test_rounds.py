"""Alternatives take turns, and what is compared was run side by side."""

import pytest

from bench.rounds import Timing, interleaved


def test_each_is_done_as_often_as_the_others_and_another_one_goes_first_each_time() -> None:
    done: list[tuple[str, int]] = []
    taken = interleaved({name: lambda number, name=name: done.append((name, number)) for name in "ab"}, many=2, rounds=2)  # type: ignore[misc]
    assert done[:2] == [("a", 0), ("b", 0)]
    assert done[2:] == [("a", 0), ("b", 0), ("b", 1), ("a", 1), ("b", 0), ("a", 0), ("a", 1), ("b", 1)]
    assert [len(timing.samples) for timing in taken.values()] == [4, 4]
    assert [len(timing.rounds) for timing in taken.values()] == [2, 2]


def test_a_ratio_is_the_median_of_what_each_round_says() -> None:
    mine, theirs = Timing((), (2.0, 30.0, 4.0)), Timing((), (1.0, 10.0, 4.0))
    assert mine.over(theirs) == pytest.approx(2.0)
    assert mine.p50 == 4.0


def test_percentiles_are_of_all_samples() -> None:
    timing = Timing(tuple(map(float, range(100))), (49.5,))
    assert timing.percentile(0.95) == 95
    assert timing.percentile(1.0) == 99
