"""From a question to an answer: read, find, weigh, judge, compose, verify."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from domain.clock import Clock, today
from domain.region import Region, within
from rag import words
from rag.answer import Answer, Citation, Found, Look, Part, Question
from rag.compose import Composed, Composer
from rag.evidence import Scale, Scored, Weighing, best_first
from rag.fold import fold, narrow
from rag.followup import completed, is_brief, leans
from rag.gate import Limits, Ruling, Verdict, rule
from rag.ports import Finder, Library
from rag.reading import Reading, understood
from rag.regions import Gazetteer
from rag.shelf import Shelf
from rag.smalltalk import small_talk
from rag.thesaurus import Thesaurus
from rag.verify import stands
from vectorstore.index import Query

LONGEST_QUESTION = 500
_RIVAL = 0.65


@dataclass(frozen=True, slots=True)
class Tuning:
    """What is measured rather than argued.

    `expansion` weighs the documents' words for everyday ones, `before` the former question of a follow-up, `passages` is how many are
    looked through for sentences; of a word with more than `few` terms each weighs less.
    """

    expansion: float = 0.6
    few: float = 2.0
    before: float = 0.35
    passages: int = 12
    weighing: Weighing = field(default_factory=Weighing)
    limits: Limits = field(default_factory=Limits)


class Assistant:
    """Answers questions out of the library. Every method blocks; call it off the event loop."""

    def __init__(
        self,
        library: Library,
        finder: Finder,
        clock: Clock,
        gazetteer: Gazetteer,
        is_word: Callable[[str], bool],
        tuning: Tuning | None = None,
    ) -> None:
        self._library = library
        self._finder = finder
        self._clock = clock
        self._gazetteer = gazetteer
        self._is_word = is_word
        self._thesaurus = Thesaurus.shipped()
        self._tuning = tuning or Tuning()
        self._shelf = Shelf.of(library, gazetteer, is_word)

    def answer(self, question: Question) -> Answer:
        """The answer, whatever was typed."""
        self._refresh()
        text = fold(question.text)[:LONGEST_QUESTION]
        if not text:
            return Answer((Part(words.EMPTY),), chitchat=True)
        talk = small_talk(text)
        if talk:
            return Answer((Part(talk),), chitchat=True)
        reading = self._read(question)
        if reading.scope.foreign:
            return self._outside(reading)
        codes = reading.scope.codes or ((question.region,) if question.region in self._shelf.homes else ())
        if len(codes) > 1:
            return self._compared(reading, codes)
        return self._for_one(reading, codes[0] if codes else "", question)

    def _refresh(self) -> None:
        if self._library.revision() != self._shelf.revision:
            self._shelf = Shelf.of(self._library, self._gazetteer, self._is_word)

    def _read(self, question: Question) -> Reading:
        """The question as it stands by itself, with weighted terms."""
        home = question.region
        before: Reading | None = None
        for turn in question.history:
            before = self._following(self._understood(turn.reading or turn.question, home), before, home)
        now = self._understood(question.text, home)
        read = self._following(now, before, home)
        terms = self._weights(read)
        carried: frozenset[str] = frozenset()
        if before is not None and (read is not now or self._is_vague(now)):
            carried = frozenset(self._finder.terms(before.matter)) - terms.keys()
            terms |= dict.fromkeys(carried, self._tuning.before)
            if not read.scope.codes:
                read = replace(read, scope=replace(before.scope, foreign=read.scope.foreign))
        words_of = {term for term in terms if len(term) > 1 and self._is_word(term)}
        telling = frozenset(word for word in words_of if not any(word in other for other in words_of - {word}))
        return replace(read, terms=terms, carried=carried, telling=telling, mended=read is not now or now.mended)

    def _is_vague(self, now: Reading) -> bool:
        """Whether a question is brief and says hardly anything by itself, so that the one before tells what it is about."""
        own = {term for term in self._finder.terms(now.matter) if len(term) > 1 and self._is_word(term)}
        return is_brief(now) and len(own) <= 1 and not self._thesaurus.official(now.text)

    def _following(self, now: Reading, before: Reading | None, home: str) -> Reading:
        if before is None or not leans(now):
            return now
        return self._understood(completed(now, before), home)

    def _understood(self, text: str, home: str) -> Reading:
        mended, slips = self._shelf.mender.mend(fold(text)[:LONGEST_QUESTION])
        reading = understood(mended, self._shelf.lexicon, self._gazetteer, self._shelf.homes, home)
        return replace(reading, mended=bool(slips))

    def _weights(self, reading: Reading) -> dict[str, float]:
        """The terms of the question, of the full names of what it calls, and of the documents' words for what it says."""
        weights = dict.fromkeys(self._finder.terms(reading.core), 1.0)
        names = " ".join(name.text for call in reading.called if len(call.names) == 1 for name in call.names)
        for term in self._finder.terms(names):
            weights.setdefault(term, 0.6)
        for term, weight in self._expanded(reading).items():
            weights.setdefault(term, weight)
        return weights

    def _expanded(self, reading: Reading) -> dict[str, float]:
        """The documents' words for everyday ones; a long word's many terms weigh no more together than a short one's few."""
        weights: dict[str, float] = {}
        for word in self._thesaurus.official(reading.text):
            terms = list(self._finder.terms(word))
            for term in terms:
                weights[term] = max(weights.get(term, 0.0), self._tuning.expansion * min(1.0, self._tuning.few / len(terms)))
        return weights

    def _weighed(self, reading: Reading, code: str) -> tuple[list[Scored], tuple[Found, ...]]:
        """The sentences of the best passages within a region, weighed; and the passages."""
        matter = dict.fromkeys(self._finder.terms(reading.matter), 1.0)
        hits = self._finder.search(Query(terms=reading.terms, vector_text=reading.text, only=code, limit=self._tuning.passages))
        passages = self._library.passages([hit.id for hit in hits])
        by_id = {hit.id: hit.score for hit in hits}
        best = max(by_id.values(), default=1.0) or 1.0
        carried = {term: weight for term, weight in reading.terms.items() if term in reading.carried}
        sought = {**carried, **self._expanded(reading), **matter}
        rarity = {term: self._finder.rarity(term) for term in sought}
        scale = Scale(reading, sought, rarity, matter, self._shelf.lexicon.schools_in, self._tuning.weighing)
        scored: list[Scored] = []
        found = []
        for passage in passages:
            document = self._shelf.documents.get(passage.doc)
            if document is None:
                continue
            clause = self._shelf.clauses(passage.doc)[passage.clause]
            found.append(Found(passage.doc, clause.label, passage.text, by_id[passage.id]))
            for around in self._shelf.enclosing(clause)[:2]:
                units = self._shelf.units(around) if around is clause else [u for u in self._shelf.units(around) if u.items]
                scored += scale.sentences_of(passage, by_id[passage.id] / best, document, around, units)
        return best_first(scored), tuple(found[:10])

    def _for_one(self, reading: Reading, code: str, question: Question) -> Answer:
        """The answer for one region, or for all ("")."""
        ranked, found = self._weighed(reading, code)
        ruling = rule(reading, ranked, self._tuning.limits)
        if not code and question.may_ask:
            regions = self._differing(ruling)
            if regions:
                return Answer(regions=regions, reading=reading.text, passages=found)
        if ruling.verdict in {Verdict.NOTHING, Verdict.LACKING}:
            return self._nothing(reading, ruling, code, found)
        composed = self._composed(reading, ruling)
        return self._finished(reading, composed, code, found)

    def _composed(self, reading: Reading, ruling: Ruling) -> Composed:
        best = ruling.sentences[0]
        return self._composer(reading).compose(reading, ruling, self._shelf.enclosing(best.clause))

    def _composer(self, reading: Reading) -> Composer:
        rarity = {term: weight * self._finder.rarity(term) for term, weight in reading.terms.items()}

        def matches(text: str) -> float:
            low = narrow(text).lower()
            return sum(worth for term, worth in rarity.items() if term in low)

        return Composer(today(self._clock), matches)

    def _differing(self, ruling: Ruling) -> tuple[Region, ...]:
        """The regions to choose from when sentences of several are nearly equally good."""
        if ruling.verdict is not Verdict.ANSWER:
            return ()
        best = ruling.sentences[0].score
        codes = dict.fromkeys(one.document.region for one in ruling.sentences if one.score > _RIVAL * best and one.document.region)
        regions = [self._gazetteer.region(code) for code in codes]
        return tuple(region for region in regions if region) if len(codes) > 1 else ()

    def _compared(self, reading: Reading, codes: tuple[str, ...]) -> Answer:
        """Side by side: the best of each region."""
        parts: list[Part] = []
        citations: list[Citation] = []
        found: list[Found] = []
        missing = 0
        for code in codes:
            ranked, some = self._weighed(reading, code)
            found += some
            ruling = rule(reading, ranked, self._tuning.limits)
            parts.append(Part(f"{self._gazetteer.short(code)}："))
            if ruling.verdict in {Verdict.NOTHING, Verdict.LACKING}:
                missing += 1
                parts.append(Part(words.nothing(set(ruling.lacking), self._gazetteer.short(code), self._count(code))))
            if ruling.verdict is Verdict.NOTHING:
                continue
            composed = self._composed(reading, replace(ruling, sentences=ruling.sentences[:1]))
            parts += composed.parts
            citations += composed.citations
        found.sort(key=lambda one: -one.score)
        composed = Composed(tuple(parts), tuple(citations), abstained=missing == len(codes))
        return self._finished(reading, composed, "", tuple(found[:10]))

    def _finished(self, reading: Reading, composed: Composed, code: str, found: tuple[Found, ...]) -> Answer:
        """The verified answer: a quotation that does not stand in its clause leaves, and its part with it."""
        good = tuple(c for c in composed.citations if stands(c.quote, self._shelf.clauses(c.doc)[c.ordinal].text))
        bad = {c.quote for c in composed.citations} - {c.quote for c in good}
        parts = tuple(part for part in composed.parts if part.look is not Look.QUOTE or part.text not in bad)
        shown = words.read_as(reading.text) if reading.mended else ""
        lead = (Part(shown, Look.NOTE),) if shown else ()
        return Answer((*lead, *parts), good, found, composed.abstained, reading.text if reading.mended else "", code)

    def _nothing(self, reading: Reading, ruling: Ruling, code: str, found: tuple[Found, ...]) -> Answer:
        """An honest no, with the nearest clause."""
        places = self._gazetteer.short(code) if code else self._places()
        parts = [Part(words.nothing(set(ruling.lacking), places, self._count(code)))]
        citations: tuple[Citation, ...] = ()
        if ruling.sentences and ruling.verdict is Verdict.LACKING:
            nearest = self._composer(reading).compose(reading, replace(ruling, sentences=ruling.sentences[:1]), ())
            parts += [Part(words.NEAREST), *nearest.parts]
            citations = nearest.citations
        return self._finished(reading, Composed(tuple(parts), citations, abstained=True), code, found)

    def _outside(self, reading: Reading) -> Answer:
        return Answer((Part(words.foreign(reading.scope.foreign, self._places())),), abstained=True)

    def _places(self) -> str:
        return "、".join(self._gazetteer.short(code) for code in self._shelf.homes)

    def _count(self, code: str) -> int:
        return sum(within(document.region, code) for document in self._shelf.documents.values())
