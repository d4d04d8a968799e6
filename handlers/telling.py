"""The questions of a 明白纸: what is asked, which answers are taken, and what they tell of the enterprise."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from chat.flow import Answers as Told
from chat.flow import Invalid, Step
from chat.reply import Choice
from chat.walk import is_question
from domain.patterns import pattern
from rag.directory.amounts import MOST, sum_of, value_of
from rag.directory.deeds import DEEDS, STATUSES, deeds_in
from rag.directory.facts import Facts, facts_of

WHAT = "企业做了、或打算做什么？点一个，或者自己写，例如：投200万办职业学校，每年接收30名实习生。"
HOW_MUCH = "这件事投了（或打算投）多少钱？写数字就行，例如：100万。"
HOW_MANY = "一共多少人？写数字就行，例如：30。"
NO_DEED = "没看出是哪一类。请点一个，或写清楚做什么，例如：接收学生实习。"
NO_SUM = "没看懂金额。请写一个数，例如：100万 或 1.2亿。"
TOO_MUCH = "这个金额不像真的，请再看一下位数，例如：100万。"
NO_HEADS = "请写一个人数，例如：30。"
YES_OR_NO = "请回答：是、否，或者不清楚。"
YES, NO, UNKNOWN = "yes", "no", "unknown"
_FIGURE = pattern(r"\d{1,14}(?:\.\d{1,4})?")
_LETTERS = {YES: "y", NO: "n", UNKNOWN: "u"}
LONGEST = 300
"""So many characters are read of what an enterprise tells."""

_OFFERED = 8
_MOST_HEADS = 1_000_000
_UNSURE = ("不清楚", "不知道", "不确定", "没定", "不好说")
_NO_WORDS = ("不", "没", "否", "未")
_YES_WORDS = ("是", "在", "有", "对", "已", "嗯", "属于", "列入")


def facts_in(told: Told) -> Facts:
    """What was told in free words and in answers to our questions."""
    facts = facts_of("。".join(part for part in (told.get("wish", ""), told.get("deeds", "")) if part))
    answered = {one.key: {YES: True, NO: False}.get(told[one.key]) for one in STATUSES if one.key in told}
    yuan, heads = told.get("yuan", UNKNOWN), told.get("heads", UNKNOWN)
    done = tuple(replace(one, heads=one.heads if one.heads is not None or heads == UNKNOWN else int(heads)) for one in facts.done)
    return replace(facts, done=done, yuan=facts.yuan if yuan == UNKNOWN else Decimal(yuan), statuses={**facts.statuses, **answered})


def packed(told: Told) -> str:
    """The answers beside the free words, short enough for a button: yn---u.30.1000000."""
    statuses = "".join(_LETTERS.get(told.get(one.key, ""), "-") for one in STATUSES)
    heads, yuan = (word if _FIGURE.fullmatch(word := told.get(name, "")) else "" for name in ("heads", "yuan"))
    return f"{statuses}.{heads}.{yuan}"


def unpacked(value: str) -> Told:
    """The answers of a button, which may be a forged one: what cannot be is left out."""
    statuses, _, figures = value.partition(".")
    heads, _, yuan = figures.partition(".")
    letters = {letter: word for word, letter in _LETTERS.items()}
    told = {one.key: letters[letter] for one, letter in zip(STATUSES, statuses, strict=False) if letter in letters}
    figure = {"heads": heads if heads.isdigit() else "", "yuan": yuan}
    return told | {name: word for name, word in figure.items() if _FIGURE.fullmatch(word)}


def steps() -> tuple[Step, ...]:
    """One question for each thing that may decide; each applies only where `asks` names it."""
    deeds = tuple(Choice(one.name, one.name) for one in DEEDS[:_OFFERED])
    words = (Choice("是", YES), Choice("否", NO), Choice("不清楚", UNKNOWN))
    unsure = (Choice("不清楚", UNKNOWN),)
    return (
        Step("deeds", WHAT, _deeds, deeds, _asked("deeds")),
        *(Step(one.key, one.ask, yes_or_no, words, _asked(one.key)) for one in STATUSES),
        Step("yuan", HOW_MUCH, _yuan, unsure, _asked("yuan"), number=True),
        Step("heads", HOW_MANY, _heads, unsure, _asked("heads"), number=True),
    )


def _asked(key: str) -> Callable[[Told], bool]:
    return lambda told: key in told.get("asks", "").split()


def _deeds(text: str) -> str:
    if not deeds_in(text) or len(text) > LONGEST:
        raise Invalid(NO_DEED)
    return text


def yes_or_no(text: str) -> str:
    """`YES`, `NO` or `UNKNOWN`. Raises Invalid."""
    words = text.strip(" 。，,.!！的了")
    if len(words) > 12 or is_question(words):
        raise Invalid(YES_OR_NO)
    if words.startswith(_UNSURE) or words.endswith(_UNSURE):
        return UNKNOWN
    if words.startswith(_NO_WORDS) or "不在" in words or "没有" in words:
        return NO
    if words.startswith(_YES_WORDS):
        return YES
    raise Invalid(YES_OR_NO)


def _yuan(text: str) -> str:
    if text.startswith(_UNSURE):
        return UNKNOWN
    yuan = sum_of(text)
    if yuan is None:
        raise Invalid(NO_SUM)
    if not 0 < yuan <= MOST:
        raise Invalid(TOO_MUCH)
    return f"{yuan:f}"


def _heads(text: str) -> str:
    if text.startswith(_UNSURE):
        return UNKNOWN
    words = text.strip().rstrip("人名个位左右")
    try:
        heads = int(value_of(words))
    except (KeyError, ValueError, IndexError) as problem:
        raise Invalid(NO_HEADS) from problem
    if not 0 < heads <= _MOST_HEADS:
        raise Invalid(NO_HEADS)
    return str(heads)
