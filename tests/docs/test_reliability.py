"""Every promise names the tests that hold it, and those tests are there."""

import re

import pytest

from bot.config import ROOT
from tests.torture.points import Point

PAGE = (ROOT / "docs/reliability.md").read_text("utf-8")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows(heading: str) -> list[list[str]]:
    """The cells of a section's table, without its head."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")][2:]


@pytest.mark.parametrize(("path", "name"), sorted(set(_TEST.findall(PAGE))))
def test_a_test_that_is_named_is_there(path: str, name: str) -> None:
    assert re.search(rf"^(?:async )?def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)


def test_every_promise_has_a_figure_and_a_test() -> None:
    promises = rows("承诺")
    assert len(promises) > 15
    for promise, figure, tests in promises:
        assert figure, promise
        assert _TEST.search(tests), promise


def test_every_moment_of_a_kill_is_told_with_its_number() -> None:
    told = {row[0].strip("`"): int(row[3].replace(",", "")) for row in rows("怎么折磨")}
    assert list(told) == [point.value for point in Point]
    assert all(told.values())
