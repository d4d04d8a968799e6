"""The terminal's face."""

import asyncio
import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.platforms.base import Delivery
from bot.platforms.terminal import ME, Terminal, typed
from chat.message import File, Sort
from chat.reply import Block, Look, Reply
from domain.errors import BadDocument
from rag.loading.rows import LARGEST


async def shown(reply: Reply) -> str:
    page = io.StringIO()
    await Terminal(Console(file=page, width=60)).send(Delivery(1, "k", ME, reply))
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


async def test_blocks_are_printed_with_their_looks() -> None:
    blocks = (
        Block("标题", Look.TITLE),
        Block("目标500个", Look.QUOTE, ((2, 5),)),
        Block("甲", Look.ITEM, number=1),
        Block("乙", Look.ITEM),
    )
    assert await shown(Reply(blocks)) == "标题\n    目标500个\n1. 甲\n• 乙"


async def test_what_looks_like_markup_is_only_text() -> None:
    assert await shown(Reply((Block("[bold]x[/] [link]"),))) == "[bold]x[/] [link]"


async def test_a_word_over_a_button_is_printed_where_nothing_else_is() -> None:
    assert await shown(Reply(toast="谢谢")) == "谢谢"
    assert await shown(Reply((Block("好"),), toast="谢谢")) == "好"


async def test_a_link_is_the_command_that_it_stands_for() -> None:
    assert await shown(Reply((Block("转给别人：", start="job_128"),))) == "转给别人：/start job_128"


async def test_files_are_kept_where_there_is_a_place_for_them(tmp_path: Path) -> None:
    page = io.StringIO()
    terminal = Terminal(Console(file=page, width=400), tmp_path / "files")
    for content in (b"1", b"2"):
        await terminal.send(Delivery(1, "k", ME, Reply((Block("请看"),), file=File("../../表.xlsx", "x", content))))
    assert {path.name: path.read_bytes() for path in (tmp_path / "files").iterdir()} == {"表.xlsx": b"1", "表-2.xlsx": b"2"}
    assert "表-2.xlsx" in page.getvalue()
    beside = await asyncio.to_thread(lambda: list(tmp_path.iterdir()))
    assert [path.name for path in beside] == ["files"]


def test_a_path_stands_for_its_table(tmp_path: Path) -> None:
    table = tmp_path / "岗位 一.xlsx"
    table.write_bytes(b"PK")
    for words in (f"/import {table}", f"/import '{table}' ", f"'{table}'", str(table)):
        message = typed(words)
        assert (message.sort, message.file) == (Sort.FILE, File("岗位 一.xlsx", "application/octet-stream", b"PK"))
    for words in ("/import", "怎么导入 岗位.xlsx", str(tmp_path / "没有.xlsx")):
        assert typed(words).text == words


def test_a_path_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    large = tmp_path / "大.csv"
    large.write_bytes(bytes(LARGEST + 1))
    for path, word in ((tmp_path / "没有.xlsx", "找不到这个文件"), (tmp_path, "找不到这个文件"), (large, "文件太大")):
        with pytest.raises(BadDocument, match=word):
            typed(f"/import {path}")


async def test_files_are_told_of() -> None:
    assert "表.xlsx" in await shown(Reply((Block("请看"),), file=File("表.xlsx", "x", b"12")))
