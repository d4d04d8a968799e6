"""What a graduate tells of themselves, field by field or in one sentence: 包头职业技术学院2026届光伏大专."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from chat.flow import Invalid
from chat.walk import is_question
from domain.masking import masked
from domain.patterns import pattern
from domain.subscription import LEVELS
from rag.fold import fold, narrow, simplified
from services.forms.clues import LEVEL_OF
from services.forms.majors import majors, subjects
from services.forms.pay import pay as pay_in
from services.forms.places import Places

SKIP = "-"
"""The answer that leaves a field empty."""

NO_SCHOOL = "请写学校的名字，2到30个字；不想写就点“跳过”。"
NO_SPECIALITY = "请写专业，2到20个字，例如：光伏发电技术；不想写就点“跳过”。"
NO_YEAR = "请写毕业年份，例如：2026届；不想写就点“跳过”。"
NO_LEVEL = "请点一个，或写：中专、大专、本科、硕士、博士；不想写就点“跳过”。"
NO_SKILLS = "太长了，请写在100个字以内。"
NO_PAY = "请写月薪，例如：5000；不想写就点“跳过”。"

_SKIPS = frozenset({"跳过", "不填", "不写", "不想填", "不想写", "没有", "无", "暂无", "下一个", "下一步", "略", "先不填", SKIP})
_FILL = pattern(
    r"^(?:我们?|本人)?(?:目前|现在)?(?:的)?(?:学校|专业|技能|特长|毕业院校|院校)?(?:是|叫|为|:|在|就?读于?|毕业于?|来自|学的?(?:是)?|读的?(?:是)?)*"
)
_SCHOOL = pattern(
    r"(?P<name>[\u4e00-\u9fff()·]{2,20}?(?:职业技术大学|职业大学|大学|学院|技师学校|技工学校|职业学校|学校|职教中心|职业中专|职高|技校|党校|中学))"
    r"(?![\u4e00-\u9fff]{0,1}(?:里|的?老师))"
)
_SCHOOL_LEAD = pattern(r"^(?:你好|您好|我们?|本人|目前|现在|是|叫|在|就?读于?|毕业于?|来自|的|学生)+")
_YEAR = pattern(
    r"(?<!\d)(?P<year>(?:20)?\d\d)\s*(?:届|年(?:夏天?|[67]月)?(?:毕业|离校))|毕业(?:时间|年份)?(?:是|:)?\s*(?P<after>20\d\d)"
    r"|(?<![\d.])(?P<bare>(?:19|20)\d\d)(?:年(?:\d{1,2}月)?)?(?=[\s,。;]|$)|(?P<soon>今年|明年|后年|去年)(?:夏天?)?毕业"
)
_RELATIVE = {"今年": 0, "明年": 1, "后年": 2, "去年": -1, "应届": 0}
_LEVEL = pattern(r"博士|硕士|研究生|本科|大专|专科|高职|中专|中职|技校|职高|高中|中技")
_LEVELS = {**LEVEL_OF, "中技": "中专"}
_WHERE = pattern(
    r"(?:想在|想去|想回|要去|打算去|希望在|希望去|留在|回到?|到|在|去)(?P<place>[\u4e00-\u9fff]{2,12}?)(?:找?工作|上班|就业|实习|发展|找|,|。|;|$)"
)
_PAY = pattern(
    r"(?:月薪|工资|薪资|期望薪资|期望)(?:是|要|想要|不低于|不少于|至少|最低|:)*\s*[\d一二两三四五六七八九][\d.]*(?:千|万|k|元|块)?(?![\d一二三四五六七八九])"
)
_SKILL = pattern(r"(?:技能|特长|擅长|会(?!议|计|展)|考[了过]|持有?|有(?=[\u4e00-\u9fff]{2,8}证))(?:是|有|:)?(?P<what>[^,。;]{2,30})")
_MAJOR = pattern(
    r"专业(?:是|为|:)\s*(?P<named>[\u4e00-\u9fffA-Za-z]{2,16})|(?:学的?(?:是)?|读的?(?:是)?)?(?P<major>[\u4e00-\u9fffA-Za-z]{2,14}?)(?:类)?专业"
)
_EMPTY = pattern(
    r"^(?:我|是|的|了|学(?!前|校)|读|届|毕业生?|应届生?|学生|在读|大[一二三四]|、|,|\s)+|(?:的|了|学生|毕业生?|应届生?|方向|在读|生)+$"
)
_DONE = pattern(r"[过时]|会(?!计)|经验|证")
_MARKS = pattern(r"[,。;!\s]+")
_Read = Callable[[re.Match[str]], str]
_CHANGES = ("改成", "改为", "换成", "改到")


def skipped(text: str) -> bool:
    """Whether somebody would rather leave a field empty."""
    return text.strip(" 。.!！") in _SKIPS


def school(text: str) -> str:
    """A school's name. Raises Invalid."""
    words = _FILL.sub("", narrow(simplified(text)).strip(" ,。.")).strip()
    if skipped(text):
        return SKIP
    if not 2 <= len(words) <= 30 or is_question(text) or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", words):
        raise Invalid(NO_SCHOOL)
    return masked(words)


def speciality(text: str) -> str:
    """Somebody's own words for what they study. Raises Invalid."""
    if skipped(text):
        return SKIP
    words = _FILL.sub("", narrow(simplified(text)).strip(" ,。.")).removesuffix("专业").removesuffix("的").strip()
    if not 2 <= len(words) <= 20 or is_question(text) or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", words):
        raise Invalid(NO_SPECIALITY)
    return masked(words)


def year(text: str, today: date) -> str:
    """The year of graduation. Raises Invalid."""
    if skipped(text):
        return SKIP
    words = narrow(text).strip()
    found = _year(words, today) or (f"20{words}" if re.fullmatch(r"\d\d", words) else "")
    if not found or not 1960 <= int(found) <= today.year + 8:
        raise Invalid(NO_YEAR)
    return found


def education(text: str) -> str:
    """A level of education. Raises Invalid."""
    if skipped(text):
        return SKIP
    hit = _LEVEL.search(fold(text))
    if hit is None or is_question(text):
        raise Invalid(NO_LEVEL)
    return _level(hit[0])


def skills(text: str) -> str:
    """Free words, without what tells who somebody is. Raises Invalid."""
    if skipped(text):
        return SKIP
    if len(text) > 100:
        raise Invalid(NO_SKILLS)
    if is_question(text):
        raise Invalid("请写会什么，例如：焊接、电工证；没有就点“跳过”。")
    return masked(text.strip(" ,，。."))


def pay(text: str) -> str:
    """The least that somebody wants, yuan a month. Raises Invalid."""
    if skipped(text) or "不限" in text or "面议" in text:
        return SKIP
    try:
        return str(pay_in(text).monthly or _no_pay())
    except Invalid as problem:
        raise Invalid(NO_PAY) from problem


def drawn(text: str, places: Places, today: date) -> Mapping[str, str]:
    """All that one sentence tells beyond doubt; {} for a word that only answers what was asked."""
    plain = fold(text)
    if len(plain) > 200 or is_question(text) or any(word in plain for word in _CHANGES):
        return {}
    found: dict[str, str] = {}
    rest = _take_school(plain, found)
    rest = _take(rest, _YEAR, found, "year", lambda hit: _year(hit[0], today))
    rest = _take(rest, _PAY, found, "pay", lambda hit: _read_pay(hit[0]))
    rest = _take(rest, _WHERE, found, "region", lambda hit: _alone(places.exactly(_place(hit["place"]))))
    if told := [hit["what"].strip() for hit in _SKILL.finditer(rest)]:
        found["skills"] = masked("、".join(told))
        rest = _SKILL.sub(",", rest)
    rest = _take(rest, _LEVEL, found, "education", lambda hit: _level(hit[0]))
    _draw_major(rest, found)
    return found


def _take_school(text: str, found: dict[str, str]) -> str:
    hit = _SCHOOL.search(text)
    name = _SCHOOL_LEAD.sub("", hit["name"]) if hit else ""
    if hit is None or len(name) < 4:
        return text
    found["school"] = name
    return f"{text[: hit.start()]},{text[hit.end() :]}"


def _take(text: str, form: re.Pattern[str], found: dict[str, str], name: str, read: _Read) -> str:
    """The text without what a form finds in it, which is kept where it can be read."""
    hit = form.search(text)
    value = read(hit) if hit else ""
    if hit is None or not value:
        return text
    found[name] = value
    return f"{text[: hit.start()]},{text[hit.end() :]}"


def _draw_major(rest: str, found: dict[str, str]) -> None:
    """A word before 专业; else, where other things were told, the part that names a field of the catalogue."""
    hit = _MAJOR.search(rest)
    words = _EMPTY.sub("", (hit["named"] or hit["major"]) if hit else "")
    if not words and {"school", "year", "education"} & found.keys():
        parts = (_EMPTY.sub("", part) for part in _MARKS.split(rest))
        words = next((part for part in parts if 2 <= len(part) <= 12 and subjects(part) and not _DONE.search(part)), "")
    if len(words) > 1:
        found["speciality"] = words


def major_of(words: str) -> str:
    """The 专业大类 of somebody's own words; "" where they tell none for certain."""
    found = majors(words)
    return found[0] if found else ""


def _year(words: str, today: date) -> str:
    hit = _YEAR.search(words)
    if hit:
        told = hit["year"] or hit["after"] or hit["bare"] or str(today.year + _RELATIVE[hit["soon"]])
        return told if len(told) == 4 else f"20{told}"
    relative = next((shift for word, shift in _RELATIVE.items() if word in words), None)
    return str(today.year + relative) if relative is not None else ""


def _level(word: str) -> str:
    level = _LEVELS.get(word, word)
    return level if level in LEVELS else ""


def _place(words: str) -> str:
    return words.removesuffix("市") if len(words) > 3 else words


def _alone(code: str) -> str:
    return "" if " " in code else code


def _read_pay(words: str) -> str:
    try:
        return str(pay_in(words).monthly or "")
    except Invalid:
        return ""


def _no_pay() -> str:
    raise Invalid(NO_PAY)
