"""Sentences that may answer: drawn from the passages that were found, and weighed by what the question is about and asks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from domain.knowledge import Clause, Document, Passage
from domain.region import within
from rag.asked import Want
from rag.fold import holds
from rag.reading import Reading
from rag.shapes import AGENT, BLANK, COUNTED, DATED, FIGURE, HEADED, MONEY, ORGAN, SHAPES, YUAN
from rag.sight import Sight, low, sight
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
    _terms: list[tuple[str, float, bool]] = field(init=False)
    _total: float = field(init=False)
    _own_total: float = field(init=False)

    def __post_init__(self) -> None:
        self.signs = frozenset(_HAN.findall(self.reading.matter)) - _PLAIN
        worth = {term: weight * self.rarity[term] * (1.0 if len(term) > 1 else _SINGLE) for term, weight in self.sought.items()}
        self._terms = [(term, value, term in self.own) for term, value in worth.items()]
        self._total = sum(worth.values())
        self._own_total = sum(value for _, value, own in self._terms if own)

    def sentences_of(self, passage: Passage, found: float, document: Document, clause: Clause, units: Sequence[Unit]) -> list[Scored]:
        """The units of the clause that the passage touches, weighed; `found` is the passage's own score, 0 to 1."""
        touched = [
            unit
            for unit in units
            if unit.start < passage.end and passage.start < unit.end and unit.end - unit.start >= self.weighing.shortest
            if not clause.text[: unit.end - clause.start].endswith(_ASKING)
        ]
        if not touched:
            return []
        context = low(f"{clause.heading}\n{passage.context}")
        near = self._near(context, low(passage.text))
        return [self._scored(unit, found, document, clause, passage, context, near) for unit in touched]

    def is_headed(self, heading: str) -> bool:
        """Whether a whole part is asked for (what must be handed in, how it is done) and the heading is of just that."""
        wants = self.reading.asked
        plain = low(heading)
        return (Want.LIST in wants or Want.HOW in wants) and any(word in plain for word in self.reading.telling)

    def _scored(
        self, unit: Unit, found: float, document: Document, clause: Clause, passage: Passage, context: str, near: Sequence[float]
    ) -> Scored:
        text = clause.text[unit.start - clause.start : unit.end - clause.start]
        seen = sight(unit.lead, text)
        worth, coverage = self._overlap(seen.low, near)
        worth += self.weighing.passage * found + self._signs(seen.low, context) + self._form(seen, clause.bodies)
        worth += self._headed(seen.low, clause.heading)
        worth += self._years(seen.years) + self._names(seen.low, context)
        worth -= self.weighing.proposal * (clause.voice == "proposal" and not _PROPOSAL.search(self.reading.text))
        worth -= self.weighing.long * max(0.0, log2(len(seen.low) / 60))
        if not within(document.region, self.code):
            worth *= self.weighing.wider
        return Scored(text, document, clause, passage, unit, worth, coverage, seen.bodies)

    def _overlap(self, text: str, near: Sequence[float]) -> tuple[float, float]:
        """The weighted share of the question's terms in the sentence (with headings and surroundings), and of its own terms only."""
        got = own_got = 0.0
        for (term, value, own), beside in zip(self._terms, near, strict=True):
            here = 1.0 if holds(text, term) else beside
            if here:
                got += value * here
                own_got += value * here if own else 0.0
        overlap = got / self._total if self._total else 0.0
        return overlap, max(overlap, own_got / self._own_total if self._own_total else 0.0)

    def _near(self, context: str, whole: str) -> list[float]:
        """What each term counts where the sentence itself does not hold it, but its headings or its surroundings do."""
        headings, around = self.weighing.headings, self.weighing.around
        return [headings if holds(context, term) else around if holds(whole, term) else 0.0 for term, _, _ in self._terms]

    def _signs(self, text: str, context: str) -> float:
        """The share of single characters that the sentence has too: 建校 and 始建于, 招人 and 招聘 have one in common."""
        if not self.signs:
            return 0.0
        shared = sum([1.0 if sign in text else 0.3 if sign in context else 0.0 for sign in self.signs])
        return self.weighing.signs * shared / len(self.signs)

    def _form(self, seen: Sight, bodies: Sequence[str]) -> float:
        """Whether the sentence has the shape of what is asked for."""
        wants, text = self.reading.asked, seen.low
        bonus = sum([self.weighing.shape for _ in seen.shapes & wants.wants])
        if Want.MONEY in wants and not YUAN.search(text) and MONEY.search(text):
            bonus -= self.weighing.shape * 0.5
        if wants.kinds and len(self.schools_in(text)) >= max(1, wants.count):
            bonus += self.weighing.shape
        if wants.count > 1 and len(_FIRSTLY.findall(text)) == wants.count:
            bonus += self.weighing.shape
        if Want.LIST in wants and len(_LISTING.findall(text)) >= 2:
            bonus += self.weighing.shape * 0.7
        if Want.WHO in wants and (bodies or ORGAN.search(text)):
            bonus += self.weighing.shape * 0.5
        if Want.WHO in wants and self._has_agent(text):
            bonus += 2 * self.weighing.shape
        if wants.quantity and (wants.quantity in text or f"{wants.count}{wants.quantity[-1]}" in text):
            bonus += self.weighing.shape
        bonus += self.weighing.beside * self._beside(text)
        if Want.NAME in wants and _TITLE.search(text):
            bonus += self.weighing.shape * 0.5
        if wants.measures and any(hit[-1] in wants.measures for hit in FIGURE.findall(text)):
            bonus += self.weighing.shape
        if (Want.PERCENT in wants or Want.COUNT in wants) and BLANK.search(text.upper()):
            bonus += self.weighing.shape
        return bonus

    def _headed(self, text: str, heading: str) -> float:
        """Whether the clause's own heading (of a day: the sentence) says that it is about what is asked for: 申报时间, 咨询方式."""
        about = any(want in self.reading.asked and form.search(heading) for want, form in HEADED.items())
        about = about or (Want.DEADLINE in self.reading.asked and bool(DATED.search(text)))
        return 2 * self.weighing.shape if about else 0.0

    def _has_agent(self, text: str) -> bool:
        """Whether a clause says who does something, and the something has a word of the question: 会长单位由××出任."""
        for part in _PART.findall(text):
            hit = AGENT.search(part)
            rest = part[: hit.start()] + part[hit.end() :] if hit else ""
            if any(word in rest for word in self.reading.telling):
                return True
        return False

    def _beside(self, text: str) -> float:
        """The largest share of the question's words that stand right beside one figure of the asked kind."""
        shapes = [SHAPES[want] for want in (*COUNTED, Want.YEAR) if want in self.reading.asked]
        wanted = self.reading.telling
        if not shapes or not wanted:
            return 0.0
        spans = [hit.span() for shape in shapes for hit in shape.finditer(text)]
        most = max((sum(word in text[max(0, a - _BESIDE) : b + _BESIDE] for word in wanted) for a, b in spans), default=0)
        return most / min(len(wanted), _ENOUGH)

    def _years(self, here: frozenset[int]) -> float:
        if not self.reading.years:
            return 0.0
        if here & self.reading.years:
            return self.weighing.year
        return -self.weighing.year if here else 0.0

    def _names(self, text: str, context: str) -> float:
        """For a school that is asked about: its name in the sentence helps, another school's name alone speaks against it."""
        schools = [call for call in self.reading.called if any(name.school for name in call.names)]
        if not schools:
            # Cities are compared by what holds for them, not by what one of their schools has.
            of_one = Want.COMPARE in self.reading.asked and self.schools_in(f"{text}\n{context.partition(chr(10))[0]}")
            return -2 * self.weighing.name if of_one else 0.0
        meant = {name.text.lower() for call in schools for name in call.names}
        if any(name in text for name in meant):
            return self.weighing.name
        if self.schools_in(text) - meant:
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
