"""Staff add what the rules overlooked; it quotes its document, and stays as long as the sentence does."""

import pytest

from tests.handlers.conftest import Desk
from tests.handlers.directory.conftest import PLAN, Put
from tests.talk import Talk

TOLD: dict[str, object] = {"title": "示范方案", "region": "150200", "kind": "plan"}
SENTENCE = "包头医学院办有康宁护理书院。"
WITH = PLAN.replace("（责任单位：市教育局）", f"（责任单位：市教育局）{SENTENCE}")


@pytest.fixture
async def adding(put: Put, editor: Talk) -> Talk:
    """The editor, before the first question."""
    put("baotou.txt", WITH, TOLD)
    await editor.say("/colleges 包头")
    await editor.press("补一条")
    return editor


async def fill(talk: Talk, quote: str = SENTENCE, name: str = "康宁护理书院") -> str:
    await talk.say(quote, name, "包头医学院")
    return await talk.press("确认")


async def test_an_overlooked_college_is_added_and_quoted(stocked: Desk, adding: Talk, asker: Talk) -> None:
    assert adding.heard.startswith("把文件里写到它的那一句照抄发来")
    assert (await fill(adding)).startswith("已补上：康宁护理书院。")
    assert "包头：文件里写到4个" in await asker.say("/colleges 包头")
    await asker.say("/colleges 护理")
    card = await asker.press("1")
    assert card.startswith("康宁护理书院\n学校：包头医学院")
    assert SENTENCE in card
    assert "工作人员补上的" in card
    deeds = await stocked.database.read(lambda work: work.audit.latest(1))
    assert (deeds[0].action, deeds[0].object) == ("directory.added", "baotou")


async def test_it_stays_in_a_new_version_that_holds_the_sentence_and_in_no_other(adding: Talk, asker: Talk, put: Put) -> None:
    await fill(adding)
    put("baotou.txt", f"{WITH}\n四、保障\n\n加强领导。\n", TOLD)
    assert "包头：文件里写到4个" in await asker.say("/colleges 包头")
    put("baotou.txt", PLAN, TOLD)
    assert "包头：文件里写到3个" in await asker.say("/colleges 包头")


async def test_a_sentence_that_stands_nowhere_is_asked_for_again(adding: Talk) -> None:
    told = await fill(adding, quote="包头医学院将建设口腔产业学院。", name="口腔产业学院")
    assert told.startswith("在您负责的文件里没有找到这一句。")
    await adding.say(SENTENCE)
    assert (await adding.press("确认")).startswith("“口腔产业学院”不在这一句里")
    await adding.say("护理书院")
    assert (await adding.press("确认")).startswith("已补上：护理书院。")


async def test_another_citys_document_is_out_of_reach(adding: Talk) -> None:
    assert "没有找到这一句" in await fill(adding, quote="符合条件的企业，给予经费补助。", name="经费补助")


async def test_what_was_added_can_be_taken_away_again(adding: Talk, asker: Talk) -> None:
    await fill(adding)
    await adding.say("/colleges 护理")
    await adding.press("1")
    assert "恢复" not in adding.buttons
    assert await adding.press("撤下") == "已撤下，名录里不再显示。"
    assert "包头：文件里写到3个" in await asker.say("/colleges 包头")


async def test_a_figure_is_added_with_year_and_tense(put: Put, editor: Talk, asker: Talk) -> None:
    put("baotou.txt", PLAN.replace("目前，", "2026年起每县办好一所示范中职。目前，"), TOLD)
    await editor.say("/targets 包头")
    await editor.press("补一条")
    await editor.say("2026年起每县办好一所示范中职。", "每县", "示范中职", "一", "所", "2026")
    await editor.press("目标")
    assert "数值：一" in editor.heard
    await editor.press("确认")
    assert "目标｜每县示范中职：2026年 一所" in await asker.say("/targets 包头")


@pytest.mark.parametrize("command", ["/colleges 包头", "/targets 包头", "/policies 包头", "/platforms 包头"])
async def test_only_staff_of_the_city_may_add(asker: Talk, editor: Talk, command: str) -> None:
    await asker.say(command)
    assert "补一条" not in asker.buttons
    await editor.say(command)
    assert "补一条" in editor.buttons
    await editor.say(command.replace("包头", "普陀"))
    assert "补一条" not in editor.buttons


@pytest.mark.parametrize("value", ["add:college.150200", "add:nonsense.150200", "add:"])
async def test_a_forged_button_opens_nothing(asker: Talk, value: str) -> None:
    assert await asker.press_value(value) == "没有权限改这一条。"
    assert asker.place.flow == ""


async def test_who_loses_the_role_on_the_way_adds_nothing(stocked: Desk, adding: Talk) -> None:
    await adding.say(SENTENCE, "康宁护理书院", "包头医学院")
    person = await stocked.people.who(adding.sender)
    await stocked.database.do(lambda work: stocked.people.remove(work, person.id))
    assert await adding.press("确认") == "没有权限改这一条。"
