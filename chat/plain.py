"""Replies for platforms without buttons: choices become numbered lines, and what is typed picks one of them."""

from dataclasses import replace

from chat.message import Message, Sort
from chat.reply import Block, Choice, Look, Reply


def numbered(reply: Reply) -> tuple[Reply, tuple[Choice, ...]]:
    """The reply with its choices written out, and the choices that a typed number (in order) or word now stands for."""
    choices = [choice for row in reply.choices for choice in row]
    counted = [choice for choice in choices if choice.value and not choice.word]
    words = [choice for choice in choices if choice.value and choice.word]
    links = [choice for choice in choices if choice.url]
    blocks = [Block(choice.label, Look.ITEM, number=number) for number, choice in enumerate(counted, 1)]
    blocks += [Block(f"{choice.label}：{choice.url}", Look.ITEM) for choice in links]
    if words:
        blocks.append(Block("也可回复：" + " · ".join(choice.label for choice in words), Look.NOTE))
    return replace(reply, blocks=(*reply.blocks, *blocks), choices=(), edits=False), (*counted, *words)


def picked(message: Message, offered: tuple[Choice, ...]) -> Message:
    """The message as a press when its text stands for one of the choices that were offered; else as it is."""
    if message.sort is not Sort.TEXT or not offered:
        return message
    text = message.text.strip().rstrip(".、)）")
    counted = [choice for choice in offered if not choice.word]
    choice = next((choice for choice in offered if choice.label == text), None)
    # More than three digits is a figure that somebody tells, not a line of a list.
    if choice is None and text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= len(counted):
        choice = counted[int(text) - 1]
    return replace(message, sort=Sort.PRESS, pressed=choice.value, text="") if choice else message
