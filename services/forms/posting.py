"""A post read by rules: one breath (招焊工3名，月薪8000，昆区上班) or a pasted description, into the fields of a listing.

What a rule does not know stays text and is never obeyed. Nothing is guessed: a field that is not told stays empty, and is asked for.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from chat.flow import Invalid
from domain.listing import RECRUITING, Kind, Pay, Side
from rag.fold import narrow, numeral
from rag.regions import Gazetteer
from services.forms import days, pay
from services.forms.cutting import bare, clauses, sections
from services.forms.kinds import HIRING, kind_of, without_verb
from services.forms.majors import majors

LEVELS = ("不限", "中专", "大专", "本科", "硕士", "博士")
"""The least education that a post may ask for, from the lowest to the highest; 不限 stands for none."""

_COUNT = r"(?:(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})(?:\s*[-~到至—–]\s*(?:\d{1,4}|[一二两三四五六七八九十]{1,3}))?\s*(?:名|人|位|个))"
_SOME = r"(?:若干名?|数名|多名|一批)"
_STOP = r"(?:月薪|年薪|日薪|时薪|薪资|工资|待遇|要求|负责|工作地点|包吃|包住|底薪|面议|联系|,|;)"
_HEADLINE = re.compile(
    rf"(?P<before>.*?){HIRING}(?!标|商|信息|启事|公告|简章|会(?![计员务议展])|$)\s*(?:岗位|职位)?:?\s*(?P<first>{_COUNT})?(?:{_SOME})?(?P<title>.{{1,30}}?)\s*"
    rf"(?:\(?(?P<count>{_COUNT})\)?|{_SOME}|(?={_STOP})|$)(?P<after>.*)$"
)
_BARE_HEADLINE = re.compile(rf"(?P<title>[^\d,;:]{{2,16}}?)\s*\(?(?P<count>{_COUNT})\)?")
_LEAD = re.compile(rf"^(?:{HIRING}|高薪|诚|急|缺|需要|需|全职|兼职|长期|急需|优秀|以下|20\d\d届|应届|一批|各类|的)+|^:")
_TAIL = re.compile(r"(?:\([^()]*\)|若干|数名|多名|一批|岗位|等)+$")
_NO_TITLE = re.compile(r"(?:公司|集团|有限|启事|信息|公告)$|^(?:(?:以下|如下|各类|相关)?(?:人员|员工|岗位|职位|人才)|人)$")
_CONTACT = re.compile(
    r"(?:联系(?:人|电话|方式)|电话|手机|微信|VX|QQ|邮箱|简历(?:投|发)|有意者|请致电|咨询(?:电话|热线)|加我|1[3-9]\d{9})", re.IGNORECASE
)
_CLOSING = re.compile(r"截止|截至|为止|有效期|前报名|报名[^,;]{0,12}前|(?:之前|前)(?:有效|投递|联系)?$")
_DATE = re.compile(
    r"(?:到|至|于)?(?:20\d\d[-./年]\d{1,2}[-./月]\d{1,2}[日号]?|(?:1[0-2]|[1-9])月(?:\d{1,2}[日号]?|底|末|中旬|上旬|下旬)|下*周[一二三四五六日天]|下?个?月底|年底)(?:前|之前|止|截止)?"
)
_SPAN = re.compile(r"(?:[日号]|\d)\s*(?:~|—|–|-{2,}|至|到)+\s*(?=(?:20\d\d|\d{1,2}月|\d{1,2}[日号]))|(?<=[日号])\s*-\s*")
_PAYISH = re.compile(
    r"月薪|年薪|日薪|时薪|薪资|薪酬|工资|薪水|底薪|保底|待遇|面议|元\s*/|/\s*(?:月|天|日|小时|年|h)|每[月天]\d|元[每一]?[月天]|\d{3,5}(?:元|块)?(?:一|每|/)?个?月|\d\s*[kK](?![a-zA-Z])|\d\s*元\s*(?:左右|以上|起)?$",
)
_ALLOWANCE = re.compile(r"^(?:提供|另有|每月)?(?:餐|饭|交通|住房|租房|房|话|高温|夜班|通讯|全勤|过节)[补奖费]")
_EDUCATION = re.compile(r"(?P<level>博士|硕士|研究生|本科|大专|专科|高职|中专|中职|高中|技校|职高|初中)")
_LOWEST = {"研究生": "硕士", "专科": "大专", "高职": "大专", "中职": "中专", "高中": "中专", "技校": "中专", "职高": "中专", "初中": "不限"}
_SCHOOLED = re.compile(r"学历|以上|毕业|学位|在读|即可|^(?:全日制|统招)?.{2,3}$|不限")
_PLACED = re.compile(r"^(?:[^,:]{0,4}(?:地点|地址)|工作)?(?:就?在|位于|于|:)*(?P<where>.+?)(?:上班|工作|就业|面试|厂区?内|本地上班)*$")
_STREET = re.compile(
    r"[区县镇乡旗市园街路道巷村]\S{0,12}(?:号|园区?|厂区?|大厦|楼|基地|工业园|开发区|广场|中心)$|(?:工业园|开发区|高新区|园区)$"
)
_NO_PLACE = re.compile(r"户|籍|出差|驻外|公司|优先|经验|驾驶|合作|大学|学院|籍贯|\d(?:元|k|千|万)")
_DUTY = re.compile(r"^(?:主要)?(?:负责|从事|参与|协助|承担|完成|主要工作|工作内容|制定|编写|执行|组织)")
_REQUIREMENT = re.compile(
    r"经验|熟悉|熟练|精通|能够?(?!源)|会(?!计|议|员|展)|持.{0,8}证|[证书照]$|吃苦|责任心|优先|应届|具备|具有|健康|年以上|懂|掌握|了解|倒班|适应|服从|专业|认真|踏实|细心|沟通|有.{0,10}证|团队"
)
_BENEFIT = re.compile(
    r"包吃|包住|食宿|住宿|五险|六险|社保|双休|单休|年终|奖金|绩效|福利|班车|带薪|年假|餐|补贴|补助|宿舍|加班费|体检|小时|长白班|白班|晋升"
)
_INTRO = re.compile(
    r"^(?:大家好|您好|你好|各位|我们?(?:公司|单位|厂|是)|本公司|我司|因|由于|诚邀|欢迎|公司|现因|为)|(?:招聘|诚聘|招募)(?:启事|信息|公告|简章|以下.*|如下.*)?$|^.{2,20}(?:有限公司|集团)$"
)


@dataclass(slots=True)
class Draft:
    """What was read. `region` is the code of the city or district in which the place lies, "" where it names none.

    `rest` are the clauses that no rule knows, `problems` the words for what was told and cannot be taken (面议).
    """

    kind: Kind | None = None
    side: Side | None = None
    title: str = ""
    headcount: int = 0
    place: str = ""
    region: str = ""
    pay: Pay | None = None
    majors: tuple[str, ...] = ()
    education: str = ""
    duties: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    remark: list[str] = field(default_factory=list)
    closes: date | None = None
    rest: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(text: str, today: date, gazetteer: Gazetteer, home: Collection[str] = ()) -> Draft:
    """The fields that a text tells. `home` are the cities whose places go first where several share a name."""
    return _Reader(today, gazetteer, home).read(text)


def region_in(text: str, gazetteer: Gazetteer, home: Collection[str]) -> str:
    """The code of the nearest place that a text names (包头市昆都仑区 → 150203); "" where it names none for certain."""
    found = ""
    for mention in gazetteer.find(text, home):
        inside = [code for code in mention.codes if found and code.startswith(found.rstrip("0"))]
        known = gazetteer.pick(mention.codes, home)
        near = [code for code in mention.codes if code == known or (known and code.startswith(known.rstrip("0")))]
        codes = inside or near or ([] if found else list(mention.codes))
        found = codes[0] if len(codes) == 1 else found
    return found


class _Reader:
    """One reading of one text."""

    def __init__(self, today: date, gazetteer: Gazetteer, home: Collection[str]) -> None:
        self._today = today
        self._gazetteer = gazetteer
        self._home = home
        self._draft = Draft()

    def read(self, text: str) -> Draft:
        found = self._draft
        if told := kind_of(narrow(text)):
            found.kind, found.side = told
        # A label names the title better than a headline does, wherever it stands.
        for section in sorted(sections(text), key=lambda one: one.field != "title"):
            if section.field:
                self._section(section.field, section.text)
            else:
                self._free(section.text)
        if found.kind is None and found.title and found.headcount:
            found.kind, found.side = Kind.JOB, Side.OFFERED
        if found.title and "实习" in found.title and found.kind is Kind.JOB:
            found.kind = Kind.INTERNSHIP
        if found.kind is not None and found.kind not in RECRUITING:
            self._tell_whole()
        return found

    def _tell_whole(self) -> None:
        """What is neither a job nor an internship has one description."""
        found = self._draft
        found.duties = [*found.duties, *found.requirements, *found.rest, *found.remark]
        found.requirements, found.rest, found.remark, found.problems, found.pay = [], [], [], [], None
        found.headcount, found.education, found.majors = 0, "", ()

    def _section(self, name: str, text: str) -> None:
        match name:
            case "duties" | "requirements" if "\n" in text.strip():
                self._keep(name, _lines(text))
            case "duties" | "requirements":
                for clause in clauses(text):
                    if not self._strong(clause):
                        self._keep(name, [clause])
            case "remark":
                self._keep(name, _lines(text))
            case "dropped":
                self._free("\n".join(text.strip().splitlines()[1:]))
            case _:
                self._line(name, text)

    def _keep(self, name: str, lines: list[str]) -> None:
        getattr(self._draft, name).extend(lines)
        for line in lines if name == "requirements" else ():
            self._schooling(narrow(line))

    def _line(self, name: str, text: str) -> None:
        """A field of one line; what follows it stands free."""
        line, _, rest = text.strip().partition("\n")
        whole = name in {"majors", "education", "nature", "closes"}
        first = bare(line) if whole else next(iter(clauses(line)), "")
        after = "" if whole else line[line.find(first) + len(first) :]
        value = narrow(first)
        match name:
            case "title":
                self._title(first)
            case "headcount":
                self._count(value if re.search(_COUNT, value) else f"{value}人")
            case "pay":
                self._pay(value)
            case "place":
                self._place(first)
            case "education":
                self._level(value)
            case "majors":
                self._draft.majors = self._draft.majors or majors(value)
                self._draft.requirements.append(f"专业：{first}")
            case "closes":
                self._day(value)
            case "nature":
                self._draft.kind = Kind.INTERNSHIP if "实习" in value else self._draft.kind or Kind.JOB
                self._draft.side = Side.OFFERED
        self._free(f"{after}\n{rest}")

    def _free(self, text: str) -> None:
        for clause in clauses(text):
            self._clause(clause)

    def _clause(self, clause: str) -> None:
        """A clause to the field that its words speak of."""
        words, found = narrow(clause), self._draft
        if _CONTACT.search(words) and found.kind in {*RECRUITING, None}:
            return
        if not found.title and self._headline(words):
            return
        if self._strong(clause):
            return
        if self._schooling(words) or (_REQUIREMENT.search(words) and not _DUTY.match(words)):
            found.requirements.append(clause)
        elif _DUTY.match(words):
            found.duties.append(clause)
        elif _BENEFIT.search(words):
            found.remark.append(clause)
        elif re.fullmatch(rf"(?:共|需|计划|招)*{_COUNT}", words):
            self._count(words)
        elif not _INTRO.match(words):
            found.rest.append(clause)

    def _strong(self, clause: str) -> bool:
        """Take a clause that is a closing day, a pay or a place, whatever stands around it."""
        words = narrow(clause)
        if (_CLOSING.search(words) or _DATE.fullmatch(words)) and self._day(words):
            return True
        if _PAYISH.search(words) and not _ALLOWANCE.match(words) and self._pay(words):
            return True
        return self._is_place(words) and self._place(clause)

    def _headline(self, words: str) -> bool:
        """招光伏技术员5名; 光伏技术员5名; of what is no job the first clause."""
        found = self._draft
        if found.kind not in {*RECRUITING, None}:
            found.title = without_verb(words)
            return True
        hit = _HEADLINE.fullmatch(words)
        if hit is None:
            hit = _BARE_HEADLINE.fullmatch(words)
            if hit is None or _REQUIREMENT.search(words) or _BENEFIT.search(words):
                return False
            self._count(hit["count"])
            return self._title(hit["title"])
        self._count(hit["first"] or hit["count"] or "")
        self._title(hit["title"])
        if found.title and hit["before"] and self._is_place(hit["before"]):
            self._place(hit["before"])
        self._free(hit["after"])
        return bool(found.title)

    def _title(self, words: str) -> bool:
        hit = re.search(rf"\(?({_COUNT})\)?$", narrow(words))
        if hit and hit.start():
            self._count(hit[1])
            words = words[: hit.start()]
        name = bare(_TAIL.sub("", _LEAD.sub("", narrow(words).strip())))
        if not name or _NO_TITLE.search(name):
            return False
        self._draft.title = self._draft.title or name
        return True

    def _count(self, words: str) -> None:
        numbers = re.findall(r"\d{1,4}|[一二两三四五六七八九十百]{1,4}", words)
        values = [int(one) if one.isdigit() else numeral(one) or 0 for one in numbers[:2]]
        if values and not self._draft.headcount:
            self._draft.headcount = max(values)

    def _pay(self, words: str) -> bool:
        if self._draft.pay:
            return False
        try:
            self._draft.pay = pay.pay(words)
        except Invalid as problem:
            if str(problem) == pay.NO_PAY:
                return False
            self._draft.problems.append(str(problem))
        return True

    def _day(self, words: str) -> bool:
        if self._draft.closes:
            return False
        try:
            self._draft.closes = days.day(_SPAN.split(words)[-1], self._today)
        except Invalid as problem:
            if str(problem) == days.NO_DAY:
                return False
            self._draft.problems.append(str(problem))
        return True

    def _is_place(self, words: str) -> bool:
        if self._draft.place or len(words) > 40 or _NO_PLACE.search(words) or _DUTY.match(words):
            return False
        if _STREET.search(words):
            return True
        hit = _PLACED.match(words)
        where = hit["where"] if hit else words
        found = self._gazetteer.find(where, self._home)
        return bool(found) and found[0].start <= 1 and (len(where) <= 12 or found[-1].end >= len(where) - 12)

    def _place(self, clause: str) -> bool:
        if self._draft.place:
            return False
        hit = _PLACED.match(clause)
        self._draft.place = bare(hit["where"] if hit else clause) or bare(clause)
        self._draft.region = region_in(narrow(clause), self._gazetteer, self._home)
        return True

    def _schooling(self, words: str) -> bool:
        """The education and the majors that a clause asks for."""
        found = self._draft
        level = _EDUCATION.search(words)
        schooled = bool(level) and bool(_SCHOOLED.search(words))
        if schooled:
            self._level(words)
        if "专业" in words and "专业技能" not in words:
            found.majors = found.majors or majors(words)
            return True
        return schooled or "学历不限" in words

    def _level(self, words: str) -> None:
        named = [_LOWEST.get(hit["level"], hit["level"]) for hit in _EDUCATION.finditer(words)]
        if named and not self._draft.education:
            self._draft.education = min(named, key=LEVELS.index)


def _lines(text: str) -> list[str]:
    return [line for part in text.strip().splitlines() if (line := bare(part))]
