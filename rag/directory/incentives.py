"""Incentives, drawn from statements: who gets what, at which rate, under which condition, and who is responsible."""

import re
from collections.abc import Iterable, Iterator

from rag.directory.entities import Incentive
from rag.directory.figures import figures
from rag.directory.statements import Statement
from rag.directory.words import HAN

_OFFER = re.compile(
    r"抵免|减免|免征|免收|补贴|补助|奖补|贴息|资助|优惠|奖励(?!.{0,3}挂钩)|专项资金(?!使用细则)|专项债券|专项基金|引导基金|预算内(?:投资|资金)"
    r"|激励(?:政策|措施)|(?:组合|绩效)[^,]{0,3}激励|予以倾斜|适当倾斜|(?:资金|经费|财政|信贷|贷款|配套金融|金融服务)(?:支持|扶持|服务)|资金扶持|股权融资|税收政策|金融政策"
    r"|金融机构.{0,20}支持|融资品种|绩效工资(?:的?经费)?来源|政府购买服务|兜底|给予.{0,12}支持|得到.{0,10}倾斜|“组合拳”"
)
_GRANT = re.compile(r"给予|予以|抵免(?!比例)|倾斜|减免|享受|组合式激励$")
_NONE = re.compile(r"奖惩|考核.{0,12}奖|奖获得者|国务院|奖章|绩效奖金|精神文明创建奖励|依法收取|使用细则|针对性|科学整合|各尽所能|经费可")
_UNSAID = re.compile(r"没有写|原文|未写")
_CAN = "可以|可(?=[按给享在用作])|予以|给予|进行|得到|享受"
_WHO = (
    re.compile(rf"(?<![针应相])(?<!(?<!方)面)对于?(?P<who>[^,;。]{{2,40}}?)(?:{_CAN}|加以|,结合)"),
    re.compile(r"将(?P<who>[^,;。]{2,20}?)纳入"),
    re.compile(
        r"(?:支持|鼓励|引导|促进)(?:和(?:支持|鼓励|引导))?(?P<who>(?!其|它)[^,;。要]{2,40}?)"
        r"(?:申报|争取|在资本|到资本|更多|按照|按规定|结合|深度|积极参加|积极参与|提供|以场地|开发|创新|加大|改善|加强|开展|支持|为|参与|通过)"
    ),
    re.compile(
        rf"^(?P<who>[{HAN}()]{{0,20}}?(?:企业|高校|学校|院校|机构|教师|项目|人才|毕业生|学院)(?:和相关项目)?)(?:[^,;。]{{2,14}}的(?=,))?"
        rf"(?=,|{_CAN}|在|签订|通过|兴办|吸纳)"
    ),
)
_WHEN = re.compile(
    r"符合条件的|符合[^,;。]{2,20}?的|(?:签订|办理|取得|列入)[^,;。]{2,24}?之?后|按照[^,;。]{2,20}原则|风险可控[^,;。]{0,14}?(?:原则|可持续)"
    r"|(?:兴办|参与|吸纳|举办|投资|接收|录用|承担)[^,;。]{2,20}?的(?=[^,;。]{0,12}(?:企业|高校|院校|学校|机构|人才)|,)"
    r"|作出突出贡献|作用发挥突出|发挥作用突出|根据[^,;。]{2,24}成效|在区?核定的[^,;。]{2,20}[内中]"
)
MONEY = frozenset({"%", "元", "千元", "万元", "亿元", "成"})
"""The units of a rate or an amount."""


def incentives(statements: Iterable[Statement]) -> Iterator[Incentive]:
    """What the document offers: every part of a sentence that grants something, or else its first part that speaks of an offer."""
    for statement in statements:
        for segment in re.split("[;。]", statement.text):
            if not offers(segment):
                continue
            parts = [part for part in re.split("[,:]", segment) if _OFFER.search(part) and not _UNSAID.search(part)]
            granting = [part for part in parts if _GRANT.search(part)]
            for part in granting or parts[:1]:
                yield _incentive(statement, segment, part)


def offers(segment: str) -> bool:
    """Whether a part of a sentence offers something to somebody."""
    return bool(_OFFER.search(segment)) and not _NONE.search(segment)


def _incentive(statement: Statement, segment: str, part: str) -> Incentive:
    rates = dict.fromkeys(figure.value + figure.unit for figure in figures(segment) if figure.unit in MONEY)
    conditions = dict.fromkeys(hit[0] for hit in _WHEN.finditer(segment))
    proposed = statement.clause.voice == "proposal"
    return Incentive(_who(part, segment), part, "、".join(rates), "、".join(conditions), statement.bodies, proposed, statement.source)


def _who(part: str, segment: str) -> str:
    """Whom it is for, "" where the sentence does not say; the part that makes the offer goes before the others."""
    for words in (part, segment, *segment.split(",")):
        for rule in _WHO:
            if found := rule.search(words):
                return found["who"].removeprefix("对")
    return ""
