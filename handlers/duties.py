"""What waits for staff, told where they come in: /start, /help, and when they have joined."""

from collections.abc import Mapping

from chat.message import Message
from chat.reply import Block, Look
from handlers.queue import counted
from services import duties
from storage.work import Work

WAITS = "等您处理的："
NOTHING_WAITS = "您负责的地区现在没有等着处理的。"
MORE = "工作人员还能做什么，发 /help 看。"
_NAMES: Mapping[str, str] = {
    "reviews": "企业登记",
    "moderate": "发布信息",
    "complaints": "举报",
    "questions": "待答复的问题",
}


def duties_of(work: Work, message: Message) -> tuple[Block, ...]:
    """What waits for whoever sent a message; nothing for who is not of the staff, and in a group."""
    held = duties.waiting(work, message.sender) if message.private else {}
    if not held:
        return ()
    lines = tuple(Block(f"{_NAMES[name]} {counted(many)}：/{name}", Look.ITEM) for name, many in held.items() if many)
    return (Block(WAITS), *lines, Block(MORE, Look.NOTE)) if lines else (Block(NOTHING_WAITS), Block(MORE, Look.NOTE))
