"""OFD, the national format for fixed pages: a zip of XML in which each run of text stands with its place on the page."""

import xml.etree.ElementTree as Xml
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from domain.errors import BadDocument
from rag.loading.packages import opened
from rag.loading.pages import check_count, text_of
from rag.loading.source import Source

_SAME_LINE = 0.6
_BROKEN = "OFD 文件损坏或缺少页面，打不开。请用 OFD 阅读器打开后另存一份再导入。"


def read_ofd(path: Path) -> Source:
    """An .ofd file: all its documents, page after page."""
    with opened(path, "OFD.xml") as package:
        try:
            pages = list(_pages(package))
        except (KeyError, Xml.ParseError, ValueError) as problem:
            raise BadDocument(_BROKEN) from problem
    return Source(text_of(pages))


def _pages(package: zipfile.ZipFile) -> Iterator[list[str]]:
    """The lines of each page. Paths in the files are relative to the file that names them, or absolute in the package."""
    for root in _values(_parsed(package, "OFD.xml"), "DocRoot"):
        document = _parsed(package, _resolved("OFD.xml", root))
        places = [page.get("BaseLoc", "") for page in document.iter() if _name(page) == "Page" and page.get("BaseLoc")]
        check_count(len(places))
        for place in places:
            yield _lines(_parsed(package, _resolved(_resolved("OFD.xml", root), place)))


def _lines(page: Xml.Element) -> list[str]:
    """Runs of text put into lines by their height on the page, from left to right."""
    runs = sorted((run for element in page.iter() if _name(element) == "TextObject" for run in _runs(element)), key=lambda run: run[0])
    lines: list[list[tuple[float, float, float, str]]] = []
    for run in runs:
        if lines and abs(run[0] - lines[-1][0][0]) <= _SAME_LINE * max(run[2], lines[-1][0][2]):
            lines[-1].append(run)
        else:
            lines.append([run])
    return ["".join(run[3] for run in sorted(line, key=lambda run: run[1])) for line in lines]


def _runs(element: Xml.Element) -> Iterator[tuple[float, float, float, str]]:
    """(height on the page, place from the left, size, words) of a text object's pieces, in millimetres."""
    left, top = [*_floats(element.get("Boundary", "")), 0.0, 0.0][:2]
    size = float(element.get("Size", "4") or 4)
    for code in element.iter():
        if _name(code) == "TextCode" and code.text:
            yield top + float(code.get("Y", "0") or 0), left + float(code.get("X", "0") or 0), size, code.text


def _parsed(package: zipfile.ZipFile, name: str) -> Xml.Element:
    return Xml.fromstring(package.read(name))


def _resolved(base: str, place: str) -> str:
    if place.startswith("/"):
        return place.lstrip("/")
    return str(PurePosixPath(base).parent / place)


def _values(element: Xml.Element, name: str) -> list[str]:
    return [child.text.strip() for child in element.iter() if _name(child) == name and child.text]


def _name(element: Xml.Element) -> str:
    return element.tag.rpartition("}")[2]


def _floats(words: str) -> list[float]:
    return [float(word) for word in words.split()]
