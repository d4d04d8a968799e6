"""What somebody looks for, in their own words (包头有什么光伏实习), read into a wish; and whether a sentence looks for posts at all."""

from collections.abc import Collection
from functools import reduce

from chat.flow import Invalid
from domain.listing import Kind
from domain.patterns import pattern
from domain.subscription import Wish
from rag.fold import fold
from rag.regions import Gazetteer
from services.forms.clues import LEVEL_OF
from services.forms.majors import majors, subjects
from services.forms.pay import pay
from services.forms.posting import region_in

LONGEST = 100
"""So many characters are read of what somebody looks for."""

_MOST_WORDS, _MOST_SIGNS = 4, 12
_KINDS = (
    (Kind.INTERNSHIP, pattern(r"实习(?:生|岗位?|机会|职位)?|见习(?:岗位?|机会)?")),
    (Kind.TRAINING, pattern(r"培训班?|研修班|考证班")),
    (Kind.JOB, pattern(r"工作(?:岗位|机会)?|岗位|职位|招聘(?:信息)?|招工(?:信息)?|全职|活儿?干")),
)
_LEVEL = pattern(
    r"(?:我是|我)?(?P<level>中专|中职|高中|技校|大专|高职|专科|本科|硕士|研究生|博士)(?:学历|生|毕业生?)?(?:能[做干]|可以?[做干])?"
)
_PAY = pattern(
    r"(?:(?:月薪|工资|薪资|薪水|待遇|薪酬)(?:要|在)?(?:不低于|不少于|至少|最低|高于|超过)?\s*[\d一二两三四五六七八九]\S{0,6}?(?:千|万|k|元|块)?|(?:不低于|不少于|至少|最低)?[\d一二两三四五六七八九][\d.]*(?:千|万|k|元|块)+)(?:/?[月天])?(?:以上|起)"
    r"|(?:月薪|工资|薪资|薪水|薪酬)(?:要|在)?(?:不低于|不少于|至少|最低|高于|超过)?\s*\d[\d.]*(?:千|万|k|元|块)?"
)
_MAJOR = pattern(r"(?:我?(?:是)?学(?:的)?(?:是)?|读的?(?:是)?)?(?P<major>[\u4e00-\u9fff]{2,8}?)专业(?:的)?")
_PHRASES = pattern(
    r"请问|你好|您好|麻烦|帮我|帮忙|给我|替我|[我咱您你]们?|有没有|有什么|有哪些|有啥|哪里有|哪儿有|还有|什么|哪些|哪里|哪儿|啥|附近|本地|最近|最新|现在"
    r"|今天|合适|适合|相关|方面|一下|一些|一份|一个|[个份]|想要|想找|想去|想|看看|查查|查一下|搜一下|搜索|推荐|求职|正在|企业|公司|单位"
    r"|应届|毕业生|学生|孩子|娃|随便|都行|都可以|不限|任意|任何|暑期|寒假|暑假|的|了|吗|呢|吧|啊|[,。?!;:、\s\"'()]+"
)
_EDGES = pattern(
    r"^(?:找|搜|求|能|可以|招聘|招收|招|有|在|要|去|做|干|当|学|和|跟|或者?|与|及|看|查|到)+|(?:做|干|在|有|要|和|或者?|岗|类|员工|人员|方向|行业)+$"
)
_SIGNS = pattern(r"[^0-9A-Za-z+#.\u4e00-\u9fff]+")

_HEAD = r"(?:实习(?:生?岗位?|机会|职位)?|见习(?:岗位?|机会)?|招聘(?:信息)?|岗位|职位|兼职|工作(?:岗位|机会|可做|可以做)|培训班)"
_END = r"(?:可以?[找做去]|能[找做去]|可投|推荐|信息)?[的了]?(?:吗|呢|啊|么|吧|呀|没有|不)?[\s?。!,~]*$"
_SEEK = pattern(
    rf"(?:想|要|帮我|帮忙|给我|正在|我|^|[,。]|求)(?:在[^,。?]{{1,8}})?(?:找|搜|搜索|查|看看|求|推荐)(?!到|谁|哪个部门)[^,。?!]{{0,16}}(?:{_HEAD}|工作){_END}"
)
_HAVE = pattern(rf"(?:有(?:什么|哪些|没有|啥)?|哪[里儿些](?:企业|公司|单位|厂)?(?:在|有)?)[^,。?!]{{0,14}}{_HEAD}{_END}")
_HIRE = pattern(
    r"(?:有(?:没有|哪些|什么)?|哪[里儿](?:有)?|哪[些家个](?:企业|公司|单位|厂)?|谁家?|附近)(?:企业|公司|单位|厂子?|地方|人)?(?:现在|最近)?(?:在|要|想)?(?:招聘?)"
    rf"(?!商|生|标|投|引)[^,。?!]{{1,10}}?{_END}"
)
_WHICH = pattern(rf"{_HEAD}(?:都|现在)?(?:有(?:哪些|什么|啥|没有|吗))[吗呢的\s?。!]*$")
_BARE = pattern(rf"^[^,。?!]{{2,16}}{_HEAD}[\s。!]*$")
_WORK = pattern(
    r"^(?:请问|你好|您好|我们?这[里儿边]?|这[里儿边]|附近|本地|现在|最近|[,\s])*(?:(?:有(?:什么|哪些|没有|啥)?|哪[里儿](?:有|能找)?)(?:合适的?|好的?|适合\S{1,6}?的)?"
    r"(?:工作|活儿?|工)(?:可以?|能)?[干做找打]?|(?:有(?:没有|哪些)?|哪[里儿些家](?:有)?|谁家?)?(?:企业|公司|单位|厂子?|地方|人)?(?:现在|最近|还)*在?招[人工])"
    r"[的了]?(?:吗|呢|啊|么|吧|呀|没有|不)?[\s?。!,~]*$"
)
"""What asks for any work at all, once the place is taken out."""
_OFFER = pattern(r"^(?:我们?|现在|最近|还|在)*招[人工][\s。!~]*$")
"""The same words from somebody who has work to give."""
_POLICY = pattern(
    r"补[贴助几]|奖|政策|规定|标准|条件|要求|办法|文件|通知|方案|目标|指标|比例|多少|(?<!荐)(?<!找)几[个家名人类所]|怎[么样]|如何|为[什何啥]|谁|责任|负责|能不能|可不可以|是否"
    r"|合法|合同|协议|押金|保险|[税费抵]|基地|学院|平台|措施|任务|支持|享|申[请报]|牵头|建设|安排|管理|制度|期限|学分|工资|夜班|权益|对接|企业.{0,4}开发|岗位数|找不[到着]|不想|活不"
    r"|提供(?!的)|计划|部门|证明|重点|主要|具体|规模|数量|创业|报名|学校|培养|教师|老师|作用|内容|区别|意思|算不算|违法|赔|加班|不给|拖欠|留用|名额"
)

_NOUN = pattern(r"实习|见习|招|岗位|职位|兼职|工|活|培训班")
"""What stands in every sentence that looks for a post."""

_BEFORE = r"^(?:我|我们|请问|你好|您好|[,\s]|是?大[一二三四](?:的?学生)?|今年|明年|(?:放|这个|今年)?[寒暑]假|下学期|毕业前)*"
_ALONE = pattern(
    rf"{_BEFORE}(?:(?:想要?|要|打算|准备|希望)(?:[寒暑]假|下学期|毕业后)?(?:(?:去|在|到|回)(?P<place>[\u4e00-\u9fff]{{2,8}}?))?"
    r"(?:去|找|做|参加)?(?:一?[个份])?(?P<what>实习|工作|上班)(?:岗位|机会)?"
    r"|(?:想|要|想要)?找(?:一?[个点些])?(?P<course>培训)(?:班|课程?|机会)?)[了吧啊呀的。!~\s]*$"
)


def is_search(text: str, gazetteer: Gazetteer, home: Collection[str] = ()) -> bool:
    """Whether a sentence looks for posts, trainings or internships to take: the thing that it looks for is one.

    What asks about them (their rules, pay by law, numbers, who is in charge) is a question for the documents.
    """
    if not may_search(text):
        return False
    plain = fold(text).strip()
    if _SEEK.search(plain) or _HAVE.search(plain) or _HIRE.search(plain) or _WHICH.search(plain):
        return True
    if _WORK.match(_placeless(plain, gazetteer, home)):
        return not _OFFER.search(plain)
    return bool(_BARE.match(plain) and subjects(plain) and region_in(plain, gazetteer, home))


def may_search(text: str) -> bool:
    """Whether a sentence may look for posts, as far as that shows without the documents' own places."""
    plain = fold(text).strip()
    return len(plain) <= LONGEST and bool(_NOUN.search(plain)) and not _POLICY.search(_PAY.sub("", plain))


def bare(text: str) -> tuple[Kind, str] | None:
    """The kind, and the words for a place ("" for none), of a sentence that says no more than that one looks; None for every other one."""
    hit = _ALONE.match(fold(text))
    if hit is None:
        return None
    kind = Kind.TRAINING if hit["course"] else Kind.INTERNSHIP if hit["what"] == "实习" else Kind.JOB
    return kind, hit["place"] or ""


def wish_in(text: str, gazetteer: Gazetteer, home: Collection[str] = ()) -> Wish:
    """All that a sentence tells of what is looked for; an empty wish where that is nothing."""
    rest = fold(text)[:LONGEST]
    region = region_in(rest, gazetteer, home)
    rest = _placeless(rest, gazetteer, home)
    if _WORK.match(rest):
        return Wish(Kind.JOB, region)
    rest, major = _major(rest)
    rest, lowest = _pay(rest)
    rest, education = _education(rest)
    kind = next((kind for kind, form in _KINDS if form.search(rest)), None)
    for _, form in _KINDS:
        rest = form.sub(" ", rest)
    return Wish(kind, region, words_in(rest), major, education, lowest)


def words_in(text: str) -> tuple[str, ...]:
    """The words that say something, each once: those of the catalogue's fields, and what stands between phrases of every day."""
    words: list[str] = []
    for part in _PHRASES.sub(" ", text).split():
        known = subjects(part)
        parted = reduce(lambda told, one: told.replace(one, f" {one} ", 1), known, part)
        words += (one if one in known else _EDGES.sub("", _SIGNS.sub("", one)) for one in parted.split())
    kept: list[str] = []
    for word in dict.fromkeys(words):
        if len(word) > 1 and len(kept) < _MOST_WORDS and sum(map(len, kept)) + len(word) <= _MOST_SIGNS:
            kept.append(word)
    return tuple(kept)


def _placeless(text: str, gazetteer: Gazetteer, home: Collection[str]) -> str:
    for mention in reversed(gazetteer.find(text, home)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _major(text: str) -> tuple[str, str]:
    hit = _MAJOR.search(text)
    found = majors(hit["major"]) if hit else ()
    return (text.replace(hit[0], " ", 1), found[0]) if hit and found else (text, "")


def _education(text: str) -> tuple[str, str]:
    hit = _LEVEL.search(text)
    return (text.replace(hit[0], " ", 1), LEVEL_OF.get(hit["level"], hit["level"])) if hit else (text, "")


def _pay(text: str) -> tuple[str, int]:
    hit = _PAY.search(text)
    if hit is None:
        return text, 0
    try:
        return text.replace(hit[0], " ", 1), pay(hit[0]).monthly
    except Invalid:
        return text, 0
