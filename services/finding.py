"""The five 找, looked for in what enterprises offer and in what the documents name: colleges, bases, laboratories, platforms."""

import asyncio
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import eq

from chat.message import Message
from domain.clock import HERE
from domain.enterprise import Need
from domain.listing import Kind, Side
from domain.masking import masked
from domain.people import Action
from domain.region import city_of
from domain.subscription import Wish
from rag.directory.entities import IndustryCollege, Platform
from rag.pinyin import sound
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

_SORT_NAMES = frozenset(sort for sorts in SORTS.values() for sort in sorts)
_IN_NAME, _IN_SENTENCE, _LOOKED_AT, _WAITING, _WORDS, _LONGEST_RUN = 2, 1, 20, 500, 4, 6
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

    async def mended(self, find: Find) -> Find:
        """The search in the words of the bodies' names where its own stand in none: 西土虚拟仿真 → 稀土, 虚拟仿真."""
        held: list[Entry] = [*await self._directory.of(Platform), *await self._directory.of(IndustryCollege)]
        names = tuple(dict.fromkeys(f"{owner_of(one.entry)}{one.entry.name}" for one in held))
        schools = {owner_of(one.entry) for one in held}
        words = [self._called(word, schools) or word for word in find.words]
        parts = await asyncio.to_thread(lambda: [part for word in words for part in _parts(word, names)])
        return replace(find, words=tuple(dict.fromkeys(parts))[:_WORDS])

    def _called(self, word: str, schools: Set[str]) -> str:
        """The school that goes by a short name (包职院); "" for none, and for one of several."""
        found = self._directory.called(word, schools) if word.endswith(_SHORT) else set()
        return found.pop() if len(found) == 1 else ""

    async def bodies(self, find: Find, own: str = "", at: int = 0) -> Bodies:
        """A page of the bodies that fit: those with the most words, in the name before the sentence, in one's own city before others.

        Without words there is nothing to choose by: they are only counted.
        """
        colleges = await self._directory.of(IndustryCollege, find.region)
        platforms = await self._directory.of(Platform, find.region)
        sorts = {sort for need in find.wanted for sort in SORTS[need]}
        held: list[Entry] = [*platforms, *colleges]
        found = [one for one in (_named(one, find, own) for one in held) if one.score or not find.words]
        # Where no body of the right sort says the words, others that do are better than none; each tells its sort.
        fitting = [one for one in found if sort_of(one.body) in sorts] or found
        ranked = sorted(fitting, key=lambda one: (-len(one.words), -one.score, not one.near))
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


def _named(one: Entry, find: Find, own: str) -> Named:
    entry = one.entry
    name, sentence = f"{owner_of(entry)}{entry.name}", f"{entry.source.lead}{entry.source.quote}"
    scores = {word: _score(word, name, sentence) for word in find.words}
    near = bool(own) and city_of(one.document.region) == city_of(own)
    score = sum(scores.values()) + (bool(find.needs) and sort_of(entry) in SORTS[find.needs[0]] and any(scores.values()))
    return Named(one, tuple(word for word, told in scores.items() if told), score, near)


def _parts(word: str, names: tuple[str, ...]) -> list[str]:
    """A word that no name has, cut into runs that one has, as it is written or as it sounds; what is left over stays a word."""
    if word.isascii() or any(word in name for name in names):
        return [word]
    at, found, left = 0, [], ""
    while at < len(word):
        pieces = (word[at : at + size] for size in range(min(_LONGEST_RUN, len(word) - at), 1, -1))
        run = next((run for piece in pieces if (run := _run(piece, names))), "")
        if not run:
            left, at = left + word[at], at + 1
            continue
        found += [left, run]
        left, at = "", at + len(run)
    return [one for one in (*found, left) if len(one) > 1] if found else [word]


def _run(piece: str, names: tuple[str, ...]) -> str:
    """The run of a name that is this piece, or sounds alike and shares a sign with it: what only sounds alike is another word."""
    if piece in _SORT_NAMES:
        return ""
    if any(piece in name for name in names):
        return piece
    return next((run for run in _heard(names).get(sound(piece), ()) if any(map(eq, run, piece))), "")


@lru_cache(maxsize=2)
def _heard(names: tuple[str, ...]) -> Mapping[tuple[str, ...], Sequence[str]]:
    """The runs of all names by their sound; made once for the documents that there are."""
    heard: dict[tuple[str, ...], list[str]] = {}
    runs = (name[at : at + size] for name in names for size in range(2, _LONGEST_RUN + 1) for at in range(len(name) - size + 1))
    for run in dict.fromkeys(runs):
        heard.setdefault(sound(run), []).append(run)
    return heard


def _score(word: str, name: str, sentence: str) -> int:
    return _IN_NAME if word in name else _IN_SENTENCE if word in sentence else 0


def _sides(kind: Kind) -> tuple[Side, ...]:
    """Who looks for cooperation offers it."""
    return (Side.OFFERED, Side.SOUGHT) if kind is Kind.COOPERATION else (Side.OFFERED,)
