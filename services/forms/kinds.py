"""What a text offers or seeks, by its verbs and nouns: 招焊工 is a job, 求购机床 equipment sought, 承接检测 a service offered."""

import re

from domain.listing import Kind, Side
from domain.patterns import pattern
from rag.fold import narrow
from services.forms.cutting import sections

HIRING = r"(?:招聘|招收|招募|诚聘|诚招|急聘|急招|聘请|招(?![聘收募])|(?<!招)聘(?!请))"
_HIRES = pattern(HIRING + r"(?!标|商|生简章|投标|待)")
_INTERN = pattern(r"实习生|实习岗|招(?:聘|收|募)?[^,;。]{0,8}实习|见习(?:生|岗)|暑期实习|寒假实习")
_SEEKS = pattern(r"(?:求购|采购|租用|求租|寻求|寻找|诚求|征集|诚寻|想要|想找|需要|急需|求|找|寻|邀请|缺)")
_OFFERS = pattern(r"(?:对外|可?提供|出租|转让|出售|承接|承揽|可供|共享|开设|开办|开班|举办|推广|闲置|面向[^,;。]{0,8}开放)")
_VERB = pattern(rf"^(?:我们?|我司|本?公司|我厂|现|拟|对外|长期|特|诚|想)*(?:{_SEEKS.pattern}|{_OFFERS.pattern})+(?:一[位名家台套])?")
_NOUNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.COOPERATION, pattern(r"合作(?!社)|共建|联合(?:培养|申报|办学|研发)|校企")),
    (Kind.TRAINING, pattern(r"培训|开班|研修|技能提升班|考证班")),
    (Kind.EXPERT, pattern(r"专家|顾问|教授|技术导师|产业导师|科技特派员")),
    (Kind.SERVICE, pattern(r"服务|检测|代工|代加工|委托加工|物流|维保|咨询|外包|审计|认证")),
    (Kind.EQUIPMENT, pattern(r"设备|仪器|机床|车床|铣床|生产线|闲置|[台套](?:以上)?$|\d+[台套]|机器人|实训台|厂房")),
    (Kind.TECHNOLOGY, pattern(r"技术|专利|工艺|攻关|难题|研发|成果|配方|软件著作权")),
)

_ASKS = pattern(r"[?]\s*$|[吗呢么]\s*$|什么|怎么|怎样|如何|有没有|能不能|是否|哪[些个里儿家]|多少")
_BUSINESS = pattern(r"(?:我们?|我司|本?公司|我厂|现)*(?:求购|出租|转让|承接|发布)[^,;。]{2,}")
_HIRE_FIRST = pattern(
    rf"(?:(?:我们?|我司|本?公司|我厂|这边|因[^,]{{0,14}},|现|想|要|需要?|急|大量|长期|面向社会|.{{2,20}}(?:公司|集团|厂|中心|医院|学校|酒店))\s*){{0,3}}{HIRING}"
    r"(?!标|商|生(?!产|物|活|鲜)|聘会|待)[^,;。\s]{2,}"
)
_SEEK_HEADS = pattern(
    r"(?P<verb>(?:(?:我们?(?:公司|厂|这)?|我司|本?公司|我厂|这边|现在?|还|想|急)\s*)*(?:找|需要?|要|缺|求))(?!职|助)"
    r"(?![^,;。]*(?:岗位|职位|工作|实习(?!生)|兼职|活儿?(?:$|[,;。])))[^,;。\s]{0,14}?"
    r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})(?:来|多)?(?:个|名|位|人)(?!月|小时|星期|问题)"
)
_MONEY = pattern(r"月薪|年薪|日薪|时薪|薪资|工资|待遇|底薪|元[/每一]|\d[千万kw]|[一二两三四五六七八九十][百千万]|包吃|包住|管吃|管住")
_FACTS = pattern(r"\d+\s*[名人位个]|[一二两三四五六七八九十]+[名位个]|若干|月薪|薪资|工资|元/|包吃|包住")
_POLICY = pattern(r"补贴|政策|支持|奖励|扶持|文件|规定|比例|税|目标")


def kind_of(text: str) -> tuple[Kind, Side] | None:
    """What a narrow text is about; None where it does not say."""
    if not any(form.search(text) for kind, form in _NOUNS if kind is Kind.EXPERT) and _INTERN.search(text):
        return Kind.INTERNSHIP, Side.OFFERED
    hires, first = (
        _HIRES.search(text) or (_SEEK_HEADS.match(text.strip()) and _MONEY.search(text)),
        re.split(r"[,;。\n]", text.strip(), maxsplit=1)[0],
    )
    if hires:
        return Kind.JOB, Side.OFFERED
    seeks, offers = _SEEKS.search(first), _OFFERS.search(first)
    kind = next((kind for kind, form in _NOUNS if form.search(first)), None)
    if kind is None or not (seeks or offers):
        return None
    sought = seeks is not None and (offers is None or seeks.start() < offers.start())
    return kind, Side.SOUGHT if sought else Side.OFFERED


def is_post(text: str) -> bool:
    """Whether free words mean to put a post before people: they hire, or have the labels of a description. No question does."""
    words = narrow(text).strip()
    if _ASKS.search(words):
        return False
    labels = {one.field for one in sections(words)} & {"title", "headcount", "pay", "place", "duties", "requirements"}
    if len(labels) >= 3 or _BUSINESS.match(words):
        return True
    if _SEEK_HEADS.match(words[:60]) and _MONEY.search(words):
        return True
    if _HIRE_FIRST.match(words[:80]):
        return bool(_FACTS.search(words)) or not _POLICY.search(words)
    return any(_HIRE_FIRST.match(clause) for clause in re.split(r"[,;。\n]", words)[1:3]) and bool(_MONEY.search(words))


def hiring(clause: str) -> str:
    """找焊工5名 as 招焊工5名, of the same length from its end; any other clause as it is."""
    hit = _SEEK_HEADS.match(clause)
    return f"招{clause[hit.end('verb') :]}" if hit else clause


def without_verb(clause: str) -> str:
    """What is offered or sought, without the words that say so: 求购二手车床 → 二手车床."""
    return _VERB.sub("", clause).strip() or clause
