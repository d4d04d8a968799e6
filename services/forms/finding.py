"""The five 找: what is looked for in people's own words (找稀土虚拟仿真设备合作), and whether a sentence looks for any of them."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from domain.enterprise import Need
from domain.patterns import pattern
from rag.fold import fold
from rag.pinyin import sound
from rag.regions import Gazetteer
from services.forms.majors import subjects
from services.forms.posting import region_in
from services.forms.seeking import words_in

LONGEST = 60
"""So many characters are read of what is looked for."""

_PARTNERS = (
    "合作(?:伙伴|单位|企业|公司|学校|院校|高校|方|机会|项目|对象)?|共建|校企合作|产业学院|(?:合作)?(?:学校|院校|高校|大学|学院)|联盟|联合体"
)
_SERVICES = "服务(?:机构|商|平台)?|检测(?:机构)?|检验|认证|咨询|代工|外包|维保"
_PEOPLE = (
    "人才|人手|毕业生|实习生|应届生|学徒|技工|技师|工程师|设计师|师傅|专家|导师|教授|员工|工人|技术人员|(?<![人作务])员"
    r"|[\u4e00-\u9fff](?<![人动施员职开打手零加])工"
)
_THINGS = "设备|仪器|机床|车床|铣床|加工中心|实训台|实验室|(?:实训|实习|实践)?基地|(?:实训|实验)?中心|生产线|机器人?|场地|厂房"
_KNOWLEDGE = "技术(?:支持|攻关|合作|成果|难题)?(?!员|工|人|学院|大学)|专利|工艺|成果|研发(?:团队|机构)?|研究院|研究所|工作站|科研团队"
_NOUNS = (
    (Need.COOPERATION, _PARTNERS),
    (Need.SERVICE, _SERVICES),
    (Need.TALENT, _PEOPLE),
    (Need.EQUIPMENT, _THINGS),
    (Need.TECHNOLOGY, _KNOWLEDGE),
)
_ANY = "|".join(form for _, form in _NOUNS)
_SAYS_NOTHING = pattern(
    rf"{_PARTNERS}|{_KNOWLEDGE}|服务(?:机构|商|平台)?|机构|人才|人手|毕业生|实习生|应届生|技术人?员|专家|员工|工人|校企"
    "|设备|仪器|实训台|实验室|(?:实训|实习|实践)?基地|(?:实训|实验)中心|场地|还是|或者?|[找和跟]|会(?![计展议])|能|可以|的|在|做|用|来|愿意|一起|共享|提供"
)
_SCHOOL = pattern(
    r"(?P<name>[\u4e00-\u9fff]{2,12}?(?:职业技术(?:学院|大学)|职业学院|师范学院|医学院|理工学院|大学|技师学院|(?<!产业)学院|职院))"
)
_LEAD = r"(?:请问|你好|您好|麻烦|帮忙|[帮给替]我们?|我们?(?:公司|厂|企业|单位|学校)?|本?公司|本?企业|我司|现在?|目前|打算|想要?|要|[,\s])*"
_VERB = r"(?:寻找|找寻|寻求|找找|找到?|寻|求(?!购|租|职|助|证)|急?需要?|急?缺少?|有没有|哪[里儿]有)"
_SOME = r"(?:一下|[一几两三\d]*[下些个家批位台套名点])?"
_TAIL = r"(?:[,\s]*(?:最好|优先)+)?[的吧呀啊呢吗嘛了呗\s。!,?~]*$"
_FIND = pattern(rf"^{_LEAD}(?P<verb>{_VERB}){_SOME}(?P<body>[^。?!]{{0,24}}?(?:{_ANY})){_TAIL}")
_SOMEBODY = pattern(rf"^{_LEAD}(?P<verb>{_VERB})(?:[一几两三\d]?[个名位])(?P<body>[\u4e00-\u9fff]{{2,8}}){_TAIL}")
_FIVE = {sound(word): word for word in ("服务", "人才", "设备", "技术", "合作")}
_NO_FIND = pattern(
    r"补[贴助]|奖|政策|规定|标准|条件|要求|办法|文件|通知|方案|目标|指标|比例|多少|怎|如何|为[什何啥]|谁|责任|负责|能不能|是否|什么|啥|[税费]|申[请报]|牵头"
    r"|哪[些个家位]|部门|[局委办]$|客服|人工$|保险|协议|合同|待遇|工资|照顾|措施|安排|计划|培训|实习岗|岗位|(?<!合作)对象|女朋友|男朋友|老师$|工作人员"
)

_VERBAL = pattern(r"[找寻求需缺]|没.*有|[里儿].*有")
"""What stands in every sentence with one of the verbs, wherever a place is named in it."""


@dataclass(frozen=True, slots=True)
class Find:
    """What is looked for: of the five 找 (what comes first is meant first), words, and a place ("" for anywhere)."""

    needs: tuple[Need, ...] = ()
    words: tuple[str, ...] = ()
    region: str = ""

    @property
    def wanted(self) -> tuple[Need, ...]:
        """The needs that will do: all five where none is named."""
        return self.needs or tuple(Need)


def find_in(text: str, gazetteer: Gazetteer, home: Collection[str] = ()) -> Find | None:
    """What a sentence looks for; None for one that looks for none of the five, and for every question of policy."""
    if not may_find(text):
        return None
    region, rest = _without_place(_plain(text), gazetteer, home)
    hit = _FIND.match(rest) or _SOMEBODY.match(rest)
    if hit is None:
        return None
    found = Find(needs_of(hit["body"]) or (Need.TALENT,), _words(hit["body"]), region)
    if hit.re is _SOMEBODY and not subjects(hit["body"]):
        return None
    asks = hit["verb"] == "有没有" or hit["verb"].startswith("哪")
    # 有没有产业学院? asks what the documents tell; 有没有光伏实验室 looks for one.
    return None if asks and not found.words else found


def may_find(text: str) -> bool:
    """Whether a sentence may look for one of the five, as far as that shows without the documents' own places."""
    plain = _plain(text)
    return len(plain) <= LONGEST and bool(_VERBAL.search(plain)) and not _NO_FIND.search(plain)


def find_of(text: str, gazetteer: Gazetteer, home: Collection[str] = ()) -> Find:
    """What words look for that are known to look for something."""
    found = find_in(text, gazetteer, home) or find_in(f"找{text}", gazetteer, home)
    if found:
        return found
    region, rest = _without_place(fold(text)[:LONGEST], gazetteer, home)
    return Find(needs_of(rest), _words(rest), region)


def needs_of(text: str) -> tuple[Need, ...]:
    """Which of the five a text names, in its order; cooperation last, for 设备合作 tells what with whom."""
    spans = [(hit.start(), need) for need, form in _NOUNS for hit in re.finditer(form, text)]
    ordered = [need for _, need in sorted(spans, key=lambda one: one[0])]
    return tuple(dict.fromkeys(sorted(ordered, key=lambda need: need is Need.COOPERATION)))


def _plain(text: str) -> str:
    return _heard(fold(text).strip()[: LONGEST + 1])


def _heard(text: str) -> str:
    """The five words where they are written as they sound: 合做, 人材."""
    for at in range(len(text) - 1):
        word = text[at : at + 2]
        meant = _FIVE.get(sound(word)) if word not in _FIVE.values() else None
        if meant and (word[0] == meant[0] or word[1] == meant[1]):
            text = f"{text[:at]}{meant}{text[at + 2 :]}"
    return text


def _words(text: str) -> tuple[str, ...]:
    """What tells the one from the other: a school by its name, and the words between those that only say 找什么."""
    school = _SCHOOL.search(text)
    rest = text.replace(school["name"], " ", 1) if school else text
    return (*((school["name"],) if school else ()), *words_in(_SAYS_NOTHING.sub(" ", rest)))[:4]


def _without_place(text: str, gazetteer: Gazetteer, home: Collection[str]) -> tuple[str, str]:
    """The place that is named, and the text without it; one that is part of a school's name stays."""
    region, rest = region_in(text, gazetteer, home), text
    for mention in reversed(gazetteer.find(text, home)):
        if re.match(r"[\u4e00-\u9fff]{0,6}(?:学院|大学|学校|公司|集团)", text[mention.end :]):
            return "", text
        before = re.sub(r"[在从]$", "", rest[: mention.start])
        rest = f"{before}{rest[mention.end :].removeprefix('市').removeprefix('的')}"
    return region, rest
