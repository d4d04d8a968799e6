"""What answering knows of the documents as a whole: a picture of one revision, made anew when the corpus changes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.knowledge import Clause, Document
from domain.region import concerns
from rag.lexicon import Drawn, Lexicon
from rag.ports import Finder, Library
from rag.regions import Gazetteer
from rag.slips import Mender
from rag.units import Unit, units

_KEPT = 5000
_WHOLE = 4
_LOCAL_TITLE = re.compile(r"[\u4e00-\u9fff]{2,4}[省市州县旗盟]")
_LOCAL_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,8}?[省市州县区旗盟].{0,14}(?:局|委|厅|办|政府|会)")
_UNHEARD = "\0"


@dataclass(slots=True)
class Shelf:
    """Documents by stem with their clauses by ordinal, their regions, their names, and what mends slips of the pen."""

    revision: int
    documents: Mapping[str, Document]
    homes: tuple[str, ...]
    lexicon: Lexicon
    mender: Mender
    _clauses: Mapping[str, Sequence[Clause]]
    _units: dict[tuple[str, int], tuple[Unit, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, library: Library, finder: Finder, gazetteer: Gazetteer, is_word: Callable[[str], bool], terms: Iterable[str] = ()
    ) -> "Shelf":
        """Read the library once from end to end. `terms` are words of the field that may be mistyped like names."""
        # Asked first: a change while we read makes this picture old, and it is made again.
        revision = library.revision()
        documents = {document.stem: document for document in library.documents()}
        clauses = {stem: library.clauses(stem) for stem in documents}
        drawn = Drawn(gazetteer)
        for stem, document in documents.items():
            for clause in clauses[stem]:
                if clause.parent < 0:
                    drawn.read(clause.text, document.region)
        homes = tuple(dict.fromkeys(document.region for document in documents.values() if document.region))
        lexicon = drawn.lexicon()
        known = _known(finder, is_word, lexicon)
        mender = Mender(_targets(lexicon, homes, gazetteer) | _heard(finder, terms), known, is_word)
        return cls(revision, documents, homes, lexicon, mender, clauses)

    def speaking_for(self, code: str) -> list[Document]:
        """The documents that tell of a region: its own, and those that are written for all around it ("" all there are)."""
        return [document for document in self.documents.values() if speaks_for(document, code)]

    def clauses(self, stem: str) -> Sequence[Clause]:
        """A document's clauses by ordinal."""
        return self._clauses[stem]

    def units(self, clause: Clause) -> tuple[Unit, ...]:
        """What of a clause can be quoted; kept for a while, since the same clauses are asked for again and again."""
        key = (clause.doc, clause.ordinal)
        found = self._units.get(key)
        if found is None:
            if len(self._units) >= _KEPT:
                self._units.clear()
            found = units(clause, [child for child in self._clauses[clause.doc] if child.parent == clause.ordinal])
            self._units[key] = found
        return found

    def within(self, clause: Clause, end: int) -> Iterator[Clause]:
        """The clauses that follow inside a clause and begin before `end`."""
        clauses = self._clauses[clause.doc]
        for place in range(clause.ordinal + 1, len(clauses)):
            if clauses[place].start >= min(end, clause.end):
                return
            yield clauses[place]

    def enclosing(self, clause: Clause) -> list[Clause]:
        """A clause and those around it, innermost first."""
        around = [clause]
        while around[-1].parent >= 0:
            around.append(self._clauses[clause.doc][around[-1].parent])
        return around


def speaks_for(document: Document, code: str) -> bool:
    """Whether a document tells of a region. One whose place is in no table (a county of old) is no order for the whole country."""
    if document.region or not code:
        return concerns(document.region, code)
    return not (_LOCAL_TITLE.match(document.title) or _LOCAL_ISSUER.match(document.issuer))


def _targets(lexicon: Lexicon, homes: Sequence[str], gazetteer: Gazetteer) -> set[str]:
    """What a slip may have been meant to be: names of the corpus, short forms long enough to be told apart, the cities."""
    targets = {name.text for name in lexicon.names if len(name.text) <= 12}
    targets |= {form for name in lexicon.names for form in name.shorts if len(form) >= _WHOLE}
    for code in homes:
        region = gazetteer.region(code)
        targets |= {gazetteer.short(code)} | ({region.name} if region else set())
    return targets


def _heard(finder: Finder, terms: Iterable[str]) -> set[str]:
    """The longer ones of the field's terms, as far as the documents have them."""
    unheard = finder.rarity(_UNHEARD)
    long = (term for term in terms if len(term) >= _WHOLE)
    return {term for term in long if all(finder.rarity(term[at : at + 2]) < unheard for at in range(len(term) - 1))}


def _known(finder: Finder, is_word: Callable[[str], bool], lexicon: Lexicon) -> Callable[[str], bool]:
    """Whether a stretch is a word: of the language, a name's short form, or (if short) made of character pairs that the documents have."""
    unheard = finder.rarity(_UNHEARD)

    def known(stretch: str) -> bool:
        if is_word(stretch) or lexicon.knows(stretch):
            return True
        pairs = [stretch[place : place + 2] for place in range(len(stretch) - 1)]
        return len(stretch) < _WHOLE and all(finder.rarity(pair) < unheard for pair in pairs)

    return known
