"""Whether a figure that stands in a sentence is *of* what was asked: of that phase, of all and not of one, a sum and not a share."""

import re
from collections.abc import Iterator

from rag.asked import Asked, Want
from rag.fold import narrow
from rag.reading import Reading
from rag.shapes import BLANK, COUNTED, NAMELESS, OPEN, SHAPES, YUAN
from rag.things import is_of_other_grades

_SENTENCE = re.compile(r"[^；;。\n]+")
_SEGMENT = re.compile(r"[^，,；;。\n]+")
_STAGE = re.compile(r"(?:第?[一二三四五六七八九十]+|首)(?:期|批|轮|阶段|学年|等奖|年级)|[上下]半年")
_EACH = re.compile(r"单[个户家]|每(?!年|月|季|学|周|天|日)|人均|户均")
_PER_HEAD = re.compile(r"(?:每(?:个|一)?(?:人|名|位|生)|人均|一个人)[^,，]{0,6}(?:多少|几)")
_HEAD = re.compile(r"每[人名位生个户]|人均|户均|[/／]人|一名")
_SUMS = frozenset({Want.MONEY, Want.COUNT})
_NAMES = frozenset({Want.NAME, Want.LIST, Want.WHO})


def stated(reading: Reading, want: Want, text: str) -> bool:
    """Whether a text states what is wanted, of what was asked for."""
    return any(_shape(reading.asked, want).search(part) for part in _own(reading, want, text))


def left_open(reading: Reading, text: str) -> bool:
    """Whether a text says of the very thing asked for that it is still to be settled: 二期投资额另行确定."""
    words = [*reading.telling, *_STAGE.findall(reading.text)]
    held = [(sum(word in part for word in words), bool(OPEN.search(part))) for part in _SEGMENT.findall(narrow(text).lower())]
    best = max((count for count, _ in held), default=0)
    return best > 0 and any(is_open and count == best for count, is_open in held)


def left_blank(reading: Reading, text: str) -> bool:
    """Whether a text leaves blank the figure or the name that is asked for (X%, X学校)."""
    if {Want.PERCENT, Want.COUNT, Want.MONEY} & reading.asked.wants and BLANK.search(text):
        return True
    return bool(reading.asked.kinds and _NAMES & reading.asked.wants and NAMELESS.search(text))


def _shape(asked: Asked, want: Want) -> re.Pattern[str]:
    return YUAN if want is Want.MONEY and asked.sum else SHAPES[want]


def _own(reading: Reading, want: Want, text: str) -> Iterator[str]:
    """The parts of a text that speak of the asked stage, and of all of it where all is asked for."""
    stages = set(_STAGE.findall(reading.text))
    for part in _SENTENCE.findall(text) if stages or reading.asked.whole else [text]:
        told = set(_STAGE.findall(part))
        of_another = bool(stages and told) and not told & stages
        of_each = want is Want.MONEY and reading.asked.whole and not _EACH.search(reading.text) and bool(_EACH.search(part))
        of_others = want in COUNTED and is_of_other_grades(reading.text, part)
        of_many = want in _SUMS and bool(_PER_HEAD.search(reading.text)) and not _HEAD.search(part)
        if not (of_another or of_each or of_others or of_many):
            yield part
