"""The corpus's own names: schools, companies, bodies, quoted terms, documents; their short forms; and where each is at home.

Drawn by rules from the clauses, so a new city's documents bring their own names along. The same list feeds the segmenter's dictionary.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rag.fold import narrow
from rag.regions import Gazetteer

_HAN = "\u4e00-\u9fff"
_SCHOOL = re.compile(rf"[{_HAN}]{{2,14}}?(?:职业技术(?:学院|大学)|职业学院|师范(?:学院|大学)|医学院|技术学校|大学|学院)")
_LEAD = re.compile(
    r"^.*(?:支持|推动|推广|鼓励|通过|依托|发挥|联合|引导|组织|建设|利用|作为|以及|建议由|由|与|和|及|在|到|向|从|将|把|对|为|是|学习|充分)(?=..)"
)
_QUOTED = re.compile(r"[“\"]([^”\"]{2,24})[”\"]")
_TITLED = re.compile(r"《([^》]{4,40})》")
_THING = re.compile(
    rf"[{_HAN}A-Za-z0-9+]{{2,16}}?(?:产业学院|未来技术学院|工匠学院|硅业学院|研究院|研究中心|创新中心|实验室|示范园区|示范园|创新园|科创港|产业园"
    r"|联合体|共同体|职教集团|教育集团|联盟|工作站|孵化基地|培养基地|培训基地|实训基地|平台|论坛|集团|招聘会)"
)
# What a school's type is shortened to; the first form is the usual one.
_TYPES: dict[str, tuple[str, ...]] = {
    "职业技术学院": ("职院", "职业学院", "职技学院", "学院"),
    "职业技术大学": ("职大", "职技大", "大学"),
    "职业学院": ("职院", "学院"),
    "师范学院": ("师院", "师范"),
    "师范大学": ("师大",),
    "医学院": ("医", "医学院"),
    "技术学校": ("技校", "学校"),
    "大学": ("大", "大学"),
    "学院": ("院", "学院"),
}
_BROAD = re.compile(r"^(?:内蒙古|华[东中南北]|西[北南]|东北|中国|北方|南方)")
_SITES = ("园区", "产业园", "示范园", "创新园", "工业园", "科技园", "科创港", "开发区", "高新区", "校区")
_STANDS_ALONE = frozenset({"职院", "师院", "师大", "职大"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the corpus. `homes` are the regions whose documents use it; `shorts` what people may call it."""

    text: str
    homes: frozenset[str]
    school: bool = False
    shorts: frozenset[str] = frozenset()

    @property
    def site(self) -> bool:
        """Whether it is a place with an address: a park, a zone, a campus."""
        return len(self.text) >= 4 and self.text.endswith(_SITES)


def _parts(school: str, gazetteer: Gazetteer) -> tuple[str, str, str]:
    """A school's place, core and type: 包头 · 轻工 · 职业技术学院."""
    kind = next(kind for kind in _TYPES if school.endswith(kind))
    rest = school[: -len(kind)]
    broad = _BROAD.match(rest)
    place = next((mention.end for mention in gazetteer.find(rest) if mention.start == 0), 0)
    cut = broad.end() if broad else place
    return rest[:cut], rest[cut:], kind


def short_forms(school: str, gazetteer: Gazetteer) -> frozenset[str]:
    """What people make of a school's name: 包头轻工职业技术学院 → 包轻工, 轻工职院, 包头轻工 …; forms under two characters are dropped."""
    place, core, kind = _parts(school, gazetteer)
    ends = _TYPES[kind]
    forms = {core + end for end in ends if core}
    if place:
        forms |= {head + core + end for head in (place, place[:2], place[0]) for end in ends}
        forms |= {place + core, place[0] + core, place[:2] + core} if len(core) > 1 else set()
        forms |= {place[0] + core[:1] + ends[0], place + core[:1] + ends[0], place[:2] + core[:1] + ends[0]} if core else set()
    if not core:
        forms |= _STANDS_ALONE & set(ends)
    weak = {place, *ends, *(place[:1] + end for end in ("大学", "学院"))} - _STANDS_ALONE
    return frozenset(form for form in forms if len(form) > 1 and form != school and form not in weak)


class Lexicon:
    """All names of the corpus, found in a question by their full or short form."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self._forms: dict[str, list[Name]] = {}
        for name in self.names:
            for form in {name.text, *name.shorts}:
                self._forms.setdefault(form.lower(), []).append(name)
        schools = sorted((re.escape(name.text.lower()) for name in self.names if name.school), key=len, reverse=True)
        self._schools = re.compile("|".join(schools) or r"(?!)")
        self._pattern = re.compile("|".join(sorted(map(re.escape, self._forms), key=len, reverse=True)) or r"(?!)")

    def find(self, question: str, home: str = "") -> list["Called"]:
        """The names that a folded question speaks of. Where a short form fits several, those at home in `home` are preferred."""
        found = []
        for hit in self._pattern.finditer(question):
            names = self._forms[hit[0]]
            near = [name for name in names if home and home in name.homes]
            found.append(Called(hit[0], tuple(near or names), hit.start(), hit.end()))
        return found

    def knows(self, form: str) -> bool:
        """Whether something is called that, in full or for short."""
        return form in self._forms

    def schools_in(self, text: str) -> set[str]:
        """The schools that a lower-case text names in full."""
        return set(self._schools.findall(text))

    def dictionary(self) -> list[str]:
        """Words for the segmenter."""
        return sorted({name.text for name in self.names if len(name.text) <= 12})


@dataclass(frozen=True, slots=True)
class Called:
    """A name as the question calls it, with all that it may mean."""

    form: str
    names: tuple[Name, ...]
    start: int
    end: int


@dataclass(slots=True)
class Drawn:
    """Gathers names while documents pass by."""

    gazetteer: Gazetteer
    homes: dict[str, set[str]] = field(default_factory=dict)
    schools: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def read(self, text: str, region: str) -> None:
        """Take the names of one stretch of text."""
        text = narrow(text)
        for hit in _SCHOOL.finditer(text):
            school = self._school(hit[0])
            if school:
                self._add(school, region)
                self.schools.add(school)
        for pattern in (_QUOTED, _TITLED):
            for hit in pattern.finditer(text):
                self._add(hit[1], region)
        for hit in _THING.finditer(text):
            thing = _LEAD.sub("", hit[0])
            if 4 <= len(thing) <= 20:
                self._add(thing, region)

    def _school(self, found: str) -> str:
        """The school in a run of characters that ends like one, from its place name on; "" for what only looks like one."""
        kind = next(kind for kind in _TYPES if found.endswith(kind))
        rest = found[: -len(kind)]
        starts = [mention.start for mention in self.gazetteer.find(rest)] + [hit.start() for hit in re.finditer(_BROAD.pattern[1:], rest)]
        if starts:
            name = found[min(starts, key=lambda start: (len(rest) - start > 8, start)) :]
        else:
            name = _LEAD.sub("", found) if kind in {"大学", "师范大学"} else ""
        generic = re.search(r"[的各等多所类]|产业|高校|院校|企业|现代|未来|创业|服务|旅游|实施|高等|市", name[: -len(kind)] if name else "")
        return name if 4 <= len(name) <= 16 and not generic else ""

    def _add(self, name: str, region: str) -> None:
        self.homes.setdefault(name, set()).add(region)
        self.counts[name] += 1

    def lexicon(self) -> Lexicon:
        """The finished list."""
        return Lexicon(
            (
                Name(
                    text,
                    frozenset(homes),
                    text in self.schools,
                    short_forms(text, self.gazetteer) if text in self.schools else frozenset(),
                )
                for text, homes in self.homes.items()
            ),
        )
