"""The directory of all documents: drawn when it is first asked for, kept until a document changes, with what staff set right."""

import asyncio
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from domain.clock import Clock, today
from domain.knowledge import Clause, Document, Standing, Version
from domain.people import Action, Person, Thing, can
from domain.region import within
from rag.directory.draw import directory_of
from rag.directory.entities import Entities, Entry, Incentive, IndustryCollege, Platform, Source, Target
from rag.lexicon import short_forms
from rag.regions import Gazetteer
from rag.words import source
from services.additions import ADDED, added, entry_of, standing_in, written
from services.permission import permit
from storage.database import Database
from storage.directory import Amendments
from storage.work import Work

HIDDEN = "hidden"
FIELDS: Mapping[type[Entry], tuple[str, ...]] = {
    IndustryCollege: ("name", "school"),
    Target: ("subject", "indicator", "value", "unit"),
    Incentive: ("who", "what", "rate", "condition"),
    Platform: ("name", "host"),
}
"""What staff may set right."""

_SHORTENED = ("大学", "学院", "技术学校")
T = TypeVar("T", IndustryCollege, Target, Incentive, Platform)
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Listed(Generic[E]):
    """An entry with the document and the clause (its `label`) that it stands in; `id` is good for a button.

    `key` is the entry's own, from before anything was set right; `amended` tells that something was, `added` that staff wrote it down.
    """

    entry: E
    document: Document
    label: str
    key: str
    id: str
    amended: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """The entries of one version, with its clauses by ordinal."""

    fingerprint: str
    document: Document
    clauses: tuple[Clause, ...]
    entities: Entities


@dataclass(frozen=True, slots=True)
class _Shelf:
    documents: Mapping[str, Document]
    fingerprints: Mapping[str, str | None]
    amendments: Amendments


class Directory:
    """What the documents name and number, by region."""

    def __init__(self, database: Database, clock: Clock, gazetteer: Gazetteer) -> None:
        self._database = database
        self._clock = clock
        self._gazetteer = gazetteer
        self._drawn: dict[str, Drawn] = {}

    async def of(self, sort: type[T], region: str = "") -> list[Listed[T]]:
        """The entries of a sort and a region ("" for all), document by document, without those that were withdrawn."""
        return [
            Listed(one.entry, one.document, one.label, one.key, one.id, one.amended, one.added)
            for one in await self._entries(region)
            if isinstance(one.entry, sort)
        ]

    async def find(self, id_: str) -> Listed[Entry] | None:
        """The entry of an id, withdrawn ones too."""
        return next((one for one in await self._entries("", withdrawn=True) if one.id == id_), None)

    def called(self, words: str, schools: Iterable[str]) -> set[str]:
        """The schools that go by those words: by a short form (包头职院), else by a part of the name, else with characters left out."""
        held = {school for school in schools if school}
        exact = {one for one in held if words == one or (one.endswith(_SHORTENED) and words in short_forms(one, self._gazetteer))}
        return exact or {one for one in held if words in one} or {one for one in held if _within(words, one)}

    def sources(self, listed: Iterable[Listed[Any]]) -> list[str]:
        """Where entries stand and what that is worth today: a line for each document."""
        labels: dict[str, list[str]] = {}
        documents: dict[str, Document] = {}
        for one in listed:
            documents[one.document.stem] = one.document
            labels.setdefault(one.document.stem, []).append(one.label)
        return [source(document, list(dict.fromkeys(labels[stem])), self.day) for stem, document in documents.items()]

    @property
    def day(self) -> date:
        """Today, by the people's calendar."""
        return today(self._clock)

    def standing(self, listed: Listed[Any]) -> Standing:
        """What an entry's document is worth today."""
        return listed.document.standing(self.day)

    def may_amend(self, person: Person, listed: Listed[Any]) -> bool:
        """Whether somebody may set an entry right."""
        return can(person, Action.CHANGE_CORPUS, Thing(listed.document.region))

    def may_add(self, person: Person, region: str) -> bool:
        """Whether somebody may add entries for a region ("" is everywhere)."""
        return can(person, Action.CHANGE_CORPUS, Thing(region)) or (not region and person.is_staff)

    async def holding(self, person: Person, quote: str) -> list[Document]:
        """The documents in that somebody's care which hold a sentence."""
        drawn = await self._drawings("", await self._database.read(_shelf))
        mine = [one for one in drawn if can(person, Action.CHANGE_CORPUS, Thing(one.document.region))]
        return [one.document for one in mine if standing_in(quote, one.clauses)]

    def add(self, work: Work, person: Person, document: Document, sort: str, told: Mapping[str, str], quote: str) -> None:
        """Add an entry that the rules overlooked; it shows in every version that holds the sentence."""
        _permit(work, person, document)
        key = entry_of(sort, told, Source(document.stem, 0, quote)).key
        work.directory.restore(document.stem, key)
        work.directory.amend(document.stem, key, ADDED, written(sort, told, quote), person.id)
        work.audit.record(person.id, "directory.added", document.stem, key)

    def amend(self, work: Work, person: Person, listed: Listed[Any], field: str, value: str) -> None:
        """Set a field right, or withdraw the entry (`HIDDEN`); it stays so in later versions."""
        _permit(work, person, listed.document)
        work.directory.amend(listed.document.stem, listed.key, field, value, person.id)
        work.audit.record(person.id, "directory.amended", listed.document.stem, f"{listed.key} {field}={value}")

    def restore(self, work: Work, person: Person, listed: Listed[Any]) -> None:
        """Let an entry say again what its document says; one that was added is gone."""
        _permit(work, person, listed.document)
        work.directory.restore(listed.document.stem, listed.key)
        work.audit.record(person.id, "directory.restored", listed.document.stem, listed.key)

    async def stacking(self, region: str) -> list[Listed[Source]]:
        """What the documents say on having several incentives at once."""
        drawn = await self._drawings(region, await self._database.read(_shelf))
        return [Listed(rule, one.document, one.clauses[rule.clause].label, "", "") for one in drawn for rule in one.entities.stacking]

    async def documents(self, region: str) -> int:
        """How many documents speak of a region."""
        return len(await self._drawings(region, await self._database.read(_shelf)))

    async def _entries(self, region: str, *, withdrawn: bool = False) -> list[Listed[Entry]]:
        shelf = await self._database.read(_shelf)
        drawn = await self._drawings(region, shelf)
        listed = [_listed(one, entry, shelf.amendments) for one in drawn for entry in _entries(one, shelf.amendments)]
        return [one for one in listed if withdrawn or HIDDEN not in shelf.amendments.get((one.document.stem, one.key), {})]

    async def _drawings(self, region: str, shelf: _Shelf) -> list[Drawn]:
        self._drawn = {stem: kept for stem, kept in self._drawn.items() if stem in shelf.documents}
        near = [one for one in shelf.documents.values() if within(one.region, region) or (one.region and within(region, one.region))]
        return [await self._of(document, shelf.fingerprints[document.stem]) for document in near]

    async def _of(self, document: Document, fingerprint: str | None) -> Drawn:
        """The entries of a document: drawn off the event loop, and once for each version."""
        kept = self._drawn.get(document.stem)
        if kept is None or (kept.fingerprint, kept.document) != (fingerprint, document):
            version = await self._database.read(lambda work: _version(work, document))
            entities = await asyncio.to_thread(directory_of, version)
            kept = Drawn(version.fingerprint, document, version.clauses, entities)
            self._drawn[document.stem] = kept
        return kept


def _permit(work: Work, person: Person, document: Document) -> None:
    """Look at the roles as they are inside the unit: one taken away meanwhile does not count."""
    permit(work.people.get(person.id) or person, Action.CHANGE_CORPUS, Thing(document.region))


def _within(words: str, name: str) -> bool:
    rest = iter(name)
    return bool(words) and all(sign in rest for sign in words)


def _entries(drawn: Drawn, amendments: Amendments) -> Iterator[Entry]:
    """What was drawn, and what staff added that was not."""
    yield from drawn.entities.entries
    keys = {entry.key for entry in drawn.entities.entries}
    yield from (entry for entry in added(drawn.document.stem, drawn.clauses, amendments) if entry.key not in keys)


def _listed(drawn: Drawn, entry: Entry, amendments: Amendments) -> Listed[Entry]:
    stem, key = drawn.document.stem, entry.key
    right = amendments.get((stem, key), {})
    values: dict[str, Any] = {field: value for field, value in right.items() if field in FIELDS[type(entry)]}
    label = drawn.clauses[entry.source.clause].label
    return Listed(replace(entry, **values), drawn.document, label, key, _id(stem, key), bool(right), ADDED in right)


def _id(stem: str, key: str) -> str:
    return hashlib.blake2s(f"{stem}\x1f{key}".encode(), digest_size=6).hexdigest()


def _shelf(work: Work) -> _Shelf:
    documents = {one.stem: one for one in work.library.documents()}
    fingerprints = {stem: work.library.fingerprint(stem) for stem in documents}
    return _Shelf(documents, fingerprints, work.directory.amendments())


def _version(work: Work, document: Document) -> Version:
    """The current version of a document as far as drawing needs it, read in one picture of the store."""
    stem = document.stem
    text, fingerprint = work.library.text(stem) or "", work.library.fingerprint(stem) or ""
    return Version(document, text, fingerprint, tuple(work.library.clauses(stem)), ())
