"""A document that nobody has seen: the same rules, other words."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.knowledge import Clause, Document, Version
from rag.directory.draw import directory_of
from rag.directory.entities import Entities
from rag.loading.load import Loader
from tests.rag.directory.made import plan


def test_colleges_go_to_their_schools(drawn: Entities) -> None:
    assert [(one.school, one.name, one.modality.value) for one in drawn.colleges] == [
        ("云泽工业职业技术学院", "动力电池产业学院", "支持建设"),
        ("云泽工业职业技术学院", "城市轨道装备产业学院", "支持建设"),
        ("云泽理工大学", "新能源储能产业学院", "已建成"),
        ("云泽理工大学", "现代煤化工产业学院", "已建成"),
        ("云泽师范学院", "电气产业学院", "推动"),
        ("云泽师范学院", "瓷文化产业学院", "推动"),
        ("", "高山电子产业学院", "已建成"),
        ("", "智慧农机产业学院", "已建成"),
        ("", "集成电路产业学院", "推动"),
        ("", "低空经济产业学院", "推动"),
        ("云泽学院", "文旅产业学院", "支持建设"),
        ("云泽学院", "云泽工匠学院", "支持建设"),
    ]


def test_a_name_tells_its_trades(drawn: Entities) -> None:
    trades = {one.name: one.fields for one in drawn.colleges}
    assert trades["城市轨道装备产业学院"] == ("装备与智能制造", "轨道与交通", "建筑与城市")
    assert trades["文旅产业学院"] == ("文化与旅游",)


def test_a_numbered_list_keeps_the_line_that_leads_to_it(drawn: Entities) -> None:
    last = drawn.colleges[-1].source
    assert (last.lead, last.quote) == ("支持云泽学院建设以下学院", "云泽工匠学院。")


def test_figures_with_year_unit_and_tense(drawn: Entities) -> None:
    told = {(one.indicator, one.year, one.relation, f"{one.value}{one.unit}", one.tense.value) for one in drawn.targets}
    assert told == {
        ("省级产教融合型企业", 2028, "以上", "30家", "目标"),
        ("市域产教联合体", 2028, "", "3个", "目标"),
        ("职业院校毕业生本地就业率", 2028, "以上", "65%", "目标"),
        ("中职学校达标建设", 2026, "", "12所", "目标"),
        ("“双师型”教师", 2027, "", "400名", "目标"),
        ("“双师型”教师占专业课教师比例", 2027, "达到", "60%", "目标"),
        ("高职院校", None, "", "4所", "现状"),
        ("中职学校", None, "", "18所", "现状"),
        ("在校生", None, "", "6.2万人", "现状"),
        ("省级以上产业学院", 2025, "", "9个", "现状"),
        ("实训基地", 2025, "", "143个", "现状"),
        ("累计投入资金", 2025, "", "2.4亿元", "现状"),
        ("产业学院", None, "", "6个", "现状"),
        ("市级现代产业学院", 2027, "", "XX个", "目标"),
        ("校企对接会", None, "至少", "2次", "目标"),
    }


def test_a_blank_is_a_blank_and_no_number(drawn: Entities) -> None:
    blank = next(one for one in drawn.targets if one.blank)
    assert (blank.indicator, blank.number) == ("市级现代产业学院", None)
    assert sum(one.blank for one in drawn.targets) == 1


def test_incentives_say_who_gets_what_and_when(drawn: Entities) -> None:
    told = [(one.who, one.rate, one.condition, one.bodies) for one in drawn.incentives]
    bodies = ("市工信局", "市财政局")
    assert told == [
        ("新认定的省级产教融合型企业", "50万元", "", bodies),
        ("企业", "500元、20万元", "接收学生实习的", bodies),
        ("企业", "30%", "投资兴办职业教育的", ()),
        ("符合条件的产教融合项目", "", "符合条件的", ()),
    ]


def test_a_proposal_is_marked_as_one(loader: Loader, tmp_path: Path) -> None:
    asked = "关于校企合作的提案\n提案者\n某委员\n提案内容\n建议：\n一、加大扶持。对参与校企合作的企业给予税收减免。\n"
    text = f"{asked}答复内容\n一、工作情况。已对参与的企业给予补贴。\n"
    proposed = [one.proposed for one in directory_of(plan(loader, tmp_path, text)).incentives]
    assert proposed == [True, False]


def test_the_year_of_one_sentence_is_not_lent_to_another(loader: Loader, tmp_path: Path) -> None:
    goals = "到2030年，建设实训基地80个。每年培训教师500人次。抢抓国家到2029年培育1万家企业机遇，力争每批次有3家企业入选。"
    text = f"某市行动方案\n\n一、目标\n\n{goals}2026—2028年，新增专业12个。\n"
    told = [(one.value, one.year, one.when) for one in directory_of(plan(loader, tmp_path, text)).targets]
    assert told == [
        ("80", 2030, "到2030年"),
        ("500", None, "每年"),
        ("1", 2029, "到2029年"),
        ("3", None, "每批次"),
        ("12", None, "2026—2028年"),
    ]


WORDS = st.sampled_from(
    [
        *"，。；：、\n（）“”《》0123456789X%-",
        "产业学院",
        "支持",
        "包头师范学院",
        "建设",
        "到2025年",
        "个",
        "万元",
        "给予",
        "补贴",
        "等",
        "和",
        "实验室",
        "企业",
        "的",
        "目标",
    ]
)


@given(st.lists(WORDS, max_size=120).map("".join))
@settings(max_examples=150, deadline=2000)
def test_any_text_is_survived_and_quoted_to_the_letter(text: str) -> None:
    clause = Clause(1, "x", 0, -1, (), "", "", text, 0, len(text), 0)
    for entry in directory_of(Version(Document("x", "x"), text, "", (clause,), ())).entries:
        assert entry.source.quote in text
        assert entry.source.lead in text
