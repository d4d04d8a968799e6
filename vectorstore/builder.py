"""The bot's side of a build: starts the process, streams passages into it, passes on its progress, judges its end."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from domain.errors import IndexProblem
from vectorstore.entry import Entry
from vectorstore.frames import BuildSpec, write_end, write_entry, write_spec
from vectorstore.generations import hold
from vectorstore.manifest import NAME, Manifest

__all__ = ["BuildSpec", "Entry", "Progress", "run_build"]

Progress = Callable[[str, int, int], None]
_HOME = Path(__file__).resolve().parent.parent
_LOG = "build.log"
_TAIL = 2_000


def run_build(folder: Path, passages: Iterable[Entry], spec: BuildSpec, on_progress: Progress = lambda *_: None) -> Manifest:
    """Build an index of passages (in ascending order of id) in an empty folder, and wait for it.

    `on_progress(stage, done, of)` is called from a thread of its own; the passages are taken in the caller's. Nothing serves
    from the folder before it is published. Should the process die over the vectors, the keywords stand and the manifest says so.
    """
    with hold(folder), (folder / _LOG).open("wb") as log, _started(folder, log) as process:
        listener = _Listener(process.stdout, on_progress)
        try:
            _stream(process.stdin, passages, spec)
        except BrokenPipeError:
            # It has ended already; its last words tell why.
            _end(process)
        except BaseException:
            _end(process)
            raise
        listener.join()
        status = process.wait()
    return _judged(folder, status, listener.error)


def _started(folder: Path, log: IO[bytes]) -> "subprocess.Popen[bytes]":
    paths = [str(_HOME), *filter(None, [os.environ.get("PYTHONPATH")])]
    surroundings = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "vectorstore.build", str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=surroundings)


def _stream(stream: IO[bytes] | None, passages: Iterable[Entry], spec: BuildSpec) -> None:
    if stream is None:
        return
    write_spec(stream, spec)
    number = 0
    for entry in passages:
        write_entry(stream, entry)
        number += 1
    write_end(stream, number)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    # What was still to be sent has nobody to go to.
    with suppress(BrokenPipeError):
        if process.stdin is not None:
            process.stdin.close()


class _Listener(threading.Thread):
    """Hears what the builder reports until it has nothing more to say."""

    def __init__(self, stream: IO[bytes] | None, on_progress: Progress) -> None:
        super().__init__(name="index-progress", daemon=True)
        self._stream, self._on_progress = stream, on_progress
        self.error = ""
        self.start()

    def run(self) -> None:
        for line in self._stream or ():
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if "error" in said:
                self.error = said["error"]
            else:
                self._on_progress(said["stage"], said["done"], said["of"])


def _judged(folder: Path, status: int, error: str) -> Manifest:
    if status == 0:
        return Manifest.read(folder)
    reason = error or _last_words(folder) or f"进程中止，状态 {status}"
    if error or not (folder / NAME).is_file():
        raise IndexProblem(f"索引没有建成：{reason}")
    manifest = Manifest.read(folder)
    if not manifest.vectors:
        manifest = replace(manifest, why=f"建立向量时中断：{reason}")
        manifest.write(folder)
    return manifest


def _last_words(folder: Path) -> str:
    tail = (folder / _LOG).read_bytes()[-_TAIL:].decode("utf-8", "replace").strip()
    return tail.splitlines()[-1] if tail else ""
