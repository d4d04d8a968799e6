"""Regions by their codes: what lies in what, and what speaks for whom."""

import pytest

from domain.region import concerns


@pytest.mark.parametrize(
    ("code", "place", "so"),
    [
        ("150200", "150200", True),
        ("150203", "150200", True),
        ("150000", "150200", True),
        ("", "150200", True),
        ("150200", "", True),
        ("410400", "150200", False),
        ("410000", "150200", False),
    ],
)
def test_a_text_tells_of_a_place_in_it_around_it_or_of_none(code: str, place: str, so: bool) -> None:
    assert concerns(code, place) is so
