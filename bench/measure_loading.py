"""Loading documents: characters a second by format, beside just reading them and just cutting them into words; memory over many."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import jieba
import openpyxl
from fpdf import FPDF

from bench import papers
from bench.book import Goal, Line, Part
from bench.generate import passages
from bench.rounds import Timing, interleaved
from bench.setting import ROOT, Setting, environment, forget_peak, peak, resident
from domain.clock import SystemClock
from rag.loading.load import Loader
from rag.regions import Gazetteer
from storage.database import Database
from vectorstore.segment import JiebaSegmenter
from vectorstore.terms import terms

TEXT, READ, JIEBA, SEARCHED = "ours, txt", "plain read", "jieba alone", "ours, txt, with the terms for the index"
_HEAD = "青石市产教融合实施方案\n"


def measure(setting: Setting) -> Part:
    """One text in all formats, a turn each; then many documents in a process of its own."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = _text(setting.of(300, 20))
        files = {suffix: folder / f"plan.{suffix}" for suffix in _WRITERS}
        for suffix, file in files.items():
            _WRITERS[suffix](text, file)
        loader, segmenter = Loader(Gazetteer()), JiebaSegmenter((), folder / "cache")

        def load(file: Path, number: int) -> object:  # noqa: ARG001
            return loader.load(file)

        def searched(number: int) -> object:  # noqa: ARG001
            return [terms(f"{one.context}\n{one.text}", segmenter) for one in loader.load(files["txt"]).version.passages]

        ways: dict[str, Callable[[int], object]] = {
            READ: lambda _: files["txt"].read_text("utf-8"),
            JIEBA: lambda _: jieba.lcut_for_search(text),
            **{f"ours, {suffix}": partial(load, file) for suffix, file in files.items()},
            SEARCHED: searched,
        }
        timings = interleaved(ways, 1)
        few, many = setting.of(100, 5), setting.of(1_000, 10)
        memory = _apart(folder, few, many)
    return _part(len(text), timings, memory, few, many)


def _part(length: int, timings: Mapping[str, Timing], memory: Mapping[str, float], few: int, many: int) -> Part:
    lines = [Line(name, (length / timing.p50 / 1e6, timings[JIEBA].over(timing), None, None)) for name, timing in timings.items()]
    lines.append(Line(f"{few} documents into the store", (None, None, memory["few"], None)))
    lines.append(Line(f"{many:,} documents into the store", (None, None, memory["many"], memory["peak"])))
    share, grown = timings[JIEBA].over(timings[TEXT]), memory["many"] / memory["few"]
    goals = (
        Goal("≥ 0.7 of jieba alone on text", f"{share:.2f} of its characters a second", share >= 0.7),
        Goal(f"flat memory: ≤ 1.1 × from {few} to {many:,} documents", f"{grown:.2f} ×", grown <= 1.1),
    )
    remarks = (
        "Loading: decoding, metadata, clauses in the document's own numbering, passages with their context.",
        "Cutting into words for the index comes on top, in the process that builds it.",
        "docx, xlsx, html and pdf are parsed in a process of their own with a roof over memory and time, which costs its start each time.",
    )
    columns = ("million characters/s", "of jieba's speed", "memory, MB", "most of it, MB")
    return Part("loading", "Loading documents", columns, tuple(lines), goals, remarks)


def _text(count: int) -> str:
    """Clauses of a plan, with a chapter every ten of them."""
    rows = [_HEAD]
    for number, entry in enumerate(passages(count, seed=5)):
        if number % 10 == 0:
            rows.append(f"第{number // 10 + 1}章 重点任务")
        rows.append(f"{number % 10 + 1}. {entry.text}")
    return "\n".join(rows)


def _docx(text: str, file: Path) -> None:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(file))


def _xlsx(text: str, file: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, line in enumerate(text.split("\n")):
        sheet.append([number, line])
    book.save(file)


def _html(text: str, file: Path) -> None:
    body = "".join(f"<p>{line}</p>\n" for line in text.split("\n"))
    file.write_text(f"<!doctype html><html><head><meta charset=utf-8><title>方案</title></head><body>{body}</body></html>", "utf-8")


def _pdf(text: str, file: Path) -> None:
    pdf = FPDF()
    pdf.add_font("noto", fname=next((ROOT / "assets" / "fonts").glob("*.otf")))
    pdf.set_font("noto", size=11)
    pdf.add_page()
    pdf.multi_cell(0, 6, text)
    pdf.output(str(file))


_WRITERS: Mapping[str, Callable[[str, Path], object]] = {
    "txt": lambda text, file: file.write_text(text, "utf-8"),
    "md": lambda text, file: file.write_text(text, "utf-8"),
    "html": _html,
    "docx": _docx,
    "xlsx": _xlsx,
    "pdf": _pdf,
}


def _apart(folder: Path, few: int, many: int) -> dict[str, float]:
    """MB after some documents and after many, in a process that does nothing else."""
    papers.write(folder / "papers", many * 50)
    command = [sys.executable, "-m", "bench.measure_loading", str(folder), str(few), str(many)]
    told: dict[str, float] = json.loads(subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=True).stdout)
    return told


def main() -> None:
    """Load documents into a store, one after the other, and tell the memory on the way."""
    folder, few, many = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    loader = Loader(Gazetteer())
    database = Database.open(f"sqlite:///{folder}/many.db", SystemClock())
    told: dict[str, float] = {}
    forget_peak()
    for number, file in enumerate(islice(sorted((folder / "papers").iterdir()), many), start=1):
        version = loader.load(file).version
        database.do_now(lambda work, version=version: work.library.put(version))  # type: ignore[misc]
        if number == few:
            told["few"] = resident()
    told |= {"many": resident(), "peak": peak()}
    database.close()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
