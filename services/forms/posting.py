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
from services.forms import clues, days, pay
from services.forms.cutting import bare, clauses, sections
from services.forms.kinds import hiring, kind_of, without_verb
from services.forms.majors import majors

_CLAUSE = 100
"""Longer pieces without any mark are nobody's field, and patterns take too long over them."""


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
                self._count(value if re.search(clues.COUNT, value) else f"{value}人")
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
        if len(words) > _CLAUSE:
            found.rest.append(clause)
            return
        if clues.CONTACT.search(words) and found.kind in {*RECRUITING, None}:
            return
        if not found.title and self._headline(clause):
            return
        if self._strong(clause):
            return
        if self._schooling(words) or (clues.REQUIREMENT.search(words) and not clues.DUTY.match(words)):
            found.requirements.append(clause)
        elif clues.DUTY.match(words):
            found.duties.append(clause)
        elif clues.BENEFIT.search(words):
            found.remark.append(clause)
        elif re.fullmatch(rf"(?:共|需|计划|招)*{clues.COUNT}", words):
            self._count(words)
        elif not clues.INTRO.match(words):
            found.rest.append(clause)

    def _strong(self, clause: str) -> bool:
        """Take a clause that is a closing day, a pay or a place, whatever stands around it."""
        words = narrow(clause)
        if (clues.CLOSING.search(words) or clues.DATE.fullmatch(words)) and self._day(words):
            return True
        if clues.PAYISH.search(words) and not clues.ALLOWANCE.match(words) and self._pay(words):
            return True
        return self._is_place(words) and self._place(clause)

    def _headline(self, clause: str) -> bool:
        """招光伏技术员5名; 找焊工5名; 光伏技术员5名; of what is no job the first clause."""
        words, found = hiring(narrow(clause)), self._draft
        if found.kind not in {*RECRUITING, None}:
            found.title = without_verb(words)
            return True
        hit = clues.HEADLINE.fullmatch(words)
        if hit is None:
            hit = clues.BARE_HEADLINE.fullmatch(words)
            if hit is None or clues.REQUIREMENT.search(words) or clues.BENEFIT.search(words):
                return False
            self._count(hit["count"])
            return self._title(hit["title"])
        self._count(hit["first"] or hit["count"] or "")
        self._title(hit["title"])
        if found.title and hit["before"] and self._is_place(hit["before"]):
            self._place(hit["before"])
        self._free(clause[len(clause) - len(hit["after"]) :])
        return bool(found.title)

    def _title(self, words: str) -> bool:
        hit = re.search(rf"\(?({clues.COUNT})\)?$", narrow(words))
        if hit and hit.start():
            self._count(hit[1])
            words = words[: hit.start()]
        name = bare(clues.TAIL.sub("", clues.LEAD.sub("", narrow(words).strip())))
        if not name or clues.NO_TITLE.search(name):
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
            self._draft.closes = days.day(clues.SPAN.split(words)[-1], self._today)
        except Invalid as problem:
            if str(problem) == days.NO_DAY:
                return False
            self._draft.problems.append(str(problem))
        return True

    def _is_place(self, words: str) -> bool:
        if self._draft.place or len(words) > 40 or clues.NO_PLACE.search(words) or clues.DUTY.match(words):
            return False
        if clues.STREET.search(words):
            return True
        hit = clues.PLACED.match(words)
        where = hit["where"] if hit else words
        found = self._gazetteer.find(where, self._home)
        return bool(found) and found[0].start <= 1 and (len(where) <= 12 or found[-1].end >= len(where) - 12)

    def _place(self, clause: str) -> bool:
        if self._draft.place:
            return False
        hit = clues.PLACED.match(clause)
        self._draft.place = bare(hit["where"] if hit else clause) or bare(clause)
        self._draft.region = region_in(narrow(clause), self._gazetteer, self._home)
        return True

    def _schooling(self, words: str) -> bool:
        """The education and the majors that a clause asks for."""
        found = self._draft
        level = clues.EDUCATION.search(words)
        schooled = bool(level) and bool(clues.SCHOOLED.search(words))
        if schooled:
            self._level(words)
        if "专业" in words and "专业技能" not in words:
            found.majors = found.majors or majors(words)
            return True
        return schooled or "学历不限" in words

    def _level(self, words: str) -> None:
        named = [clues.LOWEST.get(hit["level"], hit["level"]) for hit in clues.EDUCATION.finditer(words)]
        if named and not self._draft.education:
            self._draft.education = min(named, key=clues.LEVELS.index)


def _lines(text: str) -> list[str]:
    return [line for part in text.strip().splitlines() if (line := bare(part))]
