"""Slips and pinyin are read, and the reading is shown."""

import re

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
