"""What a measured part of `make bench` gives back, and how it is kept between runs: values only."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Value = float | str | None
"""A cell of a table: a figure, a word, or nothing where it was not measured."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a part's table: who was measured, and a value for each of the part's columns."""

    who: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """What was to be reached, in words; what was reached; and whether that is enough (None where it could not be judged)."""

    words: str
    reached: str
    ok: bool | None


@dataclass(frozen=True, slots=True)
class Curve:
    """How something grows: a cost `ys` (in `unit`) at each size `xs`; all above zero."""

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    unit: str

    @property
    def slope(self) -> float:
        """The exponent of the growth: the slope of the straight line nearest to the points on paper with logarithmic scales."""
        across, up = ([math.log(value) for value in values] for values in (self.xs, self.ys))
        middle, height = sum(across) / len(across), sum(up) / len(up)
        spread = sum((x - middle) ** 2 for x in across)
        return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / spread if spread else math.nan


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bench. Every line has as many values as there are `columns`, which name their unit."""

    name: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    goals: tuple[Goal, ...] = ()
    remarks: tuple[str, ...] = ()
    curves: tuple[Curve, ...] = ()

    def __post_init__(self) -> None:
        """A line that does not fit its table is a mistake of who measured."""
        if any(len(line.values) != len(self.columns) for line in self.lines):
            raise ValueError(f"{self.name}: a line has another number of values than there are columns")


@dataclass(frozen=True, slots=True)
class Taken:
    """Under which circumstances a part was measured: `when` (UTC, ISO), how long it took, load averages, machine and versions."""

    when: str
    seconds: float
    load_before: float
    load_after: float
    machine: Mapping[str, str]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A part and its circumstances."""

    part: Part
    taken: Taken


def to_json(entry: Entry) -> dict[str, Any]:
    """An entry as JSON keeps it."""
    return asdict(entry)


def part_from_json(kept: Mapping[str, Any]) -> Part:
    """The part that was kept."""
    return Part(
        kept["name"],
        kept["title"],
        tuple(kept["columns"]),
        tuple(Line(line["who"], tuple(line["values"])) for line in kept["lines"]),
        tuple(Goal(**goal) for goal in kept["goals"]),
        tuple(kept["remarks"]),
        tuple(Curve(one["name"], tuple(one["xs"]), tuple(one["ys"]), one["unit"]) for one in kept["curves"]),
    )


def entry_from_json(kept: Mapping[str, Any]) -> Entry:
    """The entry that was kept."""
    return Entry(part_from_json(kept["part"]), Taken(**kept["taken"]))


def failed(name: str, why: str) -> Part:
    """What stands for a part that could not be measured."""
    return Part(name, name, (), (), (Goal("the part runs to its end", why, ok=False),))


def ratios(before: Sequence[Value], now: Sequence[Value]) -> list[float | None]:
    """Each figure now as a multiple of what it was before; None where either is no figure above zero."""
    pairs = zip(before, now, strict=False)
    return [new / old if _figure(new) and _figure(old) else None for old, new in pairs]  # type: ignore[operator]


def _figure(value: Value) -> bool:
    return isinstance(value, int | float) and value > 0
