"""Which files are meant: the paths that somebody names, folders walked in order, corpus.toml beside the files, no two of one stem."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import BadDocument
from rag.loading.readers import unreadable
from rag.loading.told import NAME, Told, told_by


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be loaded and what corpus.toml tells of it; where `refused` has words, it cannot be, and why."""

    path: Path
    told: Told = field(default_factory=dict)
    refused: str = ""

    @property
    def stem(self) -> str:
        """The identity that its document will have."""
        return self.path.stem


def found_in(paths: Iterable[Path]) -> list[Found]:
    """The files of some paths in the order named, each once, folders by name. Nothing is opened but corpus.toml."""
    telling: dict[Path, dict[str, Told] | str] = {}
    files = [file for path in paths for file in _walked(path, telling)]
    once = list({file.path.absolute(): file for file in files}.values())
    stems: dict[str, list[Found]] = {}
    for file in once:
        stems.setdefault(file.stem, []).append(file)
    return [_clash(file, stems[file.stem]) for file in once]


def _clash(file: Found, same: list[Found]) -> Found:
    """A document's identity is its file's stem, so none of two with one stem may be taken."""
    others = [other.path for other in same if other is not file]
    if file.refused or not others:
        return file
    return Found(file.path, file.told, f"与 {others[0]} 重名（{file.stem}），两个都没有导入。请改掉其中一个的文件名再导入。")


def _walked(path: Path, telling: dict[Path, dict[str, Told] | str]) -> Iterator[Found]:
    """A file itself; of a folder all files that are not hidden, those of subfolders after its own."""
    if not path.exists():
        yield Found(path, refused="找不到这个文件或文件夹。请检查路径。")
    elif path.is_file():
        yield _told(path, [path.parent], telling)
    else:
        problems: list[OSError] = []
        for folder, inner, names in os.walk(path, onerror=problems.append):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            here = Path(folder)
            around = [here, *(above for above in here.parents if above.is_relative_to(path))]
            for name in sorted(names):
                if name != NAME and not name.startswith((".", "~$")):
                    yield _told(here / name, around, telling)
        for problem in problems:
            yield Found(Path(problem.filename or path), refused=unreadable(problem))


def _told(path: Path, folders: Iterable[Path], telling: dict[Path, dict[str, Told] | str]) -> Found:
    """A file with what the nearest corpus.toml that speaks of it tells."""
    for folder in folders:
        if folder not in telling:
            telling[folder] = _table(folder)
        table = telling[folder]
        if isinstance(table, str):
            return Found(path, refused=table)
        if path.stem in table:
            return Found(path, table[path.stem])
    return Found(path)


def _table(folder: Path) -> dict[str, Told] | str:
    try:
        return told_by(folder)
    except BadDocument as problem:
        return str(problem)
