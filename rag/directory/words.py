"""The small words around names and figures in official prose: who acts, what is done to a thing, and how far it is."""

from domain.patterns import pattern
from rag.directory.entities import Modality

HAN = "\u4e00-\u9fff"
SCHOOL = pattern(
    rf"[{HAN}]{{2,14}}?(?:职业技术大学|职业技术学院|职业大学|职业学院|职业中学|职业高中|职业中专|职业技术学校|师范大学|师范学院|医学院|技师学院|高等专科学校|技术学校|大学(?:医学院)?|(?<!科)学院)"
    r"(?![校生])"
)
"""A school at the start of a run of characters; the shortest that ends like one."""

_ADVERBS = (
    "大力|牵头|积极|重点|加快|着力|继续|深入|全面|优先|进一步|扎实|主动|同时|充分|有效|不断|适时|努力|率先|成功|共同|联合(?=共建|建设|开展|举办|创[办设])"
    "|已经?|并|还|也|要(?!素)|应(?![急用])|将(?!军)|拟|正在|力争|争取|计划|预计|确保|逐步|探索"
)
_VERBS = (
    "鼓励支持|引导支持|支持|鼓励|推动|推广|推进|引导|促进|建设|建成|共建|筹建|新建|创建|组建|建立|构建|搭建|成立|挂牌|设立|增设|创设|创办|开办|合办|兴办|打造|获批|获评"
    "|申报|进行|培育|完善|发挥|依托|利用|参与|实施|开展|形成|加强|提升|强化|举办|围绕|聚焦|通过|以(?!太)|由|到|在(?!线)|从|把|其中|包括|如|即|了"
    "|有(?!色)|建(?![筑造材])|是|为|和(?!谐)|及"
)
_PLACE = rf"[{HAN}]{{0,4}}?(?:(?<!城)市|州|区|县|省|旗)"
_LEAD = pattern(rf"^(?:(?:{_PLACE})?(?:{_ADVERBS})*(?:{_VERBS}|{_ADVERBS})|据[{HAN}]{{2,4}}[,]|[0-9一二三四五六七八九十]+是|\d+[.、])")
_STRONG = pattern(
    r"^.*(?:共建|筹建|新建|创建|组建|建成|成立|挂牌|设立|增设|创设|创办|开办|合办|兴办|打造|获批|举办|建立|培育|参与|参加|支持|共同建设|合作建设|联合建设)(?=..)"
)
_QUANTITY = pattern(
    r"^(?:下列|以下|上述|(?:自治区|省|市|区)级|一批|一个|一所|若干个?|多个|各类|全[国省区市]首[家个所]|首[家个所批]|\d+[个家所]|具有|高水平|区域特色鲜明的|的)"
)

_BUILT = pattern(r"建成|成立|挂牌|获批|获评|已[有建设]|现有|认定为|成功申报|申报.{0,30}成功")
_WISH = pattern(r"支持|鼓励|力争|争取|拟|计划|目标|到20\d\d年|将|推动|推进|探索|加快|要|建议")
_HOW: tuple[tuple[str, Modality], ...] = (
    (r"支持", Modality.SUPPORTED),
    (r"力争|争取", Modality.STRIVEN),
    (r"拟|计划|预计|目标|到20\d\d年", Modality.PLANNED),
    (r"鼓励|推动|推进|引导|探索|加快|打造|建设|培育|要", Modality.URGED),
)
_RULES = tuple((pattern(form), modality) for form, modality in _HOW)


def without_lead(text: str) -> str:
    """The words without what leads in to a name: 大力支持包头医学院 → 包头医学院."""
    while (hit := _LEAD.match(text)) and hit.end() < len(text):
        text = text[hit.end() :]
    return text


def verb_of(text: str) -> str:
    """The verb that leads in, "" where none does: 大力支持包头医学院 → 大力支持."""
    hit = _LEAD.match(text)
    return hit[0] if hit else ""


def behind_verb(text: str) -> str:
    """What stands behind the last verb of building: 与中车共建轨道交通产业学院 → 轨道交通产业学院."""
    hit = _STRONG.match(text)
    return text[hit.end() :] if hit else text


def without_quantity(text: str) -> str:
    """The words without how many they are: 全国首家鲲鹏产业学院 → 鲲鹏产业学院."""
    while hit := _QUANTITY.match(text):
        text = text[hit.end() :]
    return text


def modality(before: str, after: str, around: str) -> Modality:
    """How far something is: what the part of the sentence that names it says before it and behind it, then what is said around."""
    if "申报" in after and "支持" in around:
        return Modality.APPLYING
    if _BUILT.search(before) and not _WISH.search(before):
        return Modality.BUILT
    if not _WISH.search(before) and _BUILT.search(around) and not _WISH.search(around):
        return Modality.BUILT
    return next((found for words in (before, around) for rule, found in _RULES if rule.search(words)), Modality.NAMED)
