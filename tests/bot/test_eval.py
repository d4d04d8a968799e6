"""`xiaoqitong eval` on a small data folder of its own."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import build

PAPER = """测试市实训基地建设方案
（测试用虚构文本）

一、工作目标
到2027年，全市建设公共实训基地30个，每个基地补助20万元。
责任单位：测试市教育局、测试市财政局

二、组织领导
各学校要明确专人负责，按季度报送进展。
"""
EVIDENCE = [{"doc": "trial", "quote": "全市建设公共实训基地30个"}]
GOLDEN = [
    {"id": "g1", "question": "公共实训基地要建多少个", "region": None, "kind": "number", "evidence": EVIDENCE, "facts": ["30个"]},
    {"id": "g2", "question": "公共实训基地要建多少个", "region": None, "kind": "number", "evidence": EVIDENCE, "facts": ["[bold]31个"]},
]


@pytest.fixture(scope="module", autouse=True)
def own_logging() -> Iterator[None]:
    """A command sends the process's log to its own standard error; afterwards it goes where it went."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def called(data: Path, *words: str) -> Result:
    """A command on a data folder."""
    return CliRunner().invoke(build(), ["--data", str(data), *words])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval")
    (folder / "trial.txt").write_text(PAPER, "utf-8")
    assert called(folder / "data", "ingest", str(folder / "trial.txt")).exit_code == 0
    return folder / "data"


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    file = tmp_path / "golden.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in GOLDEN), "utf-8")
    return file


def test_the_figures_as_json_with_what_went_wrong(data: Path, golden: Path) -> None:
    result = called(data, "eval", str(golden), "--json", "--failures")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["figures"]["faithful"], told["figures"]["complete"]) == (1, 0.5)
    assert (told["kinds"]["number"]["n"], told["kinds"]["number"]["right"]) == (2, 1)
    assert [(one["id"], one["facts"]) for one in told["failures"]] == [("g2", ["[bold]31个"])]
    assert "30个" in told["failures"][0]["answer"]


def test_failures_are_listed_where_they_are_wanted(data: Path, golden: Path) -> None:
    assert "failures" not in json.loads(called(data, "eval", str(golden), "--json").stdout)
    assert "没答对的" not in called(data, "eval", str(golden)).stdout


def test_the_tables_show_question_wanted_and_got_as_they_are_written(data: Path, golden: Path) -> None:
    shown = called(data, "eval", str(golden), "--failures").stdout
    assert "recall@5" in shown
    assert "没答对的：1题" in shown
    row = next(line for line in shown.splitlines() if "g2" in line)
    assert [cell.strip() for cell in row.split("│")[2:4]] == ["公共实训基地要建多少个", "[bold]31个"]


def test_a_golden_file_that_is_none_is_told(data: Path, tmp_path: Path) -> None:
    missing = called(data, "eval", str(tmp_path / "none.jsonl"))
    assert (missing.exit_code, missing.stderr.startswith("错误：读不了")) == (1, True)
    (tmp_path / "bad.jsonl").write_text('{"id": 1}', "utf-8")
    bad = called(data, "eval", str(tmp_path / "bad.jsonl"))
    assert (bad.exit_code, bad.stderr) == (1, "错误：第1行：缺少 question\n")


def test_nothing_is_measured_where_nothing_is_held(golden: Path, tmp_path: Path) -> None:
    result = called(tmp_path / "data", "eval", str(golden))
    assert result.exit_code == 1
    assert "xiaoqitong ingest" in result.stderr
