"""Is there a sentence that answers *this*, not merely one that shares words?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rag.asked import Want
from rag.evidence import Scored
from rag.fitting import left_blank, left_open, stated
from rag.fold import holds
from rag.reading import Reading, years_of
from rag.shapes import FIGURE, SHAPES
from rag.sight import low
from rag.tuning import Limits


class Verdict(StrEnum):
    """What the evidence allows to say."""

    ANSWER = "answer"
    BLANK = "blank"
    LACKING = "lacking"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict, the sentences that it rests on (best first), and what they lack: kinds of answers, the thing that is asked about."""

    verdict: Verdict
    sentences: tuple[Scored, ...] = ()
    lacking: frozenset[Want] = frozenset()
    unsaid: str = ""


# What must be seen to be believed. Counts and years are looked for but may be told in other ways; these may not.
STRICT = (Want.MONEY, Want.CONTACT, Want.ADDRESS, Want.DEADLINE, Want.PERSON, Want.PERCENT)
_FIGURES = frozenset({Want.COUNT, Want.PERCENT, Want.MONEY})
_OF_THINGS = frozenset({*_FIGURES, Want.YESNO, Want.DURATION, Want.DEADLINE})
_SETTLED = frozenset({*_FIGURES, Want.DEADLINE, Want.YEAR})
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_RUN = 3
_COMPARED = re.compile(r"[比较]20\d\d年")
_AHEAD = 0.75
_SEVERAL = re.compile(r"[、：:]|[一二]是|分别|[和与及]")


def rule(reading: Reading, ranked: Sequence[Scored], limits: Limits) -> Ruling:
    """Judge the ranked sentences."""
    if not ranked or ranked[0].coverage < limits.coverage or _is_off_topic(reading, ranked[0]):
        return Ruling(Verdict.NOTHING, tuple(ranked[:1]))
    best = ranked[0].score
    near = [one for one in ranked if one.score >= limits.behind * best]
    shapes = [want for want in SHAPES if want in reading.asked]
    shaped = [one for one in near if any(stated(reading, want, one.text) for want in shapes)]
    unsaid = _unsaid(reading, shaped or near)
    if unsaid or _is_elsewhere(reading, near):
        return Ruling(Verdict.LACKING, tuple(near), reading.asked.wants & _SETTLED, unsaid)
    blank = _blank(reading, near, shaped)
    if blank is not None:
        return Ruling(Verdict.BLANK, (blank,))
    lacking = _lacking(reading, [one for one in near if one.score >= limits.strictly * best])
    if lacking:
        return Ruling(Verdict.LACKING, tuple(near), lacking)
    if _is_only_counted(reading, near):
        return Ruling(Verdict.LACKING, tuple(near), frozenset({Want.LIST}))
    if shaped:
        rest = [one for one in near if one not in shaped]
        return Ruling(Verdict.ANSWER, tuple(shaped + rest))
    if Want.COUNT in reading.asked and Want.LIST not in reading.asked and Want.WHO not in reading.asked:
        return Ruling(Verdict.LACKING, tuple(near), frozenset({Want.COUNT}))
    return Ruling(Verdict.ANSWER, tuple(near))


def _is_off_topic(reading: Reading, best: Scored) -> bool:
    """Whether a question that names neither place nor school shares no whole word with the best there is, only characters."""
    if reading.scope.codes or reading.called:
        return False
    text = low(f"{best.unit.lead} {best.clause.heading} {best.text} {best.passage.context}")
    runs = (run[at : at + _RUN] for run in _HAN.findall(reading.matter) for at in range(len(run) - _RUN + 1))
    # A word of the place's own making (留某率) is in no dictionary: then its pairs of characters have to do.
    words = reading.telling or {term for term in reading.terms if len(term) > 1}
    return not (any(holds(text, word) for word in (*words, *runs)) or _is_shortened(reading.matter, text))


def _is_shortened(matter: str, text: str) -> bool:
    """Whether a text writes in full what a question cuts short by its middle: 留某率 for 留某就业率."""
    return any(re.search(f"{run[:2]}.{{1,4}}{run[2:]}", text) for run in _HAN.findall(matter) if len(run) == _RUN)


def _unsaid(reading: Reading, telling: Sequence[Scored]) -> str:
    """The sum that a figure or a yes is asked of and no sentence speaks of: what holds for a grant tells nothing of a deposit."""
    if not _OF_THINGS & reading.asked.wants:
        return ""
    texts = [(low(f"{one.unit.lead}\n{one.text}"), low(f"{one.clause.heading}\n{one.passage.context}")) for one in telling]
    return next((thing.name for thing in reading.things if not any(thing.is_said(*text) for text in texts)), "")


def _is_elsewhere(reading: Reading, near: Sequence[Scored]) -> bool:
    """Whether a figure is asked for a district that no sentence speaks of: what holds for the city is not its share."""
    parts = reading.scope.parts
    if not parts or not _FIGURES & reading.asked.wants:
        return False
    return not any(part in one.text or part in one.passage.context for one in near for part in parts)


def _blank(reading: Reading, near: Sequence[Scored], shaped: Sequence[Scored]) -> Scored | None:
    """A sentence that leaves blank or open the very thing that is asked for, unless a better one states it."""
    blank = next((one for one in near[:2] if left_blank(reading, one.text)), None)
    if blank is None and _SETTLED & reading.asked.wants and near and left_open(reading, near[0].text):
        return near[0]
    others = max((one.score for one in shaped if one is not blank), default=0.0)
    return blank if blank is not None and blank.score >= others else None


def _is_only_counted(reading: Reading, near: Sequence[Scored]) -> bool:
    """Whether so-and-so many are asked for by name and the best sentence, far ahead of the rest, knows their number only."""
    count, best = reading.asked.count, near[0]
    if count < 2 or Want.LIST not in reading.asked or any(one.score >= _AHEAD * best.score for one in near[1:]):
        return False
    return bool(re.search(rf"{count}[个所家项门类]", best.text)) and not _SEVERAL.search(best.text) and not best.unit.items


def _lacking(reading: Reading, near: Sequence[Scored]) -> frozenset[Want]:
    """What is asked for and stands in none of the nearest sentences, where only seeing is believing."""
    strict = [want for want in STRICT if want in reading.asked]
    lacking = frozenset(want for want in strict if not any(stated(reading, want, one.text) for one in near))
    if strict and len(lacking) == len(strict):
        return lacking
    if _FIGURES & reading.asked.wants and _other_years_only(reading, near):
        return frozenset({Want.YEAR})
    return frozenset()


def _other_years_only(reading: Reading, near: Sequence[Scored]) -> bool:
    """Whether the figures that are there belong to other years than the asked one; years are never interpolated."""
    if not reading.years or not near:
        return False
    figures = [one for one in near if FIGURE.search(one.text)]
    told = [years for one in figures if (years := years_of(_COMPARED.sub("", one.text)) or _year_of_document(one, max(reading.years)))]
    return bool(told) and not any(years & reading.years for years in told)


def _year_of_document(one: Scored, asked: int) -> frozenset[int]:
    """The year that a sentence without one speaks of: the only one of its plan or title, or one before the asked, if ahead of it."""
    period, published = one.document.period, one.document.published
    titled = years_of(one.document.title)
    if len(titled) == 1:
        return titled
    if period and period[0] == period[1]:
        return frozenset({period[0]})
    last = period[1] if period else published.year if published else asked
    return frozenset({last}) if asked > last else frozenset()
