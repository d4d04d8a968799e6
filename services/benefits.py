"""明白纸: which incentives may fit an enterprise, over the documents of its place and of the places around it."""

from dataclasses import dataclass
from datetime import date

from domain.knowledge import Standing
from domain.region import Region, within
from rag.answer import Answer, Citation
from rag.directory.benefits import Judged, Verdict, Why, judged, missing, untouched
from rag.directory.entities import Incentive, Source
from rag.directory.facts import Facts
from services.directory import Directory, Listed
from services.holdings import Holdings

_SILENT = frozenset({Why.OTHERS, Why.PROPOSAL})
"""Reasons that leave open what the enterprise may have: nothing in force was written for anybody like it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A judged incentive with its document and what that is worth today."""

    listed: Listed[Incentive]
    judged: Judged
    standing: Standing


@dataclass(frozen=True, slots=True)
class Sheet:
    """A 明白纸: all that a renderer needs.

    `stacking` are the sentences that say how several incentives go together; `sources` the lines on where the items stand and what that
    is worth; `documents` is how many were searched; `untouched` are the deeds that none of them offers anything for; `day` is when it
    was drawn up.
    """

    region: Region
    facts: Facts
    items: tuple[Item, ...]
    stacking: tuple[Listed[Source], ...]
    sources: tuple[str, ...]
    documents: int
    day: date
    untouched: tuple[str, ...] = ()

    def of(self, verdict: Verdict) -> list[Item]:
        """The items of a verdict; what names a sum goes first."""
        held = [item for item in self.items if item.judged.verdict is verdict]
        return sorted(held, key=lambda item: item.judged.estimate is None)

    @property
    def answer(self) -> Answer:
        """What of it is remembered, so that the buttons under an answer work here too."""
        cited = [item.listed for verdict in (Verdict.FITS, Verdict.OPEN) for item in self.of(verdict)]
        citations = (Citation(one.document.stem, one.label, one.entry.source.clause, one.entry.source.quote) for one in cited)
        told = any(reason.why not in _SILENT for item in self.items for reason in item.judged.reasons)
        return Answer(citations=tuple(dict.fromkeys(citations)), region=self.region.code, abstained=not cited and not told)


class Benefits:
    """Draws up sheets."""

    def __init__(self, directory: Directory, holdings: Holdings) -> None:
        self._directory = directory
        self._holdings = holdings

    async def missing(self, code: str, facts: Facts) -> list[str]:
        """What decides there and was not told, in the order in which to ask."""
        granted = [one.entry for one in await self._held(code) if self._directory.standing(one) is not Standing.APPLICATION]
        return missing(granted, facts)

    async def sheet(self, code: str, facts: Facts) -> Sheet:
        """The sheet of an enterprise in the place of that code."""
        held = await self._held(code)
        items = tuple(self._item(one, facts) for one in held)
        rules = tuple(one for one in await self._directory.stacking(code) if within(code, one.document.region))
        shown = [item.listed for item in items if item.judged.verdict is not Verdict.UNFIT] or [item.listed for item in items]
        documents = await self._directory.documents(code)
        missed = tuple(untouched((one.entry for one in held), facts))
        return Sheet(
            self._holdings.region(code), facts, items, rules, tuple(self._directory.sources(shown)), documents, self._directory.day, missed
        )

    def _item(self, one: Listed[Incentive], facts: Facts) -> Item:
        standing = self._directory.standing(one)
        return Item(one, judged([one.entry], facts, applying=standing is Standing.APPLICATION)[0], standing)

    async def _held(self, code: str) -> list[Listed[Incentive]]:
        """The incentives that reach a place: a district's own and its city's, not another district's."""
        return [one for one in await self._directory.of(Incentive, code) if within(code, one.document.region)]
