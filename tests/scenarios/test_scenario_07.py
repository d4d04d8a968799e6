"""Slips and pinyin are read, and the reading is shown."""

import re

import pytest

from tests.talk import Talk

QUESTION = "baotou轻功职院有那些产业学员"


async def test_the_reading_is_said_with_the_full_name(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    assert re.search(r"您问的是：.*包头轻工职业技术学院.*产业学院", heard)


async def test_the_two_of_the_school_that_was_meant_are_listed(talk: Talk) -> None:
    await talk.say(QUESTION)
    first, second = (block.text for block in talk.reply.blocks if block.number)
    assert first.endswith("食品乳品智能加工产业学院")
    assert second.endswith("智能制造产业学院")


async def test_what_is_no_industry_college_is_set_apart(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    apart = heard.split("同一句还提到", 1)[1]
    assert "研究中心" in apart
    assert "数字经济产业区" in apart


async def test_other_schools_are_left_out(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    for other in ("晶澳", "鹿城稀土", "美科硅能源"):
        assert other not in heard


CLOSE = "包头钢道职业技术学院有哪些产业学院？"


@pytest.mark.parametrize("by_button", [True, False])
async def test_between_two_names_that_are_equally_close_is_asked(talk: Talk, by_button: bool) -> None:
    await talk.say(CLOSE)
    assert talk.buttons == ["包头钢铁职业技术学院", "包头铁道职业技术学院"]
    heard = await (talk.press("包头钢铁职业技术学院") if by_button else talk.say("钢铁那个", "钢铁"))
    assert "鹿城稀土产业学院" in heard
    assert "晶澳" not in heard


async def test_a_name_that_is_close_to_one_only_is_read_as_that(talk: Talk) -> None:
    heard = await talk.say("包头轻职业技术学院有多少学生？")
    assert heard.startswith("您问的是：包头轻工职业技术学院有多少学生")


async def test_traditional_characters_are_read(talk: Talk) -> None:
    await talk.say("包頭輕工職業技術學院有哪些產業學院？")
    assert "食品乳品智能加工产业学院" in talk.heard
