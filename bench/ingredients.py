"""What can be taken away from an assistant, and how."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bench.parts import FlatShelf, Light, Parts, Rewritten, UnlistedAnswering, counted, pairs
from domain.knowledge import Passage
from rag.tuning import Tuning, Weighing

ALL, KEYWORDS = "all", "keywords alone"
_WEIGHTS = tuple(one.name for one in fields(Weighing) if one.name != "shortest")
_HAN = range(0x3400, 0x9FFF + 1)


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A part by name, and an assistant's parts without it. It is compared with the whole, or with keywords alone (`against`)."""

    name: str
    without: Callable[[Parts], Parts]
    against: str = ALL


def _weight(name: str) -> Ingredient:
    nothing: dict[str, Any] = {name: 0.0}

    def without(parts: Parts) -> Parts:
        return replace(parts, tuning=replace(parts.tuning, weighing=replace(parts.tuning.weighing, **nothing)))

    return Ingredient(f"weight: {name}", without)


def _together(names: Sequence[str]) -> Ingredient:
    """Several at once, since what each shows nothing of may be what makes up for the others."""

    def without(parts: Parts) -> Parts:
        for one in INGREDIENTS:
            if one.name in names:
                parts = one.without(parts)
        return parts

    return Ingredient(", ".join(name.removeprefix("weight: ") for name in names), without)


def _tuned(name: str, change: Callable[[Tuning], Tuning]) -> Ingredient:
    return Ingredient(name, lambda parts: replace(parts, tuning=change(parts.tuning)))


def keywords_only(parts: Parts) -> Parts:
    """Without vectors: no text to turn into one is handed on."""
    return replace(parts, finder=Rewritten(parts.finder, lambda query: replace(query, vector_text="")))


def _light(name: str, text_of: Callable[[Passage], str], terms_of: Callable[[Counter[str], Counter[str]], Mapping[str, int]]) -> Ingredient:
    def without(parts: Parts) -> Parts:
        def terms(text: str) -> Mapping[str, int]:
            return terms_of(counted(parts.finder, text), pairs(text))

        return replace(parts, finder=Light(parts.passages, text_of, terms))

    return Ingredient(name, without, KEYWORDS)


def _whole(passage: Passage) -> str:
    return f"{passage.context}\n{passage.text}"


def _is_chinese(term: str) -> bool:
    return any(ord(sign) in _HAN for sign in term)


INGREDIENTS = (
    *map(_weight, _WEIGHTS),
    _tuned("full names of short ones", lambda tuning: replace(tuning, name=0.0)),
    _tuned("thesaurus", lambda tuning: replace(tuning, expansion=0.0)),
    _tuned("terms of the question before", lambda tuning: replace(tuning, before=0.0)),
    Ingredient("completing follow-ups", lambda parts: replace(parts, remembers=False)),
    Ingredient("mending slips", lambda parts: replace(parts, mends=False)),
    Ingredient(
        "keeping to the region", lambda parts: replace(parts, finder=Rewritten(parts.finder, lambda query: replace(query, only="")))
    ),
    Ingredient("lists taken apart", lambda parts: replace(parts, answering=UnlistedAnswering)),
    Ingredient("lists with their lead-in", lambda parts: replace(parts, shelf=FlatShelf)),
    Ingredient("vectors", keywords_only),
    _light("context in the index", lambda passage: passage.text, lambda terms, _: terms),
    _light("words as terms", _whole, lambda terms, of_two: Counter({t: n for t, n in terms.items() if not _is_chinese(t)}) + of_two),
    _light("character pairs as terms", _whole, lambda terms, of_two: terms - of_two),
)
_SILENT = ("weight: beside", "full names of short ones", "terms of the question before")
TOGETHER = (_together(_SILENT), _together(("weight: year", *_SILENT)))
"""Those that show next to nothing when left out one at a time."""
