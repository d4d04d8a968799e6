"""Makes the picture of the documents (`rag.shelf`): only what changed is read again, the rest is put together from what is known."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.knowledge import Clause, Document
from rag.drawn import Drawn, drawn
from rag.lexicon import Lexicon, Name, Names
from rag.ports import Finder, Library
from rag.regions import Gazetteer
from rag.shelf import Shelf, Units
from rag.slips import Mender
from rag.spellings import Spellings, fit
from rag.targets import Targets

_WHOLE = 4
_UNHEARD = "\0"
_SPARE = 5000
"""Names of former documents that are kept beside those of the present ones and as many again."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A document as it was read once."""

    stamp: str
    document: Document
    clauses: Sequence[Clause]


class Stacks:
    """Makes pictures of a library, one after the other; not for two threads at once. Pictures stay as they are.

    `terms` are words of the field that may be mistyped like names.
    """

    def __init__(
        self, library: Library, finder: Finder, gazetteer: Gazetteer, is_word: Callable[[str], bool], terms: Iterable[str] = ()
    ) -> None:
        self._library = library
        self._finder = finder
        self._gazetteer = gazetteer
        self._is_word = is_word
        self._terms = frozenset(term for term in terms if len(term) >= _WHOLE)
        self._held: dict[str, _Held] = {}
        self._names = Names(gazetteer)
        self._called: set[str] = set()
        self._spellings = Spellings()
        self._spellings.learn(self._terms)
        self._units: Units = {}

    def present(self, kind: type[Shelf] = Shelf) -> Shelf:
        """The documents as they are now."""
        # Asked first: a change while we read makes this picture old, and it is made again.
        revision = self._library.revision()
        self._follow(self._library.stamps())
        held = [self._held[stem] for stem in sorted(self._held)]
        lexicon, moved = self._names.lexicon()
        self._call(lexicon, moved)
        documents = {one.document.stem: one.document for one in held}
        clauses = {one.document.stem: one.clauses for one in held}
        stamps = {one.document.stem: one.stamp for one in held}
        return kind(revision, documents, lexicon, self._mender(lexicon, documents.values()), clauses, stamps, self._units)

    def _follow(self, stamps: Mapping[str, str]) -> None:
        """Read what is new or has changed, forget what left."""
        for stem in self._held.keys() - stamps.keys():
            self._forget(stem)
        for stem, stamp in stamps.items():
            known = self._held.get(stem)
            if known is None or known.stamp != stamp:
                self._read(stem, stamp)

    def _read(self, stem: str, stamp: str) -> None:
        found = self._library.read(stem)
        if found is None:
            self._forget(stem)
            return
        document, clauses = found
        names = drawn((clause.text for clause in clauses if clause.parent < 0), self._gazetteer)
        self._names.put(stem, names, document.region)
        self._held[stem] = _Held(stamp, document, clauses)

    def _forget(self, stem: str) -> None:
        if self._held.pop(stem, None):
            self._names.put(stem, Drawn())

    def _call(self, lexicon: Lexicon, moved: Iterable[Name]) -> None:
        """Keep up with what names are called: in full, or for short where that is long enough to be told apart."""
        forms = fit({name.text for name in moved} | {form for name in moved for form in name.shorts if len(form) >= _WHOLE})
        live = {form for form in forms if form in lexicon.names or (len(form) >= _WHOLE and lexicon.called(form))}
        self._called -= forms
        self._called |= live
        if len(self._spellings) > 2 * len(self._called) + _SPARE:
            self._spellings = Spellings()
            self._spellings.learn(self._called | self._terms)
        self._spellings.learn(live)

    def _mender(self, lexicon: Lexicon, documents: Iterable[Document]) -> Mender:
        cities = self._cities({document.region for document in documents if document.region})
        self._spellings.learn(cities)
        targets = Targets(self._called | cities, self._terms, self._is_heard)
        return Mender(self._spellings, targets, self._known(lexicon), self._is_word)

    def _cities(self, homes: Iterable[str]) -> set[str]:
        regions = [(self._gazetteer.short(code), self._gazetteer.region(code)) for code in homes]
        return fit(name for short, region in regions for name in (short, region.name if region else short))

    def _is_heard(self, term: str) -> bool:
        """Whether the documents have all pairs of characters of a text."""
        unheard = self._finder.rarity(_UNHEARD)
        return all(self._finder.rarity(term[at : at + 2]) < unheard for at in range(len(term) - 1))

    def _known(self, lexicon: Lexicon) -> Callable[[str], bool]:
        """Whether a stretch is a word: of the language, a name's form, or (if short) of character pairs that the documents have."""

        def known(stretch: str) -> bool:
            if self._is_word(stretch) or lexicon.called(stretch):
                return True
            return len(stretch) < _WHOLE and self._is_heard(stretch)

        return known
