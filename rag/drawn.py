"""Names drawn by rules from a document: schools, companies, bodies, quoted terms, titles of other documents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.fold import narrow
from rag.regions import Gazetteer

_BEFORE_SCHOOL = re.compile(r"[\u4e00-\u9fff]{2,14}\Z")
_BEFORE_THING = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+]{2,16}\Z")
_SCHOOL = re.compile("职业技术(?:学院|大学)|职业学院|师范(?:学院|大学)|医学院|技术学校|大学|学院")
_THING = re.compile(
    "产业学院|未来技术学院|工匠学院|硅业学院|研究院|研究中心|创新中心|实验室|示范园区|示范园|创新园|科创港|产业园"
    "|联合体|共同体|职教集团|教育集团|联盟|工作站|孵化基地|培养基地|培训基地|实训基地|平台|论坛|集团|招聘会"
)
_LEAD = re.compile(
    r"^.*(?:支持|推动|推广|鼓励|通过|依托|发挥|联合|引导|组织|建设|利用|作为|以及|建议由|由|与|和|及|在|到|向|从|将|把|对|为|是|学习|充分)(?=..)"
)
_LONGEST = 16
_QUOTED = re.compile(r"[“\"]([^”\"]{2,24})[”\"]")
_TITLED = re.compile(r"《([^》]{4,40})》")
_GENERIC = re.compile(r"[的各等多所类]|产业|高校|院校|企业|现代|未来|创业|服务|旅游|实施|高等|市")
# What a school's type is shortened to; the first form is the usual one.
TYPES: dict[str, tuple[str, ...]] = {
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
BROAD = re.compile(r"^(?:内蒙古|华[东中南北]|西[北南]|东北|中国|北方|南方)")
_BROAD_INSIDE = re.compile(BROAD.pattern[1:])


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one document names, and which of that is a school."""

    names: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()


def drawn(texts: Iterable[str], gazetteer: Gazetteer) -> Drawn:
    """The names in some stretches of one document."""
    names: set[str] = set()
    schools: set[str] = set()
    for text in map(narrow, texts):
        schools.update(filter(None, [_school(found, gazetteer) for found in ending(text, _BEFORE_SCHOOL, _SCHOOL)]))
        things = [_LEAD.sub("", found) for found in ending(text, _BEFORE_THING, _THING)]
        names.update(_QUOTED.findall(text), _TITLED.findall(text), [thing for thing in things if 4 <= len(thing) <= 20])
    return Drawn(frozenset(names | schools), frozenset(schools))


def ending(text: str, run: re.Pattern[str], ends: re.Pattern[str]) -> Iterator[str]:
    """What begins with a run of characters, as few as can be, and ends with one of the `ends`; each behind the one before.

    Looked for from its end: almost every place in a text could begin such a name, and hardly any ends one.
    """
    begin = at = 0
    while hit := ends.search(text, at):
        at = hit.start() + 1
        if before := run.search(text, max(begin, hit.start() - _LONGEST), hit.start()):
            begin = at = hit.end()
            yield text[before.start() : begin]


def _school(found: str, gazetteer: Gazetteer) -> str:
    """The school in a run of characters that ends like one, from its place name on; "" for what only looks like one."""
    kind = next(kind for kind in TYPES if found.endswith(kind))
    rest = found[: -len(kind)]
    starts = [mention.start for mention in gazetteer.find(rest)] + [hit.start() for hit in _BROAD_INSIDE.finditer(rest)]
    if starts:
        name = found[min(starts, key=lambda start: (len(rest) - start > 8, start)) :]
    else:
        name = _LEAD.sub("", found) if kind in {"大学", "师范大学"} else ""
    return name if 4 <= len(name) <= 16 and not _GENERIC.search(name[: -len(kind)]) else ""
