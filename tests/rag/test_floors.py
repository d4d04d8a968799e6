"""Floors under the quality of answers: no change may take it below them. docs/quality.md has the figures themselves."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.brain import Brain
from bot.commands.eval import measured
from bot.config import ROOT
from tests.fakes import FakeClock

GOLDEN = ROOT / "tests" / "golden"
SHARED = ROOT.parent / "shared"
ALWAYS = {"faithful": 1.0}
FLOORS: Mapping[str, tuple[Path, Mapping[str, float]]] = {
    "digests": (
        ROOT / "corpus",
        {"recall@5": 0.93, "facts": 0.87, "cited": 0.95, "grounded": 0.98, "answered": 0.95, "abstain_recall": 0.9, **ALWAYS},
    ),
    "voices": (
        ROOT / "corpus",
        {"recall@5": 0.93, "facts": 0.88, "cited": 0.95, "grounded": 0.98, "answered": 0.95, "abstain_recall": 0.9, **ALWAYS},
    ),
    "unseen": (
        GOLDEN / "unseen",
        {"recall@5": 0.93, "facts": 0.87, "cited": 0.94, "grounded": 0.98, "answered": 0.94, "abstain_recall": 0.85, **ALWAYS},
    ),
}
DEV_OVER_DIGESTS = {"facts": 0.85, "complete": 0.75, **ALWAYS}
ORIGINALS = {"recall@5": 0.87, "facts": 0.70, "cited": 0.80, "faithful": 1.0, "abstain_recall": 0.5, "answered": 0.9}
"""What was promised before the first answer was written."""


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_answers_stay_above_their_floors_and_in_the_letter_of_their_papers(name: str, brain_of: Callable[[Path], Brain]) -> None:
    papers, floors = FLOORS[name]
    brain = brain_of(papers)
    report = measured(brain, GOLDEN / f"{name}.jsonl", FakeClock())
    fallen = {figure: value for figure, floor in floors.items() if (value := report.figures[figure]) is None or value < floor}
    assert not fallen, f"{name}: {fallen}; floors {floors}"
    texts = {document.stem: brain.library.text(document.stem) for document in brain.knowledge.documents()}
    for one in report.marked:
        assert one.answer.text
        assert len(one.answer.passages) <= 10
        assert all(citation.quote in texts[citation.doc] for citation in one.answer.citations)
        assert all(passage.text in texts[passage.doc] for passage in one.answer.passages)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the questions over the originals do not ship")
def test_the_digests_answer_what_is_asked_of_the_originals(brain_of: Callable[[Path], Brain]) -> None:
    figures = measured(brain_of(ROOT / "corpus"), SHARED / "eval" / "golden-dev.jsonl", FakeClock()).figures
    fallen = {figure: value for figure, floor in DEV_OVER_DIGESTS.items() if (value := figures[figure]) is None or value < floor}
    assert not fallen, f"{fallen}; floors {DEV_OVER_DIGESTS}"


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the originals do not ship")
def test_the_command_line_over_the_originals_stays_above_what_was_promised(tmp_path: Path) -> None:
    golden, corpus, answers = SHARED / "eval" / "golden-dev.jsonl", SHARED / "corpus", tmp_path / "answers.jsonl"
    assert _run("-m", "bot", "--data", str(tmp_path / "data"), "ingest", str(corpus)).count("已收入") == 5
    answers.write_text(_run("-m", "bot", "--data", str(tmp_path / "data"), "ask", "--batch", str(golden)), "utf-8")
    least = [word for figure, floor in ORIGINALS.items() for word in ("--min", f"{figure}={floor}")]
    _run(str(SHARED / "eval" / "evaluate.py"), str(golden), str(answers), "--corpus", str(corpus), *least)


def _run(*arguments: str) -> str:
    """What a program says on standard output; it must end well."""
    spoken = {**os.environ, "PYTHONIOENCODING": "utf-8", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, *arguments], capture_output=True, cwd=ROOT, env=spoken, check=False, timeout=120)
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")[-2000:]
    return done.stdout.decode("utf-8")
