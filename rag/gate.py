"""Is there a sentence that answers *this*, not merely one that shares words?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rag.asked import Want
from rag.evidence import BLANK, SHAPES, Scored
from rag.reading import Reading


class Verdict(StrEnum):
    """What the evidence allows to say."""

    ANSWER = "answer"
    BLANK = "blank"
    LACKING = "lacking"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict, the sentences that it rests on (best first), and what they lack."""

    verdict: Verdict
    sentences: tuple[Scored, ...] = ()
    lacking: frozenset[Want] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the gate stands: the least coverage of the question, and how far behind the best a sentence with the asked shape may be."""

    coverage: float = 0.05
    behind: float = 0.5


# What must be seen to be believed. Counts and years are looked for but may be told in other ways; these may not.
STRICT = (Want.MONEY, Want.CONTACT, Want.ADDRESS, Want.DEADLINE, Want.PERSON, Want.PERCENT)


def rule(reading: Reading, ranked: Sequence[Scored], limits: Limits) -> Ruling:
    """Judge the ranked sentences."""
    if not ranked or ranked[0].coverage < limits.coverage:
        return Ruling(Verdict.NOTHING, tuple(ranked[:1]))
    near = [one for one in ranked if one.score >= limits.behind * ranked[0].score]
    wanted = [want for want in SHAPES if want in reading.asked]
    shaped = [one for one in near if any(SHAPES[want].search(one.text) for want in wanted)]
    blank = next((one for one in near[:2] if BLANK.search(one.text)), None)
    if blank is not None and {Want.PERCENT, Want.COUNT} & reading.asked.wants and blank.score >= max((s.score for s in shaped), default=0):
        return Ruling(Verdict.BLANK, (blank,))
    strict = [want for want in STRICT if want in reading.asked]
    lacking = frozenset(want for want in strict if not any(SHAPES[want].search(one.text) for one in near))
    if lacking and len(lacking) == len(strict):
        return Ruling(Verdict.LACKING, tuple(near), lacking)
    if shaped:
        rest = [one for one in near if one not in shaped]
        return Ruling(Verdict.ANSWER, tuple(shaped + rest))
    if Want.COUNT in reading.asked and Want.LIST not in reading.asked and Want.WHO not in reading.asked:
        return Ruling(Verdict.LACKING, tuple(near), frozenset({Want.COUNT}))
    return Ruling(Verdict.ANSWER, tuple(near))
