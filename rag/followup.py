"""What a follow-up leaves out, taken over from the question before: 那到25年呢 · 平顶山学院呢 · 它归谁管 · 还有吗.

A question supplies slots (years, names, places, levels, an object, what is asked). What it does not supply is inherited; what it
supplies replaces its like. A question that stands by itself inherits nothing, so a new topic is not dragged back.
"""

import re
from dataclasses import replace

from rag.asked import Asked, Want
from rag.reading import LEVEL, Loose, Reading, core_of

_OPENS = re.compile(r"^(?:那么?(?:个|些|条|事|活)?|还有|另外|其中|它们?|他们|其|这(?:个|些|条|事|活|块)*|里头|里面|然后|再)")
_CLOSES = re.compile(r"呢[?？。]?$")
_LATER = re.compile(r"(?:再|隔)?(?:第二年|下一年|来年|次年|后一年)")
_EARLIER = re.compile(r"前一年|上一年|头一年|上年")
_MORE = re.compile(
    r"(?:那么?|请问|除此之外|除了这些|除了上面的?|然后|就)*"
    r"(?:还有|还|其[他它余]|另外|别的|剩下|更多|继续|接着|再|没有了?|就这些|就这么多|多)"
    r"(?:说|讲|看|列|来|有|没有?|了|点|些|几[个条]|一[些点个]|哪些|什么|啥|别的|其[他它余]|更多|另外|内容|信息"
    r"|的|吗|呢|么|嘛|呀|啊|不|[ ,，.。!！?？~])*"
)
_FURTHER = re.compile(
    r"^(?:那么?)?(?:除了?(?:这些|上面|这个)(?:以外|之外)?[,，]?)?(?:还有(?:没有?)?(?:哪|什么|啥|别的|其[他它余])|另外还有|其[他它余]的?(?!人))"
)
_OWN = re.compile(
    r"^(?:那么?)?(?:换成|要是)?(?:我|我们|咱|咱们|本)(?:这|那)?(?:边|里|儿)?(?:个)?(?:市|区|州|县|地|城市|地方)?的?(?:话)?(?:呢|怎么样|怎么说)?[?？。]?$"
)
_ASKING = {
    Want.WHO: "归谁负责",
    Want.MONEY: "多少钱",
    Want.PERCENT: "比例是多少",
    Want.COUNT: "有多少",
    Want.LIST: "有哪些",
    Want.YEAR: "是哪一年",
    Want.NAME: "叫什么",
    Want.HOW: "怎么做",
    Want.YESNO: "有没有",
}
# How the question before asked for an amount, to the word: 补多少钱, 能抵免多少.
_SUM = re.compile(
    r"(?:能|可以|可|要|会|应该)?(?:补贴?|奖励?|资助|补助|给予?|领|抵[免扣税]?|减免?|享受|招收?|投入?|发放?|拿|收)[^,，。?？]{0,3}(?:多少|几|什么|哪些)[^,，。?？]*"
)
# A comparison, of which one side alone is left to be told.
_WHICH_SIDE = re.compile(r"(?:谁|哪边|哪里|哪个城市|哪个)(?:家|那边)?的?")
_MORE_THAN = re.compile(r"(?:比较|更)?(?:多|少|高|低)(?:一些|一点|些|点)?[?？。]?$")
_YEAR = re.compile(r"20\d\d年?")
_HAN = re.compile(r"[\u4e00-\u9fffa-z0-9]")
_NOTHING = frozenset({"到", "在", "说", "要", "谁", "吗", "有", "是", "家", "呢", "也", "又", "为", "去", "找"})


def asks_more(text: str) -> bool:
    """Whether a folded question wants what has not been shown yet, and nothing else: 还有吗, 其他的呢."""
    return bool(_MORE.fullmatch(text))


def asks_further(text: str) -> bool:
    """Whether it wants, of what it names itself, what has not been shown yet: 还有哪些补贴."""
    return bool(_FURTHER.match(text)) and len(_HAN.findall(text)) <= 16


def means_own(text: str) -> bool:
    """Whether it asks the same for where the asker is at home: 那我们这呢."""
    return bool(_OWN.match(text))


def leans(reading: Reading) -> bool:
    """Whether a question cannot stand by itself: it begins with a word that points back, ends in 呢, or is nothing but slots."""
    if _size(reading) > 16:
        return False
    return bool(_OPENS.match(reading.text) or _CLOSES.search(reading.text)) or not _object_of(reading)


def loose(now: Reading, before: Reading | None) -> Loose:
    """What a question points back to and nobody has said: it names nothing by itself, or counts from a year that is not there."""
    if _object_of(now) or now.places or now.called or (before and now.years):
        return Loose.NOT
    if before is None:
        return Loose.TOPIC
    return Loose.YEAR if not before.years and (_LATER.search(now.text) or _EARLIER.search(now.text)) else Loose.NOT


def is_brief(reading: Reading) -> bool:
    """Whether a question is so short that the one before may tell what it is about, although it can stand by itself."""
    return _size(reading) <= 12 and not reading.scope.codes and not _schools(reading)


def completed(now: Reading, before: Reading) -> str:
    """The follow-up as a question of its own, in the words of both."""
    now = _with_its_year(now, before)
    text = _CLOSES.sub("", _OPENS.sub("", now.text)).strip(" ,，?？")
    if text.startswith("到"):
        text = text[1:]
    if _object_of(now):
        return _with_inherited_slots(text, now, before)
    return _substituted(text, now, before)


def without_places(reading: Reading) -> str:
    """The question without the places that it names."""
    text = reading.text
    for place in reading.places:
        text = text.replace(place, "")
    return text


def _with_its_year(now: Reading, before: Reading) -> Reading:
    """第二年 counted on from the last year that the question before names, 前一年 back from the first."""
    for words, year in ((_LATER, max(before.years, default=0) + 1), (_EARLIER, min(before.years, default=0) - 1)):
        if before.years and words.search(now.text):
            return replace(now, text=words.sub(f"{year}年", now.text), years=frozenset({year}))
    return now


def _size(reading: Reading) -> int:
    return len(_HAN.findall(reading.text))


def _object_of(reading: Reading) -> str:
    """What a question is about, without its slots; "" when the slots are all there is."""
    rest = _CLOSES.sub("", _OPENS.sub("", reading.text))
    for call in reading.called:
        if any(name.school for name in call.names):
            rest = rest.replace(call.form, " ")
    rest = _EARLIER.sub(" ", _LATER.sub(" ", rest))
    rest = LEVEL.sub(" ", re.sub(r"(?:到|在)?20\d\d年?底?|归|管|负责|牵头|责任", " ", rest))
    for place in reading.places:
        rest = rest.replace(place, " ")
    kept = "".join(_HAN.findall(core_of(rest)))
    return kept if kept not in _NOTHING else ""


def _with_inherited_slots(text: str, now: Reading, before: Reading) -> str:
    """The new object under the old names and places, asked for in the old way where it asks for nothing itself.

    The year is not taken over: what is told of a new object for all its years holds what was meant, and more.
    """
    lead = []
    if not now.places and not _schools(now):
        lead += [*before.places, *_schools(before)]
    asking = "" if now.asked.wants else _asking(before)
    return "".join(lead) + text + asking


def _substituted(text: str, now: Reading, before: Reading) -> str:
    """The old question with the new slots in place of the old ones."""
    result = before.text
    for old, new in ((_schools(before), _schools(now)), (list(before.places), list(now.places))):
        if new and old:
            result = _in_place(result, old, new)
        elif new:
            result = "和".join(new) + result
    if len(now.places) == 1 and Want.COMPARE in before.asked:
        result = _MORE_THAN.sub("有多少", _WHICH_SIDE.sub("", result))
    if now.years:
        result = _swap_years(result, now)
    level = LEVEL.search(now.text)
    if level:
        result = LEVEL.sub(level[0], result) if LEVEL.search(result) else level[0] + result
    if now.asked.wants and _words_of(now.asked) and now.asked.wants != before.asked.wants:
        result = f"{_joined(core_of(result))}{_words_of(now.asked)}"
    return result if result != before.text or now.places or now.years else _beside(text, before)


def _beside(text: str, before: Reading) -> str:
    """Both questions in one, where the new one says something that is no slot."""
    kept = _EARLIER.sub("", _LATER.sub("", text)).strip()
    return f"{kept} {before.text}" if core_of(kept) else before.text


def _in_place(text: str, old: list[str], new: list[str]) -> str:
    """The new names where the last old one stood; other old ones leave with the word that joined them."""
    for name in old[:-1]:
        text = re.sub(rf"{re.escape(name)}(?:和|跟|与|及|、|,|，)?", "", text, count=1)
    return text.replace(old[-1], "和".join(new), 1)


def _swap_years(text: str, now: Reading) -> str:
    year = f"{min(now.years)}年"
    swapped, count = _YEAR.subn(year, text)
    return swapped if count else year + text


def _schools(reading: Reading) -> list[str]:
    return [call.form for call in reading.called if any(name.school for name in call.names)]


def _asking(before: Reading) -> str:
    """How the question before asked, in its own words where it asked for an amount."""
    asked = _SUM.search(before.text) if {Want.MONEY, Want.PERCENT} & before.asked.wants else None
    return asked[0] if asked else _words_of(before.asked)


def _words_of(asked: Asked) -> str:
    return next((words for want, words in _ASKING.items() if want in asked), "")


def _joined(core: str) -> str:
    """The core as one phrase, without the verbs that its question words have left behind."""
    return re.sub(r"(?:都?有|都?是|要|会|归)?(?: +|$)", "", core)
