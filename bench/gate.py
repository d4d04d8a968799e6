"""`python -m bench.gate`: what the evidence gate declines and lets through as its limits move one at a time, as Markdown tables."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bench.intervals import share
from bench.parts import Parts
from bench.sets import Bench, benches
from rag.answering import Answering
from rag.gate import Ruling, rule
from rag.reading import Reading
from rag.seeker import Evidence
from rag.shapes import SHAPES
from rag.tuning import Limits
from services.evaluation import Marked


class Unrelated(Answering):
    """Judges as if every sentence shared a whole word with the question."""

    def _judged(self, reading: Reading, code: str) -> tuple[Evidence, Ruling]:
        evidence, _ = super()._judged(reading, code)
        return evidence, rule(replace(reading, telling=frozenset({""})), evidence.sentences, self._tuning.limits)


class Unseen(Answering):
    """Judges as if no amount, figure, date, number, address or name had been asked for."""

    def _judged(self, reading: Reading, code: str) -> tuple[Evidence, Ruling]:
        evidence, _ = super()._judged(reading, code)
        asked = replace(reading.asked, wants=reading.asked.wants - SHAPES.keys())
        return evidence, rule(replace(reading, asked=asked), evidence.sentences, self._tuning.limits)


COURSES: Mapping[str, Sequence[float]] = {
    "coverage": (0.0, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    "strictly": (0.5, 0.65, 0.8, 0.9, 1.0),
    "behind": (0.3, 0.5, 0.7, 0.9),
}
"""The values that each limit takes while the others stay where they are."""

RULES: Mapping[str, type[Answering]] = {"all": Answering, "no shared word needed": Unrelated, "nothing has to be seen": Unseen}
"""The gate with all its rules, and without one."""

Curve = dict[tuple[str, float], dict[str, tuple[Marked, ...]]]
"""By limit and value, then by column."""


def main() -> None:
    """Measure all sets and print a table for each limit, and one for the rules: abstain_recall / answered."""
    curve: Curve = {}
    rules: dict[str, dict[str, tuple[Marked, ...]]] = {}
    for bench in benches():
        _measure(bench, curve)
        for name, answering in RULES.items():
            rules.setdefault(name, {}).update(bench.ask(replace(bench.parts, answering=answering)))
    for limit, values in COURSES.items():
        chosen = getattr(Limits(), limit)
        rows = {f"{value:g}{' (chosen)' if value == chosen else ''}": curve[limit, value] for value in values}
        sys.stdout.write("\n".join(_table(limit, rows)) + "\n\n")
    sys.stdout.write("\n".join(_table("rules", rules)) + "\n")


def _measure(bench: Bench, curve: Curve) -> None:
    for limit, values in COURSES.items():
        for value in values:
            curve.setdefault((limit, value), {}).update(bench.ask(_limited(bench.parts, limit, value)))


def _limited(parts: Parts, limit: str, value: float) -> Parts:
    limits = replace(parts.tuning.limits, **{limit: value})
    return replace(parts, tuning=replace(parts.tuning, limits=limits))


def _table(title: str, rows: Mapping[str, Mapping[str, Sequence[Marked]]]) -> list[str]:
    columns = next(iter(rows.values()))
    lines = [f"| {title} | {' | '.join(columns)} |", f"|---{'|---' * len(columns)}|"]
    return lines + [f"| {name} | {' | '.join(map(_cell, row.values()))} |" for name, row in rows.items()]


def _cell(marked: Sequence[Marked]) -> str:
    return f"{share(marked, 'abstain_recall'):.2f} / {share(marked, 'answered'):.3f}"


if __name__ == "__main__":
    main()
