"""/targets: indicator by year, targets apart from what is there, blanks as blanks."""

from services.paper import Bar, Bars
from tests.handlers.conftest import Desk
from tests.talk import Talk


async def test_the_table_of_the_own_city(asker: Talk) -> None:
    told = await asker.say("/region 包头", "/targets")
    assert told.startswith("目标与现状 · 包头：4项\n目标｜合作企业：2023年 100家以上 → 2025年 200家以上\n")
    assert "目标｜实习实训基地：2025年 500个" in told
    assert "现状｜高职院校：4所（未写年份）" in told
    assert "目标不是现状；原文没有写的年份不推算" in told
    assert "——《示范方案》一" in told


async def test_a_blank_is_called_blank(asker: Talk) -> None:
    assert "职业教育集团：2025年 原文留空（X个）" in await asker.say("/targets 包头")


async def test_the_picture_shows_the_named_years_only(stocked: Desk, asker: Talk) -> None:
    await asker.say("/targets 包头")
    assert asker.reply.picture is not None
    assert asker.reply.picture.type == "image/png"
    [paper] = stocked.press.drawn
    [course] = paper.parts
    assert paper.title == "包头：目标的走势"
    assert isinstance(course, Bars)
    assert course.title == "合作企业"
    assert course.bars == (Bar("2023年", (100.0,), ("100家以上",)), Bar("2025年", (200.0,), ("200家以上",)))


async def test_no_picture_where_there_is_no_course(stocked: Desk, asker: Talk) -> None:
    assert "市级产教融合型企业：2025年 10家左右" in await asker.say("/targets 普陀")
    assert asker.reply.picture is None
    assert stocked.press.drawn == []


async def test_without_a_city_one_is_asked_for(asker: Talk) -> None:
    assert await asker.say("/targets") == "看哪个城市的目标？"
    told = await asker.press("全部城市")
    assert "各地统计口径不同，不能直接相比" in told
    assert "包头｜目标｜合作企业" in told
    assert "普陀｜目标｜市级产教融合型企业" in told


async def test_a_number_leads_to_the_sentence(asker: Talk) -> None:
    await asker.say("/targets 包头")
    told = await asker.press("1")
    assert told.startswith("合作企业\n目标：200家以上\n时间：到2025年\n")
    assert "争取在2023年合作企业达到100家以上" in told


async def test_a_city_without_figures_says_so(asker: Talk) -> None:
    assert await asker.say("/targets 长宁区") == "长宁的文件里没有写到带数字的目标。"


async def test_a_place_that_nobody_knows_is_asked_again(asker: Talk) -> None:
    assert await asker.say("/region 包头", "/targets 火星") == "看哪个城市的目标？"
    assert (await asker.say("/targets 全部")).startswith("目标与现状 · 全部城市")
