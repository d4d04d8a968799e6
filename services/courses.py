"""Figures as a table: one row for each indicator, one cell for each year that the documents name; nothing between is made up."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rag.directory.entities import Target, Tense
from services.directory import Listed

UNDATED = 0
"""The year of a cell whose year the text does not say."""


@dataclass(slots=True)
class Row:
    """An indicator of a region, aimed at or reached. `cells` are the figures by year."""

    region: str
    subject: str
    indicator: str
    tense: Tense
    cells: dict[int, list[Listed[Target]]] = field(default_factory=dict)

    @property
    def listed(self) -> list[Listed[Target]]:
        """Every figure of the row, in the order of years."""
        return [one for year in sorted(self.cells) for one in self.cells[year]]

    @property
    def years(self) -> list[int]:
        """The years that have a figure, and where the text says one figure only."""
        return sorted(year for year, held in self.cells.items() if year and len({_figure(one) for one in held}) == 1)


def rows(listed: Iterable[Listed[Target]]) -> list[Row]:
    """The table, in the order of the documents.

    The same indicator in other words (校企实习实训基地, 实习实训基地) is one row when a figure of a year agrees.
    """
    found: list[Row] = []
    for one in listed:
        row = next((row for row in found if _belongs(row, one)), None)
        if row is None:
            row = Row(one.document.region, one.entry.subject, one.entry.indicator, one.entry.tense)
            found.append(row)
        row.cells.setdefault(one.entry.year or UNDATED, []).append(one)
    return _merged(found)


def _belongs(row: Row, one: Listed[Target]) -> bool:
    """Whether a figure is one more of a row; not where it would make two answers to one question without a year."""
    target = one.entry
    same = (row.region, row.tense, row.subject, row.indicator) == (one.document.region, target.tense, target.subject, target.indicator)
    return same and (bool(target.year) or all(_figure(held) == _figure(one) for held in row.cells.get(UNDATED, ())))


def _merged(found: list[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in found:
        other = next((other for other in kept if _alike(other, row)), None)
        if other is None:
            kept.append(row)
            continue
        if len(row.cells) > len(other.cells):
            other.subject, other.indicator = row.subject, row.indicator
        for year, held in row.cells.items():
            other.cells.setdefault(year, []).extend(held)
    return kept


def _alike(one: Row, other: Row) -> bool:
    """Whether two rows are one in other words: one name holds the other, nothing tells their owners apart, a dated figure agrees."""
    if (one.region, one.tense) != (other.region, other.tense) or (one.subject and other.subject and one.subject != other.subject):
        return False
    names = one.indicator in other.indicator or other.indicator in one.indicator
    years = (one.cells.keys() & other.cells.keys()) - {UNDATED}
    return names and any({_figure(held) for held in one.cells[year]} & {_figure(held) for held in other.cells[year]} for year in years)


def _figure(one: Listed[Target]) -> tuple[str, str]:
    return one.entry.value, one.entry.unit
