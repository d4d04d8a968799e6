"""Every golden set is asked over its own documents (`make eval`); what went right is kept in figures.toml (`make eval KEEP=1`)."""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.eval import measured, show
from domain.clock import SystemClock
from services.evaluation import Marked, Report
from tests.brains import brain_over

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
KEPT = HERE / "figures.toml"


@dataclass(frozen=True, slots=True)
class Golden:
    """A set of questions and the folder of documents that they are asked over. `halves`: odd and even ids are looked at apart.

    dev-digests are the questions over the originals asked of the digests: facts count there, the originals' sentences do not.
    """

    name: str
    documents: Path
    questions: Path
    halves: bool = False

    def is_there(self) -> bool:
        """Whether this machine has it: the originals do not ship."""
        return self.documents.is_dir() and self.questions.is_file()


SETS = (
    Golden("digests", ROOT / "corpus", HERE / "digests.jsonl"),
    Golden("voices", ROOT / "corpus", HERE / "voices.jsonl"),
    Golden("unseen", HERE / "unseen", HERE / "unseen.jsonl"),
    Golden("papers", HERE / "papers", HERE / "papers.jsonl"),
    Golden("dev-digests", ROOT / "corpus", SHARED / "eval" / "golden-dev.jsonl"),
    Golden("originals", SHARED / "corpus", SHARED / "eval" / "golden-dev.jsonl", halves=True),
)


def right(report: Report) -> list[str]:
    """The ids of the questions that were answered right."""
    return [str(one.asked.id) for one in report.marked if one.right]


def kept() -> Mapping[str, list[str]]:
    """The ids that were right when figures.toml was written, by the name of the set."""
    return {name: table["right"] for name, table in tomllib.loads(KEPT.read_text("utf-8")).items()}


def written(ids: Mapping[str, Iterable[str]]) -> str:
    """figures.toml, so that a changed answer changes one line."""
    return "# Written by `make eval KEEP=1`: which golden questions are answered right.\n" + "".join(
        f"\n[{name}]\nright = [\n" + "".join(f"    {line},\n" for line in _lines(list(some))) + "]\n" for name, some in ids.items()
    )


def _lines(ids: list[str]) -> Iterator[str]:
    for _, ten in groupby(ids, key=lambda id_: id_[:-1]):
        yield ", ".join(f'"{one}"' for one in ten)


def _told(golden: Golden, report: Report) -> None:
    parts = {golden.name: report}
    if golden.halves:
        parts = {f"{golden.name} · odd ids": report.only(_is_odd), f"{golden.name} · even ids": report.only(lambda one: not _is_odd(one))}
    for name, part in parts.items():
        sys.stdout.write(f"\n{name}: {len(part.marked)} questions, {len(right(part))} right\n")
        show(part, failures=False)


def _is_odd(one: Marked) -> bool:
    return int(re.sub(r"\D", "", str(one.asked.id)) or 0) % 2 == 1


def main(keep: bool) -> None:
    """Ask every set that is there, print its figures, and keep what went right where that is wanted."""
    ids = dict(kept()) if KEPT.is_file() else {}
    for golden in filter(Golden.is_there, SETS):
        with TemporaryDirectory() as data, brain_over(golden.documents, Path(data), SystemClock()) as brain:
            report = measured(brain, golden.questions, SystemClock())
        _told(golden, report)
        ids[golden.name] = right(report)
    if keep:
        KEPT.write_text(written(ids), "utf-8")


if __name__ == "__main__":
    main("--keep" in sys.argv[1:])
