"""What the directory holds. Every entry keeps the words of the document that it was drawn from."""

from dataclasses import dataclass
from enum import StrEnum


class Modality(StrEnum):
    """How far something is, as the text says: support for building is not a building."""

    BUILT = "已建成"
    SUPPORTED = "支持建设"
    APPLYING = "支持申报"
    STRIVEN = "力争"
    PLANNED = "计划"
    URGED = "推动"
    NAMED = "文中提到"


class Tense(StrEnum):
    """Whether a figure is aimed at or was reached."""

    TARGET = "目标"
    PRESENT = "现状"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry stands: `quote` and `lead` (the line that leads to a list's item, "" for none) are contiguous text of the clause."""

    doc: str
    clause: int
    quote: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class IndustryCollege:
    """An industry college (产业学院). `school` is "" where the text names none; `fields` are the trades that its name speaks of."""

    name: str
    school: str
    fields: tuple[str, ...]
    modality: Modality
    source: Source

    @property
    def key(self) -> str:
        """What it goes by in every version of its document."""
        return f"college|{self.school}|{self.name}"


@dataclass(frozen=True, slots=True)
class Platform:
    """A laboratory, research institute, training base, alliance … `host` is the school or company that has it ("" for none)."""

    name: str
    kind: str
    host: str
    modality: Modality
    source: Source

    @property
    def key(self) -> str:
        """What it goes by in every version of its document."""
        return f"platform|{self.host}|{self.name}"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure. `subject` is whose it is ("" where the text leaves it out), `value` and `unit` are as written, without spaces.

    `relation` is 突破, 达到, 以上, 左右 …; `year` is None unless the text says it, `when` is how it says the time (到2025年, 每年).
    """

    subject: str
    indicator: str
    year: int | None
    when: str
    value: str
    unit: str
    relation: str
    tense: Tense
    source: Source

    @property
    def key(self) -> str:
        """What it goes by in every version of its document. It holds the figure: what was set right must not cover a new figure."""
        return f"target|{self.subject}|{self.indicator}|{self.year or self.when}|{self.value}{self.unit}|{self.tense}"

    @property
    def blank(self) -> bool:
        """Whether the document left the figure blank (X%, 20XX)."""
        return "X" in self.value.upper()

    @property
    def number(self) -> float | None:
        """The figure for comparing and drawing; None for a blank, a range or a word."""
        try:
            return float(self.value)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Incentive:
    """What a document offers: `who` gets `what` under which `condition`; `rate` is the share or amount ("" where none is written)."""

    who: str
    what: str
    rate: str
    condition: str
    bodies: tuple[str, ...]
    proposed: bool
    source: Source

    @property
    def key(self) -> str:
        """What it goes by in every version of its document."""
        return f"incentive|{self.who}|{self.what}"


Entry = IndustryCollege | Target | Incentive | Platform


@dataclass(frozen=True, slots=True)
class Entities:
    """All that was drawn from one document, in reading order; `stacking` are the rules on having several incentives at once."""

    colleges: tuple[IndustryCollege, ...] = ()
    targets: tuple[Target, ...] = ()
    incentives: tuple[Incentive, ...] = ()
    platforms: tuple[Platform, ...] = ()
    stacking: tuple[Source, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, sort by sort."""
        return (*self.colleges, *self.targets, *self.incentives, *self.platforms)
