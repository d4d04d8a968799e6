"""What a follow-up leaves out, taken over from the question before: 那到25年呢 · 平顶山学院呢 · 它归谁管.

A question supplies slots (years, names, places, levels, an object, what is asked). What it does not supply is inherited; what it
supplies replaces its like. A question that stands by itself inherits nothing, so a new topic is not dragged back.
"""

import re
from dataclasses import replace

from rag.asked import Asked, Want
from rag.reading import LEVEL, Reading, core_of

_OPENS = re.compile(r"^(?:那么?(?:个|些|条|事|活)?|还有|另外|其中|它们?|他们|其|这(?:个|些|条|事|活|块)*|里头|里面|然后|再)")
_CLOSES = re.compile(r"呢[?？。]?$")
_NEXT_YEAR = re.compile(r"第二年|下一年|来年|次年")
_ASKING = {
    Want.WHO: "归谁负责",
    Want.COUNT: "有多少",
    Want.LIST: "有哪些",
    Want.PERCENT: "比例是多少",
    Want.MONEY: "多少钱",
    Want.YEAR: "是哪一年",
    Want.NAME: "叫什么",
    Want.HOW: "怎么做",
    Want.YESNO: "有没有",
}
_HAN = re.compile(r"[\u4e00-\u9fffa-z0-9]")


def leans(reading: Reading) -> bool:
    """Whether a question cannot stand by itself: it begins with a word that points back, or ends in 呢."""
    return bool(_OPENS.match(reading.text) or _CLOSES.search(reading.text)) and _size(reading) <= 16


def is_brief(reading: Reading) -> bool:
    """Whether a question is so short that the one before may tell what it is about, although it can stand by itself."""
    return _size(reading) <= 12 and not reading.scope.codes and not _schools(reading)


def _size(reading: Reading) -> int:
    return len(_HAN.findall(reading.text))


def completed(now: Reading, before: Reading) -> str:
    """The follow-up as a question of its own, in the words of both."""
    if before.years and _NEXT_YEAR.search(now.text):
        year = min(before.years) + 1
        now = replace(now, text=_NEXT_YEAR.sub(f"{year}年", now.text), years=frozenset({year}))
    text = _CLOSES.sub("", _OPENS.sub("", now.text)).strip(" ,，?？")
    if text.startswith("到"):
        text = text[1:]
    if _object_of(now):
        return _with_inherited_slots(text, now, before)
    return _substituted(text, now, before)


def _object_of(reading: Reading) -> str:
    """What a question is about, without its slots; "" when the slots are all there is."""
    rest = _CLOSES.sub("", _OPENS.sub("", reading.text))
    for call in reading.called:
        if any(name.school for name in call.names):
            rest = rest.replace(call.form, " ")
    rest = LEVEL.sub(" ", re.sub(r"(?:到|在)?20\d\d年?底?|第二年|下一年|来年|次年|归|管|负责|牵头|责任", " ", rest))
    for place in reading.places:
        rest = rest.replace(place, " ")
    kept = "".join(_HAN.findall(core_of(rest)))
    return kept if kept not in {"到", "在", "说", "要", "谁", "吗"} else ""


def _with_inherited_slots(text: str, now: Reading, before: Reading) -> str:
    """The new object under the old names and places, asked for in the old way where it asks for nothing itself.

    The year is not taken over: what is told of a new object for all its years holds what was meant, and more.
    """
    lead = []
    if not now.places and not _schools(now):
        lead += [*before.places, *_schools(before)]
    asking = "" if now.asked.wants else _asking(before.asked)
    return "".join(lead) + text + asking


def _substituted(text: str, now: Reading, before: Reading) -> str:
    """The old question with the new slots in place of the old ones."""
    result = before.text
    for old, new in ((_schools(before), _schools(now)), (list(before.places), list(now.places))):
        if new and old:
            result = result.replace(old[-1], new[0])
        elif new:
            result = new[0] + result
    if now.years:
        result = _swap_years(result, now)
    level = LEVEL.search(now.text)
    if level:
        result = LEVEL.sub(level[0], result) if LEVEL.search(result) else level[0] + result
    if now.asked.wants and _asking(now.asked) and now.asked.wants != before.asked.wants:
        result = f"{core_of(result)}{_asking(now.asked)}"
    return result if result != before.text else f"{text} {before.text}"


def _swap_years(text: str, now: Reading) -> str:
    year = f"{min(now.years)}年"
    swapped, count = re.subn(r"20\d\d年?", year, text)
    return swapped if count else year + text


def _schools(reading: Reading) -> list[str]:
    return [call.form for call in reading.called if any(name.school for name in call.names)]


def _asking(asked: Asked) -> str:
    return next((words for want, words in _ASKING.items() if want in asked), "")
