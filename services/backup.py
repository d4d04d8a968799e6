"""A data folder into one file while the bot runs, and back.

A backup holds the database as it was at one moment and every other file that cannot be computed anew; index and caches are left out. It
is read back and checked before it gets its name. What is restored is checked whole before anything is moved, and what was there is kept.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from domain.clock import HERE, Clock
from domain.errors import BackupProblem
from services import archive
from services.archive import Manifest
from services.erasure import joined
from services.folder import DATABASE, DERIVED, LEDGER, RESTORING
from services.locking import holding
from storage import backup as copies

_DRAFT = ".draft-"
_ASIDE = "old-"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the backup's manifest, and the folder in which the old data lies (None where there was none)."""

    manifest: Manifest
    aside: Path | None


def backup(folder: Path, file: Path, clock: Clock, passphrase: str = "") -> Manifest:
    """Back a data folder up into a new file outside it; with a passphrase it is sealed.

    Raises BackupProblem or StoreProblem; then there is no file.
    """
    if folder.resolve() in file.resolve().parents:
        raise BackupProblem(f"备份请放到数据文件夹（{folder}）之外，最好是另一块磁盘。")
    if file.exists():
        raise BackupProblem(f"{file} 已经存在，没有覆盖它。请换一个文件名。")
    moment = clock.now()
    with _drafts(folder) as drafts, _drafts(file.parent) as out:
        copies.copy(folder / DATABASE, drafts / DATABASE)
        revision = copies.check(drafts / DATABASE)
        files = {DATABASE: drafts / DATABASE, **_others(folder)}
        with _told("备份"):
            manifest = Manifest(moment.isoformat(), revision, {name: archive.digest_of(path) for name, path in files.items()})
            draft = out / file.name
            draft.touch(mode=0o600)
            with draft.open("wb") as opened:
                archive.write(opened, manifest, files, passphrase)
                opened.flush()
                os.fsync(opened.fileno())
            _read_back(draft, manifest, passphrase)
            draft.replace(file)
            copies.sync(file.parent)
    return manifest


def restore(file: Path, folder: Path, clock: Clock, passphrase: str = "", *, force: bool = False) -> Restored:
    """Bring a backup into a data folder that nobody uses now; with `force` also where data is, which is kept in a folder of its own.

    Raises BackupProblem or StoreProblem where the backup cannot be trusted, or data would be replaced; then the folder is as it was.
    """
    present = _present(folder)
    if DATABASE in present and not force:
        raise BackupProblem(f"{folder} 里已有数据，没有动它。确实要换成备份的内容，请加 --force：原来的会留在 {_ASIDE}… 文件夹里。")
    with _drafts(folder) as drafts, _told("恢复"):
        _make_room(folder, file)
        manifest = archive.read(file, passphrase, drafts)
        copies.check(drafts / DATABASE)
        joined(drafts / LEDGER, folder / LEDGER)
        staged = folder / RESTORING
        shutil.rmtree(staged, ignore_errors=True)
        for path in drafts.rglob("*"):
            copies.sync(path)
        drafts.rename(staged)
        # From here on a start is refused until everything has been moved: it would begin with an empty database.
        return Restored(manifest, _swap(folder, staged, f"{_ASIDE}{clock.now().astimezone(HERE):%Y%m%d-%H%M%S}"))


def _swap(folder: Path, staged: Path, name: str) -> Path | None:
    present = _present(folder)
    aside = folder / name if present else None
    if aside:
        aside.mkdir(mode=0o700)
        for one in present:
            (folder / one).rename(aside / one)
    for path in staged.iterdir():
        path.rename(folder / path.name)
    staged.rmdir()
    copies.sync(folder)
    return aside


def _present(folder: Path) -> list[str]:
    """What a restore would replace: everything but drafts and what earlier restores laid aside."""
    if not folder.is_dir():
        return []
    names = sorted(path.name for path in folder.iterdir())
    return [name for name in names if name != RESTORING and not name.startswith((_DRAFT, _ASIDE))]


def _others(folder: Path) -> dict[str, Path]:
    """Every file that can neither be computed anew nor is the database, by its path."""
    kept = [folder / name for name in _present(folder) if name not in {*DERIVED, DATABASE}]
    files = [
        path for one in kept for path in ([one] if one.is_file() else sorted(one.rglob("*"))) if path.is_file() and not path.is_symlink()
    ]
    return {path.relative_to(folder).as_posix(): path for path in files}


def _read_back(draft: Path, manifest: Manifest, passphrase: str) -> None:
    try:
        if archive.read(draft, passphrase) != manifest:
            raise BackupProblem("内容不同")
    except BackupProblem as problem:
        raise BackupProblem("写好的备份读回来不对，已经删除。磁盘可能有问题，请换一个位置再试。") from problem


def _make_room(folder: Path, file: Path) -> None:
    """Tell in time that there is no room: a backup unpacks to several times its size."""
    free, needed = shutil.disk_usage(folder).free, file.stat().st_size
    if free < needed:
        raise BackupProblem(f"{folder} 所在的磁盘只剩 {free >> 20:,} MB，放不下备份（至少要 {needed >> 20:,} MB）。请先腾出空间。")


@contextmanager
def _drafts(folder: Path) -> Iterator[Path]:
    """A folder for what is not finished; it goes at the end, and so does what a killed process left."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        drafts = folder / f"{_DRAFT}{uuid4().hex[:8]}"
        drafts.mkdir(mode=0o700)
    except OSError as error:
        raise BackupProblem(f"{folder} 不能写：{error.strerror}。请检查权限。") from error
    try:
        with holding(drafts):
            yield drafts
    finally:
        shutil.rmtree(drafts, ignore_errors=True)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_DRAFT}*"):
        with holding(left) as free:
            if free:
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupProblem(f"{what}没有完成：{error.filename or ''} {error.strerror}。请检查磁盘空间和权限。") from error
