"""A subscription in words, the buttons under it, and what they change."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from chat.reply import Choice
from domain.subscription import Rhythm, Subscription, Topic
from handlers.listing import numbers
from handlers.wish import button, told
from services.alerts import pace_of
from services.forms.subscribing import MOST, WEEKDAYS, rhythm
from services.holdings import Holdings

Change = Callable[[Subscription], Subscription]

NIGHT = "晚上{quiet_from}点到早上{quiet_to}点不打扰"


def what_told(one: Subscription, holdings: Holdings) -> str:
    """What a subscription is about: 包头 / 光伏 / 实习; 包头 / 新政策."""
    if one.topic is Topic.POLICIES:
        return f"{holdings.region(one.wish.region).short if one.wish.region else '各地'} / 新政策"
    return told(one.wish, holdings)


def often(one: Subscription) -> str:
    """How often, in words: 每周一推一次，每次最多3条，晚上22点到早上8点不打扰."""
    night = NIGHT.format(quiet_from=one.quiet_from, quiet_to=one.quiet_to) if one.quiet_from != one.quiet_to else "夜里也推"
    return f"{often_told(pace_of(one))}，每次最多{one.most}条，{night}"


def tools(one: Subscription) -> tuple[Choice, ...]:
    """What stands under every alert, and under a subscription."""
    pause = Choice("恢复", f"sub-set:{one.id}.paused.0") if one.paused else Choice("暂停", f"sub-set:{one.id}.paused.1")
    now = (button("看现在的", one.wish),) if one.topic is Topic.LISTINGS else ()
    return (*now, Choice("改", f"sub-how:{one.id}"), pause, Choice("退订", f"sub-end:{one.id}"))


def often_told(value: str) -> str:
    """The rhythm of a button in words: 每周一推一次."""
    kind, day = rhythm_of(value)
    words = {Rhythm.AT_ONCE: "有新的就推", Rhythm.DAILY: "每天推一次", Rhythm.MONTHLY: "每月1号推一次"}
    return words.get(kind) or f"每周{WEEKDAYS[day]}推一次"


def pace(text: str) -> str:
    """A rhythm in people's words as it stands on a button. Raises Invalid."""
    kind, day = rhythm(text)
    return f"weekly-{day}" if kind is Rhythm.WEEKLY else kind.value


def rhythm_of(value: str) -> tuple[Rhythm, int]:
    """The rhythm and the weekday of a button; weekly on Monday for what is none of ours."""
    name, _, day = value.rpartition("-")
    if name == "weekly" and day in {str(one) for one in range(7)}:
        return Rhythm.WEEKLY, int(day)
    return (Rhythm(value), 0) if value in {Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.MONTHLY} else (Rhythm.WEEKLY, 0)


def _with_rhythm(value: str) -> Change:
    kind, day = rhythm_of(value)
    return lambda one: replace(one, rhythm=kind, weekday=day)


def _with_most(value: str) -> Change:
    return lambda one: replace(one, most=min(MOST, max(1, numbers(value)[0])))


def _with_quiet(value: str) -> Change:
    begin, end = (22, 8) if value == "22-8" else (0, 0)
    return lambda one: replace(one, quiet_from=begin, quiet_to=end)


def _with_pause(value: str) -> Change:
    return lambda one: replace(one, paused=value == "1")


CHANGES: Mapping[str, Callable[[str], Change]] = {
    "often": _with_rhythm,
    "most": _with_most,
    "quiet": _with_quiet,
    "paused": _with_pause,
}
"""What a button changes, by its field: the value on it to what becomes of the subscription."""
