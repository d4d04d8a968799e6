"""/colleges: by school, by field, by city, and down to the sentence."""

import pytest

from tests.handlers.conftest import Desk
from tests.talk import Talk


async def test_the_overview_counts_school_by_school(asker: Talk) -> None:
    told = await asker.say("/colleges 包头")
    assert told.startswith("产业学院 · 包头：文件里写到3个\n包头职业技术学院：2个\n包头医学院：1个")
    assert "都不等于已建成" in told
    assert "——《示范方案》二" in told


async def test_without_a_city_all_are_counted(asker: Talk) -> None:
    assert "全部城市：文件里写到5个" in await asker.say("/colleges")


async def test_the_own_city_is_taken(asker: Talk) -> None:
    assert "包头：文件里写到3个" in await asker.say("/region 包头", "/colleges")


async def test_by_school_down_to_the_sentence(asker: Talk) -> None:
    await asker.say("/colleges 包头")
    await asker.press("按学校")
    assert asker.buttons == ["包头职业技术学院（2）", "包头医学院（1）"]
    told = await asker.press("包头职业技术学院（2）")
    assert told.startswith("包头职业技术学院：2个产业学院\n美科硅能源产业学院（包头职业技术学院，支持建设）")
    told = await asker.press("2")
    assert told.startswith(
        "中科佳兴康养产业学院\n学校：包头职业技术学院\n领域：健康与养老\n进展：支持建设\n支持包头职业技术学院美科硅能源产业学院"
    )
    assert asker.buttons == []


async def test_by_field(asker: Talk) -> None:
    await asker.say("/colleges")
    await asker.press("按领域")
    assert "健康与养老（2）" in asker.buttons
    assert "现代健康产业学院（包头医学院，已建成）" in await asker.press("健康与养老（2）")


async def test_another_city_and_what_is_said_of_its_paper(asker: Talk) -> None:
    await asker.say("/colleges")
    await asker.press("换城市")
    assert asker.buttons == ["包头", "普陀", "平顶山", "全部城市"]
    told = await asker.press("普陀")
    assert "普陀：文件里写到1个" in told
    assert "规划期至2025年，已届满；摘要（非原文，以原件为准）" in told


async def test_a_college_without_school_says_so(asker: Talk) -> None:
    await asker.say("/colleges 平顶山")
    assert "原文未写学校：1个" in asker.heard
    await asker.press("全部列出", "1")
    assert "天通电力产业学院\n学校：原文未写" in asker.heard
    assert "提案及答复" in asker.heard


@pytest.mark.parametrize(("words", "found"), [("包头职院", "2个产业学院"), ("康养", "1个产业学院"), ("健康", "2个产业学院")])
async def test_a_word_finds_school_name_or_field(asker: Talk, words: str, found: str) -> None:
    assert found in await asker.say(f"/colleges {words}")


async def test_what_is_not_there_is_not_made_up(asker: Talk) -> None:
    assert (await asker.say("/colleges 航天")).startswith("没找到“航天”的产业学院")
    assert "按学校" in asker.buttons


async def test_an_empty_library_has_none(desk: Desk) -> None:
    assert await desk.talk().say("/colleges") == "收录的文件里没有写到产业学院的名字。"


async def test_long_lists_turn_pages(desk: Desk, asker: Talk, put_many: None) -> None:
    await asker.say("/colleges 昆明")
    told = await asker.press("全部列出")
    assert "甲11产业学院" not in told
    told = await asker.press("›")
    assert "甲11产业学院" in told
    assert asker.reply.edits
    assert "2/2" in asker.buttons


@pytest.mark.parametrize("value", ["colleges:school.150200.00000000.9", "colleges:nonsense", "colleges:list.../..x", "colleges:"])
async def test_a_forged_button_does_no_harm(asker: Talk, value: str) -> None:
    assert await asker.press_value(value)
