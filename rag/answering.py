"""The answer to one question from one revision of the documents: read, seek, judge, compose, verify."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from domain.region import Region, within
from rag import words
from rag.answer import Answer, Citation, Found, Look, Part, Question
from rag.asked import Want
from rag.caveats import caveats
from rag.compose import Composed, Composer
from rag.evidence import Scored
from rag.fold import holds, narrow
from rag.gate import Ruling, Verdict, rule
from rag.more import unseen
from rag.ports import Finder
from rag.reader import Reader
from rag.reading import Reading, years_of
from rag.regions import Gazetteer
from rag.seeker import Evidence, Seeker
from rag.shapes import is_aim
from rag.shelf import Shelf
from rag.sight import low
from rag.tuning import Tuning
from rag.verify import stands

_SHOWN = 10
_OFFERED, _SIDES = 9, 3
"""How many regions are offered to choose from, and how many are set side by side."""
_RECALLED = 4
"""How many earlier turns are gone through for what they quoted."""
_COUNTED = frozenset({Want.COUNT, Want.PERCENT, Want.MONEY})
# What is said back must not carry on what somebody wants spread or kept: addresses, numbers, markup.
_UNFIT = re.compile(r"https?:|www\.|@|\d{7,}|[<>{}\\]")
_SILENT = frozenset({Verdict.NOTHING, Verdict.LACKING})


class Answering:
    """Answers out of one shelf."""

    def __init__(self, shelf: Shelf, reader: Reader, seeker: Seeker, finder: Finder, gazetteer: Gazetteer, tuning: Tuning) -> None:
        self.shelf = shelf
        self._reader = reader
        self._seeker = seeker
        self._finder = finder
        self._gazetteer = gazetteer
        self._tuning = tuning

    def answer(self, question: Question, today: date) -> Answer:
        """The answer to a question of policy."""
        if not self.shelf.documents:
            return Answer((Part(words.NO_DOCUMENTS),), abstained=True)
        reading = self._reader.read(question)
        if reading.loose:
            return Answer((Part(words.LOOSE[reading.loose]),), chitchat=True)
        if reading.spellings and question.may_ask:
            return Answer(spellings=reading.spellings)
        codes = reading.scope.codes or self._outside(reading) or ((question.region,) if question.region else ())
        if codes and not any(self.shelf.speaking_for(code) for code in codes):
            place = reading.scope.foreign or self._gazetteer.short(codes[0])
            return Answer((Part(words.foreign(place, self._places())),), abstained=True)
        if reading.more:
            return self._continued(reading, codes, self._shown(question, today), today)
        if len(codes) > 1:
            return self._compared(reading, codes, today)
        return self._single(reading, codes[0] if codes else "", today, may_ask=question.may_ask)

    def _outside(self, reading: Reading) -> tuple[str, ...]:
        """The place that is named and has no documents of its own; those of its province or of the whole country may speak for it."""
        return self._gazetteer.named(reading.scope.foreign)[:1]

    def _single(self, reading: Reading, code: str, today: date, *, may_ask: bool) -> Answer:
        """The answer for one region, or for all ("")."""
        evidence, ruling = self._judged(reading, code)
        regions = () if code in self.shelf.homes else self._differing(ruling)
        if regions and may_ask:
            return Answer(regions=regions[:_OFFERED], reading=reading.text, passages=evidence.found)
        if regions:
            return self._compared(reading, [region.code for region in regions[:_SIDES]], today)
        if ruling.verdict in _SILENT:
            return self._finished(reading, self._declined(reading, ruling, code, today), code, evidence.found)
        return self._finished(reading, self._composed(reading, ruling, today), code, evidence.found)

    def _continued(self, reading: Reading, codes: Sequence[str], shown: Collection[str], today: date) -> Answer:
        """What answers as well and was not shown yet, or that there is no more."""
        # Who is responsible was told with what was shown.
        reading = replace(reading, asked=replace(reading.asked, wants=reading.asked.wants - {Want.WHO}))
        code = codes[0] if len(codes) == 1 else ""
        evidence, ruling = self._judged(reading, code)
        left = unseen(reading, ruling.sentences, shown) if ruling.verdict is Verdict.ANSWER else []
        if left:
            composed = self._composed(reading, replace(ruling, sentences=tuple(left)), today)
            composed = replace(composed, parts=(Part(words.MORE, Look.NOTE), *composed.parts))
            return self._finished(reading, composed, code, evidence.found)
        no = Part(words.no_more(self._places(code), len(self.shelf.speaking_for(code))))
        return Answer((no,), (), evidence.found, abstained=True, reading=reading.text, region=code, exhausted=True)

    def _shown(self, question: Question, today: date) -> tuple[str, ...]:
        """What the asker has been quoted; where nobody knows, what they would have been."""
        quotes: tuple[str, ...] = ()
        for at, turn in enumerate(question.history):
            if turn.quotes is not None:
                quotes += turn.quotes
            elif at >= len(question.history) - _RECALLED:
                asked = replace(question, text=turn.question, history=question.history[max(0, at - _RECALLED) : at], may_ask=False)
                quotes += tuple(one.quote for one in self.answer(asked, today).citations)
        return quotes

    def _compared(self, reading: Reading, codes: Sequence[str], today: date) -> Answer:
        """Side by side: the best of each region."""
        parts: list[Part] = []
        citations: list[Citation] = []
        found: list[Found] = []
        aims: set[bool] = set()
        silent = 0
        for code in codes:
            evidence, ruling = self._judged(reading, code)
            ruling = replace(ruling, sentences=ruling.sentences[:1])
            silent += ruling.verdict in _SILENT
            one = self._declined(reading, ruling, code, today) if ruling.verdict in _SILENT else self._composed(reading, ruling, today)
            parts += [Part(f"{self._gazetteer.short(code)}："), *one.parts]
            citations += one.citations
            found += evidence.found
            aims.add(any(is_aim(citation.quote) for citation in one.citations))
        if len(aims) > 1 and _COUNTED & reading.asked.wants:
            parts.append(Part(words.DIFFERENT, Look.NOTE))
        found.sort(key=lambda one: -one.score)
        together = Composed(tuple(parts), tuple(citations), abstained=silent == len(codes))
        return self._finished(reading, together, "", tuple(found[:_SHOWN]))

    def _judged(self, reading: Reading, code: str) -> tuple[Evidence, Ruling]:
        evidence = self._seeker.seek(reading, code)
        return evidence, rule(reading, evidence.sentences, self._tuning.limits)

    def _differing(self, ruling: Ruling) -> tuple[Region, ...]:
        """The regions to choose from when sentences of several are nearly equally good."""
        if ruling.verdict is not Verdict.ANSWER:
            return ()
        close = self._tuning.rival * ruling.sentences[0].score
        codes = dict.fromkeys(one.document.region for one in ruling.sentences if one.score > close and one.document.region)
        regions = [self._gazetteer.region(code) for code in codes]
        return tuple(region for region in regions if region) if len(codes) > 1 else ()

    def _composed(self, reading: Reading, ruling: Ruling, today: date) -> Composed:
        composed = self._composer(reading, today).compose(reading, ruling, self.shelf.enclosing(ruling.sentences[0].clause))
        notes = [Part(note, Look.NOTE) for note in caveats(reading, composed.citations, self.shelf)]
        # Under the words that they are about, above the line that says where those stand.
        at = max((place for place, part in enumerate(composed.parts) if part.look is Look.SOURCE), default=len(composed.parts))
        return replace(composed, parts=(*composed.parts[:at], *notes, *composed.parts[at:]))

    def _declined(self, reading: Reading, ruling: Ruling, code: str, today: date) -> Composed:
        """An honest no: what was searched, and the nearest clause where one is near."""
        no = Part(words.nothing(ruling.lacking, ruling.unsaid, reading.years, self._places(code), len(self.shelf.speaking_for(code))))
        if ruling.verdict is Verdict.NOTHING:
            return Composed((no,), (), abstained=True)
        closest = _closest(ruling)
        nearest = self._composer(reading, today).compose(reading, replace(ruling, sentences=(closest,)), ())
        bodies = next((around.bodies for around in self.shelf.enclosing(closest.clause) if around.bodies), ())
        hint = (Part(words.responsible(bodies), Look.NOTE),) if bodies else ()
        return Composed((no, Part(words.NEAREST), *nearest.parts, *hint), nearest.citations, abstained=True)

    def _composer(self, reading: Reading, today: date) -> Composer:
        @cache
        def worth() -> Mapping[str, float]:
            return {term: weight * self._finder.rarity(term) for term, weight in reading.terms.items()}

        def matches(text: str) -> float:
            plain = low(text)
            return sum(value for term, value in worth().items() if holds(plain, term))

        return Composer(today, matches)

    def _finished(self, reading: Reading, composed: Composed, code: str, found: tuple[Found, ...]) -> Answer:
        """The verified answer: a quotation that does not stand in its clause leaves, and its part with it."""
        good = tuple(c for c in composed.citations if stands(c.quote, self.shelf.clauses(c.doc)[c.ordinal].text))
        bad = {c.quote for c in composed.citations} - {c.quote for c in good}
        parts = tuple(part for part in composed.parts if part.look is not Look.QUOTE or part.text not in bad)
        shown = reading.spelled if (reading.mended or reading.more) and not _UNFIT.search(reading.text) else ""
        others = [one.name for one in reading.spellings[1:]]
        read_as = words.read_as(shown) + (words.or_else(others) if others else "")
        lead: tuple[Part, ...] = (Part(read_as, Look.NOTE),) if shown and not reading.more else ()
        if good and code and not any(within(one.region, code) for one in self.shelf.speaking_for(code)):
            lead = (*lead, Part(words.only_wider(self._gazetteer.short(code)), Look.NOTE))
        if reading.scope.foreign and Want.COMPARE in reading.asked:
            parts += (Part(words.foreign_too(reading.scope.foreign), Look.NOTE),)
        proposal = any(words.is_proposal(self.shelf.documents[c.doc], self.shelf.clauses(c.doc)[c.ordinal].voice) for c in good[:1])
        return Answer((*lead, *parts), good, found, composed.abstained, shown, code, proposal=proposal)

    def _places(self, code: str = "") -> str:
        """What was searched for a region ("" everywhere)."""
        everybody = [words.COUNTRY] if any(not one.region for one in self.shelf.speaking_for(code)) else []
        return "、".join([*(self._gazetteer.short(home) for home in ([code] if code else self.shelf.homes)), *everybody])


def _closest(ruling: Ruling) -> Scored:
    """The sentence to show beside a no: where only the year is lacking, one that tells the same thing of another year."""
    if Want.YEAR in ruling.lacking:
        return next((one for one in ruling.sentences if years_of(narrow(one.text))), ruling.sentences[0])
    return ruling.sentences[0]
