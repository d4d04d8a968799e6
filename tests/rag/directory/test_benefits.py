"""Made-up enterprises before papers that nobody tuned for: what may fit them, what it comes to, and what is asked."""

import json
from pathlib import Path

import pytest

from domain.knowledge import Version
from rag.directory.amounts import said
from rag.directory.benefits import Judged, Verdict, Why, judged, missing
from rag.directory.draw import directory_of
from rag.directory.facts import facts_of, is_wish
from rag.loading.files import found_in
from rag.loading.load import Loader

ROOT = Path(__file__).parents[3]
GOLDEN = [*sorted((ROOT / "tests" / "golden").glob("*.jsonl")), *sorted((ROOT.parent / "shared" / "eval").glob("golden-dev.jsonl"))]


@pytest.fixture(scope="module")
def papers(loader: Loader) -> dict[str, Version]:
    found = found_in([ROOT / "tests" / "golden" / "unseen", Path(__file__).with_name("papers")])
    return {one.path.stem: loader.load(one.path, one.told).version for one in found}


def sheet(papers: dict[str, Version], stem: str, told: str) -> list[Judged]:
    return judged(directory_of(papers[stem]).incentives, facts_of(told))


def sums(sheet_: list[Judged], verdict: Verdict) -> list[str]:
    return [said(one.estimate.sum) for one in sheet_ if one.verdict is verdict and one.estimate and one.estimate.sum is not None]


def why(sheet_: list[Judged], words: str) -> set[tuple[Why, str]]:
    [one] = [one for one in sheet_ if words in one.incentive.what]
    return {(reason.why, reason.of) for reason in one.reasons}


def test_shares_and_heads_are_reckoned_up_to_their_caps(papers: dict[str, Version]) -> None:
    small = sheet(papers, "liuzhou-sample", "我们公司给职校捐了200万的设备，又招了12个毕业生")
    assert sums(small, Verdict.FITS) == ["20万元", "1.8万元"]
    large = sheet(papers, "liuzhou-sample", "我们公司给职校捐了1000万的设备，又招了300个毕业生")
    assert sums(large, Verdict.FITS) == ["50万元", "30万元"]
    [capped] = [one.estimate for one in large if one.estimate and "1000万元" in one.estimate.working]
    assert capped.working == "1000万元 × 10% = 100万元，超过原文的上限，按上限50万元"


def test_what_was_not_told_does_not_fit_and_says_so(papers: dict[str, Version]) -> None:
    found = sheet(papers, "liuzhou-sample", "我们公司招了12个毕业生")
    assert why(found, "设备评估价值") == {(Why.NOT_DONE, "向学校捐赠或投放设备")}
    assert why(found, "不增收土地价款") == {(Why.NOT_DONE, "建设实训基地")}


def test_a_table_is_read_row_by_row_and_by_sort_of_school(papers: dict[str, Version]) -> None:
    found = sheet(papers, "yichang-sample", "我公司接收20名高职学生实习")
    assert sums(found, Verdict.FITS) == ["1万元"]
    [monthly] = [one.estimate for one in found if one.verdict is Verdict.FITS and one.estimate and one.estimate.sum]
    assert (monthly.working, monthly.each) == ("20人 × 500元 = 1万元", "每月")
    assert why(found, "300元") == {(Why.OTHER_LEVEL, "中职")}
    assert {(Why.OTHERS, "省级以上技能大师")} == why(found, "名师带徒")


def test_a_limit_of_people_is_kept(papers: dict[str, Version]) -> None:
    found = sheet(papers, "shaoguan-sample", "我们厂在曲江，每年留用25名毕业生")
    [kept] = [one.estimate for one in found if "奖励2000元" in one.incentive.what]
    assert kept is not None
    assert kept.working == "20人 × 2000元 = 4万元（最多算20人）"


def test_too_few_people_do_not_fit(papers: dict[str, Version]) -> None:
    assert why(sheet(papers, "lingxi-sample", "我们公司招了6个高职毕业生"), "800元") == {(Why.TOO_FEW, "10")}
    assert "9600元" in sums(sheet(papers, "lingxi-sample", "我们公司招了12个高职毕业生"), Verdict.FITS)


def test_an_undefined_standing_is_left_open(papers: dict[str, Version]) -> None:
    found = sheet(papers, "shaoguan-sample", "我们厂在曲江，每年留用25名毕业生")
    assert (Why.VAGUE, "认定") in why(found, "一次性奖励5万元")


def test_the_same_sentence_twice_in_two_grades(papers: dict[str, Version]) -> None:
    found = sheet(papers, "songlan-sample", "我们是产教融合型企业，规上企业，投2000万办职业院校，接收150名学生实习")
    assert "200万元" in sums(found, Verdict.FITS)
    assert "12万元" in sums(found, Verdict.FITS)
    assert "600万元" in sums(found, Verdict.FITS)
    [tax] = [one.estimate for one in found if one.estimate and one.estimate.offset]
    assert tax.offset == "教育费附加和地方教育附加"


def test_only_what_decides_is_asked(papers: dict[str, Version]) -> None:
    offers = directory_of(papers["songlan-sample"]).incentives
    assert missing(offers, facts_of("我们公司")) == ["deeds"]
    assert missing(offers, facts_of("我们公司接收实习生"))[0] in {"listed", "sized"}
    told = facts_of("我们是规上企业，不在产教融合型企业名单，也不是中小微企业，接收20名实习生")
    assert missing(offers, told) == []


def test_how_offers_go_together_is_found_where_it_is_written(papers: dict[str, Version]) -> None:
    rules = {stem: [rule.quote for rule in directory_of(version).stacking] for stem, version in papers.items()}
    assert any("就高不重复" in rule for rule in rules["liuzhou-sample"])
    assert any("不重复享受" in rule for rule in rules["songlan-sample"])
    assert any("不得同时享受" in rule for rule in rules["yichang-sample"])
    assert rules["heyuan-sample"] == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_no_golden_question_is_taken_for_a_wish(path: Path) -> None:
    asked = [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert [question for question in asked if is_wish(question)] == []


@pytest.mark.parametrize(
    "text",
    [
        "普陀企业投100万办职教，能享啥？",
        "我们公司接收实习生能享受什么政策",
        "我司在包头，每年接收50名实习生，有哪些优惠政策",
        "我们厂招30个毕业生能拿啥补贴",
        "老板想投1个亿办职业学校，看看能享受哪些扶持",
        "我们想和学校一起办产业学院，有什么好处",
        "给我开张明白纸",
        "我们企业在包头，政策能给我们什么好处？",
        "我在普陀开了家小公司，请问有什么政策扶持吗",
        "帮我算算，普陀投300万办职业学校，可以拿多少",
        "普陀，投资额 5,000,000 元兴办职业院校，已入选产教融合型企业，可享受哪些优惠政策？",
    ],
)
def test_a_wish_is_known(text: str) -> None:
    assert is_wish(text)


@pytest.mark.parametrize(
    "text",
    [
        "普陀投资职业教育抵免多少",
        "投100万办职教能抵多少税",
        "企业接收学生实习有什么支持？",
        "学校能享受什么政策",
        "明白纸归谁管",
        "我们州有哪些优惠政策",
        "普陀有什么政策",
        "政策给职业学校什么支持",
        "",
    ],
)
def test_a_question_is_no_wish(text: str) -> None:
    assert not is_wish(text)


@pytest.mark.parametrize(
    ("text", "listed"),
    [("我们不在名单里", False), ("还没列入产教融合型企业名单", False), ("是产教融合型企业", True), ("已列入名录", True), ("投100万", None)],
)
def test_a_standing_is_read_with_its_no(text: str, listed: bool | None) -> None:
    assert facts_of(text).statuses.get("listed") is listed
