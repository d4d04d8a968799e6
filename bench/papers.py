"""Made documents of any number of passages: as files to be loaded, and as rows of a store beside an index that is there already."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path

from bench.generate import TOWNS, passages
from bench.setting import ROOT, environment
from domain.clock import SystemClock
from domain.knowledge import Clause, Document, Kind, Passage, Version
from storage.database import Database
from vectorstore import keeping
from vectorstore.entry import Entry

_EACH = 500
_CODES = ("150200", "410400", "310107", "652800", "320500", "440300", "510100", "370200")
_HEAD = "---\ntitle: {title}\nissuer: 虚构的人民政府\nregion: {code}\npublished: 2025-06-01\nkind: plan\n---\n\n# {title}\n"
_NUMERALS = "一二三四五六七八九十"


def write(folder: Path, count: int) -> None:
    """So many passages as Markdown, fifty to a document, each under a number of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    made = passages(count, seed=11)
    for number in range(-(-count // 50)):
        clauses = (f"（{_numeral(place)}）{entry.text}" for place, entry in enumerate(islice(made, 50), 1))
        head = _HEAD.format(title=f"{_title(number)}", code=_CODES[number % len(_CODES)])
        (folder / f"paper-{number}.md").write_text("\n\n".join([head, *clauses]), "utf-8")


def taken(paths: Sequence[Path], data: Path, kind: keeping.Kind = "auto") -> None:
    """Load files by the product's own command; `kind` is what keeps the vectors."""
    command = [sys.executable, "-m", "bot", "--data", str(data), "ingest", *map(str, paths)]
    settings = environment(XIAOQITONG_VECTORSTORE_KIND=kind)
    subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def shelved(file: Path, count: int) -> None:
    """A store that holds the passages 1 to count under these ids, five hundred to a document; made where it is not there."""
    if file.exists():
        return
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    database = Database.open(f"sqlite:///{draft}", SystemClock())
    for version in _versions(count):
        database.do_now(lambda work, version=version: work.library.put(version))  # type: ignore[misc]
    database.close()
    draft.rename(file)


def _versions(count: int) -> Iterator[Version]:
    made = passages(count)
    for number in range(-(-count // _EACH)):
        yield _version(f"paper-{number}", _title(number), list(islice(made, _EACH)))


def _version(stem: str, title: str, entries: list[Entry]) -> Version:
    """Each passage is a clause of its own."""
    ends = list(accumulate(len(entry.text) + 1 for entry in entries))
    spans = [(end - 1 - len(entry.text), end - 1) for entry, end in zip(entries, ends, strict=True)]
    clauses, found = [], []
    for place, (entry, (start, end)) in enumerate(zip(entries, spans, strict=True)):
        clauses.append(Clause(0, stem, place, -1, (f"{place + 1}.",), f"{place + 1}.", "", entry.text, start, end, start))
        found.append(Passage(0, stem, place, place, start, end, entry.text, title, entry.region))
    document = Document(stem, title, issuer="虚构的人民政府", kind=Kind.PLAN)
    return Version(document, "".join(f"{entry.text}\n" for entry in entries), stem, tuple(clauses), tuple(found))


def _title(number: int) -> str:
    return f"{TOWNS[number % len(TOWNS)].name}产教融合第{number + 1}号实施方案"


def _numeral(number: int) -> str:
    """In Chinese, up to 99."""
    tens, ones = divmod(number, 10)
    told = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return told + (_NUMERALS[ones - 1] if ones else "")
