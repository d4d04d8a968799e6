"""Sentences that may answer: drawn from the passages that were found, and weighed by what the question is about and asks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from domain.knowledge import Clause, Document, Passage
from domain.region import within
from rag.asked import Want
from rag.fold import holds
from rag.form import Form
from rag.reading import Reading
from rag.shapes import HEADED
from rag.sight import Sight, low, sight
from rag.tuning import Weighing
from rag.units import Unit

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLAIN = frozenset("的了和与及等在是有个一不人我们大小上下中来去就都也要会能可这那到说对给把让用做")
_PROPOSAL = re.compile(r"提案|建议|政协|委员|呼吁")
# A character that is a word by itself also stands inside of other words.
_SINGLE = 0.5
# What a text asks, be it itself, is no answer.
_ASKING = ("？", "?")


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

    @property
    def start(self) -> int:
        """Where it begins in the document's text."""
        return self.unit.start


@dataclass(frozen=True, slots=True)
class _Around:
    """What the sentences of a clause have in common, as far as a passage touches them.

    `near` is what each term counts where the sentence itself does not hold it, but its headings or its surroundings do, `signs` the same
    of single characters; `found` what the passage is worth; `headed` tells that the clause is about what is asked for, `proposed` is what
    it loses as somebody's proposal, `factor` what it keeps as the words of a wider region.
    """

    context: str
    near: Sequence[float]
    signs: Sequence[float]
    found: float
    headed: bool
    proposed: float
    factor: float


@dataclass(frozen=True, slots=True)
class _Term:
    """A term that is sought: what it is worth, whether the question itself has it, and whether it counts wherever it stands."""

    text: str
    worth: float
    own: bool
    anywhere: bool

    def is_in(self, text: str) -> bool:
        return self.text in text and (self.anywhere or holds(text, self.text))


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
    _signs: tuple[str, ...] = field(init=False)
    _terms: list[_Term] = field(init=False)
    _total: float = field(init=False)
    _own_total: float = field(init=False)
    _form: Form = field(init=False)
    _schools: frozenset[str] = field(init=False)
    _is_of_proposals: bool = field(init=False)

    def __post_init__(self) -> None:
        reading = self.reading
        self._signs = tuple(frozenset(_HAN.findall(reading.matter)) - _PLAIN)
        worth = {term: weight * self.rarity[term] * (1.0 if len(term) > 1 else _SINGLE) for term, weight in self.sought.items()}
        self._terms = [_Term(term, value, term in self.own, not term.isascii()) for term, value in worth.items()]
        self._total = sum(worth.values())
        self._own_total = sum(term.worth for term in self._terms if term.own)
        self._form = Form(reading, self.schools_in, self.weighing)
        schools = [call for call in reading.called if any(name.school for name in call.names)]
        self._schools = frozenset(name.text.lower() for call in schools for name in call.names)
        self._is_of_proposals = bool(_PROPOSAL.search(reading.text))

    def sentences_of(self, passage: Passage, found: float, document: Document, clause: Clause, units: Sequence[Unit]) -> list[Scored]:
        """The units of the clause that the passage touches, weighed; `found` is the passage's own score, 0 to 1."""
        touched = [
            unit
            for unit in units
            if unit.start < passage.end and passage.start < unit.end and unit.end - unit.start >= self.weighing.shortest
            if not clause.text.endswith(_ASKING, 0, unit.end - clause.start)
        ]
        if not touched:
            return []
        around = self._around(passage, found, document, clause)
        return [self._scored(unit, document, clause, passage, around) for unit in touched]

    def is_headed(self, heading: str) -> bool:
        """Whether a whole part is asked for (what must be handed in, how it is done) and the heading is of just that."""
        wants = self.reading.asked
        plain = low(heading)
        return (Want.LIST in wants or Want.HOW in wants) and any(word in plain for word in self.reading.telling)

    def _around(self, passage: Passage, found: float, document: Document, clause: Clause) -> _Around:
        context, whole = low(f"{clause.heading}\n{passage.context}"), low(passage.text)
        headings, around = self.weighing.headings, self.weighing.around
        return _Around(
            context,
            [headings if term.is_in(context) else around if term.is_in(whole) else 0.0 for term in self._terms],
            [0.3 if sign in context else 0.0 for sign in self._signs],
            self.weighing.passage * found,
            any(want in self.reading.asked and form.search(clause.heading) for want, form in HEADED.items()),
            self.weighing.proposal if clause.voice == "proposal" and not self._is_of_proposals else 0.0,
            1.0 if within(document.region, self.code) else self.weighing.wider,
        )

    def _scored(self, unit: Unit, document: Document, clause: Clause, passage: Passage, around: _Around) -> Scored:
        text = clause.text[unit.start - clause.start : unit.end - clause.start]
        seen = sight(unit.lead, text)
        worth, coverage = self._overlap(seen.low, around.near)
        worth += around.found + self._shared(seen.low, around.signs) + self._form.worth(seen, clause.bodies)
        worth += self._headed(seen, around)
        worth += self._years(seen) + self._names(seen.low, around.context)
        worth -= around.proposed
        worth -= self.weighing.long * max(0.0, log2(len(seen.low) / 60))
        return Scored(text, document, clause, passage, unit, worth * around.factor, coverage)

    def _overlap(self, text: str, near: Sequence[float]) -> tuple[float, float]:
        """The weighted share of the question's terms in the sentence (with headings and surroundings), and of its own terms only."""
        got = own_got = 0.0
        for term, beside in zip(self._terms, near, strict=True):
            here = 1.0 if term.text in text and (term.anywhere or holds(text, term.text)) else beside
            if here:
                got += term.worth * here
                own_got += term.worth * here if term.own else 0.0
        overlap = got / self._total if self._total else 0.0
        return overlap, max(overlap, own_got / self._own_total if self._own_total else 0.0)

    def _shared(self, text: str, beside: Sequence[float]) -> float:
        """The share of single characters that the sentence has too: 建校 and 始建于, 招人 and 招聘 have one in common."""
        if not beside:
            return 0.0
        shared = sum([1.0 if sign in text else here for sign, here in zip(self._signs, beside, strict=True)])
        return self.weighing.signs * shared / len(beside)

    def _headed(self, seen: Sight, around: _Around) -> float:
        """Whether the clause's own heading (of a day: the sentence) says that it is about what is asked for: 申报时间, 咨询方式."""
        about = around.headed or (Want.DEADLINE in self.reading.asked and seen.is_dated)
        return 2 * self.weighing.shape if about else 0.0

    def _years(self, seen: Sight) -> float:
        if not self.reading.years:
            return 0.0
        if seen.years & self.reading.years:
            return self.weighing.year
        return -self.weighing.year if seen.years else 0.0

    def _names(self, text: str, context: str) -> float:
        """For a school that is asked about: its name in the sentence helps, another school's name alone speaks against it."""
        meant = self._schools
        if not meant:
            # Cities are compared by what holds for them, not by what one of their schools has.
            of_one = Want.COMPARE in self.reading.asked and self.schools_in(f"{text}\n{context.partition(chr(10))[0]}")
            return -2 * self.weighing.name if of_one else 0.0
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
