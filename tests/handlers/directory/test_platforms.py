"""/platforms: by sort, by city, by words, and down to the sentence."""

import pytest

from tests.handlers.directory.conftest import Put
from tests.talk import Talk

PLAN = """方案

一、平台

支持昆明学院建设高原花卉重点实验室、云茶工程研究中心。昆明学院已建成“滇云”数字教育实验室。
"""


@pytest.fixture
def kunming(put: Put) -> None:
    put("kunming.txt", PLAN, {"title": "昆明方案", "region": "530100", "kind": "plan"})


@pytest.mark.usefixtures("kunming")
async def test_the_overview_counts_sort_by_sort(asker: Talk) -> None:
    told = await asker.say("/platforms 昆明")
    assert told.startswith("科研平台和基地 · 昆明：文件里写到3个")
    assert {"实验室（2）", "研究院所（1）"} <= set(asker.buttons)
    told = await asker.press("实验室（2）")
    assert "高原花卉重点实验室（昆明学院，支持建设）\n“滇云”数字教育实验室（昆明学院，已建成）" in told
    assert "已建成“滇云”数字教育实验室" in await asker.press("2")


@pytest.mark.usefixtures("kunming")
async def test_words_find_names_and_hosts(asker: Talk) -> None:
    assert "云茶工程研究中心" in await asker.say("/platforms 云茶")
    assert "：3个" in await asker.say("/platforms 昆明学院")
    assert await asker.say("/platforms 潜艇") == "没找到“潜艇”的平台。"


@pytest.mark.usefixtures("kunming")
async def test_all_are_listed_and_cities_offered(asker: Talk) -> None:
    await asker.say("/platforms 昆明")
    assert "平台 · 昆明：3个" in await asker.press("全部列出")
    await asker.say("/platforms")
    await asker.press("换城市")
    assert asker.buttons == ["昆明", "全部城市"]


async def test_a_city_without_platforms_says_so(asker: Talk) -> None:
    assert (await asker.say("/platforms 平顶山")).startswith("平顶山的文件里没有写到")


@pytest.mark.parametrize("value", ["platforms:sort.530100.99.0", "platforms:sort..x.", "platforms:nothing"])
async def test_a_forged_button_does_no_harm(asker: Talk, value: str) -> None:
    await asker.press_value(value)
    assert asker.heard
