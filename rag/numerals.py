"""The other ways of writing a figure: 3年 三年, 七成 7成 70%, 百分之三十 30%, 二〇二五年 2025年."""

import re

_DIGITS = "零一二三四五六七八九"
_SAID = {**{sign: value for value, sign in enumerate(_DIGITS)}, "〇": 0, "两": 2}
_SPOKEN_YEAR = re.compile(r"(?<![一二三四五六七八九〇零十百])[一二][〇零一二三四五六七八九]{3}(?=年)")
_TENTHS = re.compile(r"([1-9]|[一二两三四五六七八九])成(?!立|果|本|员|为|长|人|功|效|绩|都|交|品|熟|年)")
_PERCENT = re.compile(r"(\d{1,3})%|百分之([一二三四五六七八九十百]{1,4})")
_SPAN = re.compile(r"(?<!\d)([2-9]|[1-9]\d|[二两三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)(年|个月)")


def with_years(text: str) -> str:
    """Years in figures: 二〇二五年 → 2025年."""
    return _SPOKEN_YEAR.sub(lambda hit: "".join(str(_SAID[sign]) for sign in hit[0]), text)


def variants(text: str) -> tuple[str, ...]:
    """What a folded text's figures may be written as elsewhere, the way it writes them itself left out."""
    found: dict[str, None] = {}
    for hit in _TENTHS.finditer(text):
        tenths = _value(hit[1])
        found |= dict.fromkeys((f"{tenths}成", f"{_DIGITS[tenths]}成", f"{tenths * 10}%"))
    for hit in _PERCENT.finditer(text):
        percent = int(hit[1]) if hit[1] else _value(hit[2])
        found |= dict.fromkeys((f"{percent}%", f"百分之{spoken(percent)}"))
        if percent % 10 == 0 and 0 < percent < 100:
            found |= dict.fromkeys((f"{percent // 10}成", f"{_DIGITS[percent // 10]}成"))
    for hit in _SPAN.finditer(text):
        number = _value(hit[1])
        found |= dict.fromkeys((f"{number}{hit[2]}", f"{spoken(number)}{hit[2]}"))
    return tuple(form for form in found if form not in text)


def spoken(number: int) -> str:
    """A number up to 100 in characters: 30 → 三十."""
    if number == 100:
        return "一百"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def _value(signs: str) -> int:
    if signs.isdigit():
        return int(signs)
    tens, mark, ones = signs.rpartition("十")
    if not mark:
        return 100 if "百" in signs else _SAID[signs[-1]]
    return (_SAID[tens] if tens else 1) * 10 + (_SAID[ones] if ones else 0)
