"""Word documents: paragraphs and tables in their order, automatic numbers written out, as a person sees them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from rag.loading.docx_numbers import Numbers
from rag.loading.packages import opened
from rag.loading.source import Source
from rag.loading.tables import Row, table_lines

_P, _TBL, _TR, _TC, _T = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:t")
_SDT, _SDT_CONTENT = qn("w:sdt"), qn("w:sdtContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_MERGED, _SPAN, _VALUE, _STYLE = qn("w:vMerge"), qn("w:gridSpan"), qn("w:val"), qn("w:pStyle")
_WIDEST = 200


def read_docx(path: Path) -> Source:
    """A .docx file. python-docx types its elements loosely; they stay inside this module."""
    with opened(path, "word/document.xml"):
        document: Any = docx.Document(str(path))
    reader = _Reader(document)
    lines = list(reader.blocks(document.element.body))
    return Source("\n".join(lines), reader.title)


class _Reader:
    def __init__(self, document: Any) -> None:
        self._styles: dict[str, str] = {style.style_id: style.name or "" for style in document.styles}
        self._numbers = Numbers(document)
        self.title = ""

    def blocks(self, body: Any) -> Iterator[str]:
        """The lines of everything in a body or a cell, contents tables aside."""
        for element in body:
            if element.tag == _P:
                yield from self._paragraph(element)
            elif element.tag == _TBL:
                yield from table_lines(self._rows(element))
            elif element.tag == _SDT:
                for content in element.iterchildren(_SDT_CONTENT):
                    yield from self.blocks(content)

    def _paragraph(self, element: Any) -> Iterator[str]:
        style = self._style_of(element)
        if style.lower().startswith(("toc ", "目录")):
            return
        text = _text(element).strip("\n")
        number = self._numbers.of(element) if text.strip() else ""
        if style.lower() in {"title", "标题"} and not self.title:
            self.title = text.strip()
        yield f"{number}{text}"

    def _style_of(self, element: Any) -> str:
        styles = [style.get(_VALUE) for style in element.iter(_STYLE)]
        return self._styles.get(styles[0], "") if styles else ""

    def _rows(self, table: Any) -> Iterator[Row]:
        """Rows of cells; a cell that goes on from above repeats it, one that a wider neighbour covers is None."""
        above: list[str | None] = []
        for row in table.iterchildren(_TR):
            cells: list[str | None] = []
            for cell in row.iterchildren(_TC):
                cells.append(self._cell(cell, above, len(cells)))
                cells.extend([None] * (min(_WIDEST, _figure(cell, _SPAN, 1)) - 1))
            above = cells
            yield cells

    def _cell(self, cell: Any, above: list[str | None], column: int) -> str:
        merged = next(cell.iter(_MERGED), None)
        if merged is not None and merged.get(_VALUE, "continue") == "continue" and column < len(above):
            return above[column] or ""
        return "\n".join(self.blocks(cell))


def _text(paragraph: Any) -> str:
    """The words of a paragraph with its tabs and line ends; what stands twice, for old programs, is read once."""
    parts: list[str] = []
    for element in paragraph.iter():
        if element.tag == _T:
            if not any(above.tag == _FALLBACK for above in element.iterancestors()):
                parts.append(element.text or "")
        elif element.tag in _MARKS and element.getparent().tag == qn("w:r"):
            parts.append(_MARKS[element.tag])
        elif element.tag == _P and element is not paragraph:
            parts.append("\n")
    return "".join(parts)


def _figure(element: Any, tag: str, default: int) -> int:
    found = next(element.iter(tag), None)
    value = found.get(_VALUE, "") if found is not None else ""
    return int(value) if value.isdigit() else default
