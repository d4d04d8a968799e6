"""A backup file: a manifest, then the files it names, packed, and sealed where there is a passphrase."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from domain.errors import BackupProblem
from services.sealing import MAGIC, Seal, Unseal

_MANIFEST = "manifest.json"
_FORMAT = 1
_BLOCK = 1 << 20
_LONGEST_MANIFEST = 16 << 20
_NONE = "这不是校企通的备份文件。"
_BROKEN = "备份文件已损坏或不完整，没有恢复。请换一份备份。"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: when it was made (ISO 8601, UTC), the schema's revision, and each file's size and SHA-256 (hex) by its path."""

    at: str
    revision: str
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    format: int = _FORMAT

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for size, _ in self.files.values())


def digest_of(file: Path) -> tuple[int, str]:
    """A file's size and SHA-256."""
    with file.open("rb") as opened:
        return file.stat().st_size, hashlib.file_digest(opened, "sha256").hexdigest()


def write(out: BinaryIO, manifest: Manifest, files: Mapping[str, Path], passphrase: str) -> None:
    """Pack the files under the names that the manifest gives them."""
    sink = Seal(out, passphrase) if passphrase else None
    body = json.dumps(asdict(manifest), ensure_ascii=False).encode()
    beneath = cast(BinaryIO, sink) if sink else out
    with gzip.GzipFile("", "wb", 1, beneath, 0) as packed, tarfile.open(fileobj=packed, mode="w|", bufsize=_BLOCK) as tar:
        _add(tar, _MANIFEST, len(body), io.BytesIO(body))
        for name, path in files.items():
            with path.open("rb") as file:
                _add(tar, name, manifest.files[name][0], file)
    if sink:
        sink.close()


def is_sealed(file: Path) -> bool:
    """Whether a backup wants a passphrase."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def read(file: Path, passphrase: str, into: Path | None = None) -> Manifest:
    """Read a whole backup and check every file against the manifest; with `into` they are also written there.

    Raises BackupProblem for what is none, is damaged, belongs to a newer version, or does not open with the passphrase.
    """
    try:
        with _opened(file, passphrase) as tar:
            manifest = _manifest(tar)
            found = {member.name: _taken(tar, member, manifest, into) for member in iter(tar.next, None)}
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError, KeyError, TypeError) as error:
        raise BackupProblem(_BROKEN) from error
    if found != dict(manifest.files):
        raise BackupProblem(_BROKEN)
    return manifest


@contextmanager
def _opened(file: Path, passphrase: str) -> Iterator[tarfile.TarFile]:
    sealed = is_sealed(file)
    with file.open("rb") as source:
        stream: BinaryIO = cast(BinaryIO, io.BufferedReader(Unseal(source, passphrase), _BLOCK)) if sealed else source
        if not sealed and stream.read(2) != b"\x1f\x8b":
            raise BackupProblem(_NONE)
        stream = stream if sealed else _rewound(stream)
        with gzip.GzipFile(fileobj=stream) as packed, tarfile.open(fileobj=packed, mode="r|", bufsize=_BLOCK) as tar:
            yield tar


def _rewound(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return stream


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    body = tar.extractfile(first) if first and first.name == _MANIFEST and first.size <= _LONGEST_MANIFEST else None
    if body is None:
        raise BackupProblem(_NONE)
    told = json.loads(body.read())
    if told["format"] > _FORMAT:
        raise BackupProblem("备份由更新版本的校企通写成。请先升级校企通，再恢复。")
    files = {str(name): (int(size), str(digest)) for name, (size, digest) in told["files"].items()}
    return Manifest(str(told["at"]), str(told["revision"]), files)


def _taken(tar: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest, into: Path | None) -> tuple[int, str]:
    """Read one file, write it where it belongs, and give back its size and digest."""
    path = PurePosixPath(member.name)
    if not member.isreg() or path.is_absolute() or ".." in path.parts or member.name not in manifest.files:
        raise BackupProblem(_BROKEN)
    body = tar.extractfile(member)
    if body is None:
        raise BackupProblem(_BROKEN)
    if into is None:
        return _copied(cast(BinaryIO, body), None)
    target = into / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.touch(mode=0o600)
    with target.open("wb") as out:
        return _copied(cast(BinaryIO, body), out)


def _copied(source: BinaryIO, out: BinaryIO | None) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if out:
            out.write(block)
    return size, digest.hexdigest()


def _add(tar: tarfile.TarFile, name: str, size: int, body: BinaryIO) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o600
    tar.addfile(entry, body)
