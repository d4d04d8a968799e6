"""From blocks to Telegram's HTML, in pieces that its limit allows, with every tag closed in each piece."""

import html
import re
from collections.abc import Iterator, Sequence

from chat.reply import Block, Look

LIMIT = 4096
"""The longest message in UTF-16 units. Telegram counts what is left without tags; we count the tags too and are on the safe side."""

_TAGS = {Look.TITLE: "b", Look.QUOTE: "blockquote", Look.SOURCE: "i", Look.NOTE: "i"}
_TAG = re.compile(r"</?[a-z]+>")
_ENDS = ("\n", "。！？；!?;", "，、, ")


def pieces(blocks: Sequence[Block], limit: int = LIMIT) -> list[str]:
    """The messages that the blocks become. They part at the ends of paragraphs, where a paragraph is too long at the ends of sentences."""
    done: list[str] = []
    open_piece = ""
    before: Block | None = None
    for block in blocks:
        for part in _parts(block, limit):
            gap = "\n" if before is not None and before.look is Look.ITEM and block.look is Look.ITEM else "\n\n"
            if open_piece and _units(open_piece + gap + part) <= limit:
                open_piece += gap + part
            else:
                done += [open_piece] if open_piece else []
                open_piece = part
            before = block
    return [*done, open_piece] if open_piece else done


def unmarked(piece: str) -> str:
    """The words of a piece, for when Telegram does not like our markup; sent without parse mode."""
    return html.unescape(_TAG.sub("", piece))


def _parts(block: Block, limit: int) -> Iterator[str]:
    start = 0
    while start < len(block.text):
        end = _cut(block, start, limit)
        if block.text[start:end].strip():
            yield _render(block, start, end)
        start = end


def _cut(block: Block, start: int, limit: int) -> int:
    """Where the longest stretch from `start` ends whose rendering keeps to the limit."""
    if _units(_render(block, start, len(block.text))) <= limit:
        return len(block.text)
    room = limit - _units(_render(block, start, start)) - 7 * len(block.marks)
    end = start
    while room >= (cost := _units(html.escape(block.text[end], quote=False))):
        room -= cost
        end += 1
    for ends in _ENDS:
        last = max(block.text.rfind(mark, start, end) for mark in ends)
        # A cut in the first half would leave a message that is nearly empty.
        if last >= start + (end - start) // 2:
            return last + 1
    return max(end, start + 1)


def _render(block: Block, start: int, end: int) -> str:
    tag = _TAGS.get(block.look)
    marks = () if block.look is Look.TITLE else block.marks
    body = (_lead(block) if start == 0 else "") + _marked(block.text, start, end, marks)
    return f"<{tag}>{body}</{tag}>" if tag else body


def _lead(block: Block) -> str:
    if block.look is not Look.ITEM:
        return ""
    return f"{block.number}. " if block.number else "• "


def _marked(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> str:
    out, at = [], start
    for first, last in ((max(mark[0], start), min(mark[1], end)) for mark in sorted(marks)):
        if at <= first < last:
            out += [html.escape(text[at:first], quote=False), "<b>", html.escape(text[first:last], quote=False), "</b>"]
            at = last
    return "".join(out) + html.escape(text[at:end], quote=False)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
