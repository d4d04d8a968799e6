"""What somebody wants to be told of, and how often, in one sentence: 每周一给我推包头光伏实习; 有新政策告诉我."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from chat.flow import Invalid
from domain.patterns import pattern
from domain.subscription import Rhythm, Topic, Wish
from rag.fold import fold, numeral
from rag.regions import Gazetteer
from services.forms.posting import region_in
from services.forms.seeking import LONGEST, wish_in

WEEKDAYS = "一二三四五六日"
MOST = 10
"""More than these are never shown at a time."""

_NO_RHYTHM = "没看懂多久推一次。请点一个，或写：有新的就推、每天、每周一、每月。"
_DAYS = {sign: day for day, sign in enumerate(WEEKDAYS)} | {"天": 6, "末": 5}
_WEEKLY = pattern(r"(?:每|逢)(?:个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])?|周报")
_DAILY = pattern(r"每天|每日|天天|日报|一天一次")
_MONTHLY = pattern(r"每(?:个)?月|一个?月一次|月报|按月")
_AT_ONCE = pattern(r"一?有新的?(?:就|马上|立刻)?(?:推|发|告诉|通知)?|随时|马上|立[即刻]|实时|一[有出]|有了?[^,。]{0,16}(?:就|马上|立刻|时)")
_MOST = pattern(r"(?:每次|一次)?(?:最多|不超过|至多)(?P<most>\d{1,2}|[一二两三四五六七八九十]{1,2})[条个份]")
_PUSH = pattern(r"推送|推给我|推荐?给我|给我推荐?|[请帮]?订阅|(?:定期|按时|定时)(?:推|发)|^推")
_ONCE = pattern(r"推荐(?:几|一[个份些下]|些|点|两|三)")
_WORD = pattern(r"(?:通知|告诉|提醒|发给?|告知|叫|喊|推)(?:一下|一声)?我|给我(?:发|说)|(?:通知|提醒|告诉)(?:一下|一声)$")
_POSTS = pattern(r"实习|岗位?|职位|招聘|招工|工作|培训|见习|招[^,。商生标投引]{2,6}")
_POLICIES = pattern(
    r"(?:新|最新|有)[^,。]{0,6}(?:政策|文件)|(?:政策|文件)[^,。]{0,4}(?:更新|变化|变动|出台|发布)|政策(?:提醒|推送)|订阅[^,。]{0,6}政策"
)
_NEW = pattern(r"新|更新|变化|变动|出台|发布|以后|今后|订阅|推送|提醒")
_QUESTION = pattern(r"[?吗呢]\s*$|怎么|如何|什么时候|多少|为什么|能不能|是否|哪[些里个]|谁|结果|答复|回复|补贴|不要|别|取消|退订|停")
_FILLING = pattern(r"一?有新的?|随时|马上|立[即刻]|实时|一有|有了|以后|今后|只要|新的?(?=[^能])|的话|就|一次|时候?$|时(?=[,。])|最多|每次")
_FORMS = (_MOST, _WEEKLY, _DAILY, _MONTHLY, _PUSH, _WORD, _FILLING)


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence asks for; `rhythm` is None where it does not say how often, `most` 0 where not how many."""

    topic: Topic
    wish: Wish
    rhythm: Rhythm | None = None
    weekday: int = 0
    most: int = 0


def read(text: str, gazetteer: Gazetteer, home: Collection[str] = ()) -> Told | None:
    """The subscription that a sentence asks for; None where it asks for none."""
    if not may_ask(text):
        return None
    plain = fold(text).strip()
    if _POLICIES.search(plain) and _NEW.search(plain):
        return _told(plain, Topic.POLICIES, Wish(region=region_in(plain, gazetteer, home)))
    wish = wish_of(plain, gazetteer, home)
    if not (_POSTS.search(plain) or (_is_pushed(plain) and wish.words)):
        return None
    return _told(plain, Topic.LISTINGS, wish)


def may_ask(text: str) -> bool:
    """Whether a sentence may ask for a subscription, as far as that shows without the documents' own places."""
    plain = fold(text).strip()
    if len(plain) > LONGEST or _QUESTION.search(plain):
        return False
    return _is_pushed(plain) or bool(_WORD.search(plain) and (_is_timed(plain) or _NEW.search(plain)))


def wish_of(text: str, gazetteer: Gazetteer, home: Collection[str] = ()) -> Wish:
    """What is looked for, without the words that say how often and that it is to be told."""
    rest = fold(text)
    for form in _FORMS:
        rest = form.sub(" ", rest)
    return wish_in(rest, gazetteer, home)


def rhythm(text: str) -> tuple[Rhythm, int]:
    """How often, and on which weekday (0 for Monday). Raises Invalid."""
    found = _rhythm(fold(text))
    if found is None:
        raise Invalid(_NO_RHYTHM)
    return found


def _rhythm(plain: str) -> tuple[Rhythm, int] | None:
    if weekly := _WEEKLY.search(plain) or re.search(r"^(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])$", plain):
        day = weekly.groupdict().get("day")
        return Rhythm.WEEKLY, _DAYS[day] if day else 0
    if _DAILY.search(plain):
        return Rhythm.DAILY, 0
    if _MONTHLY.search(plain):
        return Rhythm.MONTHLY, 0
    return (Rhythm.AT_ONCE, 0) if _AT_ONCE.search(plain) else None


def _is_timed(plain: str) -> bool:
    return bool(_WEEKLY.search(plain) or _DAILY.search(plain) or _MONTHLY.search(plain) or _AT_ONCE.search(plain))


def _is_pushed(plain: str) -> bool:
    return bool(_PUSH.search(plain)) and (_is_timed(plain) or not _ONCE.search(plain))


def _told(plain: str, topic: Topic, wish: Wish) -> Told:
    often, day = _rhythm(plain) or (None, 0)
    many = _MOST.search(plain)
    most = min(MOST, int(many["most"]) if many["most"].isdigit() else numeral(many["most"]) or 0) if many else 0
    return Told(topic, wish, often, day, most)
