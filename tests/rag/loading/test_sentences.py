"""Where sentences end, and which bodies they name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.loading.bodies import bodies_in
from rag.loading.sentences import sentences

SIGNS = st.text(st.sampled_from("云泽市局企业12（()）。！？；，、：“”\n \u3000责任单位:"), max_size=600)


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_a_sentence_ends_at_its_mark_or_at_the_end_of_the_line() -> None:
    assert said("建基地。办学校！好吗？\n  一行  \n\n另一行；还是它。") == ["建基地。", "办学校！", "好吗？", "一行", "另一行；还是它。"]


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert said("他说：“建基地。”然后走了。（完。）再来。") == ["他说：“建基地。”", "然后走了。", "（完。）", "再来。"]


@pytest.mark.parametrize("gap", ["", "\n", "\n\n  "])
def test_the_bodies_in_brackets_stay_with_the_sentence_before_them(gap: str) -> None:
    text = f"建基地。{gap}(责任单位:市教育局、人社局)办学校。（市财政局负责）。其他。（见附件）"
    assert said(text) == [f"建基地。{gap}(责任单位:市教育局、人社局)", "办学校。（市财政局负责）。", "其他。", "（见附件）"]


def test_a_mark_inside_the_brackets_ends_nothing() -> None:
    assert said("建基地（责任单位：市教育局。\n市人社局）。完。")[-1] == "完。"


def test_a_long_sentence_is_cut_between_its_parts() -> None:
    text = "；".join(["支持企业建设实训基地并给予补助" * 8] * 6) + "。"
    assert [len(part) <= 400 and part[-1] in "；。" for part in said(text)] == [True] * len(said(text))
    assert "".join(said(text)) == text


@settings(deadline=None)
@given(SIGNS)
def test_nothing_but_white_space_is_between_sentences(text: str) -> None:
    spans = sentences(text)
    assert all(0 < end - start <= 400 and not text[start].isspace() and not text[end - 1].isspace() for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(责任单位:在包各高校,市发改委、教育局)", ("在包各高校", "市发改委", "教育局")),
        ("（责任部门：区教育局、区人社局、相关部门）", ("区教育局", "区人社局", "相关部门")),
        ("(责任单位:市教育局、人社局,各职业院校按各自职责分工负责)", ("市教育局", "人社局", "各职业院校")),
        ("（牵头单位：市教育局；配合单位：市发改委、市人社局）", ("市教育局", "市发改委", "市人社局")),
        ("（责任单位：各县（市、区）人民政府，市教育局）", ("各县（市、区）人民政府", "市教育局")),
        ("（市教育局牵头，市发展改革委、市人力资源社会保障局等按职责分工负责）", ("市教育局", "市发展改革委", "市人力资源社会保障局")),
        ("责任单位：市教育局、市科技局。\n其他。", ("市教育局", "市科技局")),
        ("任务：建基地；责任单位：市教育局、人社局；完成时限：2025年。", ("市教育局", "人社局")),
        ("承办单位\n市教育体育局\n办理结果\nA", ("市教育体育局",)),
        ("责任单位:市工业和信息化局、住房和城乡建设局以及各区政府", ("市工业和信息化局", "住房和城乡建设局", "各区政府")),
        ("(责任单位:市教育局)办班。(责任单位:市教育局、财政局)", ("市教育局", "财政局")),
        ("企业要对培训负责（由企业自行负责）。", ()),
        ("落实责任单位的考核。", ()),
        ("", ()),
    ],
)
def test_bodies_are_named_in_the_texts_own_words_and_order(text: str, names: tuple[str, ...]) -> None:
    assert bodies_in(text) == names


@settings(deadline=None)
@given(SIGNS)
def test_bodies_of_any_text_are_words_of_that_text(text: str) -> None:
    assert all(name and name in text for name in bodies_in(text))
