"""Industries: the clusters of the documents first, then the sections of the standard; and what a firm says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.flow import Invalid
from services.forms import firms
from services.forms.industry import CLUSTERS_OF, OTHER, SECTIONS, exactly, industry, ranked, step, told

STEP = step("industry", "哪一行？", "行业", "place")


@pytest.mark.parametrize(
    ("words", "value"),
    [("稀土", "稀土"), ("我们做光伏组件制造", "光伏"), ("搞软件开发", "I"), ("开饭店的", "H"), ("農業", "A"), ("采矿业", "B")],
)
def test_an_industry_is_read(words: str, value: str) -> None:
    assert industry(words) == value


@pytest.mark.parametrize("words", ["", "什么都做", "稀土" * 40])
def test_what_is_no_industry_is_told(words: str) -> None:
    with pytest.raises(Invalid, match="主要做什么"):
        industry(words)


def test_only_a_bare_name_is_one_exactly() -> None:
    assert (exactly("稀土"), exactly("软件"), exactly("虚构稀土公司")) == ("稀土", "I", "")


def test_clusters_stand_in_the_order_of_their_mentions() -> None:
    assert ranked(["稀土、稀土和光伏", "光伏光伏光伏"]) == ("光伏", "稀土")
    assert ranked([]) == ()


def test_the_clusters_of_the_city_are_offered_first_then_the_sections() -> None:
    known = {CLUSTERS_OF: "光伏 稀土", f"{CLUSTERS_OF}150200": "稀土"}
    assert [one.label for one in STEP.offered({**known, "place": "150203"})] == ["稀土", "其他行业"]
    assert [one.label for one in STEP.offered({**known, "place": "420107"})] == ["光伏", "稀土", "其他行业"]
    assert STEP.pick("", OTHER) == (OTHER, False)
    sections = STEP.offered({**known, "industry.draft": OTHER})
    assert [one.value for one in sections] == list("ABCDEFGHIJKLMNOPQRST")
    assert STEP.pick(OTHER, "I") == ("I", True)


def test_an_industry_is_told_in_words() -> None:
    assert (told("稀土"), told("B")) == ("稀土", "采矿业")


@given(st.text(max_size=80))
def test_any_text_is_an_industry_or_refused(text: str) -> None:
    try:
        value = industry(text)
    except Invalid:
        return
    assert value in SECTIONS or value == told(value)


@pytest.mark.parametrize("words", ["虚构稀土材料有限公司", "企业名称：虚构稀土材料有限公司", " 虚构稀土材料有限公司。"])
def test_a_name_is_read(words: str) -> None:
    assert firms.name(words) == "虚构稀土材料有限公司"


@pytest.mark.parametrize("words", ["", "公司", "12345678", "要填什么？", "字" * 61])
def test_what_is_no_name_is_told(words: str) -> None:
    with pytest.raises(Invalid, match="全称"):
        firms.name(words)


@pytest.mark.parametrize(("words", "value"), [("张三", "张三"), ("联系人是李某", "李某"), ("王经理 13800001234", "王经理")])
def test_a_contact_is_read(words: str, value: str) -> None:
    assert firms.contact(words) == value


@pytest.mark.parametrize("words", ["", "13800001234", "谁都可以吗？", "<b>张三</b>"])
def test_what_is_no_contact_is_told(words: str) -> None:
    with pytest.raises(Invalid, match="姓名"):
        firms.contact(words)


@pytest.mark.parametrize(("words", "value"), [("小型企业", "small"), ("小微企业", "micro"), ("大", "large"), ("中型的", "medium")])
def test_a_size_is_read(words: str, value: str) -> None:
    assert firms.size(words) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("人才、设备", "talent equipment"),
        ("想招几个实习生，再找个合作", "talent cooperation"),
        ("都要", "service talent equipment technology cooperation"),
        ("暂时没有", "none"),
    ],
)
def test_needs_are_read(words: str, value: str) -> None:
    assert firms.needs(words) == value


def test_needs_are_picked_one_by_one() -> None:
    assert firms.pick_needs("", "talent") == ("talent", False)
    assert firms.pick_needs("talent", "service") == ("service talent", False)
    assert firms.pick_needs("service talent", firms.END) == ("service talent", True)
    assert firms.pick_needs("service talent equipment technology", "cooperation")[1]
    assert firms.pick_needs("", "talent equipment") == ("talent equipment", True)
    assert [one.value for one in firms.offer_needs({"needs.draft": "service talent"})] == ["equipment", "technology", "cooperation", "."]


@given(st.text(max_size=100))
def test_any_text_is_taken_or_refused(text: str) -> None:
    for parse in (firms.name, firms.contact, firms.size, firms.needs):
        try:
            assert parse(text)
        except Invalid:
            continue
