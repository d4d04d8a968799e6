"""Pages of lines (PDF, OFD) as one text: without page numbers, running heads and feet, lines put together into paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence

from domain.errors import BadDocument
from domain.patterns import pattern
from rag.loading.paragraphs import paragraphs

MOST_PAGES = 2_000
_NUMBER = pattern(r"[-—–·\s]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/／,，共]+\s*(?:共\s*)?\d{1,4}\s*页?)?|[ivxIVX]{1,6})[-—–·\s]*")
_EDGE = 2
SCANNED = "文件里没有文字，像是扫描件或图片。请先用 WPS、Adobe 等做文字识别（OCR），另存后再导入。"


def check_count(pages: int) -> None:
    """Raise BadDocument for more pages than can be taken in."""
    if pages > MOST_PAGES:
        raise BadDocument(f"共 {pages:,} 页，超过 {MOST_PAGES:,} 页的上限。请拆成几份再导入。")


def text_of(pages: Sequence[Sequence[str]]) -> str:
    """The text of pages. Raises BadDocument where there are pages and no words."""
    if not any(line.strip() for page in pages for line in page):
        raise BadDocument(SCANNED)
    running = _running(pages)
    lines = [line for page in pages for line in _kept(page, running)]
    return "\n".join(paragraphs(lines))


def _kept(page: Sequence[str], running: set[str]) -> list[str]:
    """A page's lines without what only belongs to the page."""
    lines = [line for line in page if line.strip()]
    last = len(lines) - _EDGE
    return [line for at, line in enumerate(lines) if _EDGE <= at < last or not (_NUMBER.fullmatch(line) or _mask(line) in running)]


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    """Heads and feet: lines at the edge of at least three pages, and of half of them, alike but for their figures."""
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page if line.strip()]
        edges.update({_mask(line) for line in [*lines[:_EDGE], *lines[-_EDGE:]] if line.rstrip()[-1] not in "。；，、："})
    return {line for line, count in edges.items() if count >= max(3, len(pages) / 2)}


def _mask(line: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line))
