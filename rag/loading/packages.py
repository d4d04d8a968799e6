"""The zip packages that docx, xlsx and ofd are: looked at before anything is unpacked, and read in safe bites."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath

from domain.errors import BadDocument

LARGEST = 100_000_000
_RATIO = 100
_HARMLESS = 5_000_000
_MOST_PARTS = 10_000
_DTD = tuple(mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be"))


@contextmanager
def opened(path: Path | BytesIO, holds: str) -> Iterator[zipfile.ZipFile]:
    """A package that is safe to read and holds that part. Raises BadDocument for bombs, foreign paths, passwords and XML with a DTD."""
    try:
        with zipfile.ZipFile(path) as package:
            _check(package)
            if holds not in package.namelist():
                named = f"扩展名 {path.suffix} " if isinstance(path, Path) else "格式"
                raise BadDocument(f"内容与{named}不符。请改成正确的扩展名，或重新另存一份再导入。")
            yield package
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as problem:
        raise BadDocument("文件损坏了，打不开。请用 WPS 或 Office 打开，另存一份再导入。") from problem


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    total = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if total > LARGEST or len(parts) > _MOST_PARTS or (total > _HARMLESS and total / packed > _RATIO):
        raise BadDocument(
            f"压缩包展开后有 {total / 1e6:,.0f} MB（上限 {LARGEST / 1e6:.0f} MB，且不超过压缩后的 {_RATIO} 倍），"
            "像是“压缩炸弹”，没有打开。请确认文件来源，或把正文另存为新文件再导入。"
        )
    for part in parts:
        name = PurePosixPath(part.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts:
            raise BadDocument("压缩包里有指向包外的路径，不安全，没有打开。请用 WPS 或 Office 另存一份再导入。")
        if part.flag_bits & 1:
            raise BadDocument("文件加了密码。请先去掉密码，另存一份再导入。")
        if name.suffix in {".xml", ".rels"}:
            _refuse_dtd(package, part)


def _refuse_dtd(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No office program writes a DTD; whoever does wants entities to be expanded."""
    with package.open(part) as stream:
        before = b""
        while block := stream.read(1 << 20):
            if any(mark in before + block for mark in _DTD):
                raise BadDocument("文件里有 XML 实体定义（DTD），正常的文档不会有，没有打开。请用 WPS 或 Office 另存一份再导入。")
            before = block[-40:]
