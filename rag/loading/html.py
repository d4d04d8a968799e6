"""Web pages: the words of the main content in reading order, navigation and buttons left out, tables as sentences."""

import re
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.patterns import pattern
from rag.loading.decode import decoded
from rag.loading.labels import label_at
from rag.loading.source import Source
from rag.loading.tables import Row, table_lines

_NOISE = (
    "script, style, noscript, template, nav, aside, footer, iframe, form, button, select, input, textarea, svg, canvas, object, dialog, "
    "[hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo], [role=search]"
)
_NAMED_NOISE = pattern(
    r"(?:^|[\s_-])(?:nav|navbar|menu|crumbs?|breadcrumbs?|footer|share|bdsharebuttonbox|sidebar|copyright|qrcode|ewm|pagination|pager|toolbar|login|"
    r"search|comments?|related|recommend|banner|prev|next|prenext)(?:$|[\s_-])",
    re.IGNORECASE,
)
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "br",
})
# fmt: on
_META = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "contentsource": "issuer",
    "source": "issuer",
}  # fmt: skip
_DAY = pattern(r"(?:19|20)\d{2}[-/年.]\d{1,2}[-/月.]\d{1,2}")
_SITE = pattern(r"\s*[-_|–—]+\s*[^-_|–—]{2,30}$")
_LINKED = 0.6
_LONG_CELL = 300


def read_html(path: Path) -> Source:
    """A .html file."""
    tree = LexborHTMLParser(decoded(path.read_bytes(), html=True))
    told = _told(tree)
    headline = tree.css_first("h1")
    title = headline.text(strip=True) if headline else _SITE.sub("", _words(tree.css_first("title")))
    body = tree.body
    if body is None:
        return Source("", title, told)
    _strip(body)
    lines = [re.sub(r"[ \t\r\f\v\u00a0]+", " ", line).strip() for line in "".join(_flow(_main(body))).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if title and title not in text:
        text = f"{title}\n\n{text}"
    return Source(text, title, told)


def _told(tree: LexborHTMLParser) -> dict[str, object]:
    """What government pages say of themselves in their meta elements."""
    told: dict[str, object] = {}
    for element in tree.css("meta[name]"):
        key = _META.get((element.attributes.get("name") or "").lower(), "")
        value = (element.attributes.get("content") or "").strip()
        if key == "published":
            day = _DAY.search(value)
            value = day[0] if day else ""
        if key and value:
            told.setdefault(key, value)
    return told


def _words(element: LexborNode | None) -> str:
    return element.text(strip=True) if element else ""


def _strip(body: LexborNode) -> None:
    """Take out what a page is framed with: by its element, by its name, or because it is little but links."""
    for element in body.css(_NOISE):
        element.decompose()
    whole = len(body.text(strip=True)) or 1
    for element in body.css("div, ul, ol, section, p, span, table, header"):
        words = len(element.text(strip=True))
        names = f"{element.attributes.get('class') or ''} {element.attributes.get('id') or ''}"
        if words < whole * 0.3 and (_NAMED_NOISE.search(names) or _is_links(element, words)):
            element.decompose()


def _is_links(element: LexborNode, words: int) -> bool:
    """Whether an element is a bar or a list of links rather than text with links in it."""
    links = element.css("a")
    linked = sum(len(link.text(strip=True)) for link in links)
    return len(links) >= 3 and linked > _LINKED * words and "。" not in element.text()


def _main(body: LexborNode) -> LexborNode:
    """The element that says it holds the article, when it holds a good part of the words."""
    whole = len(body.text(strip=True))
    for element in body.css("article, main, [role=main]"):
        if len(element.text(strip=True)) >= 0.4 * whole:
            return element
    return body


def _flow(root: LexborNode) -> Iterator[str]:
    """The words of an element in order, with a line end around each block; without recursion, for pages nest without end."""
    stack: list[LexborNode | str] = [root]
    counted: dict[int, int] = {}
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.tag == "-text":
            yield re.sub(r"\s+", " ", node.text(deep=False) or "")
        elif node.tag == "table" and _is_data(node):
            yield "\n" + "\n".join(table_lines(_rows(node))) + "\n"
        else:
            around = "\n" if node.tag in _BLOCKS else ""
            yield around + _number(node, counted)
            stack.append(around)
            stack.extend(reversed(list(node.iter(include_text=True))))


def _number(node: LexborNode, counted: dict[int, int]) -> str:
    """The number that a browser shows before an item of an ordered list, unless the item brings its own."""
    parent = node.parent
    if node.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    counted[parent.mem_id] = counted.get(parent.mem_id, 0) + 1
    words = node.text(strip=True)
    return "" if label_at(words, 0, len(words)) else f"{counted[parent.mem_id]}. "


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data; others only arrange the page."""
    if len(table.css("table")) > 1 or len(table.css("tr")) < 2:
        return False
    cells = table.css("td, th")
    return len(cells) > len(table.css("tr")) and all(len(cell.text(strip=True)) <= _LONG_CELL for cell in cells)


def _rows(table: LexborNode) -> Iterator[Row]:
    """Rows of cells; a cell that goes on from above repeats it, one that a wider neighbour covers is None."""
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.css("tr"):
        cells: list[str | None] = []
        for cell in row.css("td, th"):
            _fill(cells, hanging)
            words = cell.text(separator="\n", strip=True)
            rows, columns = (_span(cell, name) for name in ("rowspan", "colspan"))
            if rows > 1:
                hanging[len(cells)] = (rows - 1, words)
            cells.extend([words, *[None] * (columns - 1)])
        _fill(cells, hanging)
        yield cells


def _fill(cells: list[str | None], hanging: dict[int, tuple[int, str]]) -> None:
    """Put in the cells that hang down from rows above."""
    while len(cells) in hanging:
        left, words = hanging.pop(len(cells))
        if left > 1:
            hanging[len(cells)] = (left - 1, words)
        cells.append(words)


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(200, max(1, int(value))) if value.isdigit() and len(value) < 5 else 1
