"""Names of things that schools have, taken out of enumerations: 支持甲学院乙产业学院、丙产业学院建设 names two, both of 甲学院."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.patterns import pattern
from rag.directory.enumerations import ENDS, items, pieces, spelt_out, unclosed
from rag.directory.statements import Statement
from rag.directory.words import SCHOOL, behind_verb, verb_of, without_lead, without_quantity

# An item without an end of its own (冶金、…) begins the next one's name when it is no longer than this.
_LONGEST_BEGINNING = 6
_END = pattern(rf"(?:{ENDS})$")
# 与中车集团共建…: the partners between a school and what they build.
_PARTNERS = pattern(
    r"^(?:与|和|同|跟|联合|携手)(?P<who>.+?)(?:共同|联合|合作)?(?:共建|建设|开展|进行|成立|组建|设立|开办|举办|创办)(?:的)?"
)
_COLLEGE = pattern(r"(?:产业|行业|未来技术|工匠|工程师|产教融合)学院$")
# What stands before such a word is a clause of its own and no part of a name.
_CLAUSE = pattern(r"^.*(?:通过|对接|借助|名称为|均为|看作|作为|把|是|(?<!行)为|其中有)(?=..)")
_NOTHING = pattern(r"(?:建设|申报.*|等.*)?")
# The same in the middle of a sentence, from where the school alone is kept.
_PARTNERED = pattern(
    rf"(?P<school>{SCHOOL.pattern})(?:拟|将|已|计划)?(?:与|和|同|联合|携手)[^,;。]*?"
    r"(?P<verb>共建|共同建设|联合建设|合作建设|共同打造|联合打造|组建|共同成立|进行|联合筹建)"
)
_JOINING = frozenset({"及", "和", "有", "其中", "包括", "以"})
_WITH = frozenset("与和同")
_ASIDE = pattern(r"(?:共建|合作|参与)方[是为有]")


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the text has it. `school` owns it; `before` and `after` are the rest of the part of the sentence, `around` all of it."""

    name: str
    school: str
    before: str
    after: str
    around: str


def named(statement: Statement, kind: re.Pattern[str], *, whole: bool = False) -> Iterator[Named]:
    """The names that end in `kind`; generic words (现代产业学院) are for the caller to sort out.

    `whole`: an item without an end of its own begins the next one's name (冶金、稀土实训基地).
    """
    lead = statement.introduction
    for segment in re.split("[;。]", statement.text):
        owner = Owner(_school_of(without_lead(lead)))
        for _, written in pieces(segment):
            if _ASIDE.match(written):
                continue
            piece = spelt_out(_PARTNERED.sub(r"\g<school>\g<verb>", written), kind)
            owner = owner.at(piece)
            for at, item in _whole(items(piece), kind) if whole else items(piece):
                owner = owner.of(item, piece)
                yield from _of_item(item, at, kind, piece, owner.school, f"{lead}{segment}")


@dataclass(frozen=True, slots=True)
class Owner:
    """The school that a sentence speaks of. It passes from part to part as long as the verb stays the one that brought it."""

    school: str = ""
    verb: str = ""
    first: str = ""

    def at(self, piece: str) -> "Owner":
        """Whose the names of the next part are."""
        verb = verb_of(piece)
        stays = not self.verb or not verb or verb in self.verb or self.verb in verb or verb in _JOINING
        return self if stays else Owner(self.first, "", self.first)

    def of(self, item: str, piece: str) -> "Owner":
        """Whose the next item is."""
        school = _school_of(without_lead(item))
        return Owner(school, verb_of(piece), self.first) if school else self


def _of_item(item: str, at: int, kind: re.Pattern[str], piece: str, school: str, around: str) -> Iterator[Named]:
    last = 0
    for hit in kind.finditer(item):
        name = _name(item[last : hit.end()], school)
        last = hit.end()
        if name:
            yield Named(name, school, piece[:at] + item[: last - len(name)], item[last:], around)


def _whole(items: Iterable[tuple[int, str]], kind: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Items of which each has an end: what has none is the beginning of the next."""
    begun, place = "", 0
    for at, item in items:
        place, begun = (place, f"{begun}、{item}") if begun else (at, item)
        if kind.search(item) or _END.search(item) or len(_behind_school(item)) > _LONGEST_BEGINNING:
            yield place, begun
            begun = ""


def _name(run: str, school: str) -> str:
    """A name without verbs, school, partners and quantities before it."""
    words = without_lead(unclosed(run))
    if school and words.startswith(school) and len(words) > len(school):
        words = words[len(school) :]
        partners = _PARTNERS.match(words)
        words = words[partners.end() :] if partners else words
    elif partners := _PARTNERS.match(words):
        words = words[partners.end() :]
    else:
        words = behind_verb(words)
    clause = _CLAUSE.match(words)
    words = words[clause.end() :] if clause else words
    return without_quantity(without_lead(words).rpartition("的")[2])


def _school_of(words: str) -> str:
    """The school that a run of words begins with, when something of the school follows."""
    hit = SCHOOL.match(words) if words[:1] not in _WITH else None
    return hit[0] if hit and not _COLLEGE.search(hit[0]) and not _NOTHING.fullmatch(words[hit.end() :]) else ""


def _behind_school(item: str) -> str:
    words = without_lead(item)
    return without_quantity(words[len(_school_of(words)) :])
