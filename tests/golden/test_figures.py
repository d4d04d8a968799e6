"""No change may cost answers that were right: figures.toml remembers them."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.brain import Brain
from bot.commands.eval import measured
from services.batch import as_row
from services.evaluation import Report
from tests.fakes import FakeClock
from tests.golden.figures import SETS, SHARED, Golden, kept, right, written

MAY_BE_LOST = 2
THERE = [pytest.param(golden, id=golden.name) for golden in SETS if golden.is_there()]

ReportOn = Callable[[Golden], Report]


@pytest.fixture(scope="module")
def report_on(brain_of: Callable[[Path], Brain]) -> ReportOn:
    reports: dict[str, Report] = {}

    def report_on(golden: Golden) -> Report:
        if golden.name not in reports:
            reports[golden.name] = measured(brain_of(golden.documents), golden.questions, FakeClock())
        return reports[golden.name]

    return report_on


@pytest.mark.slow
@pytest.mark.parametrize("golden", THERE)
def test_what_was_right_stays_right(golden: Golden, report_on: ReportOn) -> None:
    now = set(right(report_on(golden)))
    lost = [id_ for id_ in kept()[golden.name] if id_ not in now]
    assert len(lost) <= MAY_BE_LOST, f"{golden.name}: answered right before, and not any more: {', '.join(lost)}"


def test_every_set_is_remembered_by_ids_that_it_has() -> None:
    assert set(kept()) == {golden.name for golden in SETS}
    for golden in filter(Golden.is_there, SETS):
        ids = {json.loads(line)["id"] for line in golden.questions.read_text("utf-8").splitlines()}
        assert set(kept()[golden.name]) <= ids
        assert len(kept()[golden.name]) == len(set(kept()[golden.name]))


def test_what_is_written_is_what_is_read() -> None:
    ids = {"one": [f"t{number:03}" for number in range(30)], "none": []}
    assert {name: table["right"] for name, table in tomllib.loads(written(ids)).items()} == ids


@pytest.mark.slow
@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the originals and the script that scores them do not ship; tests/services/test_evaluation.py"
)
def test_the_script_that_others_score_with_says_the_same(report_on: ReportOn, tmp_path: Path) -> None:
    golden = SETS[-1]
    report = report_on(golden)
    rows = ({"id": one.asked.id, **as_row(one.answer), "latency_ms": one.ms} for one in report.marked)
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    command = (SHARED / "eval" / "evaluate.py", golden.questions, answers, "--corpus", golden.documents)
    said = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=True).stdout.splitlines()
    assert json.loads(said[-1]) == pytest.approx(dict(report.figures), abs=0.00005)
