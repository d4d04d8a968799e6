"""Days as people write them: 下周五, 6月底, 12月31号, 三个月后, 明年3月1日, 2026-12-31."""

from calendar import monthrange
from datetime import date, timedelta

from chat.flow import Invalid
from domain.patterns import pattern
from rag.fold import fold, numeral

NO_DAY = "没看懂日期。请写成 12月31日、下周五、6月底、两周后 这样的。"
PAST = "这个日期已经过了，请写今天以后的日期。"
FAR = "截止日期最长可以设到一年以后，到期前可以续。"
_LONGEST = 366

_WEEKDAYS = {sign: value for value, sign in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 6}
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_FULL = pattern(r"(?P<y>20\d\d)\s*[-./年]\s*(?P<m>\d{1,2})\s*(?:[-./月]\s*(?P<d>\d{1,2}))?\s*(?P<part>[底初中])?")
_MONTH = pattern(
    r"(?P<rel>后年|明年|今年|下个?月|本月|这个?月)?\s*(?:(?<!\d)(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月)?"
    r"\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]"
)
_HALVES = (*"0123456789", "月")
"""What a day without its month must not follow: it is a piece of something else."""
_END = pattern(
    r"(?P<rel>后年|明年|今年)?\s*(?:(?<!\d)(?P<m>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?|(?P<this>这个?月|本月|月)|(?P<next>下个?月))\s*(?P<part>底|末|初|中旬|中|上旬|下旬)"
)
_YEAR_END = pattern(r"(?P<rel>后年|明年|今年)?年?[底末]")
_WEEK = pattern(r"(?P<rel>下下|下|这|本)?个?(?:周|星期|礼拜)(?P<d>[一二三四五六日天末])")
_LATER = pattern(rf"(?P<n>{_NUMBER})\s*(?:个\s*)?(?P<unit>天|日(?=之?后|以后|内)|周|星期|礼拜|(?<=个)月|年)")
_SOON = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_YEARS = {"明年": 1, "后年": 2}
_PARTS = {"初": 10, "上旬": 10, "中": 20, "中旬": 20}


def day(text: str, today: date) -> date:
    """The day that is meant, seen from today. Raises Invalid for what is no day, for one that is past, and for one too far away."""
    found = read(text, today)
    if found is None:
        raise Invalid(NO_DAY)
    if found < today:
        raise Invalid(PAST)
    if (found - today).days > _LONGEST:
        raise Invalid(FAR)
    return found


def read(text: str, today: date) -> date | None:
    """The day that is meant, seen from today, whenever it is; None for what is no day."""
    words = fold(text).replace(" ", "")
    try:
        return (
            _full(words)
            or _soon(words, today)
            or _end(words, today)
            or _of_month(words, today)
            or _of_week(words, today)
            or _later(words, today)
        )
    except ValueError:
        return None


def _full(words: str) -> date | None:
    hit = _FULL.search(words)
    if hit is None:
        return None
    year, month = int(hit["y"]), int(hit["m"])
    return date(year, month, int(hit["d"])) if hit["d"] else date(year, month, _last(year, month, hit["part"] or "底"))


def _soon(words: str, today: date) -> date | None:
    word = max((word for word in _SOON if word in words), key=len, default="")
    return today + timedelta(days=_SOON[word]) if word else None


def _end(words: str, today: date) -> date | None:
    """The end, the beginning or the middle of a month; 年底."""
    hit = _END.search(words)
    if hit is None:
        whole = _YEAR_END.search(words)
        return date(today.year + _YEARS.get(whole["rel"], 0), 12, 31) if whole else None
    if hit["m"]:
        month = _number(hit["m"])
        year = today.year + _YEARS.get(hit["rel"], int(not hit["rel"] and month < today.month))
    else:
        year, month = (today.year, today.month) if hit["this"] else _next_month(today)
    return date(year, month, _last(year, month, hit["part"]))


def _of_month(words: str, today: date) -> date | None:
    hit = _MONTH.search(words)
    if hit is None or (not hit["m"] and not hit["rel"] and words[: hit.start()].endswith(_HALVES)):
        return None
    number, relative = _number(hit["d"]), hit["rel"] or ""
    if hit["m"]:
        month = _number(hit["m"])
        found = date(today.year + _YEARS.get(relative, 0), month, number)
        return found.replace(year=found.year + 1) if found < today and not relative else found
    year, month = _next_month(today) if relative.startswith("下") else (today.year, today.month)
    found = date(year, month, number)
    return date(*_next_month(today), number) if found < today and not relative else found


def _of_week(words: str, today: date) -> date | None:
    hit = _WEEK.search(words)
    if hit is None:
        return None
    monday = today - timedelta(days=today.weekday())
    weeks = {"下下": 2, "下": 1}.get(hit["rel"] or "", 0)
    found = monday + timedelta(days=7 * weeks + _WEEKDAYS[hit["d"]])
    return found + timedelta(days=7) if found < today and not hit["rel"] else found


def _later(words: str, today: date) -> date | None:
    hit = _LATER.search(words)
    if hit is None:
        return None
    number = 0.5 if hit["n"] == "半" else float(_number(hit["n"]))
    if hit["unit"] in {"月", "年"}:
        months = round(number * (12 if hit["unit"] == "年" else 1))
        if months == 0:
            return today + timedelta(days=15)
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    return today + timedelta(days=round(number * (1 if hit["unit"] in {"天", "日"} else 7)))


def _next_month(today: date) -> tuple[int, int]:
    return (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)


def _last(year: int, month: int, part: str) -> int:
    return _PARTS.get(part) or monthrange(year, month)[1]


def _number(word: str) -> int:
    value = int(word) if word.isdigit() else numeral(word)
    if value is None:
        raise ValueError(word)
    return value


def told(value: date) -> str:
    """A day for people: 2026年12月31日."""
    return f"{value.year}年{value.month}月{value.day}日"
