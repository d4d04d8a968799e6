"""Incentives, drawn from statements: who gets what, at which rate, under which condition, and who is responsible."""

import re
from collections.abc import Iterable, Iterator

from domain.patterns import pattern
from rag.directory.entities import Incentive, Source
from rag.directory.figures import figures
from rag.directory.schedules import MONEY, is_row, scheduled
from rag.directory.statements import Statement
from rag.directory.words import HAN

_OFFER = pattern(
    r"抵免|减免|免征|免收|补贴|补助|奖补|贴息|资助|优惠|奖励(?!.{0,3}挂钩)|专项资金(?!使用细则)|专项债券|专项基金|引导基金|预算内(?:投资|资金)"
    r"|激励(?:政策|措施)|(?:组合|绩效)[^,]{0,3}激励|予以倾斜|适当倾斜|(?:资金|经费|财政|信贷|贷款|配套金融|金融服务)(?:支持|扶持|服务)|资金扶持|股权融资|税收政策|金融政策"
    r"|金融机构.{0,20}支持|融资品种|绩效工资(?:的?经费)?来源|政府购买服务|兜底|给予.{0,12}支持|得到.{0,10}倾斜|“组合拳”|税前扣除|捐赠[^,;。]{0,4}扣除|(?:学费|培训费|费用|租金)[^,;。]{0,4}免除|不(?:再)?增收|奖学金|助学金|课酬|安家费|由[^,;。]{0,4}财政[^,;。]{0,2}(?:承担|负担)|给予[^,;。]{0,10}(?:经费|\d)|优先(?:安排|推荐|保障)"
)
_GRANT = pattern(r"给予|予以|抵免(?!比例)|倾斜|减免|享受|组合式激励$")
_NONE = pattern(
    r"奖惩|考核.{0,12}奖|奖获得者|国务院|奖章|绩效奖金|精神文明创建奖励|依法收取|使用细则|针对性|科学整合|各尽所能|经费可"
    r"|不得(?!低于)|不计入|弄虚作假|追回|收回|废止|列支|分担|宣讲|发放总表|书面报|不影响|总额不(?:超过|高于)|就高不重复|重复享受|申报(?:时间|材料)|集中申报"
    r"|财政.{0,14}安排|(?:申请|申报)(?:表|书)|总投资|下一年度|提高[^,]{0,8}标准"
)
# The frame of a paper: its title, the headings of its parts, the rules of its procedure.
_FRAME = pattern(
    r"^附[表件]|^关于.*的?(?:通知|办法|意见|方案)$|^(?:为|为了)[^,]{2,40},|^(?:补贴|补助|奖励|奖补|资金)(?:资金)?(?:发给|每年|由|从|的?申报)|本(?:通知|办法|方案|细则)规定的"
)
_LIST_OF_PAPERS = pattern(r"材料|情形|流程|程序|资料")
_SHORT = 16
# 自治州要…储备项目: a sentence, and nobody's name.
_DOES = pattern(r"要(?!素)|应当|应(?![届急用])|拟|将")
# 被认定为自治区级的, 再补助…: speaks of whom the part before spoke of.
_GOES_ON = pattern(r"^(?:被|经|其中|未|对?再|达到|取得|通过)")
_CLAUSE = pattern(r"(?<!目)的$|(?:后|满[^,]{1,6})$")
_LIST_OF_OFFERS = pattern(r"(?:给予|享受|提供)[^,;。]{0,8}(?:支持|政策|优惠|扶持|待遇|奖励|补助|补贴)[:：]?$")
_UNSAID = pattern(
    r"没有写|原文|未写|继续抵免|结转|^其中|自定|自行确定|^(?:单个|每[家户个]|单家)[^,]{0,10}(?:不超过|最高|最多)|^.{0,4}(?:比例|标准|额度|金额)[为是]"
)
_CAN = "可以|可(?=[按给享在用作得])|予以|给予|进行|得到|享受"
_WHO = (
    pattern(rf"(?<![针应相])(?<!(?<!方)面)对于?(?P<who>[^,;。]{{2,40}}?)(?:{_CAN}|加以|,结合|提供|发放)"),
    pattern(r"将(?P<who>[^,;。]{2,20}?)纳入"),
    pattern(
        r"(?:支持|鼓励|引导|促进)(?:和(?:支持|鼓励|引导))?(?P<who>(?!其|它)[^,;。要]{2,40}?)"
        r"(?:申报|争取|在资本|到资本|更多|按照|按规定|结合|深度|积极参加|积极参与|提供|以场地|开发|创新|加大|改善|加强|开展|支持|为|参与|通过)"
    ),
    pattern(
        rf"^(?P<who>[{HAN}()\d]{{0,30}}?(?:企业|高校|学校|院校|机构|教师|项目|人才|毕业生|学院|学生|职工|单位|合作社)(?:和相关项目)?)(?:[^,;。]{{2,14}}的(?=,))?"
        rf"(?=,|的,|{_CAN}|在|签订|通过|兴办|吸纳|向|当年|新|利用|接收|与|委托|取得|投|购|自建|建设|承担|录用|招|对|为|每年|连续|联合|捐|从|凭|参加|报读|获得|考取|入库|毕业)"
    ),
    pattern(r"(?:给予|发给|奖励)(?P<who>(?:学生|教师|师傅|职工|毕业生)(?:本人)?|企业|学校|院校|个人)"),
    pattern(r"面向(?P<who>[^,;。]{2,40}?)(?:开展|提供|组织|举办|发放)"),
)
_WHEN = pattern(
    r"符合条件的|符合[^,;。]{2,20}?的|(?:签订|办理|(?<!争)取得|列入)[^,;。]{2,24}?之?后|按照[^,;。]{2,20}原则|风险可控[^,;。]{0,14}?(?:原则|可持续)"
    r"|(?:兴办|参与|吸纳|举办|投资|接收|录用|承担)[^,;。]{2,20}?的(?=[^,;。]{0,12}(?:企业|高校|院校|学校|机构|人才)|,)"
    r"|作出突出贡献|作用发挥突出|发挥作用突出|根据[^,;。]{2,24}成效|在区?核定的[^,;。]{2,20}[内中]"
)


def incentives(statements: Iterable[Statement]) -> Iterator[Incentive]:
    """What the document offers: every part of a sentence that grants something, or else its first part that speaks of an offer."""
    said = list(statements)
    for statement in said:
        if not is_row(statement) and not _is_frame(statement):
            yield from _of_statement(statement)
    yield from scheduled(said)


_STACKING = pattern(
    r"就高|(?:不得?|不能|不可)(?:同时|重复|叠加)(?:享受|申报|申领|补贴|补助|奖励)|(?:可以?|允许)(?:同时|叠加)(?:享受|申报|申领)|不重复(?:享受|补助|奖励|支持)|叠加享受|重复享受"
)


def stacking(statements: Iterable[Statement]) -> Iterator[Source]:
    """What the document says on having several incentives at once."""
    return (statement.source for statement in statements if _STACKING.search(statement.text))


def _of_statement(statement: Statement) -> Iterator[Incentive]:
    who, listed = "", bool(_LIST_OF_OFFERS.search(statement.introduction))
    for segment in re.split("[;。]", statement.text):
        if listed and segment and not _NONE.search(segment):
            yield _incentive(statement, segment, segment, _who(statement.introduction, statement.introduction))
        if listed or not offers(segment):
            continue
        parts = [part for part in re.split("[,:]", segment) if _OFFER.search(part) and not _UNSAID.search(part)]
        whole = [part for part in parts if not part.endswith("的")]
        for part in [part for part in whole if _GRANT.search(part) or _pays(part)] or whole[:1]:
            who = _who(part, segment) or (who if _GOES_ON.match(segment) else "")
            yield _incentive(statement, segment, part, who)


def _pays(part: str) -> bool:
    return any(figure.unit in MONEY for figure in figures(part))


def _is_frame(statement: Statement) -> bool:
    """Whether a statement is a heading, a line that leads to a list, or a rule of procedure, and offers nothing itself."""
    text = statement.text
    heading = not statement.lead and len(text) <= _SHORT and not re.search(r"[,;。:\d]", text)
    return heading or text.endswith(":") or bool(_FRAME.search(text) or _LIST_OF_PAPERS.search(statement.introduction))


def offers(segment: str) -> bool:
    """Whether a part of a sentence offers something to somebody."""
    return bool(_OFFER.search(segment)) and not _NONE.search(segment)


def _incentive(statement: Statement, segment: str, part: str, who: str) -> Incentive:
    rates = dict.fromkeys(figure.value + figure.unit for figure in figures(segment) if figure.unit in MONEY)
    proposed = statement.clause.voice == "proposal"
    conditions = "、".join(_conditions(segment, part, who))
    return Incentive(who, part, "、".join(rates), conditions, statement.bodies, proposed, statement.source)


def _conditions(segment: str, part: str, who: str) -> list[str]:
    """When it is given: the parts of the sentence before the offer that end like a condition, and the set phrases for one."""
    before = segment[: segment.find(part)].rstrip(",").split(",")
    ending = [at for at, one in enumerate(before) if _CLAUSE.search(one)]
    named = [at for at, one in enumerate(before) if who and who in one and ending and at <= ending[-1]]
    first = named[-1] if named else ending[0] if ending else 0
    clause = ",".join(before[first : ending[-1] + 1]) if ending else ""
    clauses = [clause[clause.find(who) + len(who) if who in clause else 0 :].strip(",")]
    phrases = [hit[0] for hit in _WHEN.finditer(segment)]
    told = [*(one for one in clauses if len(one) > 2), *phrases]
    return [one for one in dict.fromkeys(told) if not any(one != other and one in other for other in told)]


def _who(part: str, segment: str) -> str:
    """Whom it is for, "" where the sentence does not say; the part that makes the offer goes before the others."""
    before = segment[: segment.find(part)].rstrip(",").rpartition(",")[2]
    for words in (part, before, segment, *segment.split(",")):
        for rule in _WHO:
            if (found := rule.search(words)) and not _DOES.search(found["who"]):
                return found["who"].removeprefix("对")
    return ""
