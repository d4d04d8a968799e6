"""The five 找, looked for in what enterprises offer and in what the documents name: colleges, bases, laboratories, platforms."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chat.message import Message
from domain.clock import HERE
from domain.enterprise import Need
from domain.listing import Kind, Side
from domain.masking import masked
from domain.people import Action
from domain.region import city_of
from domain.subscription import Wish
from rag.directory.entities import IndustryCollege, Platform
from services.directory import Directory, Listed
from services.forms.finding import Find
from services.permission import permit
from services.search import Hit, hits
from storage.questions import Unanswered
from storage.work import Work

MOST = 3
"""So many of either sort are shown."""

KINDS: Mapping[Need, tuple[Kind, ...]] = {
    Need.SERVICE: (Kind.SERVICE,),
    Need.TALENT: (Kind.EXPERT,),
    Need.EQUIPMENT: (Kind.EQUIPMENT,),
    Need.TECHNOLOGY: (Kind.TECHNOLOGY, Kind.EXPERT),
    Need.COOPERATION: (Kind.COOPERATION,),
}
"""The listings in which each of the five is looked for; people who look for work are matched elsewhere."""

COLLEGE = "产业学院"
SORTS: Mapping[Need, tuple[str, ...]] = {
    Need.SERVICE: ("中心", "平台", "研究院所", "实验室", "工作站", "联盟"),
    Need.TALENT: (COLLEGE, "基地", "职教集团", "联合体", "共同体", "联盟"),
    Need.EQUIPMENT: ("基地", "实验室", "中心"),
    Need.TECHNOLOGY: ("实验室", "研究院所", "中心", "工作站", "平台"),
    Need.COOPERATION: (COLLEGE, "基地", "实验室", "研究院所", "中心", "工作站", "平台", "联合体", "共同体", "联盟", "职教集团", "园区"),
}
"""The sorts of bodies that have each of the five."""

_IN_NAME, _IN_SENTENCE, _LOOKED_AT, _WAITING = 2, 1, 20, 500
_SHORT = ("学院", "大学", "职院", "院")
Body = IndustryCollege | Platform
Entry = Listed[IndustryCollege] | Listed[Platform]


@dataclass(frozen=True, slots=True)
class Named:
    """A body that the documents name, with the words of the search that stand in its name or its sentence."""

    listed: Entry
    words: tuple[str, ...]
    score: int
    near: bool

    @property
    def body(self) -> Body:
        """What it is."""
        return self.listed.entry


@dataclass(frozen=True, slots=True)
class Bodies:
    """A page of them; `whole` tells that they have every word of the search, `count` how many there are in all."""

    named: Sequence[Named] = ()
    whole: bool = True
    count: int = 0


class Finding:
    """Looks through the documents' directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def bodies(self, find: Find, own: str = "", at: int = 0) -> Bodies:
        """A page of the bodies that fit: those with the most words, in the name before the sentence, in one's own city before others.

        Without words there is nothing to choose by: they are only counted.
        """
        colleges = await self._directory.of(IndustryCollege, find.region)
        platforms = await self._directory.of(Platform, find.region)
        schools = {one.entry.school for one in colleges} | {one.entry.host for one in platforms}
        called = {word: self._directory.called(word, schools) for word in find.words if word.endswith(_SHORT)}
        sorts = {sort for need in find.wanted for sort in SORTS[need]}
        held: list[Entry] = [*platforms, *colleges]
        found = [_named(one, find, called, own) for one in held if sort_of(one.entry) in sorts]
        ranked = sorted((one for one in found if one.score or not find.words), key=lambda one: (-len(one.words), -one.score, not one.near))
        whole = [one for one in ranked if len(one.words) == len(find.words)]
        shown = whole or ranked
        return Bodies(shown[at * MOST : (at + 1) * MOST] if find.words else (), bool(whole), len(shown))

    async def body(self, id_: str) -> Entry | None:
        """The body of an id."""
        held: list[Entry] = [*await self._directory.of(Platform), *await self._directory.of(IndustryCollege)]
        return next((one for one in held if one.id == id_), None)

    def sources(self, named: Sequence[Named]) -> list[str]:
        """Where they stand, a line for each document."""
        return self._directory.sources([one.listed for one in named])


def listed(work: Work, find: Find) -> list[Hit]:
    """What enterprises offer of it today, and for cooperation what they look for too: with all words, else with any."""
    kinds = dict.fromkeys(kind for need in find.wanted for kind in KINDS[need])
    for words in (find.words, *((word,) for word in find.words if len(find.words) > 1)):
        wishes = [(Wish(kind, find.region, words), side) for kind in kinds for side in _sides(kind)]
        today = work.now.astimezone(HERE).date()
        found = [one for wish, side in wishes for one in work.listing_search.find(wish, today, limit=_LOOKED_AT, side=side)]
        if found:
            return hits(work, found[:MOST])
    return []


def hand_on(work: Work, message: Message, text: str, named: Entry | None, region: str) -> int:
    """Keep a wish to be brought together for the staff of a region: its id; 0 where the same one waits already. Raises NotAllowed."""
    person = work.people.meet(message.sender, message.name, private=message.private)
    permit(person, Action.ASK)
    text = masked(text)
    if any(one.question == text and one.person == person.id for one in work.questions.waiting(_WAITING)):
        return 0
    nearest = [{"doc": named.document.stem, "clause": named.label, "text": named.entry.source.quote}] if named else []
    asked = Unanswered(text, region, json.dumps(nearest, ensure_ascii=False), person.id, message.sender)
    id_ = work.questions.keep(asked)
    work.audit.record(person.id, "link.asked", str(id_))
    return id_


def owner_of(body: Body) -> str:
    """The school or company that has it; "" where the text names none."""
    return body.host if isinstance(body, Platform) else body.school


def sort_of(body: Body) -> str:
    """What sort of body it is."""
    return body.kind if isinstance(body, Platform) else COLLEGE


def _named(one: Entry, find: Find, called: Mapping[str, set[str]], own: str) -> Named:
    entry = one.entry
    name, sentence = f"{owner_of(entry)}{entry.name}", f"{entry.source.lead}{entry.source.quote}"
    scores = {word: _score(word, name, sentence, owner_of(entry) in called.get(word, ())) for word in find.words}
    near = bool(own) and city_of(one.document.region) == city_of(own)
    score = sum(scores.values()) + (bool(find.needs) and sort_of(entry) in SORTS[find.needs[0]] and any(scores.values()))
    return Named(one, tuple(word for word, told in scores.items() if told), score, near)


def _score(word: str, name: str, sentence: str, is_owner: bool) -> int:
    if word in name or is_owner:
        return _IN_NAME
    return _IN_SENTENCE if word in sentence else 0


def _sides(kind: Kind) -> tuple[Side, ...]:
    """Who looks for cooperation offers it."""
    return (Side.OFFERED, Side.SOUGHT) if kind is Kind.COOPERATION else (Side.OFFERED,)
