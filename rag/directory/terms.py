"""What an incentive asks for, read from its own sentence."""

import re
from dataclasses import dataclass

from domain.patterns import pattern
from rag.directory.deeds import Deed, Status, deeds_in, levels_in, statuses_in
from rag.directory.entities import Incentive
from rag.fold import narrow


@dataclass(frozen=True, slots=True)
class Terms:
    """What an incentive asks for: one of the deeds, all of the statuses, one of the levels of schools.

    `least` is how many people it asks for at least (0: does not say), `others` is who else it is for, `vague` are conditions that the text
    does not spell out, `check` is one that only a person can check.
    """

    others: str
    deeds: tuple[Deed, ...]
    statuses: tuple[Status, ...]
    levels: frozenset[str]
    vague: tuple[str, ...]
    check: str
    least: int


_FIRMS = pattern(r"企业(?!职工|技术|师傅|员工)|产业学院|公司|用人单位|实习单位|申报单位|合作社|工厂|社会力量|用工单位|各类主体|雇主")
_OTHERS = pattern(
    r"院校|学校|高校|大学生|大学|学院|教师|老师|人才|毕业生|学生|学徒|学员|师傅|人员|职工|群体|银行|金融机构|投资机构|社会资本|机构|工作室|平台|团队|青年|大师|家庭|考生|户籍"
)
_PLAIN = pattern(r"(?:各类|相关|每家|单个|本[市区县州])?(?:企业|公司|用人单位|单位)?")
_LEAST = pattern(r"(?P<above>\d{1,6})(?:人|名)(?:及)?以上|(?:不少于|至少|不低于)(?P<least>\d{1,6})(?:人|名)")
_GRANTED = pattern(r"可[按以享得]|给予|予以|进行|奖励|补助|补贴")
_MARKED = pattern(
    r"(?:重点|优秀|示范|骨干|符合[^,;。的]{2,12}的|(?:经|新)?认定的?)(?=[^,;。]{0,10}(?:企业|公司|项目|单位|产业学院))|作出突出贡献|贡献突出|发挥作用突出|成效(?:明显|显著|突出)"
)


def terms_of(incentive: Incentive) -> Terms:
    """What an incentive asks for, read from whom it is for and from what stands before and around the offer."""
    segment = segment_of(incentive)
    before = segment.partition(incentive.what)[0]
    lead = narrow(incentive.source.lead)
    named = f"{incentive.who},{incentive.condition},{before},{lead}"
    others = "" if _FIRMS.search(incentive.who) or (not incentive.who and _FIRMS.search(segment + lead)) else _other(incentive.who, segment)
    # A row of a table says in its name what it is for: 实习补贴.
    offered = incentive.what if "\t" in incentive.source.quote else _asking(incentive.what)
    deeds = tuple(deeds_in(f"{named},{offered}"))
    statuses = tuple(statuses_in(incentive.who or f"{before},{lead},{offered}"))
    vague = tuple(dict.fromkeys(hit[0] for hit in _MARKED.finditer(f"{incentive.who},{incentive.condition}")))
    known = deeds or statuses or vague or _PLAIN.fullmatch(incentive.who)
    check = incentive.condition if not (deeds or statuses or vague) and incentive.condition else "" if known else incentive.who
    return Terms(others, deeds, statuses, levels_in(f"{incentive.who}{incentive.condition}"), vague, check, _least(incentive))


def _least(incentive: Incentive) -> int:
    hit = _LEAST.search(f"{incentive.who},{incentive.condition}")
    return int(hit["above"] or hit["least"]) if hit else 0


def segment_of(incentive: Incentive) -> str:
    """The part of its sentence that holds the offer, in half width."""
    if "\t" in incentive.source.quote:
        return incentive.what
    parts = re.split("[;。]", narrow(incentive.source.quote))
    return next((part for part in parts if incentive.what in part), parts[0])


def _other(who: str, segment: str) -> str:
    """Who else it is for, "" where the text does not say that it is for somebody else."""
    if who:
        return who if _OTHERS.search(who) else ""
    hit = _OTHERS.search(segment)
    return hit[0] if hit else ""


def _asking(offered: str) -> str:
    """The part of an offer that says for whom it is: 对兴办职业教育的产教融合型企业可按…给予… → up to 可按."""
    hit = _GRANTED.search(offered)
    return offered[: hit.start()] if hit else ""
