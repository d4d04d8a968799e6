"""An assistant that answers by a script, with everything that a page has to draw."""

from collections.abc import Sequence

from chat.message import File, Message
from chat.reply import Block, Choice, Look, Reply, say

TITLE = "三、（二）7 实训基地"
SOURCE = Block("《实施方案》（2023年）· 三、（二）7", Look.SOURCE)
QUOTE = "到2023年，建成实训基地200个以上；到2025年，达到500个。"
MARK = ((QUOTE.index("到2025年"), len(QUOTE) - 1),)
TOOLS = ((Choice("原文", "clause"), Choice("责任单位", "bodies")), (Choice("有用", "good"),))
TURNING = ((Choice("‹", "clause"), Choice("2/2", "page2"), Choice("›", "page2")),)
COLLEGES = ("稀土新材料", "智能制造", "新能源汽车")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def answer(message: Message) -> Sequence[Reply]:
    """What the assistant says to a message."""
    if message.pressed:
        return _pressed(message.pressed)
    return _typed(message.text)


def _pressed(value: str) -> Sequence[Reply]:
    match value:
        case "clause":
            return [Reply((Block(TITLE, Look.TITLE), Block(QUOTE, Look.QUOTE, MARK), SOURCE), TURNING)]
        case "page2":
            return [Reply((Block(TITLE, Look.TITLE), Block("第二页的条文。", Look.QUOTE)), TURNING, edits=True)]
        case "bodies":
            return [say("责任单位：市教育局、市发展改革委。")]
        case "good":
            return [Reply(toast="谢谢，记下了。")]
        case "city":
            return [Reply((Block("好的，之后按包头回答。"),), edits=True)]
        case _:
            return [Reply(toast="这个按钮已经过期了。")]


def _typed(text: str) -> Sequence[Reply]:
    if text == "/region":
        return [Reply((Block("按哪个城市回答？"),), ((Choice("包头", "city"), Choice("全部", "all")),))]
    if "学院" in text:
        items = (Block(f"{name}产业学院", Look.ITEM, number=number) for number, name in enumerate(COLLEGES, 1))
        return [Reply((Block("文件支持建设3个产业学院："), *items, SOURCE))]
    if "图" in text:
        return [
            Reply((Block("明白纸来了。"),), picture=File("图.png", "image/png", PIXEL), file=File("明白纸.pdf", "application/pdf", b"%PDF"))
        ]
    if "目标" in text:
        return [
            Reply(
                (Block("目标是500个，不是已建成的数量。"), Block(QUOTE, Look.QUOTE, MARK), SOURCE, Block("规划期已结束。", Look.NOTE)),
                TOOLS,
            )
        ]
    return [say(f"您说的是：{text}")]
