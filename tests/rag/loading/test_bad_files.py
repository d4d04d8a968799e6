"""Files that cannot be taken in: each is refused in words that say what to do, and nothing is left behind."""

import os
import random
import zipfile
from pathlib import Path

import pytest

from domain.errors import BadDocument
from rag.loading.load import Loader
from rag.loading.readers import unreadable
from rag.loading.sandbox import read_apart
from tests.rag.loading import builders
from tests.rag.loading.builders import PLAN


def refused(loader: Loader, path: Path) -> str:
    with pytest.raises(BadDocument) as problem:
        loader.load(path)
    return str(problem.value)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["空.txt", "空.md", "空.pdf", "空.docx"])
def test_an_empty_file(loader: Loader, tmp_path: Path, name: str) -> None:
    assert "文件是空的" in refused(loader, put(tmp_path, name, b""))


@pytest.mark.parametrize("words", [" \n\t\n", "\ufeff", "---\ntitle: 空\n---\n"])
def test_a_file_without_words(loader: Loader, tmp_path: Path, words: str) -> None:
    assert "没有文字" in refused(loader, put(tmp_path, "空白.md", words.encode()))


def test_a_page_of_nothing_but_furniture(loader: Loader, tmp_path: Path) -> None:
    assert "没有正文" in refused(loader, put(tmp_path, "页.txt", "分享到:\n扫一扫在手机打开当前页\n".encode()))


def test_a_file_that_is_not_there_and_a_folder_of_that_name(loader: Loader, tmp_path: Path) -> None:
    (tmp_path / "夹.txt").mkdir()
    assert "找不到" in refused(loader, tmp_path / "无.txt")
    assert "文件夹" in refused(loader, tmp_path / "夹.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(loader: Loader, tmp_path: Path) -> None:
    path = put(tmp_path, "锁.txt", PLAN.encode())
    path.chmod(0)
    assert "没有读取权限" in refused(loader, path)


def test_every_way_in_which_the_system_holds_a_file_back_has_its_words() -> None:
    problems = (PermissionError(), FileNotFoundError(), IsADirectoryError(), OSError(5, "Input/output error"))
    assert [unreadable(problem)[:6] for problem in problems] == ["没有读取权限", "找不到这个文", "这是文件夹，", "读不了这个文"]


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps"])
def test_an_old_format_says_how_to_save_it_anew(loader: Loader, tmp_path: Path, name: str) -> None:
    assert "另存为 docx 或 pdf" in refused(loader, put(tmp_path, name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("像.txt", b"%PDF-1.7 ...", "PDF"),
        ("像.md", b"PK\x03\x04....", "Office"),
        ("像.pdf", "不是 PDF".encode(), "不是 pdf"),
        ("像.docx", "不是 Word".encode(), "不是 docx"),
        ("像.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "加了密码"),
        ("像.txt", b"<!DOCTYPE html><html></html>", "改名为 像.html"),
        ("像.html", b"\x89PNG\r\n\x1a\n", "图片"),
        ("图.png", b"\x89PNG\r\n\x1a\n", "OCR"),
        ("包.zip", b"PK\x03\x04", "解压"),
        ("什么", b"?", "可以导入"),
    ],
)
def test_a_wrong_or_unknown_ending(loader: Loader, tmp_path: Path, name: str, data: bytes, word: str) -> None:
    assert word in refused(loader, put(tmp_path, name, data))


def test_a_workbook_that_calls_itself_a_document(loader: Loader, tmp_path: Path) -> None:
    assert "扩展名" in refused(loader, builders.workbook(tmp_path, [["甲", "乙"]], "表.docx"))


@pytest.mark.parametrize("name", ["乱.txt", "乱.md", "乱.html"])
def test_binary_junk(loader: Loader, tmp_path: Path, name: str) -> None:
    junk = random.Random(7).randbytes(4000)
    assert "看不出是文字" in refused(loader, put(tmp_path, name, junk))


@pytest.mark.parametrize(("name", "magic"), [("乱.pdf", b"%PDF-1.7\n"), ("乱.docx", b"PK\x03\x04"), ("乱.ofd", b"PK\x03\x04")])
def test_junk_behind_a_good_beginning(loader: Loader, tmp_path: Path, name: str, magic: bytes) -> None:
    assert "损坏" in refused(loader, put(tmp_path, name, magic + random.Random(7).randbytes(4000)))


def test_a_truncated_document(loader: Loader, tmp_path: Path) -> None:
    whole = builders.word(tmp_path, ["云泽市办法"]).read_bytes()
    assert "损坏" in refused(loader, put(tmp_path, "半.docx", whole[: len(whole) // 2]))


@pytest.mark.parametrize(("name", "part"), [("炸.docx", "word/document.xml"), ("炸.xlsx", "xl/workbook.xml"), ("炸.ofd", "OFD.xml")])
def test_a_zip_bomb_is_not_unpacked(loader: Loader, tmp_path: Path, name: str, part: str) -> None:
    path = builders.bomb(tmp_path, name, part)
    assert path.stat().st_size < 400_000
    assert "压缩炸弹" in refused(loader, path)


def test_paths_that_lead_out_of_a_package(loader: Loader, tmp_path: Path) -> None:
    path = builders.repacked(builders.word(tmp_path, ["云泽市办法"]), {"../../外.txt": b"?"})
    assert "包外" in refused(loader, path)
    assert not list(tmp_path.parent.glob("外.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused(loader: Loader, tmp_path: Path, encoding: str) -> None:
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + "哈" * 50 + '">]><x>&a;</x>'
    document = builders.repacked(builders.word(tmp_path, ["云泽市办法"]), {"word/document.xml": xml.encode(encoding)})
    assert "实体" in refused(loader, document)
    page = builders.repacked(builders.ofd(tmp_path, [["云泽市办法"]]), {"OFD.xml": xml.encode(encoding)})
    assert "实体" in refused(loader, page)


def test_a_package_with_a_password(loader: Loader, tmp_path: Path) -> None:
    path = builders.word(tmp_path, ["云泽市办法"])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        at = data.find(b"PK\x01\x02")
        assert package.infolist()[0].flag_bits & 1 == 0
    data[at + 8] |= 1
    assert "密码" in refused(loader, put(tmp_path, "密.docx", bytes(data)))


def test_a_pdf_with_a_password(loader: Loader, tmp_path: Path) -> None:
    assert "密码" in refused(loader, builders.locked_pdf(tmp_path))


def test_a_scanned_pdf_and_an_ofd_of_pictures(loader: Loader, tmp_path: Path) -> None:
    assert "OCR" in refused(loader, builders.pdf(tmp_path, [[], []], "扫描.pdf"))
    assert "OCR" in refused(loader, builders.ofd(tmp_path, [[]], "扫描.ofd"))


def test_a_pdf_of_ten_thousand_pages(loader: Loader, tmp_path: Path) -> None:
    assert "10,000 页" in refused(loader, builders.many_pages(tmp_path, 10_000))


def test_fifty_megabytes_of_text(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "5,000,000" in refused(loader, path)


def test_a_little_too_much_text(loader: Loader, tmp_path: Path) -> None:
    assert "5,000,001" in refused(loader, put(tmp_path, "长.txt", b"a" * 5_000_001))


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match="时间上限"):
        read_apart(builders.word(tmp_path, ["云泽市办法"]), patience=0.01)


def test_a_document_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = builders.repacked(builders.word(tmp_path, ["云泽市办法"]), {"word/document.xml": builders.body_of(200_000)})
    with pytest.raises(BadDocument, match=r"内存|过于庞大"):
        read_apart(path, memory=100_000_000)


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"kind": "诗"}, "kind"),
        ({"published": "去年"}, "published"),
        ({"published": "2024-02-31"}, "没有这一天"),
        ({"period": ["2025", "2023", "2024"]}, "period"),
        ({"region": "火星"}, "没有这个地方"),
        ({"region": "普陀区"}, "好几个地方"),
    ],
)
def test_what_was_told_wrongly_is_said(loader: Loader, tmp_path: Path, told: dict[str, object], word: str) -> None:
    path = builders.write(tmp_path, "云泽.txt", PLAN)
    with pytest.raises(BadDocument, match=word):
        loader.load(path, told)
