"""Ellipsis: what a follow-up leaves out comes from the question before, and the reading is shown."""

import re

from chat.reply import Look
from tests.scenarios.hall import Hall
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


async def test_a_year_of_its_own_takes_the_place_of_the_year_before(talk: Talk) -> None:
    heard = await talk.say(FIRST, "合作企业呢？", "2025年的呢？")
    assert "您问的是：2025年包头合作企业" in heard
    assert "200家" in heard
    assert re.search(r"您问的是.*2026年", await talk.say("再下一年呢？"))


async def test_who_is_in_charge_of_what_was_spoken_of(talk: Talk) -> None:
    heard = await talk.say(FIRST, "它归谁管？")
    assert "责任单位：市教育局" in heard


async def test_another_city_is_asked_the_same_and_alone(talk: Talk) -> None:
    heard = await talk.say("包头和平顶山谁实训基地多？", "普陀呢？")
    assert heard.startswith("您问的是：普陀实训基地有多少")


async def test_an_amount_is_asked_of_another_thing_in_the_same_words(talk: Talk) -> None:
    heard = await talk.say("包头的企业投资实训基地补多少钱？", "实训设备呢？")
    assert heard.startswith("您问的是：包头实训设备补多少钱")
    assert "没有写金额" in heard


async def test_half_an_hour_of_silence_ends_the_topic(hall: Hall, talk: Talk) -> None:
    await talk.say(FIRST)
    hall.clock.forward(31 * 60)
    assert "不知道您接着问的是哪件事" in await talk.say("那第二年呢？")


async def test_nothing_is_shown_twice_and_the_end_is_told(talk: Talk) -> None:
    await talk.say("包头2025年博士工作站几个？")
    shown = _quoted(talk)
    for _ in range(5):
        heard = await talk.say("还有吗？")
        if heard.startswith("就这些了"):
            break
        assert _quoted(talk).isdisjoint(shown)
        shown |= _quoted(talk)
    assert heard.startswith("就这些了")
    assert "通知您" not in heard


async def test_a_whole_list_has_nothing_left(talk: Talk) -> None:
    await talk.say("包头职业技术学院有哪些产业学院？")
    assert (await talk.say("其他的呢？")).startswith("就这些了")


async def test_a_bare_yes_or_no_is_met_with_a_word(talk: Talk) -> None:
    await talk.say(FIRST, "那平顶山呢？")
    assert (await talk.say("是")).startswith("好的")
    assert "没看懂" in await talk.say("不是")


def _quoted(talk: Talk) -> set[str]:
    return {block.text for block in talk.reply.blocks if block.look is Look.QUOTE}
