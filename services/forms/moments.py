"""Moments as people write them: 明天上午9点, 下周五下午3点半, 今晚8点, 14:30, 半小时后."""

import re
from datetime import date, datetime, time, timedelta

from chat.flow import Invalid
from domain.clock import HERE
from domain.patterns import pattern
from rag.fold import fold, numeral
from services.forms import days

NO_MOMENT = "没看懂时间。请写成 明天上午9点、下周五下午3点半、14:30、两小时后 这样的。"
PAST = "这个时间已经过了，请写以后的时间。"
FAR = "最多可以定在60天以后，请写近一些的时间。"

_LONGEST = timedelta(days=60)
_MORNING = time(9, 0)
_NUMBER = r"\d{1,2}|[零一二两三四五六七八九十]{1,3}"
_PART = r"(?P<part>凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|夜里|晚)?"
_CLOCK = pattern(
    rf"{_PART}\s*(?<!\d)(?P<h>{_NUMBER})\s*(?:[:：]\s*(?P<m>\d{{2}})|[点时]\s*(?P<words>半|一刻|三刻|(?:{_NUMBER})(?=分|$))?分?整?)"
)
_LATER = pattern(rf"(?P<n>半|{_NUMBER})\s*(?:个(?P<half>半)?)?\s*(?P<unit>小时|钟头|分钟)\s*(?:之|以)?后")
_DAY = pattern(r"20\d\d[-./]|[月日号天周年底末初]|星期|礼拜|今|明|后")
_SOON = {"今": "今天", "明": "明天", "后": "后天"}
_SHORT = pattern(r"(?<!大)(今|明|后)(?=早|晚|上午|下午)")
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚"})


def moment(text: str, now: datetime) -> datetime:
    """The moment that is meant (aware), seen from now. Raises Invalid for what is none, what is past, and what is too far away."""
    here = now.astimezone(HERE)
    words = _SHORT.sub(lambda hit: _SOON[hit[1]], fold(text))
    found = _later(words, here) or _at(words, here)
    if found <= here:
        raise Invalid(PAST)
    if found - here > _LONGEST:
        raise Invalid(FAR)
    return found


def _later(words: str, here: datetime) -> datetime | None:
    hit = _LATER.search(words)
    if hit is None:
        return None
    number = 0.5 if hit["n"] == "半" else _number(hit["n"]) + (0.5 if hit["half"] else 0.0)
    seconds = number * (60 if hit["unit"] == "分钟" else 3600)
    return (here + timedelta(seconds=seconds)).replace(microsecond=0)


def _at(words: str, here: datetime) -> datetime:
    hit = _CLOCK.search(words)
    rest = words[: hit.start()] + words[hit.end() :] if hit else words
    if hit is None and not _DAY.search(rest):
        raise Invalid(NO_MOMENT)
    clock = _time(hit) if hit else _MORNING
    if _DAY.search(rest):
        return datetime.combine(_day(rest, here), clock, HERE)
    found = datetime.combine(here.date(), clock, HERE)
    # A time without a day is the next one of its kind.
    return found if found > here else found + timedelta(days=1)


def _day(words: str, here: datetime) -> date:
    try:
        return days.day(words, here.date())
    except Invalid as problem:
        raise Invalid(PAST if str(problem) == days.PAST else FAR if str(problem) == days.FAR else NO_MOMENT) from problem


def _time(hit: re.Match[str]) -> time:
    hour, part = _number(hit["h"]), hit["part"] or ""
    minute = int(hit["m"] or 0) if not hit["words"] else _QUARTERS.get(hit["words"]) or _number(hit["words"])
    if hour < 12 and (part in _AFTERNOON or (part == "中午" and hour < 6)):
        hour += 12
    if hour > 23 or minute > 59:
        raise Invalid(NO_MOMENT)
    return time(hour, minute)


def _number(word: str) -> int:
    value = int(word) if word.isdigit() else numeral(word.replace("零", "")) if word != "零" else 0
    if value is None:
        raise Invalid(NO_MOMENT)
    return value


def told(value: datetime) -> str:
    """A moment for people: 11月25日 09:00."""
    here = value.astimezone(HERE)
    return f"{here.month}月{here.day}日 {here:%H:%M}"
