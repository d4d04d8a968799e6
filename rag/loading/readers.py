"""Which reader a file needs: told by its ending, checked against its first bytes, and refused with the way out where there is none."""

import re
from pathlib import Path

from domain.errors import BadDocument
from domain.patterns import pattern
from rag.loading.sandbox import read_apart
from rag.loading.source import LONGEST_TEXT, Source
from rag.loading.text import read_markdown, read_text

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".xlsx", ".pdf", ".ofd"})
_HERE = {".txt": read_text, ".md": read_markdown}
_TEXTS = frozenset({".txt", ".md", ".html", ".htm"})
_OLD = {".doc": "docx", ".wps": "docx", ".rtf": "docx", ".wpt": "docx", ".dot": "docx", ".xls": "xlsx", ".et": "xlsx", ".csv": "xlsx"}
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"})
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar"})
_LARGEST_TEXT_FILE = 30_000_000
_LARGEST_FILE = 200_000_000
_HEAD = 4096
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)
_PACKAGES = frozenset({".docx", ".xlsx", ".ofd"})
_HTML = pattern(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)


def read(path: Path) -> Source:
    """The text of a file. Raises BadDocument, in words that say what to do."""
    suffix = path.suffix.lower()
    try:
        size, head = path.stat().st_size, _head(path)
    except OSError as problem:
        raise BadDocument(unreadable(problem)) from problem
    _check_suffix(suffix)
    if size == 0:
        raise BadDocument("文件是空的。请确认保存成功后再导入。")
    _check_magic(suffix, head, path)
    _check_size(size, suffix)
    return _HERE[suffix](path.read_bytes()) if suffix in _HERE else read_apart(path)


def unreadable(problem: OSError) -> str:
    """Words for a file that the system does not hand out."""
    if isinstance(problem, FileNotFoundError):
        return "找不到这个文件。请检查路径。"
    if isinstance(problem, PermissionError):
        return "没有读取权限。请用 chmod 或文件属性放开读取权限，再导入。"
    if isinstance(problem, IsADirectoryError):
        return "这是文件夹，不是文件。请改名，或直接导入里面的文件。"
    return f"读不了这个文件：{problem.strerror}。"


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _check_size(size: int, suffix: str) -> None:
    if suffix in _TEXTS and size > _LARGEST_TEXT_FILE:
        raise BadDocument(f"文件有 {size / 1e6:,.0f} MB，文字上限是 {LONGEST_TEXT:,} 个（约 15 MB）。请分成几份再导入。")
    if size > _LARGEST_FILE:
        raise BadDocument(f"文件有 {size / 1e6:,.0f} MB，超过 {_LARGEST_FILE / 1e6:.0f} MB 的上限。请拆成几份，或去掉图片后再导入。")


def _check_suffix(suffix: str) -> None:
    if suffix in SUFFIXES:
        return
    if suffix in _OLD:
        raise BadDocument(f"{suffix} 是旧格式，读不了。请用 WPS 或 Office 打开，另存为 {_OLD[suffix]} 或 pdf 再导入。")
    if suffix in _PICTURES:
        raise BadDocument("这是图片，里面的文字读不出来。请先做文字识别（OCR），另存为 docx 或 pdf 再导入。")
    if suffix in _ARCHIVES:
        raise BadDocument("这是压缩包。请先解压，再导入里面的文件。")
    raise BadDocument(f"不认识 {suffix or '没有扩展名的文件'}。可以导入：{' '.join(name[1:] for name in sorted(SUFFIXES))}。")


def _check_magic(suffix: str, head: bytes, path: Path) -> None:
    """The first bytes have to agree with the ending."""
    seen = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    if suffix == ".pdf" and b"%PDF-" in head:
        return
    if suffix in _PACKAGES:
        _check_package(suffix, seen)
    elif suffix == ".pdf" or seen:
        raise BadDocument(_wrong(suffix, seen))
    elif suffix == ".txt" and _HTML.match(head):
        raise BadDocument(f"内容是网页，扩展名却是 {suffix}。请把 {path.name} 改名为 {path.stem}.html 再导入。")


def _check_package(suffix: str, seen: str) -> None:
    if seen == "ole":
        raise BadDocument(f"内容是旧格式或加了密码的文档，不是 {suffix}。请用 WPS 或 Office 打开，去掉密码，另存为 {suffix[1:]} 再导入。")
    if seen != "zip":
        raise BadDocument(_wrong(suffix, seen))


def _wrong(suffix: str, seen: str) -> str:
    names = {"zip": "Office 文档或压缩包", "ole": "旧版 Office 文档"}
    what = f"内容是{names.get(seen, ' ' + seen)}" if seen else f"内容不是 {suffix[1:]}"
    return f"{what}，与扩展名 {suffix} 不符。请改成正确的扩展名，或重新另存一份再导入。"
