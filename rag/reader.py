"""Reads questions: folds, mends slips, completes follow-ups, finds names and places, and gives each term its weight."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rag.answer import Question, Spelling
from rag.consent import consent
from rag.fold import fold
from rag.followup import asks_further, asks_more, completed, is_brief, leans, loose, means_own, without_places
from rag.numerals import variants
from rag.ports import Finder
from rag.reading import Reading, understood
from rag.regions import Gazetteer
from rag.shelf import Shelf
from rag.slips import Slip
from rag.smalltalk import small_talk
from rag.thesaurus import Thesaurus
from rag.things import things
from rag.tuning import Tuning

LONGEST_QUESTION = 500
_TURNS = 10
_CHOICES = 4


class Reader:
    """Reads for one revision of the documents. `is_word` tells words of the language from characters in a row."""

    def __init__(
        self, shelf: Shelf, finder: Finder, gazetteer: Gazetteer, thesaurus: Thesaurus, is_word: Callable[[str], bool], tuning: Tuning
    ) -> None:
        self._shelf = shelf
        self._finder = finder
        self._gazetteer = gazetteer
        self._thesaurus = thesaurus
        self._is_word = is_word
        self._tuning = tuning

    def read(self, question: Question) -> Reading:
        """The question as it stands by itself, with weighted terms."""
        home = question.region
        before: Reading | None = None
        for turn in question.history[-_TURNS:]:
            if not small_talk(fold(turn.question)):
                before = self._following(self._understood(turn.reading or turn.question, home), before, home)
        now = self._understood(question.text, home)
        read = self._following(now, before, home)
        expanded, matter = self._expanded(read), tuple(self._finder.terms(read.matter))
        terms = {**expanded, **self._named(read), **dict.fromkeys(self._finder.terms(read.core), 1.0)}
        carried: frozenset[str] = frozenset()
        if before is not None and (read is not now or self._is_vague(now)):
            carried = frozenset(self._carried(before, now)) - terms.keys()
            terms |= dict.fromkeys(carried, self._tuning.before)
            if not read.scope.codes and not means_own(now.text):
                read = replace(read, scope=replace(before.scope, foreign=read.scope.foreign))
        telling = self._telling({*matter, *expanded, *carried})
        mended = now.mended or read.text != now.text
        named = things(read.text, self._words(matter), self._thesaurus.official)
        read = replace(read, terms=terms, expanded=expanded, carried=carried, telling=telling, things=named, mended=mended)
        return replace(read, spellings=now.spellings, loose=loose(now, before))

    def _carried(self, before: Reading, now: Reading) -> Iterable[str]:
        """The terms of the question before; not its years where the new one names its own."""
        return (term for term in self._finder.terms(before.matter) if not (now.years and term.strip("年") in map(str, before.years)))

    def _expanded(self, reading: Reading) -> dict[str, float]:
        """The documents' words and ways of writing figures; a long word's many terms weigh no more together than a short one's few."""
        weights: dict[str, float] = {}
        for word in (*self._thesaurus.official(reading.text), *variants(reading.text)):
            terms = list(self._finder.terms(word))
            weight = self._tuning.expansion * min(1.0, self._tuning.few / len(terms)) if terms else 0.0
            weights |= {term: max(weights.get(term, 0.0), weight) for term in terms}
        return weights

    def _named(self, reading: Reading) -> dict[str, float]:
        """The terms of the full names of what the question calls, where a short form means one thing only."""
        names = " ".join(name.text for call in reading.called if len(call.names) == 1 for name in call.names)
        return dict.fromkeys(self._finder.terms(names), self._tuning.name)

    def _telling(self, terms: set[str]) -> frozenset[str]:
        """The words of the language among terms, without those that are only a part of another."""
        found = self._words(terms)
        return frozenset(word for word in found if not any(word in other for other in found - {word}))

    def _words(self, terms: Iterable[str]) -> set[str]:
        return {term for term in terms if len(term) > 1 and self._is_word(term)}

    def _is_vague(self, now: Reading) -> bool:
        """Whether a question is brief and says hardly anything by itself, so that the one before tells what it is about."""
        return is_brief(now) and len(self._words(self._finder.terms(now.matter))) <= 1 and not self._thesaurus.official(now.text)

    def _following(self, now: Reading, before: Reading | None, home: str) -> Reading:
        if before is None:
            return now
        if asks_more(now.text) or consent(now.text):
            return replace(before, more=asks_more(now.text))
        if means_own(now.text):
            return self._understood(self._at_home(before, home), home)
        read = self._understood(completed(now, before), home) if leans(now) else now
        return replace(read, more=True) if asks_further(now.text) else read

    def _at_home(self, before: Reading, home: str) -> str:
        """The question before, asked of the asker's own city; of none where they never said which."""
        own = self._understood(self._gazetteer.short(home), home) if home else None
        return completed(own, before) if own and before.places else without_places(before)

    def _understood(self, text: str, home: str) -> Reading:
        mended, slips = self._shelf.mender.mend(fold(text)[:LONGEST_QUESTION])
        reading = understood(mended, self._shelf.lexicon, self._gazetteer, self._shelf.homes, home)
        return replace(reading, mended=bool(slips), spellings=self._spellings(mended, slips, home))

    def _spellings(self, mended: str, slips: Sequence[Slip], home: str) -> tuple[Spelling, ...]:
        """What the first slip with several equally close names may have meant; nothing where all of them mean the same."""
        for slip in slips:
            names = (slip.read, *slip.others)
            meant = {frozenset(one.text for call in self._shelf.lexicon.find(name, home) for one in call.names) or name for name in names}
            if len(meant) > 1:
                return tuple(Spelling(name, mended.replace(slip.read, name, 1)) for name in names[:_CHOICES])
        return ()
