"""What waits for staff, told where they come in: /start, /help, and when they have joined."""

from collections.abc import Mapping
from dataclasses import replace

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply
from handlers.queue import counted
from handlers.region import in_rows
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


_SHOWN = {"reviews": "reviews:", "moderate": "moderate:", "complaints": "complained:", "questions": "questions:open.0"}
"""The buttons that show what waits."""


def with_duties(work: Work, message: Message, reply: Reply) -> Reply:
    """A reply with what waits for whoever sent a message beneath it; as it is for who is not of the staff, and in a group."""
    held = duties.waiting(work, message.sender) if message.private else {}
    if not held:
        return reply
    waits = {name: many for name, many in held.items() if many}
    lines = tuple(Block(f"{_NAMES[name]} {counted(many)}：/{name}", Look.ITEM) for name, many in waits.items())
    rows = in_rows([Choice(_NAMES[name], _SHOWN[name]) for name in waits], 2)
    blocks = (*reply.blocks, Block(WAITS if lines else NOTHING_WAITS), *lines, Block(MORE, Look.NOTE))
    return replace(reply, blocks=blocks, choices=(*rows, *reply.choices))
