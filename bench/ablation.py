"""`python -m bench.ablation`: what every figure loses when one ingredient is taken away, with 95% intervals, as Markdown tables."""

import sys
from collections.abc import Mapping

from bench.ingredients import ALL, INGREDIENTS, KEYWORDS, TOGETHER, keywords_only
from bench.intervals import Difference, difference, share
from bench.sets import METRICS, Bench, benches
from services.evaluation import Marked

Columns = Mapping[str, tuple[Marked, ...]]
Lost = dict[tuple[str, str, str], Difference | None]
"""By ingredient, column and metric."""


def main() -> None:
    """Measure all sets and print a table for each metric."""
    wholes: dict[str, tuple[Marked, ...]] = {}
    lost: Lost = {}
    for bench in benches():
        wholes |= _measure(bench, lost)
    for metric in METRICS:
        sys.stdout.write("\n".join(_table(metric, wholes, lost)) + "\n\n")


def _measure(bench: Bench, lost: Lost) -> Columns:
    bases = {ALL: bench.ask(bench.parts), KEYWORDS: bench.ask(keywords_only(bench.parts))}
    for ingredient in (*INGREDIENTS, *TOGETHER):
        without = bench.ask(ingredient.without(bench.parts))
        for column, marked in without.items():
            for metric in METRICS:
                lost[ingredient.name, column, metric] = difference(bases[ingredient.against][column], marked, metric)
    return bases[ALL]


def _table(metric: str, wholes: Columns, lost: Lost) -> list[str]:
    rows = [f"| {metric}, left out | {' | '.join(wholes)} |", f"|---{'|---' * len(wholes)}|"]
    whole = " | ".join(f"{share(marked, metric):.3f}" for marked in wholes.values())
    rows.append(f"| nothing | {whole} |")
    for ingredient in (*INGREDIENTS, *TOGETHER):
        cells = " | ".join(_cell(lost[ingredient.name, column, metric]) for column in wholes)
        star = "" if ingredient.against == ALL else " ¹"
        rows.append(f"| {ingredient.name}{star} | {cells} |")
    return rows


def _cell(one: Difference | None) -> str:
    """0 where no question changed; bold where the interval leaves 0 out."""
    if one is None:
        return "–"
    if one.low == one.high == 0:
        return "0"
    told = f"{one.mean:+.3f} [{one.low:+.3f}, {one.high:+.3f}]"
    return f"**{told}**" if one.shows else told


if __name__ == "__main__":
    main()
