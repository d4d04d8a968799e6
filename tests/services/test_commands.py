"""`ingest`, `documents`, `remove` and `reindex` as somebody at the desk meets them."""

import shutil
from pathlib import Path

import pytest

from bot.commands.ingest import documents, ingest, reindex, remove
from bot.config import load
from tests.services import papers
from tests.services.desk import Desk

Capture = pytest.CaptureFixture[str]


def test_a_line_for_each_file(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    papers.plan(folder / "papers", hubs=35)
    papers.write(tmp_path, "bad.txt", "")
    assert ingest(load(data=folder), [folder / "papers", tmp_path / "bad.txt"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["没有变化", "notice"]
    assert lines[1].startswith("已换新版  plan  第2版  5条")
    assert lines[2].startswith("失败  bad  ")
    assert len(lines) == 3


def test_a_folder_without_papers_is_told(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "none").mkdir()
    assert ingest(load(data=folder), [tmp_path / "none"]) == 1
    assert "没有找到可以收入的文件" in capsys.readouterr().out


def test_a_paper_gets_in_although_no_index_can_be_built(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    shutil.rmtree(folder / "index")
    (folder / "index").write_text("no folder")
    assert ingest(load(data=folder), [papers.plan(tmp_path, hubs=35)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("已换新版  plan")
    assert "文件已经保存，先按关键词查找。" in told.err
    with Desk(folder) as desk:
        assert "35个" in desk.ask(papers.HUBS).text


def test_what_is_held_is_listed_and_can_be_taken_out(folder: Path, capsys: Capture) -> None:
    config = load(data=folder)
    assert documents(config) == 0
    assert capsys.readouterr().out.splitlines() == [
        "notice  原件  宜昌  云泽市技能夜校开课通知",
        "plan  原件  柳州  云泽市深化产教融合行动方案",
    ]
    assert remove(config, "plan") == 0
    assert capsys.readouterr().out == "已移除 plan\n"
    assert remove(config, "plan") == 1
    assert "没有名为 plan 的文件" in capsys.readouterr().out


def test_reindex_tells_that_it_is_done(folder: Path, capsys: Capture) -> None:
    shutil.rmtree(folder / "index")
    assert reindex(load(data=folder)) == 0
    assert capsys.readouterr().out == "索引已重建。\n"
    with Desk(folder) as desk:
        assert desk.index.state().base == 7


def test_a_loader_of_many_files_gives_way_to_those_who_answer(folder: Path, tmp_path: Path) -> None:
    ways: list[str] = []
    for count, yields in ((9, []), (11, ["given"])):
        several = tmp_path / str(count)
        for number in range(count):
            papers.write(several, f"bad-{number}.txt", "")
        ingest(load(data=folder), [several], lambda: ways.append("given"))
        assert ways == yields
