"""The corpus's own names with their short forms and where each is at home, found in questions; kept in step document by document."""

from collections.abc import Mapping
from dataclasses import dataclass

from rag.drawn import BROAD, TYPES, Drawn
from rag.phrases import Phrases
from rag.regions import Gazetteer

_SITES = ("园区", "产业园", "示范园", "创新园", "工业园", "科技园", "科创港", "开发区", "高新区", "校区")
_STANDS_ALONE = frozenset({"职院", "师院", "师大", "职大"})
_SPARE = 5000
"""Forms of former names that are kept beside those of the present ones and as many again."""
_SCHOOLING = "学"
"""In the name of every school: a text without it names none."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the corpus. `homes` are the regions whose documents use it; `shorts` what people may call it."""

    text: str
    homes: frozenset[str]
    school: bool = False
    shorts: frozenset[str] = frozenset()

    @property
    def site(self) -> bool:
        """Whether it is a place with an address: a park, a zone, a campus."""
        return len(self.text) >= 4 and self.text.endswith(_SITES)

    def is_called(self, form: str) -> bool:
        """Whether a lower-case form is its full name or one of its short ones."""
        return form == self.text.lower() or form in self.shorts


@dataclass(frozen=True, slots=True)
class Called:
    """A name as the question calls it, with all that it may mean."""

    form: str
    names: tuple[Name, ...]
    start: int
    end: int


def _parts(school: str, gazetteer: Gazetteer) -> tuple[str, str, str]:
    """A school's place, core and type: 包头 · 轻工 · 职业技术学院."""
    kind = next(kind for kind in TYPES if school.endswith(kind))
    rest = school[: -len(kind)]
    broad = BROAD.match(rest)
    place = next((mention.end for mention in gazetteer.find(rest) if mention.start == 0), 0)
    cut = broad.end() if broad else place
    return rest[:cut], rest[cut:], kind


def short_forms(school: str, gazetteer: Gazetteer) -> frozenset[str]:
    """What people make of a school's name: 包头轻工职业技术学院 → 包轻工, 轻工职院, 包头轻工 …; forms under two characters are dropped."""
    place, core, kind = _parts(school, gazetteer)
    ends = TYPES[kind]
    forms = {core + end for end in ends if core}
    if place:
        forms |= {head + core + end for head in (place, place[:2], place[0]) for end in ends}
        forms |= {place + core, place[0] + core, place[:2] + core} if len(core) > 1 else set()
        forms |= {place[0] + core[:1] + ends[0], place + core[:1] + ends[0], place[:2] + core[:1] + ends[0]} if core else set()
    if not core:
        forms |= _STANDS_ALONE & set(ends)
    weak = {place, *ends, *(place[:1] + end for end in ("大学", "学院"))} - _STANDS_ALONE
    return frozenset(form for form in forms if len(form) > 1 and form != school and form not in weak)


class Lexicon:
    """All names of the corpus at one moment, found in a question by their full or short form.

    `forms` and `schools` may know more than `names` (of former documents, of later ones): only what is in `names` counts.
    """

    def __init__(self, names: Mapping[str, Name], forms: Phrases, schools: Phrases) -> None:
        self.names = names
        self._forms = forms
        self._schools = schools

    def find(self, question: str, home: str = "") -> list[Called]:
        """The names that a folded question speaks of. Where a short form fits several, those at home in `home` are preferred."""
        found = []
        for start, end, names in self._forms.find(question, self.called):
            near = [name for name in names if home and home in name.homes]
            found.append(Called(question[start:end], tuple(near or names), start, end))
        return found

    def called(self, form: str) -> list[Name]:
        """The names that go by a lower-case form, sorted."""
        known = (self.names.get(text) for text in self._forms.meant(form))
        return [name for name in known if name and name.is_called(form)]

    def schools_in(self, text: str) -> set[str]:
        """The schools that a lower-case text names in full."""
        if _SCHOOLING not in text:
            return set()
        return {text[start:end] for start, end, _ in self._schools.find(text, self._is_school)}

    def _is_school(self, form: str) -> bool:
        return any(name.school for text in self._schools.meant(form) if (name := self.names.get(text)))


class Names:
    """The names of all documents that are held; its pictures (`lexicon`) stay as they are when documents change afterwards."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._drawn: dict[str, tuple[Drawn, str]] = {}
        self._users: dict[str, tuple[str, ...]] = {}
        # The same few sets of regions stand beside a hundred thousand names.
        self._homes: dict[frozenset[str], frozenset[str]] = {}
        self._changed: set[str] = set()
        self._forms, self._schools, self._learnt = Phrases(), Phrases(), 0
        self._now = Lexicon({}, self._forms, self._schools)

    def put(self, stem: str, drawn: Drawn, region: str = "") -> None:
        """Take what a document names, in place of what it named before; nothing for a document that left."""
        before, _ = self._drawn.pop(stem, (Drawn(), ""))
        for text in before.names - drawn.names:
            self._users[text] = tuple(user for user in self._users[text] if user != stem)
        for text in drawn.names - before.names:
            self._users[text] = (*self._users.get(text, ()), stem)
        if drawn.names:
            self._drawn[stem] = drawn, region
        self._changed |= before.names | drawn.names

    def lexicon(self) -> tuple[Lexicon, list[Name]]:
        """All names as they are now, and those that came, went or changed since this was asked last (as they were and as they are)."""
        names, moved = dict(self._now.names), list[Name]()
        for text in self._changed:
            before, after = names.pop(text, None), self._name(text)
            moved += [name for name in (before, after) if name]
            if after:
                names[text] = after
                self._learn(after)
        self._changed = set()
        if self._learnt > 2 * len(names) + _SPARE:
            self._forms, self._schools, self._learnt = Phrases(), Phrases(), 0
            for name in names.values():
                self._learn(name)
        self._now = Lexicon(names, self._forms, self._schools)
        return self._now, moved

    def _name(self, text: str) -> Name | None:
        users = self._users.get(text)
        if not users:
            self._users.pop(text, None)
            return None
        using = [self._drawn[stem] for stem in users]
        homes = frozenset([region for _, region in using])
        school = any(text in drawn.schools for drawn, _ in using)
        shorts = short_forms(text, self._gazetteer) if school else frozenset[str]()
        return Name(text, self._homes.setdefault(homes, homes), school, shorts)

    def _learn(self, name: Name) -> None:
        self._learnt += 1
        for form in (name.text, *name.shorts):
            self._forms.add(form.lower(), name.text)
        if name.school:
            self._schools.add(name.text.lower(), name.text)
