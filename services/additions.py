"""Entries that staff added to the directory: each quotes its document, and shows as long as the sentence stands there."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.knowledge import Clause
from rag.directory.colleges import fields_of
from rag.directory.entities import Entry, Incentive, IndustryCollege, Modality, Platform, Source, Target, Tense
from rag.fold import narrow

SORTS: Mapping[str, type[Entry]] = {"college": IndustryCollege, "target": Target, "incentive": Incentive, "platform": Platform}
"""What can be added, by the name that buttons use."""
ADDED = "added"
"""The field of an amendment that holds a whole entry."""


def entry_of(sort: str, told: Mapping[str, str], source: Source) -> Entry:
    """The entry that somebody wrote down; what they left out is empty."""
    said = told.get
    match SORTS[sort].__name__:
        case "IndustryCollege":
            name = said("name", "")
            return IndustryCollege(name, said("school", ""), fields_of(name), Modality.NAMED, source)
        case "Platform":
            return Platform(said("name", ""), "平台", said("host", ""), Modality.NAMED, source)
        case "Target":
            year = int(said("year", "") or 0) or None
            when = f"{year}年" if year else ""
            tense = Tense(said("tense", Tense.TARGET.value))
            return Target(said("subject", ""), said("indicator", ""), year, when, said("value", ""), said("unit", ""), "", tense, source)
        case _:
            return Incentive(said("who", ""), said("what", ""), said("rate", ""), said("condition", ""), (), False, source)


def written(sort: str, told: Mapping[str, str], quote: str) -> str:
    """An added entry as it is stored."""
    return json.dumps({"sort": sort, "told": dict(told), "quote": quote}, ensure_ascii=False)


def added(stem: str, clauses: Sequence[Clause], amendments: Mapping[tuple[str, str], Mapping[str, str]]) -> Iterator[Entry]:
    """The entries added to a document whose sentence stands in its present version."""
    for (of, _), fields in amendments.items():
        if of != stem or ADDED not in fields:
            continue
        body: dict[str, Any] = json.loads(fields[ADDED])
        place = standing_in(body["quote"], clauses)
        if place:
            ordinal, quote = place
            yield entry_of(body["sort"], body["told"], Source(stem, ordinal, quote))


def standing_in(quote: str, clauses: Sequence[Clause]) -> tuple[int, str] | None:
    """The innermost clause that holds a sentence, whatever the width of its marks, and the sentence as the clause writes it."""
    plain = narrow(quote.strip())
    found = [(clause, narrow(clause.text).find(plain)) for clause in clauses if plain]
    held = [(clause, at) for clause, at in found if at >= 0]
    if not held:
        return None
    clause, at = min(held, key=lambda one: len(one[0].text))
    return clause.ordinal, clause.text[at : at + len(plain)]
