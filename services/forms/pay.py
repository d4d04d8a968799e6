"""Pay as people write it: 月薪6-8千, 150元/天, 年薪10万左右, 8k, 六千到八千. 面议 is refused: a post has to say what it pays."""

import re

from chat.flow import Invalid
from domain.listing import Pay, PayUnit
from domain.patterns import pattern
from rag.fold import fold

NO_PAY = "请写薪酬，例如：月薪6000到8000、150元/天。"
NEGOTIABLE = "招聘信息要写明薪酬，不能写面议。给一个范围就行，例如：月薪6000到8000。"
ABSURD = "这个薪酬看着不对，请再核对一下数字和单位，例如：月薪6000到8000、150元/天。"

_NUMBER = r"\d+(?:\.\d+)?"
_SCALE = r"(?:万|千|百|k|w)?"
_RANGE = pattern(
    rf"(?P<low>{_NUMBER})\s*(?P<scale>{_SCALE})\s*元?\s*(?:(?:-|~|—|–|到|至)+\s*(?P<high>{_NUMBER})\s*(?P<top>{_SCALE}))?(?P<open>\s*元?\s*(?:以上|起))?"
)
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "k": 1000, "万": 10000, "w": 10000}
_NEGOTIABLE = pattern(r"面议|面谈|协商|另议|详谈|私聊")
_UNITS = (
    (PayUnit.HOUR, pattern(r"小时|时薪|/h|钟点")),
    (PayUnit.DAY, pattern(r"日薪|每天|一天|/天|元天|/日|每日|天薪|按天")),
    (PayUnit.YEAR, pattern(r"年薪|每年|一年|/年|年包")),
    (PayUnit.ONCE, pattern(r"一次性|每次|/次|一次|总共|共计|/项|每项")),
    (PayUnit.MONTH, pattern(r"月|/m")),
)
_DIGITS = {sign: value for value, signs in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for sign in signs}
_ONE = "[一二两三四五六七八九]"
_PART = rf"(?:{_NUMBER}|[零〇一二两三四五六七八九十]+)[百千万kw]"
_ALONE = r"(?![\d.%百千万十kw一二两三四五六七八九天日号个名人位险年小班点室周次餐顿倍月薪级])"
_SPOKEN = pattern(rf"(?:{_PART})+(?:(?:\d{{3,4}}|[1-9]|{_ONE}|零{_ONE}十?){_ALONE})?|(?:{_ONE})?十(?:{_ONE})?{_ALONE}")
_PAIR = pattern(rf"(?<![\d百千万十])({_ONE})({_ONE})(?=([百千万]))")
_FIRST = pattern(rf"{_ONE}(?=(?:-|~|到|至){_ONE}[百千万])")
_PER = pattern(r"[一每](?=天|日|个?月|年|小时|次)")
_OTHERS = pattern(
    r"\d+(?:-\d+)?(?:名|人|个(?!月)|小时工作|天/周|月\d|年以上|年经验)|每周\d+天|\d+险|[五六]险[一二两]金|\d+薪|[一二两三四五六七八九十]+[名个](?!月)"
)
_SANE = {
    PayUnit.HOUR: (5, 5_000),
    PayUnit.DAY: (30, 50_000),
    PayUnit.MONTH: (300, 500_000),
    PayUnit.YEAR: (3_000, 10_000_000),
    PayUnit.ONCE: (1, 100_000_000),
}


def pay(text: str) -> Pay:
    """The pay that is written there; where no unit is, the size of the sum tells it. Raises Invalid with what to write instead."""
    apart = re.sub(r"(?<=\d),(?=\d{3})", "", fold(text))
    words = apart.replace(" ", "")
    if _NEGOTIABLE.search(words):
        raise Invalid(NEGOTIABLE)
    found = _RANGE.search(_counted(apart))
    if found is None:
        raise Invalid(NO_PAY)
    low, high = _bounds(found)
    unit = next((unit for unit, form in _UNITS if form.search(words)), None) or _likely(low)
    least, most = _SANE[unit]
    if not least <= low <= high <= most:
        raise Invalid(ABSURD)
    return Pay(low, high, unit)


def _counted(words: str) -> str:
    """The words with spoken sums in digits (一万五 → 15000, 六七千 → 6千-7千), and without numbers of heads, hours, insurances."""
    words = _PER.sub("/", _OTHERS.sub(" ", words))
    words = _PAIR.sub(r"\1\3-\2", words)
    words = _FIRST.sub(lambda hit: str(_DIGITS[hit[0]]), words)
    return _SPOKEN.sub(lambda hit: _written(hit[0]), words)


def _written(spoken: str) -> str:
    """One sum in digits; where it has one scale that stays (六千 → 6千), for in 五到六千 it is the other's too."""
    simple = re.fullmatch(_PART, spoken)
    value = _sum(spoken[:-1] if simple else spoken)
    return f"{value:g}{spoken[-1]}" if simple and value < 100_000 else f"{value:.0f}"


def _sum(spoken: str) -> float:
    """The value of a sum as it is said: a last digit counts by the scale below the one before it (一万五 15000, 8千5 8500)."""
    total = section = 0.0
    digit: float | None = None
    scale = 1
    for sign in re.findall(r"\d+(?:\.\d+)?|\D", spoken):
        if sign in "零〇":
            digit, scale = None, 10
        elif sign in _DIGITS or sign[0].isdigit():
            digit = float(_DIGITS.get(sign, 0) or sign)
        elif (scale := _SCALES[sign]) == 10_000:
            total, section, digit = total + (section + (digit or 0)) * scale, 0.0, None
        else:
            section, digit = section + (1 if digit is None else digit) * scale, None
    tail = digit or 0
    return total + section + tail * (scale / 10 if 0 < tail < 10 and scale > 1 else 1)


def _bounds(found: re.Match[str]) -> tuple[int, int]:
    """The two ends in yuan; in 6-8千 the scale of the higher one is the lower one's too."""
    low, high = float(found["low"]), float(found["high"] or found["low"])
    top = found["top"] or (found["scale"] if high < 1000 else "")
    scale = found["scale"] or (top if low * _SCALES[top] <= high * _SCALES[top] and low < 1000 else "")
    first, second = round(low * _SCALES[scale]), round(high * _SCALES[top])
    return min(first, second), max(first, second)


def _likely(low: int) -> PayUnit:
    """The unit that a sum without one has: 150 is for a day, 6000 for a month, 120000 for a year."""
    if low < 60:
        return PayUnit.HOUR
    if low < 1000:
        return PayUnit.DAY
    return PayUnit.MONTH if low < 60_000 else PayUnit.YEAR


_TOLD = {PayUnit.HOUR: "元/小时", PayUnit.DAY: "元/天", PayUnit.MONTH: "元/月", PayUnit.YEAR: "元/年", PayUnit.ONCE: "元（一次性）"}


def told(value: Pay) -> str:
    """Pay for people: 6000–8000元/月."""
    amount = f"{value.low}" if value.low == value.high else f"{value.low}–{value.high}"
    return f"{amount}{_TOLD[value.unit]}"
