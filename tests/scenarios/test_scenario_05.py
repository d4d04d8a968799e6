"""Ellipsis: what a follow-up leaves out comes from the question before, and the reading is shown."""

import re

from tests.talk import Talk

FIRST = "包头2023年实训基地目标？"


async def test_the_figure_of_the_asked_year(talk: Talk) -> None:
    assert "2023年突破200个" in await talk.say(FIRST)


async def test_the_next_year_is_understood_and_nothing_is_interpolated(talk: Talk) -> None:
    heard = await talk.say(FIRST, "那第二年呢？")
    assert re.search(r"您问的是.*2024年.*实训基地", heard)
    assert re.search(r"没有.*2024年", heard.split("\n", 1)[1])
    assert "2025年达到500个" in heard
    assert set(re.findall(r"\d+个", heard)) == {"200个", "500个"}


async def test_another_object_has_its_own_figures(talk: Talk) -> None:
    heard = await talk.say(FIRST, "那第二年呢？", "合作企业呢？")
    assert re.search(r"您问的是.*包头.*合作企业", heard)
    assert "2023年合作企业达到100家以上" in heard
    assert "2025年合作企业达到200家以上" in heard


async def test_a_new_topic_is_not_dragged_back(talk: Talk) -> None:
    heard = await talk.say(FIRST, "自治州企业要给学生多少比例岗位？")
    assert "X%" in heard
    assert "包头" not in heard
