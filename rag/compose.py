"""An answer made of sentences that stand in the documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.knowledge import Clause
from rag import words
from rag.answer import Citation, Look, Part
from rag.asked import Want
from rag.evidence import Scored
from rag.fitting import left_blank
from rag.fold import narrow
from rag.gate import Ruling, Verdict
from rag.listing import apart, is_sure, listings
from rag.loading.bodies import bodies_in, namings
from rag.loading.labels import label_at
from rag.reading import Reading, years_of
from rag.shapes import COUNTED, ORGAN, SHAPES
from rag.units import Unit, is_enumerated


@dataclass(frozen=True, slots=True)
class Composed:
    """Parts and their citations."""

    parts: tuple[Part, ...]
    citations: tuple[Citation, ...]
    abstained: bool = False
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes for one day and one question.

    `matches` tells how much of the question a text holds; `room` is how many characters the quotations of a short answer may have.
    """

    today: date
    matches: Callable[[str], float]
    room: int = 190
    wide: int = 700
    near: float = 0.86
    kin: float = 0.5
    most_of: float = 0.6

    def compose(self, reading: Reading, ruling: Ruling, enclosing: Sequence[Clause]) -> Composed:
        """The answer to a reading. `enclosing` are the clauses around the best sentence, innermost first."""
        if ruling.verdict is Verdict.BLANK:
            one = ruling.sentences[0]
            return self._quoted([one], lead=words.blank(left_blank(reading, one.text)), abstained=True)
        if Want.WHO in reading.asked:
            return self._who(reading, ruling.sentences, enclosing)
        if Want.LIST in reading.asked or ruling.sentences[0].unit.lead:
            listed = self._listed(reading, ruling.sentences)
            if listed is not None:
                return listed
        wide = bool({Want.LIST, Want.HOW, Want.COMPARE} & reading.asked.wants)
        chosen = self._chosen(reading, ruling.sentences, wide, self.kin)
        whole = bool({Want.LIST, Want.HOW} & reading.asked.wants)
        return self._quoted(chosen if whole else [part for one in chosen for part in self._narrowed(reading, one)])

    def _narrowed(self, reading: Reading, one: Scored) -> list[Scored]:
        """Of a list only the items that hold the figure that is asked for; the whole of anything else."""
        shapes = [SHAPES[want] for want in COUNTED if want in reading.asked]
        spans = [(start - one.unit.start, end - one.unit.start) for start, end in one.unit.items]
        texts = [
            (self.matches(one.text[start:end]), start, end) for start, end in spans if any(s.search(one.text[start:end]) for s in shapes)
        ]
        if not texts:
            return [one]
        best = max(worth for worth, _, _ in texts)
        kept = [(start, end) for worth, start, end in texts if best and worth >= self.most_of * best]
        return [replace(one, text=one.text[start:end], unit=Unit(one.unit.start + start, one.unit.start + end)) for start, end in kept] or [
            one
        ]

    def _chosen(self, reading: Reading, ranked: Sequence[Scored], wide: bool, kin: float) -> list[Scored]:
        """The best sentence and those nearly as good from the same document, in reading order.

        A list or a way of doing things is told by more than one sentence: those of the best one's own clause need less to join.
        """
        room, most = (self.wide, 5) if wide else (self.room, 2)
        best = ranked[0]
        chosen, used = [best], len(best.text)
        for one in ranked[1:]:
            same = one.document.stem == best.document.stem
            close = wide and same and one.clause.ordinal == best.clause.ordinal
            enough = one.score >= (kin if close else self.near) * best.score
            said = any(one.text in other.text or other.text in one.text for other in chosen)
            fits = len(chosen) < most and used + len(one.text) <= room
            if same and enough and fits and not said and not self._of_other_years(reading, one):
                chosen.append(one)
                used += len(one.text)
        return sorted(chosen, key=lambda s: s.start)

    @staticmethod
    def _of_other_years(reading: Reading, one: Scored) -> bool:
        """Whether a sentence speaks of years, and not of one that is asked for."""
        told = years_of(narrow(one.text))
        return bool(reading.years and told) and not told & reading.years

    def _quoted(self, chosen: Sequence[Scored], lead: str = "", abstained: bool = False) -> Composed:
        """Quotations with their source line."""
        parts = [Part(lead)] if lead else []
        if words.is_proposal(chosen[0].document, chosen[0].clause.voice):
            parts.append(Part(words.PROPOSED, Look.NOTE))
        parts += [Part(one.text, Look.QUOTE) for one in chosen]
        labels = list(dict.fromkeys(one.clause.label for one in chosen))
        parts.append(Part(words.source(chosen[0].document, labels, self.today), Look.SOURCE))
        return Composed(tuple(parts), tuple(map(citation, chosen)), abstained)

    def _listed(self, reading: Reading, ranked: Sequence[Scored]) -> Composed | None:
        """An enumeration, whole and counted, with what of the same sentence is of another kind; None where its bounds are in doubt."""
        names = [name.text for call in reading.called for name in call.names if name.school]
        of_them = [one for one in ranked if any(name in one.text for name in names)]
        if of_them and not any(name in f"{ranked[0].text}\n{ranked[0].passage.context}" for name in names):
            # A list of nobody's in particular, or of somebody else's, is none of theirs, however well its words fit.
            ranked = of_them
        if ranked[0].unit.items:
            meant = [name for name in names if name in ranked[0].text]
            fitting = [one for one in ranked if not meant or any(name in one.text for name in meant)]
            chosen = self._chosen(reading, fitting, wide=True, kin=self.near)
            only = sum(bool(one.unit.items) for one in chosen) == 1
            if not only:
                return self._quoted(chosen)
            item = self._item(ranked[0])
            return (self._enumerated(reading, item, names) if item else None) or self._itemised(reading, ranked[0])
        if is_enumerated(ranked[0].text):
            return self._quoted(self._chosen(reading, ranked, wide=True, kin=self.kin))
        return self._enumerated(reading, ranked[0], names)

    def _item(self, one: Scored) -> Scored | None:
        """The item of a list that alone holds what is asked for (停办 among 保留, 新设, 停办), if there is one."""
        spans = [(start - one.unit.start, end - one.unit.start) for start, end in one.unit.items]
        whole = self.matches(one.text)
        worth = sorted(((self.matches(one.text[start:end]), start, end) for start, end in spans), reverse=True)
        if len(worth) < 2 or worth[0][0] < self.near * whole or worth[1][0] > self.most_of * whole:
            return None
        _, start, end = worth[0]
        label = label_at(one.text, start, end)
        start = label.end if label else start
        return replace(one, text=one.text[start:end], unit=Unit(one.unit.start + start, one.unit.start + end))

    def _enumerated(self, reading: Reading, one: Scored, names: Sequence[str]) -> Composed | None:
        """The enumeration in a sentence, item by item; None where its bounds are in doubt."""
        found = [some for some in listings(without_bodies(one.text), names) if is_sure(some, one.text, reading.asked.count)]
        if not found:
            return None
        listing = max(found, key=lambda some: (len(some.items) == reading.asked.count, self.matches(some.segment)))
        if self.matches(listing.segment) < self.most_of * self.matches(one.text):
            return None
        return self._numbered(reading, one, listing.items, lambda count: words.counted(count, listing.lead))

    def _itemised(self, reading: Reading, one: Scored) -> Composed:
        """A list that the document itself writes item by item, below its lead-in line."""
        shift = one.unit.start
        lead = one.unit.lead or one.text[: one.unit.items[0][0] - shift].split("\n")[0]
        items = [_unnumbered(" ".join(one.text[start - shift : end - shift].split())) for start, end in one.unit.items]
        return self._numbered(reading, one, items, lambda count: words.itemised(count, lead))

    def _numbered(self, reading: Reading, one: Scored, items: Sequence[str], head: Callable[[int], str]) -> Composed:
        """Items one by one under a head that counts them, and apart from them what is of another kind than was asked for."""
        asked, others = apart(items, reading.text)
        parts = [Part(head(len(asked)))]
        parts += [Part(item, Look.ITEM, number=number) for number, item in enumerate(asked, start=1)]
        if others:
            parts.append(Part(words.also(others), Look.NOTE))
        parts.append(Part(words.source(one.document, [one.clause.label], self.today), Look.SOURCE))
        return Composed(tuple(parts), (citation(one),))

    def _who(self, reading: Reading, ranked: Sequence[Scored], enclosing: Sequence[Clause]) -> Composed:
        """The responsible bodies: in the sentence, or of its clause, or of the nearest that encloses it; else what the sentence says."""
        best = ranked[0]
        if bodies_in(best.text):
            return self._quoted([best])
        for clause in enclosing:
            line = bodies_line(clause)
            if line is not None:
                start, end = line
                quote = replace(
                    best,
                    text=clause.text[start:end],
                    clause=clause,
                    unit=Unit(clause.start + start, clause.start + end),
                )
                about = self._narrowed(reading, best)
                return self._quoted([*about, quote] if sum(len(one.text) for one in about) < self.room else [quote])
        if ORGAN.search(best.text):
            return self._quoted([best])
        beside = [one for one in ranked[1:] if one.clause.ordinal == best.clause.ordinal and one.document == best.document]
        named = next((one for one in beside if ORGAN.search(one.text)), None)
        if named is not None:
            return self._quoted(sorted((best, named), key=lambda one: one.start))
        return self._quoted([best], lead=words.NO_BODY, abstained=True)


def _unnumbered(item: str) -> str:
    """An item without the document's own number: it is counted anew, and two numbers side by side confuse."""
    label = label_at(item, 0, len(item))
    return item[label.end :].strip() if label else item


def citation(one: Scored) -> Citation:
    """Where a sentence stands."""
    return Citation(one.document.stem, one.clause.label, one.clause.ordinal, one.text)


def without_bodies(text: str) -> str:
    """A sentence without the brackets that name responsible bodies: these are no list of what it speaks of."""
    for naming in reversed(namings(text)):
        text = text[: naming.start] + text[naming.end :]
    return text


def bodies_line(clause: Clause) -> tuple[int, int] | None:
    """Where a clause's own line of responsible bodies stands in its text."""
    if not clause.bodies:
        return None
    start = max(clause.text.rfind("责任单位"), clause.text.rfind("责任部门"), clause.text.rfind("牵头单位"), clause.text.rfind("承办单位"))
    if start < 0:
        return None
    ends = [clause.text.find(mark, start) for mark in ")）\n。"]
    end = min((place for place in ends if place >= 0), default=len(clause.text))
    return start, end
