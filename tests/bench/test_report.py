"""The page, the pictures and the comparison that `make bench` makes of what was measured."""

import json
import xml.etree.ElementTree as ET
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from bench import report, results
from bench.book import Curve, Entry, Goal, Line, Part, Taken, failed, part_from_json
from bench.pictures import drawn

PART = Part(
    "keywords",
    "Keyword search",
    ("100k, ms", "times ours"),
    (Line("ours", (0.4123, 1.0)), Line("theirs <fast>", (1234.5, None))),
    (Goal("≤ 1.3 × theirs", "0.98 ×", ok=True), Goal("≤ 0.1 s", "0.2 s", ok=False), Goal("with a model", "no model here", ok=None)),
    ("Theirs is better at adding.",),
    (Curve("ours", (1_000, 10_000, 100_000), (1.0, 10.0, 100.0), "ms"), Curve("theirs <fast>", (1_000, 100_000), (2.0, 2.0), "ms")),
)
TAKEN = Taken("2026-01-02 03:04", 12.3, 0.1, 1.2, {"cores": "2"}, {"numpy": "2"})


def test_a_part_travels_as_json() -> None:
    assert part_from_json(json.loads(json.dumps(asdict(PART)))) == PART


def test_a_line_must_fit_its_table() -> None:
    with pytest.raises(ValueError, match="keywords"):
        replace(PART, lines=(Line("ours", (1.0,)),))


def test_growth_is_told_by_its_slope() -> None:
    linear, flat = PART.curves
    assert linear.slope == pytest.approx(1)
    assert flat.slope == pytest.approx(0)
    assert Curve("root", (1, 4, 16), (3, 6, 12), "s").slope == pytest.approx(0.5)


def test_the_page_says_which_goals_are_reached_and_which_are_not() -> None:
    page = report.page({"keywords": Entry(PART, TAKEN)})
    assert "1 of 2 goals are reached." in page
    assert "| ✓ | [Keyword search](#keyword-search) | ≤ 1.3 × theirs | 0.98 × |" in page
    assert "- ✗ ≤ 0.1 s: **not reached**, 0.2 s" in page
    assert "- – with a model: not judged, no model here" in page
    assert "| ours | 0.412 | 1.00 |" in page
    assert "| theirs <fast> | 1,230 | – |" in page
    assert "- Theirs is better at adding." in page
    assert "`make bench BENCH=keywords`, 2026-01-02 03:04, 12 s, load 0.1 before, 1.2 after; cores 2; numpy 2" in page


def test_a_part_that_broke_is_told_as_a_goal_that_was_missed() -> None:
    page = report.page({"keywords": Entry(failed("keywords", "it ended with 1"), TAKEN)})
    assert "0 of 1 goals are reached." in page
    assert "it ended with 1" in page


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (0.01234, "0.0123"), (99.96, "100"), (1234567.0, "1,230,000"), (float("nan"), "nan"), (12, "12.0")]
)
def test_figures_are_told_with_three_digits_that_count(value: float, text: str) -> None:
    assert report.shown(value) == text


def test_the_picture_is_whole_and_names_each_curve_with_its_slope(tmp_path: Path) -> None:
    report.write(tmp_path, {"keywords": Entry(PART, TAKEN)})
    assert "(pictures/keywords.svg)" in (tmp_path / "benchmarks.md").read_text("utf-8")
    texts = [node.text for node in ET.parse(tmp_path / "pictures" / "keywords.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert "ours (slope 1.00)" in texts
    assert "theirs <fast> (slope 0.00)" in texts


def test_a_picture_of_one_point_can_be_drawn() -> None:
    assert "<circle" in drawn("One", [Curve("ours", (5.0,), (7.0,), "s")])


def test_curves_of_two_units_are_two_pictures(tmp_path: Path) -> None:
    both = replace(PART, curves=(*PART.curves, Curve("ours", (1, 2), (5, 6), "MB")))
    report.write(tmp_path, {"keywords": Entry(both, TAKEN)})
    assert {file.name for file in (tmp_path / "pictures").iterdir()} == {"keywords.svg", "keywords-2.svg"}


def test_the_next_run_is_compared_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    assert results.read(file) == {}
    results.write(file, {"keywords": Entry(PART, TAKEN)})
    faster = replace(PART, lines=(Line("ours", (0.2061, 1.0)), Line("new", (1.0, 1.0))))
    told = list(results.compared(results.read(file), {"keywords": Entry(faster, TAKEN), "other": Entry(PART, TAKEN)}))
    assert told == ["keywords · ours: 100k, ms ×0.50, times ours ×1.00"]
