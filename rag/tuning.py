"""What is measured rather than argued: the weights of reading, finding and judging (docs/decisions/)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weighing:
    """How much each sign of a good sentence counts; measured on one half of the golden questions, read on the other.

    `wider` is what the words of a province or of the whole country are worth beside a city's own.
    """

    headings: float = 0.45
    around: float = 0.2
    passage: float = 0.25
    shape: float = 0.12
    year: float = 0.1
    name: float = 0.2
    long: float = 0.03
    signs: float = 0.3
    beside: float = 0.2
    proposal: float = 0.1
    shortest: int = 8
    wider: float = 0.85


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the evidence gate stands.

    `coverage` is the least share of the question that the best sentence must hold. A sentence further `behind` the best (share of its
    score) is no evidence; for what has to be seen to be believed it must come as close as `strictly`.
    """

    coverage: float = 0.03
    behind: float = 0.5
    strictly: float = 0.8


@dataclass(frozen=True, slots=True)
class Tuning:
    """All of them.

    `name` weighs the full names of what a question calls by a short one, `expansion` the documents' words for everyday ones (each less
    where a word has more than `few` terms), `before` the former question of a follow-up. `passages` is how many are looked through for
    sentences. A region whose best sentence comes as close as `rival` to the best of all makes the assistant ask which one is meant.
    """

    name: float = 0.6
    expansion: float = 0.6
    few: float = 2.0
    before: float = 0.35
    passages: int = 12
    rival: float = 0.6
    weighing: Weighing = field(default_factory=Weighing)
    limits: Limits = field(default_factory=Limits)
