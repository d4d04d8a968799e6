"""What a post may not say: demands that discriminate, fees and deposits, wordings of fraud and of pyramid schemes.

Rules of grammar over the field's usual wordings, from the recruitment notice of 2026 and the law on the promotion of employment. What
they find is shown to whoever wrote it, with the reason, and has to go; nobody is suspected, and no words are changed for anybody.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.patterns import pattern
from rag.fold import fold


class Ground(StrEnum):
    """Why something has to go."""

    SEX = "sex"
    AGE = "age"
    ORIGIN = "origin"
    MARRIAGE = "marriage"
    DISEASE = "disease"
    LOOKS = "looks"
    FEE = "fee"
    FRAUD = "fraud"
    PYRAMID = "pyramid"


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a sentence that may not stand there; [start, end) are offsets into the text that was looked at."""

    ground: Ground
    words: str
    start: int
    end: int


REASONS = {
    Ground.SEX: "限定性别属于就业歧视",
    Ground.AGE: "限定年龄属于就业歧视",
    Ground.ORIGIN: "限定户籍、民族或地域属于就业歧视",
    Ground.MARRIAGE: "询问或限定婚育属于就业歧视",
    Ground.DISEASE: "以传染病病原携带、残疾等为由拒绝录用属于就业歧视",
    Ground.LOOKS: "限定身高长相属于就业歧视",
    Ground.FEE: "招聘不得收取押金、培训费或扣押证件",
    Ground.FRAUD: "这类写法常见于诈骗信息",
    Ground.PYRAMID: "这类写法常见于传销信息",
}

_FORMS: tuple[tuple[Ground, str], ...] = (
    (
        Ground.SEX,
        (
            r"(?:只|仅|限|需|必须|优先)(?:要|招|收|限|是|为)?\s*(?:男|女)(?:性|生|的|士|工|孩)?|(?:男|女)(?:性|生|士)?(?:优先|为主|即可|不要|勿扰|免谈)|不(?:要|招|收)\s*(?:男|女)(?:性|生|的|士|工)?"
            r"|性别\s*[:：]?\s*(?:限)?[男女](?!女)(?!不限)|[男女]\s*\d+\s*(?:名|人)|(?:帅哥|美女|小哥|小姐姐|宝妈)(?:优先|\d*名)?"
        ),
    ),
    (
        Ground.AGE,
        (
            r"(?:年龄|岁数)\s*(?:要求)?[:：]?\s*(?:在|限|为)?\s*\d{2}\s*(?:周?岁)?\s*(?:-|~|—|–|到|至|以下|以内|左右|之间)\s*(?:\d{2})?\s*(?:周?岁)?(?:以下|之间|以内)?|\d{2}\s*周?岁\s*(?:以下|以内|之内)|\d{2}\s*(?:-|~|—|到|至)\s*\d{2}\s*周?岁"
            r"|(?:只要|仅限|限)\s*(?:[89]0|00|95)后|(?:[89]0|00|95)后优先"
        ),
    ),
    (
        Ground.ORIGIN,
        r"(?:只|仅|限)(?:要|招|收|限)?\s*(?:本地|本市|本省|本村|当地|[\u4e00-\u9fff]{2,4}(?:户口|户籍|籍))\s*(?:人|户口|户籍|的)?|(?:不要|不招|不收|拒收|谢绝)\s*(?:外地|外省|[\u4e00-\u9fff]{2,3}(?:省|市|族)?)(?:人|籍)|(?:本地|本市)(?:户口|户籍)(?:优先|者?优先)?|(?:限|只招|只要)\s*汉族|民族\s*[:：]\s*汉",
    ),
    (
        Ground.MARRIAGE,
        r"(?:未婚|已婚(?:已育)?|未育|已育)(?:者|女性|男性)?\s*(?:优先|即可|勿扰|不要)?|(?:两|三|[二2-5])年内\s*(?:不|无)\s*(?:结婚|生育|怀孕|要孩子|生孩子)|婚育状况|无?备孕|孕妇(?:勿扰|不要)|要求.{0,4}(?:未孕|孕检)",
    ),
    (
        Ground.DISEASE,
        r"(?:乙肝|携带者|hiv|艾滋)[\u4e00-\u9fff]{0,8}(?:不|勿|免|谢绝|拒)|(?:不要|不招|不收|拒收|谢绝)[\u4e00-\u9fff]{0,4}(?:乙肝|携带者|残疾|病史)|(?:查|体检|检查)[\u4e00-\u9fff]{0,3}(?:乙肝|两对半)|无(?:残疾|乙肝|传染病|抑郁症)|(?:残疾人?|抑郁症)(?:勿扰|不要|免谈)",
    ),
    (
        Ground.LOOKS,
        r"(?:身高|体重)\s*(?:要求|不低于|在|达到)?\s*[:：]?\s*1?\d{2}|(?:形象|气质|长相|五官|外貌|颜值)(?:较?佳|好|端正|姣好|出众|高)|五官端正|无(?:纹身|明显疤痕)",
    ),
    (
        Ground.FEE,
        r"(?:交|缴|收|付|预付|先交|需交|缴纳|收取)\s*[\u4e00-\u9fff\d]{0,8}(?:押金|保证金|培训费|服装费|工装费|体检费|报名费|资料费|中介费|入职费|保密费|建档费)|(?:押金|保证金|培训费|服装费|工装费|入职费|报名费)\s*[:：]?\s*\d+|(?:扣押?|押|上交|抵押)\s*(?:身份证|毕业证|证件|银行卡)|押\s*(?:一|半)个?月(?:工资|薪)",
    ),
    (
        Ground.FRAUD,
        r"(?:刷单|刷信誉|点赞员|打字员日结|手工活外发|兼职打字)|(?:日入|日赚|一天赚|躺赚|月入)\s*(?:过)?\s*[\d一二三四五六七八九十]*\s*[千万k]|(?:零|0|无)\s*(?:门槛|投入|风险)[\u4e00-\u9fff]{0,4}(?:高薪|高回报|高收益|赚)|(?:出租|出借|租用|收购|提供)\s*(?:银行卡|对公账户|手机卡|微信号|支付宝)|境外[\u4e00-\u9fff]{0,6}(?:高薪|客服|博彩)|(?:缅甸|柬埔寨|菲律宾)[\u4e00-\u9fff]{0,6}(?:高薪|客服)|(?:先)?(?:转账|垫付|充值)[\u4e00-\u9fff]{0,6}(?:返|佣金)|(?:裸聊|博彩|代孕|跑分|洗钱)",
    ),
    (
        Ground.PYRAMID,
        r"(?:发展|拉)\s*(?:下线|会员|人头)|(?:人头费|入会费|代理费|加盟费)[\u4e00-\u9fff]{0,6}(?:返|提成|升级)|资本运作|连锁经营业务|(?:静态|动态)收益|五级三[阶晋]|(?:会员|代理)(?:升级|层级)(?:返利|奖励)|交钱入会",
    ),
)
_RULES = tuple((ground, pattern(form, re.IGNORECASE)) for ground, form in _FORMS)
_NEGATED = pattern(r"(?:不|无|没有?|严禁|禁止|绝不|从不|免)(?:[需须要会用得]{0,2})$")
_OPEN = pattern(r"^\s*(?:不限|均可|都可|都行)")


def findings(text: str) -> list[Finding]:
    """What in a text may not stand in a post, in its order. 不收押金 and 男女不限 may."""
    words = fold(text) if len(fold(text)) == len(text) else text
    found = [
        Finding(ground, text[hit.start() : hit.end()], hit.start(), hit.end())
        for ground, rule in _RULES
        for hit in rule.finditer(words)
        if not _allowed(words, hit)
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Finding] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _allowed(words: str, hit: re.Match[str]) -> bool:
    """Whether the words around turn a finding into its contrary."""
    return bool(_NEGATED.search(words[max(0, hit.start() - 6) : hit.start()]) or _OPEN.match(words[hit.end() : hit.end() + 4]))


def without(text: str, found: list[Finding]) -> str:
    """The text without what may not stand there, and without the marks that are left between."""
    for one in reversed(found):
        text = text[: one.start] + text[one.end :]
    return re.sub(r"^[,，;；、。\s]+", "", re.sub(r"([,，;；、])(?:\s*[,，;；、])+", r"\1", text)).strip()
