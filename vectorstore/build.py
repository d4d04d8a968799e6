"""`python -m vectorstore.build FOLDER`: builds an index in a process of its own, from a stream on standard input.

Chroma's writing holds the interpreter's lock, and building needs much memory for a short while: neither belongs into a process
that answers people. It opens no database, gives way to everything else (nice), reports on standard output, a line of JSON
each, and ends when whoever started it is gone. The keywords are finished and signed first; whatever happens to the vectors, they
stand.
"""

import json
import os
import platform
import sys
import threading
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import IO

from domain.errors import Problem
from vectorstore.build_vectors import Tell, build_vectors
from vectorstore.checks import SAMPLES, check_keywords
from vectorstore.entry import Entry
from vectorstore.frames import BuildSpec, read_entries, read_spec
from vectorstore.gathered import Gathered
from vectorstore.keyword_builder import KeywordBuilder
from vectorstore.manifest import KEYWORDS, WORDS, Manifest, sync_folder
from vectorstore.segment import JiebaSegmenter
from vectorstore.terms import terms

_NICE = 10
_EVERY = 200


def main() -> int:
    """Build what standard input asks for; 0 when the folder holds a signed index."""
    os.nice(_NICE)
    folder = Path(sys.argv[1])
    try:
        build(folder, sys.stdin.buffer, tell)
    except Problem as problem:
        _say({"error": str(problem)})
        return 1
    return 0


def build(folder: Path, source: IO[bytes], tell: Tell) -> None:
    """Read the whole stream, then write keywords, vectors and the manifest, each down to the disk."""
    spec = read_spec(source)
    gathered = Gathered(folder, spec)
    try:
        manifest = _build_keywords(folder, spec, source, gathered, tell)
        _leave_with(source)
        manifest.write(folder)
        if spec.embedding != "none":
            manifest = build_vectors(folder, spec, gathered, manifest, tell)
    finally:
        gathered.close()
    _sync(folder)
    manifest.write(folder)


def tell(stage: str, done: int, of: int) -> None:
    """Report how far a stage has come."""
    _say({"stage": stage, "done": done, "of": max(of, done)})


def _build_keywords(folder: Path, spec: BuildSpec, source: IO[bytes], gathered: Gathered, tell: Tell) -> Manifest:
    segmenter = JiebaSegmenter(spec.words, Path(spec.cache))
    (folder / WORDS).write_text("\n".join(spec.words), "utf-8")
    builder, samples = KeywordBuilder(spec.k1, spec.b), list[Entry]()
    for number, entry in enumerate(read_entries(source), start=1):
        builder.add(entry.id, entry.region, terms(entry.text, segmenter))
        gathered.take(entry)
        if number % max(1, spec.count // SAMPLES) == 0 and len(samples) < SAMPLES:
            samples.append(entry)
        if number % _EVERY == 0:
            tell("keywords", number, spec.count)
    index = builder.finish()
    index.save(folder / KEYWORDS)
    check_keywords(index, len(builder), samples, segmenter)
    _sync(folder)
    return replace(_unsigned(folder.name, spec), count=len(index), why="还没有建立向量")


def _unsigned(generation: str, spec: BuildSpec) -> Manifest:
    versions = {name: version(name) for name in ("chromadb", "jieba", "numpy")} | {"python": platform.python_version()}
    return Manifest(generation, spec.revision, 0, spec.k1, spec.b, embedding=spec.embedding, versions=versions)


def _leave_with(source: IO[bytes]) -> None:
    """End at once when the other side of the stream is gone: nobody would publish what is being built."""

    def wait() -> None:
        # Not through the stream's own buffer, whose lock would be held while the interpreter shuts down.
        os.read(source.fileno(), 1)
        os._exit(3)

    threading.Thread(target=wait, daemon=True).start()


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
