"""Region decides: the same question has another answer in another city."""

import pytest

from tests.talk import Talk

QUESTION = "办职业教育能抵多少税？"


async def test_who_did_not_say_where_is_asked_with_buttons(talk: Talk) -> None:
    await talk.say(QUESTION)
    assert {"普陀", "全部"} <= set(talk.buttons)
    assert "30%" not in talk.heard


@pytest.mark.parametrize("by_button", [True, False])
async def test_the_city_answers_the_question_that_was_kept(talk: Talk, by_button: bool) -> None:
    await talk.say(QUESTION)
    heard = await (talk.press("普陀") if by_button else talk.say("普陀"))
    assert heard.startswith("按普陀回答")
    for told in ("投资额的30%", "教育费附加", "地方教育附加", "产教融合型企业", "职业教育"):
        assert told in heard
    assert "原文没有写明向哪个部门申请" in heard
    assert "至2025年" in heard
    assert "已届满" in heard


async def test_the_city_is_remembered_for_the_next_question_and_can_be_changed(talk: Talk) -> None:
    await talk.say(QUESTION)
    await talk.press("普陀")
    assert (await talk.say("教师下企业实践有什么支持？")).startswith("按普陀回答")
    assert "普陀" in talk.heard.split("《", 1)[1]
    assert "换城市" in talk.buttons


async def test_all_cities_are_told_apart(talk: Talk) -> None:
    await talk.say(QUESTION)
    heard = await talk.press("全部")
    assert "投资额的30%" in heard
    assert "按普陀回答" not in heard
    assert heard.count("——《") > 1


@pytest.mark.parametrize("word", ["是", "好的"])
async def test_a_yes_names_no_city_and_the_cities_are_shown_again(talk: Talk, word: str) -> None:
    await talk.say(QUESTION)
    offered = talk.buttons
    assert "城市" in await talk.say(word)
    assert talk.buttons == offered


async def test_two_cities_may_be_named(talk: Talk) -> None:
    heard = await talk.say(QUESTION, "普陀和包头")
    assert heard.index("普陀：") < heard.index("30%") < heard.index("包头：")


async def test_a_city_without_papers_is_told_apart(talk: Talk) -> None:
    heard = await talk.say(QUESTION, "成都")
    assert "还没有收录成都的文件" in heard
    assert "30%" not in heard


@pytest.mark.parametrize(
    ("question", "city"),
    [("若羌新城建什么园？", "产教融合示范园"), ("内科大有哪些产业学院？", "包头"), ("昆区企业投资职业教育有什么优惠？", "包头")],
)
async def test_districts_and_schools_belong_to_their_city(talk: Talk, question: str, city: str) -> None:
    heard = await talk.say(question)
    assert "全部" not in talk.buttons
    assert city in heard


async def test_after_one_city_all_can_be_asked_for_in_words(talk: Talk) -> None:
    await talk.say("办职业教育能抵多少税?", "普陀")
    heard = await talk.say("全部")
    assert "按普陀回答" not in heard
    assert "普陀：" in heard
