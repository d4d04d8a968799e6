"""What an incentive may come to for an enterprise: only arithmetic on figures that the quoted sentence holds, shown openly."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.patterns import pattern
from rag.directory.amounts import Sum, said, sums
from rag.directory.deeds import Done


class Need(StrEnum):
    """A figure of the enterprise's that the arithmetic wants."""

    YUAN = "yuan"
    HEADS = "heads"


@dataclass(frozen=True, slots=True)
class Estimate:
    """`sum` in yuan and how it comes about; or the figure that is `missing`; or neither, where the text cannot be reckoned with.

    `told` says the rate in words of the text. `offset`: the sum is set off against these duties and cannot exceed them ("" for none).
    `each` tells what the sum is for when it is not once and for all: 每月.
    """

    told: str
    sum: Decimal | None = None
    working: str = ""
    missing: Need | None = None
    offset: str = ""
    each: str = ""


_BASE = (
    r"(?:投资(?:总额|额)?|总投资|投入(?:资金)?|设备[^,;。]{0,4}价值|评估价值|设备投资额?|购置[^,;。]{0,3}(?:费用?|价格)|建设(?:费用|资金))"
)
_SHARE = (
    pattern(rf"(?P<base>(?:实际)?{_BASE})的?(?P<rate>\d+(?:\.\d+)?)%"),
    pattern(rf"比例[为是](?P<base>(?:实际)?{_BASE})的?(?P<rate>\d+(?:\.\d+)?)%"),
)
_CAP = pattern(r"(?:最高|最多|不超过|上限|封顶)[^,;。\d]{0,6}$")
_HEAD = pattern(r"每(?:[^,;。\d每]{0,4}1?名|人|生|招用1人)[^;。]{0,30}?$")
_TIME = pattern(r"每(?:人|名|生)?每?(?P<time>个?月|年|学年|学期|天|日|课时|班次)[^,;。每]{0,12}$")
_MOST_HEADS = pattern(r"最多[^,;。\d]{0,6}(?P<most>\d+)(?:人|名)")
_ONCE = pattern(r"(?:一次性|奖励|补助|补贴|给予|奖补|资助|发放)[^,;。\d]{0,12}$")
_RANGE = pattern(r"^(?:至|到|[-—~])")
_DUTIES = pattern(r"(?:教育费附加|地方教育附加|增值税|所得税|企业所得税|房产税|城镇土地使用税|契税)")


def estimate(text: str, done: Done | None, loose: Decimal | None) -> Estimate | None:
    """The estimate by a part of a sentence in half width; None where it holds no rate that is paid to somebody.

    `done` is what the enterprise told of the deed that is paid for, `loose` a sum that it told of nothing in particular.
    """
    found = list(sums(text))
    caps = [one for one in found if _CAP.search(text[: one.start])]
    if share := next((hit for rule in _SHARE if (hit := rule.search(text))), None):
        return _by_share(text, share, min((one.yuan for one in caps), default=None), done.yuan if done and done.yuan is not None else loose)
    paid = [one for one in found if one not in caps and not _RANGE.match(text[one.end :])]
    if not paid or len(paid) != len([one for one in found if one not in caps]):
        return Estimate("、".join(text[one.start : one.end] for one in found)) if found else None
    first = paid[0]
    if _HEAD.search(text[: first.start]):
        return _by_head(text, first, min((one.yuan for one in caps), default=None), done.heads if done else None)
    told = text[first.start : first.end]
    if len(paid) == 1 and _ONCE.search(text[: first.start]) and not _TIME.search(text[: first.start]):
        return Estimate(told, first.yuan, f"原文写明{said(first.yuan)}")
    return Estimate(told)


def _by_share(text: str, share: "re.Match[str]", cap: Decimal | None, yuan: Decimal | None) -> Estimate:
    told = f"{share['base']}的{share['rate']}%"
    offset = "和".join(dict.fromkeys(_DUTIES.findall(text))) if re.search("抵|减", text) else ""
    if yuan is None:
        return Estimate(told, missing=Need.YUAN, offset=offset)
    whole = yuan * Decimal(share["rate"]) / 100
    working = f"{said(yuan)} × {share['rate']}% = {said(whole)}"
    return Estimate(told, *_capped(whole, working, cap), offset=offset)


def _by_head(text: str, rate: Sum, cap: Decimal | None, heads: int | None) -> Estimate:
    time = _TIME.search(text[: rate.start])
    each = f"每{time['time']}" if time else ""
    told = f"每人{each}{said(rate.yuan)}"
    if heads is None:
        return Estimate(told, missing=Need.HEADS, each=each)
    most = _MOST_HEADS.search(text)
    counted = min(heads, int(most["most"])) if most else heads
    whole = rate.yuan * counted
    working = f"{counted}人 × {said(rate.yuan)} = {said(whole)}" + (f"（最多算{counted}人）" if counted < heads else "")
    # A cap by the year says nothing of a sum by the month.
    return Estimate(told, *_capped(whole, working, None if each else cap), each=each)


def _capped(whole: Decimal, working: str, cap: Decimal | None) -> tuple[Decimal, str]:
    if cap is None or whole <= cap:
        return whole, working
    return cap, f"{working}，超过原文的上限，按上限{said(cap)}"
