"""The assistant in a terminal, as a process of its own over the real documents."""

import shutil
import subprocess
import sys
from pathlib import Path

from bot.config import ROOT

QUESTION = "包头2025年要建多少个实训基地？"


def test_a_question_its_source_and_the_end(loaded: Path, tmp_path: Path) -> None:
    shutil.copytree(loaded, tmp_path / "data")
    command = [sys.executable, "-m", "bot", "--data", str(tmp_path / "data"), "chat"]
    told = subprocess.run(command, input=f"{QUESTION}\n1\n", cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    answer, source = told.stdout.split("您：")[1:3]
    assert "500" in answer
    assert "1. 原文" in answer
    assert "《" in source
    assert "Traceback" not in told.stderr
