"""What a city has in its folders, format by format."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from domain.knowledge import Version
from rag.loading.load import Loader
from tests.rag.loading import builders
from tests.rag.loading.builders import PLAN

LINES = [line for line in PLAN.split("\n") if line]


def labels(version: Version) -> list[str]:
    return [clause.label for clause in version.clauses]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_whatever_encoding_it_was_saved(loader: Loader, tmp_path: Path, encoding: str) -> None:
    path = builders.write(tmp_path, "云泽.txt", PLAN, encoding)
    assert loader.load(path).version.text == PLAN


def test_line_ends_of_every_kind_and_unstorable_signs_are_set_right(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "云泽.txt"
    path.write_bytes("云泽市办法\r\n一、总则\r本市\x00企业\u2028都适用。\n".encode() + b"\xed\xa0\x80\xed\xb0\x80" + "完。".encode())
    assert loader.load(path).version.text == "云泽市办法\n一、总则\n本市企业\n都适用。\n完。"


def test_a_few_damaged_bytes_do_not_turn_utf8_into_something_else(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "云泽.txt"
    path.write_bytes(PLAN.encode()[:-2])
    assert loader.load(path).version.text == PLAN.rstrip()[:-1]


def test_front_matter_tells_and_is_not_quoted(loader: Loader, tmp_path: Path) -> None:
    text = (
        "---\ntitle: 云泽市办法\nregion: 410400\nkind: law\npublished: 2024-03\nperiod: 2024-2026\ndigest: true\n---\n"
        "\n摘要（非原文，以原件为准）。\n\n# 云泽市办法\n\n## 一、总则\n\n本市企业都适用。\n"
    )
    version = loader.load(builders.write(tmp_path, "云泽.md", text)).version
    document = version.document
    assert (document.title, document.region, document.kind, document.period, document.digest) == (
        "云泽市办法",
        "410400",
        "law",
        (2024, 2026),
        True,
    )
    assert (str(document.published), document.precision) == ("2024-03-01", "month")
    assert "---" not in version.text
    assert [(clause.path, clause.heading, clause.text) for clause in version.clauses[1:]] == [
        (("一、",), "总则", "一、总则\n\n本市企业都适用。")
    ]
    assert not any("摘要（非原文" in passage.text for passage in version.passages)


def test_a_text_broken_at_a_fixed_width_becomes_paragraphs_again(loader: Loader, tmp_path: Path) -> None:
    words = "为推动云泽市产业与教育相互促进制定本方案" * 12 + "。"
    wrapped = "\n".join(words[at : at + 30] for at in range(0, len(words), 30))
    version = loader.load(builders.write(tmp_path, "云泽.txt", f"一、总则\n{wrapped}\n二、附则\n本方案自印发之日起施行。")).version
    assert words in version.text
    assert labels(version) == ["一", "二"]


def test_html_gives_the_article_and_leaves_the_page(loader: Loader, tmp_path: Path) -> None:
    page = """<html><head><meta charset="gb2312"><title>云泽市产教融合办法_云泽市人民政府</title>
      <meta name="PubDate" content="2024-03-08 10:20"><meta name="ContentSource" content="云泽市教育局"></head><body>
      <div class="top-nav"><a>首页</a> <a>政策</a> <a>服务</a></div><ul><li><a>要闻</a></li><li><a>公开</a></li><li><a>互动</a></li></ul>
      <h1>云泽市产教融合办法</h1><div>分享到：</div><div id="zoom"><p>一、总则</p><p>本市<b>企业</b>都&nbsp;适用。</p>
      <table><tr><th>项目</th><th>补助</th><th>责任单位</th></tr><tr><td>实训基地</td><td>30万元</td><td rowspan="2">市教育局</td></tr>
      <tr><td>产业学院</td><td>50万元</td></tr></table><p>二、条件</p><ol><li>企业自愿。</li><li>学校主导。</li></ol></div>
      <script>alert(1)</script><footer>版权所有</footer></body></html>"""
    version = loader.load(builders.write(tmp_path, "云泽.html", page, "gb18030")).version
    assert (version.document.title, version.document.issuer, str(version.document.published)) == (
        "云泽市产教融合办法",
        "云泽市教育局",
        "2024-03-08",
    )
    assert "本市企业都 适用。" in version.text
    assert "项目：产业学院；补助：50万元；责任单位：市教育局。" in version.text
    assert labels(version) == ["文首", "一", "二", "二1", "二2"]
    assert not {"首页", "要闻", "alert", "版权所有"} & set(version.text.split())


def test_docx_gives_paragraphs_and_tables_in_their_order(loader: Loader, tmp_path: Path) -> None:
    path = builders.word(tmp_path, LINES, [["项目", "补助", "责任单位"], ["实训基地", "30万元", "市教育局、人社局"], ["", "", ""]])
    version = loader.load(path).version
    assert version.text.endswith("项目：实训基地；补助：30万元；责任单位：市教育局、人社局。\n表后的话。")
    assert labels(version)[:5] == ["文首", "一", "二", "二(一)", "二(一)1"]
    assert version.clauses[-1].bodies == ("市教育局", "人社局")


def test_automatic_numbers_of_word_are_written_out(loader: Loader, tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "chineseCounting", "%1、") + level.format(1, "decimal", "%2.") + level.format(2, "bullet", "•")
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in (
        (0, "目标"),
        (1, "到2026年建成20个基地。"),
        (1, "每年培训3000人。"),
        (0, "措施"),
        (1, "设立专班。"),
        (2, "每季度调度。"),
    ):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'))
    path = tmp_path / "云泽.docx"
    document.save(str(path))
    version = loader.load(path).version
    assert version.text.split("\n") == [
        "一、目标",
        "1.到2026年建成20个基地。",
        "2.每年培训3000人。",
        "二、措施",
        "1.设立专班。",
        "每季度调度。",
    ]
    assert labels(version) == ["一", "一1", "一2", "二", "二1"]


def test_merged_cells_of_word_say_their_value_in_every_row(loader: Loader, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for at, row in enumerate((("任务", "指标", "责任单位"), ("建基地", "20个", "市教育局"), ("建学院", "8个", ""))):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    path = tmp_path / "云泽.docx"
    document.save(str(path))
    assert loader.load(path).version.text == "任务：建基地；指标：20个；责任单位：市教育局。\n任务：建学院；指标：8个；责任单位：市教育局。"


def test_xlsx_rows_become_sentences_with_their_headers(loader: Loader, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["云泽市2024年重点任务清单"],
        ["任务", "目标", "占比"],
        ["建实训基地", 20, 0.3],
        ["办招聘会", 5.5, None],
        [],
        ["任务", "目标", "占比"],
    ]
    path = builders.workbook(tmp_path, rows)
    version = loader.load(path).version
    assert version.text.strip() == "云泽市2024年重点任务清单\n任务：建实训基地；目标：20；占比：0.3。\n任务：办招聘会；目标：5.5。"
    assert version.document.title == "云泽市2024年重点任务清单"


def test_pdf_lines_become_paragraphs_without_heads_feet_and_page_numbers(loader: Loader, tmp_path: Path) -> None:
    long = "为推动云泽市产业与教育相互促进和共同发展，结合本市实际，制定本方案并认真组织实施"
    pages = [
        ["云泽市公报", "云泽市深化产教融合方案", "一、总体要求", long, "坚持融合。", "- 1 -"],
        ["云泽市公报", "二、主要任务", "(一)建设基地", long, "责任单位：市教育局", "- 2 -"],
        ["云泽市公报", "(二)培养人才", "每年培训3000人。", "三、保障", "成立专班。", "- 3 -"],
    ]
    version = loader.load(builders.pdf(tmp_path, pages)).version
    assert f"{long}坚持融合。" in version.text
    assert "公报" not in version.text
    assert "- 2 -" not in version.text
    assert labels(version) == ["文首", "一", "二", "二(一)", "二(二)", "三"]
    assert version.clauses[3].bodies == ("市教育局",)


def test_ofd_runs_are_put_in_order(loader: Loader, tmp_path: Path) -> None:
    version = loader.load(
        builders.ofd(tmp_path, [["云泽市产教融合方案", "一、目标", "到2026年建成20个基地。"], ["二、措施", "成立工作专班。"]])
    ).version
    assert version.text == "云泽市产教融合方案\n一、目标\n到2026年建成20个基地。\n二、措施\n成立工作专班。"
    assert labels(version) == ["文首", "一", "二"]
