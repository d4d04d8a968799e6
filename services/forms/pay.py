"""Pay as people write it: 月薪6-8千, 150元/天, 年薪10万左右, 8k, 六千到八千. 面议 is refused: a post has to say what it pays."""

import re

from chat.flow import Invalid
from domain.listing import Pay, PayUnit
from rag.fold import fold, numeral

NO_PAY = "请写薪酬，例如：月薪6000到8000、150元/天。"
NEGOTIABLE = "招聘信息要写明薪酬，不能写面议。给一个范围就行，例如：月薪6000到8000。"
ABSURD = "这个薪酬看着不对，请再核对一下数字和单位，例如：月薪6000到8000、150元/天。"

_NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+(?=[千万百k]))"
_SCALE = r"(?:万|千|百|k|w)?"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?P<scale>{_SCALE})\s*元?\s*(?:(?:-|~|—|–|到|至)+\s*(?P<high>{_NUMBER})\s*(?P<top>{_SCALE}))?(?P<open>\s*元?\s*(?:以上|起))?"
)
_SCALES = {"": 1, "百": 100, "千": 1000, "k": 1000, "万": 10000, "w": 10000}
_NEGOTIABLE = re.compile(r"面议|面谈|协商|另议|详谈|私聊")
_UNITS = (
    (PayUnit.HOUR, re.compile(r"小时|时薪|/h|钟点")),
    (PayUnit.DAY, re.compile(r"日薪|每天|一天|/天|元天|/日|每日|天薪|按天")),
    (PayUnit.YEAR, re.compile(r"年薪|每年|一年|/年|年包")),
    (PayUnit.ONCE, re.compile(r"一次性|每次|/次|一次|总共|共计|/项|每项")),
    (PayUnit.MONTH, re.compile(r"月|/m")),
)
_SPOKEN = re.compile(r"(\d)([万千])(\d)(?![\d.万千百元])")
_SANE = {
    PayUnit.HOUR: (5, 5_000),
    PayUnit.DAY: (30, 50_000),
    PayUnit.MONTH: (300, 500_000),
    PayUnit.YEAR: (3_000, 10_000_000),
    PayUnit.ONCE: (1, 100_000_000),
}


def pay(text: str) -> Pay:
    """The pay that is written there; where no unit is, the size of the sum tells it. Raises Invalid with what to write instead."""
    words = fold(text).replace(",", "").replace(" ", "")
    if _NEGOTIABLE.search(words):
        raise Invalid(NEGOTIABLE)
    found = _RANGE.search(_counted(words))
    if found is None:
        raise Invalid(NO_PAY)
    low, high = _bounds(found)
    unit = next((unit for unit, form in _UNITS if form.search(words)), None) or _likely(low)
    least, most = _SANE[unit]
    if not least <= low <= high <= most:
        raise Invalid(ABSURD)
    return Pay(low, high, unit)


def _counted(words: str) -> str:
    """The words with 1万2 written out, and without numbers of something else than money: heads, hours, days a week, dates."""
    words = _SPOKEN.sub(r"\1.\3\2", words)
    return re.sub(r"\d+(?:-\d+)?(?:名|人|个(?!月)|小时工作|天/周|月\d|岁|年以上|年经验)|每周\d+天|\d+险|[五六]险[一二]金", " ", words)


def _bounds(found: re.Match[str]) -> tuple[int, int]:
    """The two ends in yuan; in 6-8千 the scale of the higher one is the lower one's too."""
    low, high = _value(found["low"]), _value(found["high"] or found["low"])
    top = found["top"] or found["scale"] if found["high"] else found["scale"]
    scale = found["scale"] or (top if low * _SCALES[top] <= high * _SCALES[top] and low < 1000 else "")
    first, second = round(low * _SCALES[scale]), round(high * _SCALES[top])
    return min(first, second), max(first, second)


def _value(number: str) -> float:
    return float(number) if number[0].isdigit() else float(numeral(number) or 0)


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
