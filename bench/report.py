"""`docs/benchmarks.md` from the entries that are kept: goals, tables, pictures, remarks."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.book import Curve, Entry, Goal, Part, Taken, Value
from bench.pictures import drawn
from bench.results import Entries

PICTURES = "pictures"
_MARKS = {True: "✓", False: "✗", None: "–"}
_HEAD = """# Measured, beside the others

`make bench` writes this page anew; `make bench BENCH=name` measures one part of it. Every part runs the alternatives side by side in
one go, taking turns, and gives medians of at least five rounds. Milliseconds change from machine to machine and with whatever else
one does: ratios are what to look at. Nothing here is a limit that a test holds; that fast ways give what slow, plain ones give is
what the tests hold.
"""


def write(docs: Path, entries: Entries) -> None:
    """Write the page and its pictures into the folder of the documentation."""
    (docs / PICTURES).mkdir(exist_ok=True)
    for entry in entries.values():
        for name, title, curves in _pictures(entry.part):
            (docs / PICTURES / name).write_text(drawn(title, curves), "utf-8")
    (docs / "benchmarks.md").write_text(page(entries), "utf-8")


def page(entries: Entries) -> str:
    """The whole page."""
    goals = [(entry.part, goal) for entry in entries.values() for goal in entry.part.goals]
    reached = sum(goal.ok is True for _, goal in goals)
    judged = sum(goal.ok is not None for _, goal in goals)
    rows = [_HEAD, f"{reached} of {judged} goals are reached.", "", "| | part | goal | reached |", "|---|---|---|---|"]
    rows += [f"| {_MARKS[goal.ok]} | [{part.title}](#{_anchor(part.title)}) | {goal.words} | {goal.reached} |" for part, goal in goals]
    for entry in entries.values():
        rows += ["", *section(entry)]
    return "\n".join(rows) + "\n"


def section(entry: Entry) -> Iterator[str]:
    """What the page says of one part."""
    part = entry.part
    yield from (f"## {part.title}", "")
    if part.lines:
        yield from (f"| {' | '.join(('', *part.columns))} |", f"|---{'|---' * len(part.columns)}|")
        yield from (f"| {' | '.join((line.who, *map(shown, line.values)))} |" for line in part.lines)
        yield ""
    yield from (_told(goal) for goal in part.goals)
    yield from (f"- {remark}" for remark in part.remarks)
    for name, title, _ in _pictures(part):
        yield from ("", f"![{title}]({PICTURES}/{name})")
    yield from ("", circumstances(entry.taken, part.name))


def circumstances(taken: Taken, name: str) -> str:
    """When and on what a part was measured, in small print."""
    machine = ", ".join(f"{key} {value}" for key, value in taken.machine.items())
    versions = ", ".join(f"{key} {value}" for key, value in taken.versions.items())
    load = f"load {taken.load_before:.1f} before, {taken.load_after:.1f} after"
    return f"<sub>`make bench BENCH={name}`, {taken.when}, {taken.seconds:.0f} s, {load}; {machine}; {versions}</sub>"


def shown(value: Value) -> str:
    """A cell: three figures that count, thousands parted."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.{max(0, 2 - math.floor(math.log10(abs(rounded))))}f}"


def _told(goal: Goal) -> str:
    said = {True: "reached", False: "**not reached**", None: "not judged"}[goal.ok]
    return f"- {_MARKS[goal.ok]} {goal.words}: {said}, {goal.reached}"


def _pictures(part: Part) -> Iterator[tuple[str, str, Sequence[Curve]]]:
    """File, title and curves of each picture: one for each unit."""
    units = dict.fromkeys(curve.unit for curve in part.curves)
    for number, unit in enumerate(units):
        suffix = f"-{number + 1}" if number else ""
        yield f"{part.name}{suffix}.svg", part.title, [curve for curve in part.curves if curve.unit == unit]


def _anchor(title: str) -> str:
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")
