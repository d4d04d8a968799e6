"""Each part runs in a process of its own, and a part that breaks takes nothing along."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench.__main__ import PARTS, Planned, run
from bench.book import Line, Part
from bench.setting import Setting, machine


def measure(setting: Setting) -> Part:
    """What the process of its own runs here."""
    return Part("own", "Own", ("short",), (Line("asked", (float(setting.short),)),))


def test_a_part_is_measured_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "_SCRATCH", tmp_path)
    assert run(Planned("own", "tests.bench.test_runs", 20), short=True).lines == (Line("asked", (1.0,)),)


def test_a_part_that_breaks_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "_SCRATCH", tmp_path)
    broken = run(Planned("none", "tests.bench.no_such_part", 20), short=True)
    assert broken.goals[0].reached == "it ended with 1"


def test_every_part_has_a_module_and_all_fit_into_a_quarter_of_an_hour() -> None:
    assert len({part.name for part in PARTS}) == len(PARTS)
    assert sum(part.seconds for part in PARTS) <= 15 * 60
    for part in PARTS:
        # Not imported: peers are not here.
        spec = find_spec(part.module)
        assert spec
        assert spec.origin
        assert "def measure(setting: Setting) -> Part:" in Path(spec.origin).read_text("utf-8")


def test_the_machine_is_told_without_names_or_paths() -> None:
    assert machine()["cores"].isdigit()
    assert "/" not in " ".join(machine().values())
