"""`bench/results.json`: the last figures of every part, and what has become of them since."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.book import Entry, entry_from_json, ratios, to_json

Entries = Mapping[str, Entry]


def read(file: Path) -> dict[str, Entry]:
    """The entries of a file by the names of their parts; none where there is no file yet."""
    if not file.is_file():
        return {}
    kept = json.loads(file.read_text("utf-8"))
    return {name: entry_from_json(one) for name, one in kept.items()}


def write(file: Path, entries: Entries) -> None:
    """Keep entries."""
    text = json.dumps({name: to_json(entry) for name, entry in entries.items()}, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", "utf-8")


def compared(before: Entries, now: Entries) -> Iterator[str]:
    """For each line that was there before: every figure as a multiple of what it was."""
    for name, entry in now.items():
        if name not in before:
            continue
        old = {line.who: line.values for line in before[name].part.lines}
        for line in entry.part.lines:
            if line.who in old and before[name].part.columns == entry.part.columns:
                shown = zip(entry.part.columns, ratios(old[line.who], line.values), strict=True)
                told = ", ".join(f"{column} ×{ratio:.2f}" for column, ratio in shown if ratio is not None)
                yield f"{name} · {line.who}: {told or '–'}"
