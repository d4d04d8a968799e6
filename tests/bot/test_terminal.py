"""The terminal's face."""

import io

from rich.console import Console

from bot.platforms.base import Delivery
from bot.platforms.terminal import ME, Terminal
from chat.message import File
from chat.reply import Block, Look, Reply


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


async def test_files_are_told_of() -> None:
    assert "表.xlsx" in await shown(Reply((Block("请看"),), file=File("表.xlsx", "x", b"12")))
