"""Enumerations taken apart: the parts of a sentence, and the items of a part."""

import re
from collections.abc import Iterator

from domain.patterns import pattern

_OPEN, _CLOSE = "“《(（【", "”》)）】"
ENDS = "学院|中心|基地|实验室|研究院|研究所|工作站|联合体|共同体|联盟|集团|园|平台|馆|区|港|单位|大学|公司|企业|”|\\)|专业"
"""What the names of institutions end in."""
_JOINT = pattern(rf"(?:{ENDS})(以及|和|及|与)")
_SET = pattern(r"^(?P<items>.+?)(?<!高)等(?:\d+[个家所]|[一二三四五六七八九十]+[个家所]|一批|多个)?(?P<kind>[^、]{2,20})$")


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a sentence between its marks, with their places; marks inside of quotation marks and brackets part nothing."""
    yield from _cut(text, ",;。:!?\n")


def items(piece: str) -> Iterator[tuple[int, str]]:
    """The items of an enumeration; 和 parts two items only behind the name of an institution."""
    for begin, part in _cut(piece, "、"):
        start = 0
        for hit in _JOINT.finditer(part):
            if _depth(part[: hit.start(1)]) == 0:
                yield begin + start, part[start : hit.start(1)]
                start = hit.end(1)
        yield begin + start, part[start:]


def unclosed(run: str) -> str:
    """What stands behind an opening mark that the run does not close: 推动“包头科创港 → 包头科创港."""
    for open_, close in zip(_OPEN, _CLOSE, strict=True):
        if run.count(open_) > run.count(close):
            run = run.rpartition(open_)[2]
    return run


def spelt_out(piece: str, kind: re.Pattern[str]) -> str:
    """An enumeration whose last word serves all items: 甲、乙等19个产业学院 becomes 甲产业学院、乙产业学院."""
    hit = _SET.match(piece)
    if not hit or not kind.fullmatch(hit["kind"]) or kind.search(hit["items"]):
        return piece
    return "、".join(item + hit["kind"] for item in hit["items"].split("、"))


def _depth(text: str) -> int:
    return sum((sign in _OPEN) - (sign in _CLOSE) for sign in text)


def _cut(text: str, marks: str) -> Iterator[tuple[int, str]]:
    depth, begin = 0, 0
    for place, sign in enumerate(text):
        depth = max(0, depth + (sign in _OPEN) - (sign in _CLOSE))
        if depth == 0 and sign in marks:
            if place > begin:
                yield begin, text[begin:place]
            begin = place + 1
    if begin < len(text):
        yield begin, text[begin:]
