"""PDF by pypdfium2; pypdf where that one cannot open the file or finds no words in it."""

import logging
from pathlib import Path

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError

from domain.errors import BadDocument
from rag.loading.pages import check_count, text_of
from rag.loading.source import LONGEST_TEXT, Source

LOCKED = "PDF 加了密码。请先去掉密码，另存一份再导入。"
_BROKEN = "PDF 损坏了，打不开。请用阅读器打开后“打印为 PDF”另存一份再导入。"


def read_pdf(path: Path) -> Source:
    """A .pdf file; a scanned one has no text and is refused with a word on OCR."""
    pages = _by_pdfium(path)
    if not any(line.strip() for page in pages for line in page):
        pages = _by_pypdf(path)
    return Source(text_of(pages))


def _by_pdfium(path: Path) -> list[list[str]]:
    """The lines of each page; none where the library cannot open the file."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise BadDocument(LOCKED) from problem
        return []
    check_count(len(document))
    pages, size = [], 0
    for page in document:
        text = page.get_textpage().get_text_bounded()
        page.close()
        size = _grown(size, text)
        pages.append(text.splitlines())
    return pages


def _by_pypdf(path: Path) -> list[list[str]]:
    """The same by the slower, more forgiving library."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadDocument(LOCKED)
        check_count(len(reader.pages))
        return [page.extract_text().splitlines() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as problem:
        raise BadDocument(_BROKEN) from problem


def _grown(size: int, text: str) -> int:
    if size + len(text) > LONGEST_TEXT:
        raise BadDocument(f"文字超过 {LONGEST_TEXT:,} 个的上限。请拆成几份再导入。")
    return size + len(text)
