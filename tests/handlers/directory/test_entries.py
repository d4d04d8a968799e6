"""Staff set entries right, and they stay right when the document comes in a new version."""

import pytest

from tests.handlers.conftest import Desk
from tests.handlers.directory.conftest import PLAN, Put
from tests.talk import Talk

TOLD: dict[str, object] = {"title": "示范方案", "region": "150200", "kind": "plan"}


async def first(talk: Talk) -> str:
    """The first college of Baotou."""
    await talk.say("/colleges 包头")
    return await talk.press("全部列出", "1")


async def test_only_staff_of_the_city_see_the_tools(asker: Talk, editor: Talk) -> None:
    await first(asker)
    assert asker.buttons == []
    await first(editor)
    assert editor.buttons == ["改名称", "改学校", "撤下"]
    await editor.say("/colleges 普陀")
    await editor.press("全部列出", "1")
    assert editor.buttons == []


async def test_a_corrected_name_outlives_a_new_version(stocked: Desk, editor: Talk, asker: Talk, put: Put) -> None:
    await first(editor)
    await editor.press("改名称")
    assert await editor.say("美科能源产业学院") == "请核对更正：\n新内容：美科能源产业学院"
    assert (await editor.press("确认")).startswith("已更正：美科硅能源产业学院。")
    put("baotou.txt", f"{PLAN}\n四、保障\n\n加强领导。\n", TOLD)
    told = await first(asker)
    assert told.startswith("美科能源产业学院\n学校：包头职业技术学院")
    assert "经工作人员更正过，与自动摘录的不同；以引用的原文为准" in told
    deeds = await stocked.database.read(lambda work: work.audit.latest(1))
    assert (deeds[0].action, deeds[0].object) == ("directory.amended", "baotou")


async def test_what_is_wrong_can_be_withdrawn_and_restored(editor: Talk, asker: Talk) -> None:
    await first(editor)
    assert await editor.press("撤下") == "已撤下，名录里不再显示。撤错了就点“恢复”。"
    assert "包头：文件里写到2个" in await asker.say("/colleges 包头")
    assert await editor.press("恢复") == "已恢复成自动摘录的内容。"
    assert "包头：文件里写到3个" in await asker.say("/colleges 包头")


async def test_a_changed_figure_is_not_covered_by_an_old_correction(editor: Talk, asker: Talk, put: Put) -> None:
    await editor.say("/targets 包头")
    await editor.press("1", "改数值")
    await editor.say("222")
    await editor.press("确认")
    assert "2025年 222家以上" in await asker.say("/targets 包头")
    put("baotou.txt", PLAN.replace("达到200家", "达到300家"), TOLD)
    assert "2025年 300家以上" in await asker.say("/targets 包头")


async def test_a_field_can_be_emptied(editor: Talk, asker: Talk) -> None:
    await first(editor)
    await editor.press("改学校")
    await editor.say("空")
    await editor.press("确认")
    assert "原文未写学校：1个" in await asker.say("/colleges 包头")


async def test_too_long_a_correction_is_asked_again(editor: Talk) -> None:
    await first(editor)
    await editor.press("改名称")
    assert "请写在 60 个字以内" in await editor.say("长" * 61)


@pytest.mark.parametrize("field", ["name", "hidden", "restore"])
async def test_a_forged_button_changes_nothing(editor: Talk, asker: Talk, field: str) -> None:
    await first(editor)
    id_ = editor.value("撤下").split(":")[1].split(".")[0]
    assert await asker.press_value(f"amend:{id_}.{field}") == "没有权限改这一条。"
    assert "包头：文件里写到3个" in await asker.say("/colleges 包头")


async def test_who_loses_the_role_on_the_way_changes_nothing(stocked: Desk, editor: Talk, asker: Talk) -> None:
    await first(editor)
    await editor.press("改名称")
    await editor.say("别的产业学院")
    person = await stocked.people.who(editor.sender)
    await stocked.database.do(lambda work: stocked.people.remove(work, person.id))
    assert await editor.press("确认") == "没有权限改这一条。"
    assert (await first(asker)).startswith("美科硅能源产业学院")


async def test_a_card_that_is_gone_says_so(asker: Talk) -> None:
    await asker.press_value("entry:000000000000")
    assert "这一条已经不在了" in asker.reply.toast
