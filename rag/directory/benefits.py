"""Which incentives may fit an enterprise, by what it told: each judged by its own sentence, nothing added up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rag.directory.deeds import INVESTED, TOGETHER, Done
from rag.directory.entities import Incentive
from rag.directory.estimates import Estimate, Need, estimate
from rag.directory.facts import Facts
from rag.directory.terms import Terms, segment_of, terms_of


class Verdict(StrEnum):
    """Where an incentive stands on the sheet."""

    FITS = "fits"
    OPEN = "open"
    UNFIT = "unfit"


class Why(StrEnum):
    """Why it stands there; the judgement's `of` tells of what."""

    UNKNOWN_STATUS = "unknown-status"
    VAGUE = "vague"
    NO_SUM = "no-sum"
    OTHERS = "others"
    NOT_DONE = "not-done"
    NOT_A = "not-a"
    TOO_FEW = "too-few"
    OTHER_LEVEL = "other-level"
    CHECK = "check"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, and what it speaks of in words of the paper or of the field."""

    why: Why
    of: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An incentive with its verdict, the reasons for it, and what it may come to."""

    incentive: Incentive
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    estimate: Estimate | None = None


def judged(incentives: Iterable[Incentive], facts: Facts, applying: bool = False) -> list[Judged]:
    """Every incentive with its verdict, in their order. `applying`: the paper only applies for something and grants nothing."""
    return [_judged(one, terms_of(one), facts, proposed=one.proposed or applying) for one in incentives]


def missing(incentives: Sequence[Incentive], facts: Facts) -> list[str]:
    """What decides and was not told, in the order in which to ask: "deeds", keys of statuses, "yuan", "heads".

    A status is asked for only where everything else fits; a figure only where it enters a sum.
    """
    terms = [(one, terms_of(one)) for one in incentives if not one.proposed]
    ours = [(one, asked) for one, asked in terms if not asked.others]
    if not facts.done:
        # Without a deed nothing can be told apart.
        return ["deeds"] if any(asked.deeds for _, asked in ours) else []
    wanted: dict[str, None] = {}
    for one, asked in ours:
        if asked.deeds and not _doing(asked, facts):
            continue
        if any(facts.statuses.get(status.key, True) is False for status in asked.statuses):
            continue
        wanted.update((status.key, None) for status in asked.statuses if status.key not in facts.statuses)
        reckoned = _estimate(one, asked, facts)
        if reckoned and reckoned.missing:
            wanted[reckoned.missing.value] = None
    figures = [need.value for need in Need if need.value in wanted]
    return [key for key in wanted if key not in figures] + figures


def untouched(incentives: Iterable[Incentive], facts: Facts) -> list[str]:
    """The names of the enterprise's deeds that no incentive speaks of."""
    spoken = {deed.key for one in incentives for deed in terms_of(one).deeds}
    wide = TOGETHER if "cooperate" in spoken else frozenset()
    return [one.deed.name for one in facts.done if one.deed.key not in spoken | wide]


def _judged(one: Incentive, terms: Terms, facts: Facts, *, proposed: bool) -> Judged:
    if proposed:
        return Judged(one, Verdict.UNFIT, (Reason(Why.PROPOSAL),))
    doing = _doing(terms, facts)
    if terms.others and (one.who or not any(each.deed in terms.deeds for each in doing)):
        return Judged(one, Verdict.UNFIT, (Reason(Why.OTHERS, terms.others),))
    denied = [status for status in terms.statuses if facts.statuses.get(status.key, True) is False]
    if denied:
        return Judged(one, Verdict.UNFIT, tuple(Reason(Why.NOT_A, status.name) for status in denied))
    if terms.levels and facts.levels and not terms.levels & facts.levels:
        return Judged(one, Verdict.UNFIT, (Reason(Why.OTHER_LEVEL, "、".join(sorted(terms.levels))),))
    if terms.deeds and not doing:
        return Judged(one, Verdict.UNFIT, (Reason(Why.NOT_DONE, "、".join(deed.name for deed in terms.deeds)),))
    heads = [each.heads for each in doing if each.heads is not None]
    if heads and max(heads) < terms.least:
        return Judged(one, Verdict.UNFIT, (Reason(Why.TOO_FEW, str(terms.least)),))
    reckoned = _estimate(one, terms, facts)
    unknown = [Reason(Why.UNKNOWN_STATUS, status.name) for status in terms.statuses if facts.statuses.get(status.key) is None]
    vague = [Reason(Why.VAGUE, words) for words in terms.vague] + ([Reason(Why.CHECK, terms.check)] if terms.check else [])
    none = [Reason(Why.NO_SUM)] if reckoned is None else []
    reasons = (*unknown, *vague, *none)
    return Judged(one, Verdict.OPEN if reasons else Verdict.FITS, reasons, reckoned)


def _doing(terms: Terms, facts: Facts) -> list[Done]:
    """The deeds of the enterprise's that an incentive asks for; any cooperation with schools is one where it asks for that."""
    keys = {deed.key for deed in terms.deeds}
    if "cooperate" in keys:
        keys |= TOGETHER
    return [one for one in facts.done if one.deed.key in keys]


def _estimate(one: Incentive, terms: Terms, facts: Facts) -> Estimate | None:
    doing = _doing(terms, facts)
    told: Done | None = doing[0] if doing else None
    if told is None and not terms.deeds and facts.done:
        told = facts.done[0] if len(facts.done) == 1 else None
    spent = [each for each in facts.done if each.deed.key in INVESTED]
    return estimate(segment_of(one), told, facts.yuan if len(spent) <= 1 else None)
