"""Sentences that may answer: drawn from the passages that were found, and weighed by what the question is about and asks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from domain.knowledge import Clause, Document, Passage
from domain.region import within
from rag.asked import Want
from rag.fold import holds, narrow
from rag.loading.bodies import bodies_in
from rag.reading import Reading, years_of
from rag.shapes import AGENT, BLANK, COUNTED, DATED, FIGURE, HEADED, MONEY, ORGAN, SHAPES, YUAN
from rag.tuning import Weighing
from rag.units import Unit

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLAIN = frozenset("的了和与及等在是有个一不人我们大小上下中来去就都也要会能可这那到说对给把让用做")
_LISTING = re.compile(r"、|[一二三四五]是|\n")
_PROPOSAL = re.compile(r"提案|建议|政协|委员|呼吁")
_BESIDE = 14
# A character that is a word by itself also stands inside of other words.
_SINGLE = 0.5
_ENOUGH = 3
_FIRSTLY = re.compile(r"[一二三四五六七八九]是|第[一二三四五六七八九][,，]")
_PART = re.compile(r"[^，,；;。\n]+")
# What a text asks, be it itself, is no answer.
_ASKING = ("？", "?")
_TITLE = re.compile(r"[“\"《][^”\"》]{2,30}[”\"》]")


@dataclass(frozen=True, slots=True)
class Scored:
    """A quotable unit of a document with its worth.

    `coverage` (0 to 1) is the share of the question's own matter that the sentence and its headings hold.
    """

    text: str
    document: Document
    clause: Clause
    passage: Passage
    unit: Unit
    score: float
    coverage: float
    bodies: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where it begins in the document's text."""
        return self.unit.start


@dataclass(slots=True)
class Scale:
    """Weighs sentences for one reading, asked within a region ("" everywhere)."""

    reading: Reading
    sought: Mapping[str, float]
    rarity: Mapping[str, float]
    own: Mapping[str, float]
    schools_in: Callable[[str], set[str]]
    code: str = ""
    weighing: Weighing = field(default_factory=Weighing)
    signs: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.signs = frozenset(_HAN.findall(self.reading.matter)) - _PLAIN

    def sentences_of(self, passage: Passage, found: float, document: Document, clause: Clause, units: Sequence[Unit]) -> list[Scored]:
        """The units of the clause that the passage touches, weighed; `found` is the passage's own score, 0 to 1."""
        context = narrow(f"{clause.heading}\n{passage.context}").lower()
        whole = narrow(passage.text).lower()
        touched = [unit for unit in units if unit.start < passage.end and passage.start < unit.end]
        return [
            self._scored(unit, found, document, clause, passage, context, whole)
            for unit in touched
            if unit.end - unit.start >= self.weighing.shortest and not clause.text[: unit.end - clause.start].endswith(_ASKING)
        ]

    def is_headed(self, heading: str) -> bool:
        """Whether a whole part is asked for (what must be handed in, how it is done) and the heading is of just that."""
        wants = self.reading.asked
        low = narrow(heading).lower()
        return (Want.LIST in wants or Want.HOW in wants) and any(word in low for word in self.reading.telling)

    def _scored(self, unit: Unit, found: float, document: Document, clause: Clause, passage: Passage, context: str, whole: str) -> Scored:
        text = clause.text[unit.start - clause.start : unit.end - clause.start]
        low = narrow(f"{unit.lead}\n{text}" if unit.lead else text).lower()
        worth, coverage = self._overlap(low, context, whole)
        worth += (
            self.weighing.passage * found + self._signs(low, context) + self._form(low, clause.bodies) + self._headed(low, clause.heading)
        )
        worth += self._years(low) + self._names(low, context)
        worth -= self.weighing.proposal * (clause.voice == "proposal" and not _PROPOSAL.search(self.reading.text))
        worth -= self.weighing.long * max(0.0, log2(len(low) / 60))
        if not within(document.region, self.code):
            worth *= self.weighing.wider
        return Scored(text, document, clause, passage, unit, worth, coverage, bodies_in(text))

    def _overlap(self, low: str, context: str, whole: str) -> tuple[float, float]:
        """The weighted share of the question's terms in the sentence (with headings and surroundings), and of its own terms only."""
        total = own_total = got = own_got = 0.0
        for term, weight in self.sought.items():
            value = weight * self.rarity[term] * (1.0 if len(term) > 1 else _SINGLE)
            here = 1.0 if holds(low, term) else self._near(term, context, whole)
            total += value
            got += value * here
            if term in self.own:
                own_total += value
                own_got += value * here
        overlap = got / total if total else 0.0
        return overlap, max(overlap, own_got / own_total if own_total else 0.0)

    def _near(self, term: str, context: str, whole: str) -> float:
        if holds(context, term):
            return self.weighing.headings
        return self.weighing.around if holds(whole, term) else 0.0

    def _signs(self, low: str, context: str) -> float:
        """The share of single characters that the sentence has too: 建校 and 始建于, 招人 and 招聘 have one in common."""
        if not self.signs:
            return 0.0
        shared = sum(1.0 if sign in low else 0.3 if sign in context else 0.0 for sign in self.signs)
        return self.weighing.signs * shared / len(self.signs)

    def _form(self, low: str, bodies: Sequence[str]) -> float:
        """Whether the sentence has the shape of what is asked for."""
        wants = self.reading.asked
        bonus = sum(self.weighing.shape for want, shape in SHAPES.items() if want in wants and shape.search(low))
        if Want.MONEY in wants and not YUAN.search(low) and MONEY.search(low):
            bonus -= self.weighing.shape * 0.5
        if wants.kinds and len(self.schools_in(low)) >= max(1, wants.count):
            bonus += self.weighing.shape
        if wants.count > 1 and len(_FIRSTLY.findall(low)) == wants.count:
            bonus += self.weighing.shape
        if Want.LIST in wants and len(_LISTING.findall(low)) >= 2:
            bonus += self.weighing.shape * 0.7
        if Want.WHO in wants and (bodies or ORGAN.search(low)):
            bonus += self.weighing.shape * 0.5
        if Want.WHO in wants and self._has_agent(low):
            bonus += 2 * self.weighing.shape
        if wants.quantity and (wants.quantity in low or f"{wants.count}{wants.quantity[-1]}" in low):
            bonus += self.weighing.shape
        bonus += self.weighing.beside * self._beside(low)
        if Want.NAME in wants and _TITLE.search(low):
            bonus += self.weighing.shape * 0.5
        if wants.measures and any(hit[-1] in wants.measures for hit in FIGURE.findall(low)):
            bonus += self.weighing.shape
        if (Want.PERCENT in wants or Want.COUNT in wants) and BLANK.search(low.upper()):
            bonus += self.weighing.shape
        return bonus

    def _headed(self, low: str, heading: str) -> float:
        """Whether the clause's own heading (of a day: the sentence) says that it is about what is asked for: 申报时间, 咨询方式."""
        about = any(want in self.reading.asked and form.search(heading) for want, form in HEADED.items())
        about = about or (Want.DEADLINE in self.reading.asked and bool(DATED.search(low)))
        return 2 * self.weighing.shape if about else 0.0

    def _has_agent(self, low: str) -> bool:
        """Whether a clause says who does something, and the something has a word of the question: 会长单位由××出任."""
        for part in _PART.findall(low):
            hit = AGENT.search(part)
            rest = part[: hit.start()] + part[hit.end() :] if hit else ""
            if any(word in rest for word in self.reading.telling):
                return True
        return False

    def _beside(self, low: str) -> float:
        """The largest share of the question's words that stand right beside one figure of the asked kind."""
        shapes = [SHAPES[want] for want in (*COUNTED, Want.YEAR) if want in self.reading.asked]
        wanted = self.reading.telling
        if not shapes or not wanted:
            return 0.0
        spans = [hit.span() for shape in shapes for hit in shape.finditer(low)]
        most = max((sum(word in low[max(0, a - _BESIDE) : b + _BESIDE] for word in wanted) for a, b in spans), default=0)
        return most / min(len(wanted), _ENOUGH)

    def _years(self, low: str) -> float:
        if not self.reading.years:
            return 0.0
        here = years_of(low)
        if here & self.reading.years:
            return self.weighing.year
        return -self.weighing.year if here else 0.0

    def _names(self, low: str, context: str) -> float:
        """For a school that is asked about: its name in the sentence helps, another school's name alone speaks against it."""
        schools = [call for call in self.reading.called if any(name.school for name in call.names)]
        if not schools:
            # Cities are compared by what holds for them, not by what one of their schools has.
            of_one = Want.COMPARE in self.reading.asked and self.schools_in(f"{low}\n{context.partition(chr(10))[0]}")
            return -2 * self.weighing.name if of_one else 0.0
        meant = {name.text.lower() for call in schools for name in call.names}
        if any(name in low for name in meant):
            return self.weighing.name
        if self.schools_in(low) - meant:
            return -self.weighing.name
        if any(name in context for name in meant):
            return self.weighing.name * 0.6
        return -self.weighing.name * 0.5


def best_first(scored: Sequence[Scored]) -> list[Scored]:
    """Without the same sentence twice."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for one in sorted(scored, key=lambda s: -s.score):
        if (one.document.stem, one.start) not in seen:
            seen.add((one.document.stem, one.start))
            kept.append(one)
    return kept
