"""The documents that the project is measured on, where they are at hand."""

import json
import re
from pathlib import Path

import pytest

from domain.knowledge import Version
from rag.fold import squash
from rag.loading.files import found_in
from rag.loading.load import Loader

SHARED = Path(__file__).parents[4] / "shared"
FURNITURE = re.compile(
    "分享到|扫一扫|验证码|上一条|下一条|当前位置|浏览次数|浏览数|字体|全部评论|未登录|跳转|轮播图|tab按钮|学校主页|Baidu|体裁分类"
)

pytestmark = pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the originals are no part of the project")


@pytest.fixture(scope="module")
def versions(loader: Loader) -> dict[str, Version]:
    return {found.stem: loader.load(found.path, found.told).version for found in found_in([SHARED / "corpus"])}


def test_nearly_every_quotation_of_the_golden_questions_stands_in_one_passage(versions: dict[str, Version]) -> None:
    golden = [json.loads(line) for line in (SHARED / "eval" / "golden-dev.jsonl").read_text(encoding="utf-8").splitlines() if line]
    quotes = [(one["doc"], squash(one["quote"])) for question in golden for one in question.get("evidence") or []]
    texts = {stem: [squash(passage.text) for passage in version.passages] for stem, version in versions.items()}
    missing = [(doc, quote) for doc, quote in quotes if not any(quote in text for text in texts[doc])]
    assert len(missing) <= 0.03 * len(quotes), missing


def test_no_furniture_stands_in_any_passage(versions: dict[str, Version]) -> None:
    texts = [passage.text for version in versions.values() for passage in version.passages]
    assert [text for text in texts if FURNITURE.search(text)] == []


def test_the_text_is_the_files_own(versions: dict[str, Version]) -> None:
    for stem, version in versions.items():
        assert squash(version.text) == squash((SHARED / "corpus" / f"{stem}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("stem", "label", "bodies"),
    [
        ("baotou-2023", "三(三)12", ("市人社局", "教育局", "在包各高校")),
        ("baotou-2023", "三(一)1", ("在包各高校", "市发改委", "教育局", "科技局", "工信局", "农牧局", "商务局", "卫健委")),
        ("putuo-2021", "二(三)5", ("区商务委", "区科委", "区教育局", "区司法局")),
        ("pingdingshan-2025", "办理情况", ("市教育体育局",)),
    ],
)
def test_bodies_stand_with_their_item(versions: dict[str, Version], stem: str, label: str, bodies: tuple[str, ...]) -> None:
    assert next(clause.bodies for clause in versions[stem].clauses if clause.label == label) == bodies


def test_numbered_items_are_all_there(versions: dict[str, Version]) -> None:
    counted = {stem: sum(len(clause.path) > 0 for clause in version.clauses) for stem, version in versions.items()}
    assert counted == {"baotou-2023": 28, "baotou-silicon-2023": 15, "bayingolin-2024": 35, "pingdingshan-2025": 17, "putuo-2021": 25}


def test_half_of_a_proposal_is_the_authoritys(versions: dict[str, Version]) -> None:
    voices = {clause.label: clause.voice for clause in versions["pingdingshan-2025"].clauses}
    assert (voices["建议四"], voices["答复一(二)"], voices["文末"]) == ("proposal", "reply", "")
