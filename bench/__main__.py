"""`python -m bench [NAME …] [--short]`: measures the product beside its peers; `make bench` makes the peers' environment first.

Each part runs in a process of its own. Figures go to bench/results.json, and docs/benchmarks.md is written from those; a `--short`
trial is only printed.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import report, results
from bench.book import Entry, Part, Taken, failed, part_from_json
from bench.setting import ROOT, environment, has_peers, load, machine, versions

_RESULTS, _DOCS, _SCRATCH = ROOT / "bench" / "results.json", ROOT / "docs", ROOT / "build" / "bench"
# A part that takes much longer than it may is ended.
_PATIENCE = 6


@dataclass(frozen=True, slots=True)
class Planned:
    """A part that can be asked for: its module has `measure(setting) -> Part`; `seconds` is what it may take."""

    name: str
    module: str
    seconds: float


PARTS: tuple[Planned, ...] = (
    Planned("keywords", "bench.measure_keywords", 150),
    Planned("segmentation", "bench.measure_segmentation", 25),
    Planned("retrieval", "bench.measure_retrieval", 180),
    Planned("quality", "bench.measure_quality", 50),
    Planned("change", "bench.measure_change", 30),
    Planned("start", "bench.measure_start", 25),
    Planned("loading", "bench.measure_loading", 30),
    Planned("alerts", "bench.measure_alerts", 90),
    Planned("intake", "bench.measure_intake", 70),
    Planned("answers", "bench.measure_answers", 60),
    Planned("broadcast", "bench.measure_broadcast", 60),
    Planned("loop", "bench.measure_loop", 130),
)
"""Every part, in the order of the page; together they may take fifteen minutes."""


def main() -> int:
    """Measure what is named, or everything; 1 when a part broke."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", choices=[*(part.name for part in PARTS), []], default=[])
    parser.add_argument("--short", action="store_true", help="a trial of the smallest sizes, printed only")
    args = parser.parse_args()
    if not has_peers():
        parser.error("peers are missing: run `make bench`")
    before = results.read(_RESULTS)
    now = {part.name: entry_of(part, short=args.short) for part in PARTS if not args.names or part.name in args.names}
    if not args.short:
        tell("\nbeside the run before:", *results.compared(before, now))
        kept = {**before, **now}
        kept = {part.name: kept[part.name] for part in PARTS if part.name in kept}
        results.write(_RESULTS, kept)
        report.write(_DOCS, kept)
    return int(any(not entry.part.lines for entry in now.values()))


def entry_of(planned: Planned, *, short: bool) -> Entry:
    """Run a part, print what it found, and note the circumstances."""
    began, load_before = time.monotonic(), load()
    part = run(planned, short=short)
    when = datetime.now(UTC).isoformat(" ", "minutes")[:16]
    entry = Entry(part, Taken(when, time.monotonic() - began, load_before, load(), machine(), versions()))
    tell(*report.section(entry))
    return entry


def run(planned: Planned, *, short: bool) -> Part:
    """The part as a process of its own measured it; what went wrong stands in its place."""
    _SCRATCH.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "part.json"
        command = [sys.executable, "-m", "bench.alone", planned.module, str(file), str(_SCRATCH), str(planned.seconds)]
        try:
            subprocess.run(
                [*command, *(["--short"] if short else [])],
                cwd=ROOT,
                env=environment(),
                timeout=_PATIENCE * planned.seconds,
                check=True,
            )
        except subprocess.CalledProcessError as problem:
            return failed(planned.name, f"it ended with {problem.returncode}")
        except subprocess.TimeoutExpired:
            return failed(planned.name, f"it was ended after {_PATIENCE * planned.seconds:.0f} s")
        return part_from_json(json.loads(file.read_text("utf-8")))


def tell(*lines: str) -> None:
    """Print lines at once."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
