"""What is retrieved."""

from pathlib import Path

from domain.knowledge import Passage
from rag.loading.load import Loader
from tests.rag.loading import builders
from tests.rag.loading.builders import PLAN


def found(loader: Loader, folder: Path, text: str, name: str = "云泽.txt") -> list[tuple[str, Passage]]:
    version = loader.load(builders.write(folder, name, text)).version
    return [(version.clauses[passage.clause].label, passage) for passage in version.passages]


def test_each_item_is_a_passage_with_its_heading_and_its_bodies(loader: Loader, tmp_path: Path) -> None:
    passages = dict(found(loader, tmp_path, PLAN))
    assert list(passages) == ["文首", "一", "二(一)1", "二(一)2", "二(二)3", "三(一)"]
    assert passages["二(一)1"].text.endswith("最高30万元。(责任单位:市财政局、教育局)")
    assert passages["二(一)1"].context == "云泽市深化产教融合三年行动方案\n主要任务\n建设实训基地"
    assert passages["文首"].text.startswith("云泽市深化产教融合三年行动方案")


def test_a_long_item_is_cut_between_sentences_and_each_part_knows_the_bodies(loader: Loader, tmp_path: Path) -> None:
    text = f"云泽市方案\n一、办班\n{'支持企业与学校联合培养技能人才并开展订单培养。' * 30}\n(责任单位:市教育局、人社局)"
    passages = [passage for _, passage in found(loader, tmp_path, text)][1:]
    assert len(passages) >= 2
    assert all(len(passage.text) <= 400 and passage.text[-1] in "。)" for passage in passages)
    assert passages[-1].text.endswith("(责任单位:市教育局、人社局)")
    assert all("责任单位：市教育局、人社局" in passage.context for passage in passages[:-1])
    assert all("办班" in passage.context for passage in passages[1:])


def test_the_items_of_a_short_list_stay_together_and_know_their_lead_in(loader: Loader, tmp_path: Path) -> None:
    text = "云泽市方案\n一、条件\n申报企业应符合下列条件：\n(1)在本市注册；\n(2)有实训场地；\n(3)信用良好。"
    assert found(loader, tmp_path, text)[-1][1].text == text.removeprefix("云泽市方案\n")


def test_longer_items_carry_the_lead_in_of_their_list(loader: Loader, tmp_path: Path) -> None:
    item = "企业在本市注册满三年，连续两年盈利，具有稳定的技术团队，近三年内没有发生重大安全事故，也没有失信记录，并愿意接受学生实习"
    text = f"云泽市方案\n一、条件\n申报企业应符合下列条件：\n(1){item}；\n(2){item}。"
    passages = dict(found(loader, tmp_path, text))
    assert "申报企业应符合下列条件：" in passages["一(2)"].context


def test_a_list_that_does_not_fit_is_found_by_its_lead_in(loader: Loader, tmp_path: Path) -> None:
    items = "\n".join(f"- 云泽职业学院第{at}产业学院" for at in range(60))
    passages = [
        passage for _, passage in found(loader, tmp_path, f"# 云泽市方案\n\n## 一、建设\n\n支持建设下列产业学院：\n\n{items}\n", "云泽.md")
    ]
    assert all("支持建设下列产业学院：" in passage.text + passage.context for passage in passages[1:])


def test_the_fields_at_the_head_of_a_proposal_are_one_passage(loader: Loader, tmp_path: Path) -> None:
    fields = "提案号\n第12号\n提案者\n云泽民建\n标题\n关于校企合作的提案"
    assert fields in found(loader, tmp_path, f"{fields}\n\n一、建议\n建设园区。")[0][1].text


def test_a_heading_alone_is_no_passage(loader: Loader, tmp_path: Path) -> None:
    text = "云泽市方案\n一、总则\n（一）目的\n促进融合发展。\n二、任务\n（一）办班\n每年办班三期。"
    assert [label for label, _ in found(loader, tmp_path, text)] == ["文首", "一(一)", "二(一)"]
