"""A page that can be kept and carried away: paragraphs as in a reply, tables and bars, whatever it is printed on."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from chat.reply import Block, Look

LONGEST = 20_000
"""So many characters of words are printed; what is beyond is left out, and the page says so."""

CUT = "（太长，后面的没有印出来。）"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under their columns. `note` stands below: whence and of which day the figures are."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing with a figure for each series, None where it is hidden, and each figure as it is said with its unit."""

    label: str
    figures: tuple[float | None, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Figures drawn as bars, all on one scale; `series` names what the bars of a thing are."""

    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    note: str = ""


Part = Block | Table | Bars


@dataclass(frozen=True, slots=True)
class Paper:
    """A page. `foot` stands at the end of it, and on each sheet: who made it, on which day, from what."""

    title: str
    parts: tuple[Part, ...]
    foot: str

    def without(self, sort: type[Part]) -> "Paper":
        """The same without parts of one sort."""
        return Paper(self.title, tuple(part for part in self.parts if not isinstance(part, sort)), self.foot)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a PNG, with its size in pixels."""

    data: bytes
    width: int
    height: int


def within_limit(parts: Iterable[Part]) -> list[Part]:
    """The parts up to `LONGEST` characters."""
    kept: list[Part] = []
    room = LONGEST
    for part in parts:
        room -= _length(part)
        if room < 0:
            return [*kept, Block(CUT, Look.NOTE)]
        kept.append(part)
    return kept


def _length(part: Part) -> int:
    if isinstance(part, Block):
        return len(part.text)
    words = [word for row in part.rows for word in row] if isinstance(part, Table) else [bar.label for bar in part.bars]
    return len(part.title) + len(part.note) + sum(map(len, words))


def paper_to_json(paper: Paper) -> str:
    """A paper in wire form."""
    parts = [{"sort": _SORTS[type(part)], **asdict(part)} for part in paper.parts]
    return json.dumps({"title": paper.title, "parts": parts, "foot": paper.foot}, ensure_ascii=False)


def paper_from_json(text: str) -> Paper:
    """The paper of a wire form. Raises ValueError on what was not written here."""
    try:
        data = json.loads(text)
        return Paper(data["title"], tuple(_part(part) for part in data["parts"]), data["foot"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a paper: {error!r}") from error


_SORTS: Mapping[type[Part], str] = {Block: "block", Table: "table", Bars: "bars"}


def _part(data: dict[str, Any]) -> Part:
    sort = data.pop("sort")
    if sort == "block":
        return Block(data["text"], Look(data["look"]), tuple((start, end) for start, end in data["marks"]), data["number"])
    if sort == "table":
        return Table(data["title"], tuple(data["columns"]), tuple(tuple(row) for row in data["rows"]), data["note"])
    bars = tuple(Bar(bar["label"], tuple(bar["figures"]), tuple(bar["said"])) for bar in data["bars"])
    return Bars(data["title"], tuple(data["series"]), bars, data["note"])
