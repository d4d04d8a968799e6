"""Clauses by the numbering that a document itself uses, on papers of the fictional city of 云泽."""

import pytest

from domain.knowledge import Clause
from rag.loading.clauses import clauses
from rag.loading.furniture import furniture
from rag.loading.openings import heading_marks
from rag.loading.spans import union
from tests.rag.loading.builders import PLAN


def parts(text: str, *, marked: bool = False) -> list[Clause]:
    return clauses("云泽", text, union(furniture(text), heading_marks(text) if marked else ()))


def labels(text: str) -> list[str]:
    return [clause.label for clause in parts(text)]


def test_a_plan_has_parts_items_headings_and_bodies() -> None:
    found = parts(PLAN)
    assert [(clause.label, clause.heading) for clause in found] == [
        ("文首", ""),
        ("一", "工作目标"),
        ("二", "主要任务"),
        ("二(一)", "建设实训基地"),
        ("二(一)1", "支持企业建基地"),
        ("二(一)2", "支持学校开放基地"),
        ("二(二)", "培养技能人才"),
        ("二(二)3", "扩大订单培养"),
        ("三", "保障措施"),
        ("三(一)", "加强组织领导"),
    ]
    item = found[4]
    assert item.path == ("二、", "(一)", "1.")
    assert item.bodies == ("市财政局", "教育局")
    assert item.text.startswith("1.支持企业建基地。企业自建")
    assert PLAN[item.body_start :].startswith("企业自建")
    assert found[item.parent].label == "二(一)"
    assert found[3].bodies == ()


def test_a_clause_covers_all_beneath_it() -> None:
    found = parts(PLAN)
    for clause in found:
        assert PLAN[clause.start : clause.end] == clause.text
        if clause.parent >= 0:
            above = found[clause.parent]
            assert above.start <= clause.start < clause.end <= above.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云泽市条例\n第一章　总则\n第一条　为了促进。\n第二条　适用。\n（一）企业；\n（二）学校。\n第二章　附则\n第三条　施行。",
         ["文首", "第一章", "第一条", "第二条", "第二条(一)", "第二条(二)", "第二章", "第三条"]),
        ("1．目标\n培训。\n（1）企业\n办班。\n①订单。\n②学徒。\n（2）学校\n办班。\n2．保障\n专班。",
             ["1", "1(1)", "1(1)①", "1(1)②", "1(2)", "2"]),
        ("1 总则\n1.1 目的\n促进融合。\n1.2 范围\n本市。\n2.1 职责\n市政府。", ["文首", "1.1", "1.2", "2.1"]),
        ("第一部分 背景\n一、现状\n好。\n第二部分 任务\n一、办班\n三期。", ["第一部分", "第一部分一", "第二部分", "第二部分一"]),
        ("（一）甲\n做好。\n一、乙\n做好。\n二、丙\n做好。\n（二）丁\n做好。", ["(一)", "(一)一", "(一)二", "(二)"]),
        ("附件1\n名单。\n附件2\n清单。", ["附件1", "附件2"]),
        ("一、条件。企业应符合：(1)在本市注册；(2)有实训场地；(3)信用良好。", ["一", "一(1)", "一(2)", "一(3)"]),
    ],
    ids=["law", "figures", "decimals", "parts", "turned round", "annexes", "in a line"],
)  # fmt: skip
def test_levels_are_learnt_from_the_order_in_which_styles_appear(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "2021年1月12日印发。",
        "2.5亿元用于补助。",
        "一是办班；二是建基地。",
        "24365服务。",
        "第一条路径是整合。",
        "3.5万人参加。",
        "（见附件）。",
        "1+X证书。",
    ],
)
def test_what_only_looks_like_a_number_is_none(line: str) -> None:
    assert labels(f"一、任务\n{line}\n二、保障\n成立专班。") == ["一", "二"]


def test_an_item_that_is_one_sentence_has_no_heading() -> None:
    text = "一、任务\n1.支持企业建设实训基地。\n2.企业应当按规定提取经费。不提取的限期改正。\n3.培训人数。到2026年培训3000人。"
    assert [(clause.label, clause.heading) for clause in parts(text)] == [("一", "任务"), ("一1", ""), ("一2", ""), ("一3", "培训人数")]


def test_bodies_below_a_list_speak_for_the_part_that_holds_it() -> None:
    first = "1.建基地\n(1)选址。\n(2)建设。\n(责任单位:市教育局)\n(3)验收。\n(4)启用。\n(责任单位:市住建局)\n"
    second = "2.办班\n(1)招生。(责任单位:市人社局)\n(2)开班。\n(3)考核。\n(责任单位:市财政局)"
    assert {clause.label: clause.bodies for clause in parts(first + second) if clause.bodies} == {
        "1": ("市教育局", "市住建局"),
        "2(1)": ("市人社局",),
        "2(3)": ("市财政局",),
    }


PROPOSAL = """关于云泽市校企合作的提案
提案号
第12号
提案者
云泽民建
提案内容

我市有院校3所。存在问题：一是合作不深。

建议：

一、建设园区。引进平台。

二、培养人才。开展轮岗。

承办单位
市教育局
办理结果
A
答复内容

云泽民建：

您的提案收悉。

一、工作情况

(一)建成园区。今年建成2个。

二、下一步

继续推进。

感谢您的支持。

2025年6月1日
"""


def test_a_proposal_and_its_reply_speak_with_two_voices() -> None:
    found = {clause.label: clause for clause in parts(PROPOSAL)}
    assert list(found) == ["文首", "提案内容", "建议", "建议一", "建议二", "办理情况", "答复内容", "答复一", "答复一(一)", "答复二", "文末"]
    assert found["建议一"].path == ("建议", "一、")
    assert [found[label].voice for label in ("文首", "提案内容", "建议一", "办理情况", "答复一(一)", "文末")] == [
        "",
        "proposal",
        "proposal",
        "",
        "reply",
        "",
    ]
    assert found["办理情况"].bodies == ("市教育局",)


def test_a_digest_of_a_proposal_has_the_same_voices() -> None:
    text = (
        "# 提案及答复\n\n## 提案\n\n据提案，院校3所。\n\n### 建议一、建设园区\n\n引进平台。\n\n## 答复\n\n### 一、工作情况\n\n建成2个。\n"
    )
    assert [(clause.label, clause.heading, clause.voice) for clause in parts(text, marked=True)] == [
        ("文首", "", ""),
        ("提案", "提案", "proposal"),
        ("建议一", "建设园区", "proposal"),
        ("答复", "答复", "reply"),
        ("答复一", "工作情况", "reply"),
    ]


def test_a_letter_of_reply_is_the_authoritys_voice_throughout() -> None:
    assert {clause.voice for clause in parts("关于第12号提案的答复\n一、情况\n建成2个。")} == {"reply"}


def test_headings_of_markdown_keep_the_numbers_and_lose_the_marks() -> None:
    text = "# 办法\n\n## 一、总则\n\n### （一）目的\n\n#### 1.甲\n\n促进。\n\n### 说明\n\n其他。\n\n## 二、附则\n\n施行。"
    assert [(clause.path, clause.label, clause.heading) for clause in parts(text, marked=True)[1:]] == [
        (("一、",), "一", "总则"),
        (("一、", "（一）"), "一(一)", "目的"),
        (("一、", "（一）", "1."), "一(一)1", "甲"),
        (("一、",), "说明", "说明"),
        (("二、",), "二", "附则"),
    ]


def test_furniture_belongs_to_no_clause() -> None:
    text = f"首页\n当前位置：首页 > 政策\n{PLAN}\n信息来源：云泽市教育局\n上一条：另一个办法\n扫一扫在手机打开当前页\n地图"
    found = parts(text)
    assert found[0].text.startswith("云泽市深化产教融合")
    assert (found[-1].label, found[-1].text) == ("文末", "信息来源：云泽市教育局")


def test_policy_that_speaks_of_logins_and_shares_is_no_furniture() -> None:
    text = "一、平台\n企业登录平台后输入验证码即可申报，材料可以打印，也可以分享到各部门，实现一网通办。\n二、版权归学校所有。"
    assert furniture(text) == []


def test_a_text_without_numbers_is_one_clause() -> None:
    assert labels("云泽市有院校3所。\n企业20家。") == ["正文"]


def test_what_an_explanation_asks_is_the_heading_of_its_answer() -> None:
    asked = "一、问：补贴什么时候可以申请？\n答：每年3月申请。\n二、政策从哪天起执行？\n自5月1日起执行，有效期2年。"
    text = f"{asked}\n三、为什么要办？好处是什么？\n都好。"
    found = parts(text)
    assert [(clause.label, clause.heading) for clause in found[:2]] == [("一", "补贴什么时候可以申请？"), ("二", "政策从哪天起执行？")]
    assert text[found[0].body_start :].startswith("答：每年3月")
    assert found[2].heading == ""
