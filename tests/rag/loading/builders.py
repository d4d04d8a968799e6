"""Files of every format, made in the test: the fictional city of 云泽 and what is wrong with its papers."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import openpyxl

PLAN = """云泽市深化产教融合三年行动方案

云泽市教育局
2024年3月8日

为推动云泽市产业与教育相互促进，制定本方案。

一、工作目标

到2026年，全市建成实训基地20个，校企合作企业达到120家。

二、主要任务

(一)建设实训基地

1.支持企业建基地。企业自建实训基地的，按投资额的15%给予补助，最高30万元。(责任单位:市财政局、教育局)

2.支持学校开放基地。学校要向企业职工开放实训基地，每年不少于40天。(责任单位:市教育局、人社局,各职业院校)

(二)培养技能人才

3.扩大订单培养。鼓励学校与企业签订订单培养协议，每班不少于30人。(责任单位:市教育局)

三、保障措施

(一)加强组织领导。成立由市政府牵头的工作专班，每季度调度一次。
"""


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """A text file."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def word(folder: Path, paragraphs: Sequence[str], table: Sequence[Sequence[str]] = (), name: str = "云泽.docx") -> Path:
    """A Word document: paragraphs, a table, and a last paragraph."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for at, row in enumerate(table):
            for column, text in enumerate(row):
                grid.cell(at, column).text = text
        document.add_paragraph("表后的话。")
    path = folder / name
    document.save(str(path))
    return path


def repacked(path: Path, changes: Mapping[str, bytes]) -> Path:
    """The same package with some parts replaced or added."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()} | dict(changes)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def body_of(paragraphs: int) -> bytes:
    """The main part of a Word document of that many paragraphs."""
    words = "".join(f"<w:p><w:r><w:t>{at}</w:t></w:r></w:p>" for at in range(paragraphs))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:document {space}><w:body>{words}</w:body></w:document>".encode()


def workbook(folder: Path, rows: Sequence[Sequence[object]], name: str = "云泽.xlsx") -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    path = folder / name
    book.save(path)
    book.close()
    return path


def pdf(folder: Path, pages: Sequence[Sequence[str]], name: str = "云泽.pdf", trailer: str = "") -> Path:
    """A PDF with a font whose glyphs are code points and a map that says so; each line of a page stands below the one before."""
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>",
        _stream(cmap.encode()),
    ]
    for at, lines in enumerate(pages):
        drawn = "\n".join(f"BT /F1 12 Tf 60 {760 - 24 * row} Td <{_hex(line)}> Tj ET" for row, line in enumerate(lines))
        page = "/MediaBox [0 0 800 800] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {page} /Contents {7 + 2 * at} 0 R >>".encode())
        objects.append(_stream(drawn.encode()))
    path = folder / name
    path.write_bytes(_assembled(objects, trailer))
    return path


def many_pages(folder: Path, count: int) -> Path:
    """A small PDF that says it has very many pages, all of them the same one."""
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    kids = " ".join(f"{3 + at} 0 R" for at in range(count))
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode()
    path = folder / "长.pdf"
    path.write_bytes(_assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[leaf] * count], ""))
    return path


def locked_pdf(folder: Path) -> Path:
    """A PDF that asks for a password."""
    key = "00" * 32
    return pdf(folder, [["秘密"]], "锁.pdf", f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>]")


def ofd(folder: Path, pages: Sequence[Sequence[str]], name: str = "云泽.ofd") -> Path:
    """An OFD package: each line of a page in two runs, the right one written first."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")
        listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
        package.writestr("Doc_0/Document.xml", f"<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>")
        for at, lines in enumerate(pages):
            runs = "".join(_run(text, row) for row, text in enumerate(lines))
            content = f"<ofd:Page {space}><ofd:Content><ofd:Layer>{runs}</ofd:Layer></ofd:Content></ofd:Page>"
            package.writestr(f"Doc_0/Pages/Page_{at}/Content.xml", content)
    return path


def bomb(folder: Path, name: str, part: str) -> Path:
    """A package of some 300 KB that unpacks to 300 MB."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        with package.open(part, "w") as stream:
            for _ in range(300):
                stream.write(b" " * 1_000_000)
        package.writestr("[Content_Types].xml", b"<Types/>")
    return path


def _run(text: str, row: int) -> str:
    half = len(text) // 2
    pieces = ((half * 4, text[half:]), (0, text[:half]))
    return "".join(
        f'<ofd:TextObject ID="{row}{left}" Boundary="{20 + left} {30 + row * 8} 100 6" Size="4">'
        f'<ofd:TextCode X="0" Y="4">{words}</ofd:TextCode></ofd:TextObject>'
        for left, words in pieces
        if words
    )


def _hex(line: str) -> str:
    return line.encode("utf-16-be").hex()


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _assembled(objects: Sequence[bytes], trailer: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for at, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (at, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()
