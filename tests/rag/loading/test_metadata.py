"""What a document says of itself, and who is believed first."""

from datetime import date
from pathlib import Path

import pytest

from domain.knowledge import Document, Kind
from rag.loading.load import Loader
from rag.loading.metadata import Guess
from tests.rag.loading import builders
from tests.rag.loading.builders import PLAN


def document(loader: Loader, folder: Path, text: str) -> Document:
    return loader.load(builders.write(folder, "文.txt", text)).version.document


def test_title_issuer_date_kind_and_period_are_drawn_from_the_text(loader: Loader, tmp_path: Path) -> None:
    loaded = loader.load(builders.write(tmp_path, "文.txt", PLAN))
    assert set(loaded.drawn.guesses) == {
        Guess("title", "云泽市深化产教融合三年行动方案"),
        Guess("issuer", "云泽市教育局"),
        Guess("published", "2024-03-08"),
        Guess("kind", "plan"),
        Guess("period", "2024-2026"),
    }
    assert loaded.drawn.missing == ("number", "region")
    assert loaded.drawn.words.endswith("没找到：文号、地区")


def test_corpus_toml_goes_before_the_front_matter_and_that_before_the_text(loader: Loader, tmp_path: Path) -> None:
    path = builders.write(tmp_path, "文.md", f"---\ntitle: 二\nissuer: 乙\n---\n{PLAN}")
    loaded = loader.load(path, {"title": "三", "published": date(2020, 1, 2), "region": "包头"})
    told = loaded.version.document
    assert (told.title, told.issuer, told.published, told.region, told.kind) == ("三", "乙", date(2020, 1, 2), "150200", Kind.PLAN)
    assert {guess.key for guess in loaded.drawn.guesses} == {"kind", "period"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("云泽市人民政府文件\n云政发〔2024〕12号\n云泽市产教融合办法\n一、总则", "云政发〔2024〕12号"),
        ("发文字号：云政办[2024]7号\n云泽市产教融合办法\n一、总则", "云政办[2024]7号"),
        ("云泽市产教融合办法\n根据《方案》(云发改社〔2020〕41号)制定本办法。\n一、总则", ""),
    ],
)
def test_a_number_is_taken_only_when_it_is_the_papers_own(loader: Loader, tmp_path: Path, text: str, number: str) -> None:
    assert document(loader, tmp_path, text).number == number


def test_a_notice_is_known_by_the_name_of_the_plan_that_it_sends_out(loader: Loader, tmp_path: Path) -> None:
    text = "云泽市人民政府办公室\n关于印发云泽市技能方案的通知\n各单位:\n现印发给你们。\n云泽市技能方案\n一、目标\n到2026年培训3000人。"
    assert document(loader, tmp_path, text).title == "云泽市技能方案"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("包头市产教融合方案\n一、目标\n支持内蒙古科技大学和内蒙古北方重工建设。", "150200"),
        ("上海市普陀区教育局关于技能培训的通知\n一、目标\n普陀区每年培训3000人。", "310107"),
        ("产教融合方案\n一、目标\n平顶山学院和平顶山市各区要落实。平顶山每年培训3000人。", "410400"),
        ("国家产教融合方案\n一、目标\n全国每年培训。", ""),
    ],
)
def test_the_region_is_the_place_that_is_named_or_most_spoken_of(loader: Loader, tmp_path: Path, text: str, region: str) -> None:
    assert document(loader, tmp_path, text).region == region


def test_a_paper_for_the_whole_country_has_no_region(loader: Loader, tmp_path: Path) -> None:
    loaded = loader.load(builders.write(tmp_path, "文.txt", "包头市产教融合方案\n一、目标\n包头每年培训。"), {"region": "全国"})
    assert loaded.version.document.region == ""
    assert "region" not in loaded.drawn.missing


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云泽市职业教育条例", Kind.LAW),
        ("云泽市2024年度产教融合工作要点", Kind.WORK_PLAN),
        ("关于深化校企合作的提案", Kind.PROPOSAL_REPLY),
        ("云泽市联合体试点申报建设方案", Kind.APPLICATION),
        ("关于举办招聘会的通知", Kind.NOTICE),
        ("校企合作政策问答", Kind.QA),
        ("云泽故事", Kind.OTHER),
    ],
)
def test_the_kind_is_what_the_title_calls_the_paper(loader: Loader, tmp_path: Path, title: str, kind: Kind) -> None:
    assert document(loader, tmp_path, f"{title}\n一、目标\n每年培训。").kind is kind


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("云泽市行动方案（2023—2027年）\n一、目标", (2023, 2027)),
        ("云泽市2024年度责任分工方案\n一、目标", (2024, 2024)),
        ("云泽市“十四五”产教融合规划\n一、目标", (2021, 2025)),
        ("云泽市产教融合方案\n发布日期：2022-05-06\n一、到2025年，建成20个。到2025年，培训3000人。到2035年，全面建成。", (2022, 2025)),
        ("云泽市产教融合办法\n一、到2025年，建成20个。", None),
    ],
)
def test_the_period_is_what_the_paper_plans_for(loader: Loader, tmp_path: Path, text: str, period: tuple[int, int] | None) -> None:
    assert document(loader, tmp_path, text).period == period


def test_numerals_and_months_are_dates_too(loader: Loader, tmp_path: Path) -> None:
    assert document(loader, tmp_path, "云泽市办法\n一、总则\n本市适用。\n云泽市教育局\n二〇二四年十一月二十三日").published == date(
        2024, 11, 23
    )
    assert document(loader, tmp_path, "云泽市办法\n发布日期：2024年5月\n一、总则\n本市适用。").precision == "month"


def test_the_fingerprint_knows_the_bytes_and_what_was_told(loader: Loader, tmp_path: Path) -> None:
    path = builders.write(tmp_path, "文.txt", PLAN)
    first = loader.fingerprint(path)
    assert loader.load(path).version.fingerprint == first
    assert loader.fingerprint(path, {"note": "不相干"}) == first
    assert loader.fingerprint(path, {"title": "另一个"}) != first
    path.write_text(PLAN + "补充。", encoding="utf-8")
    assert loader.fingerprint(path) != first
