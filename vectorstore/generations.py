"""Folders of finished indexes, the pointer to the one in use, and the lock that lets only one be built at a time."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from domain.errors import IndexProblem
from vectorstore.keywords import KeywordIndex
from vectorstore.manifest import KEYWORDS, Manifest, sync_folder

_POINTER, _LOCK, _HELD = "CURRENT", "LOCK", "held"


class Building(IndexProblem):
    """Another process is building an index; it will serve here as well."""


class Generations:
    """Everything under one root: CURRENT names the folder that serves; a name is never used twice."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path | None:
        """The folder in use, None while there is none (or its folder is gone)."""
        try:
            name = (self.root / _POINTER).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.root / name
        return folder if name and folder.parent == self.root and folder.is_dir() else None

    def new_folder(self) -> Path:
        """An empty folder for a new generation; only for who is `building`."""
        # Chroma remembers paths for as long as a process lives, so even a folder that failed lends its name to no other.
        folder = self.root / f"g-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        return folder

    def publish(self, folder: Path) -> None:
        """Let a finished folder serve from now on; an unfinished one changes nothing."""
        manifest = Manifest.read(folder)
        if len(KeywordIndex.open(folder / KEYWORDS)) != manifest.count:
            raise IndexProblem(f"索引 {folder.name} 不完整，仍使用原来的索引。")
        draft = self.root / f"{_POINTER}.new"
        with draft.open("w", encoding="utf-8") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / _POINTER)
        sync_folder(self.root)

    def clean(self) -> None:
        """Remove every folder but the current one; those in use are left for another time, and all while one is being built."""
        try:
            with self.building():
                current = self.current()
                for folder in self.root.glob("g-*"):
                    if folder != current and _unheld(folder):
                        shutil.rmtree(folder, ignore_errors=True)
        except Building:
            return

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the right to build. Raises Building where another process has it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / _LOCK).open("a") as lock:
            if not _locked(lock, fcntl.LOCK_EX):
                raise Building("另一个进程正在建立索引，请等它完成后再试。")
            yield


def hold(folder: Path) -> IO[str]:
    """Keep a folder from being cleaned away until the handle is closed or the process ends."""
    try:
        handle = (folder / _HELD).open("a")
    except OSError as problem:
        raise IndexProblem(f"索引 {folder.name} 打不开。") from problem
    _locked(handle, fcntl.LOCK_SH)
    return handle


def _unheld(folder: Path) -> bool:
    with (folder / _HELD).open("a") as handle:
        return _locked(handle, fcntl.LOCK_EX)


def _locked(handle: IO[str], how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
