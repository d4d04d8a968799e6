"""What is kept of somebody is told in plain words, handed out as a file, and erased."""

import json
from pathlib import Path

import pytest

from domain.people import Grant, Role
from handlers.mydata import NAMES
from services.folder import LEDGER
from storage.held import TABLES
from storage.work import Work
from tests.handlers.conftest import Desk, plan
from tests.handlers.test_unanswered import QUESTION, answered, asker, member, staff
from tests.talk import Talk

__all__ = ["asker", "staff"]


def rows(desk: Desk) -> dict[str, int]:
    """Rows about people, by table."""

    def count(work: Work) -> dict[str, int]:
        return {name: work.connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in TABLES}

    return {name: number for name, number in desk.database.read_now(count).items() if number}


async def test_a_stranger_is_told_that_nothing_is_kept(desk: Desk) -> None:
    assert await desk.talk("99").say("/mydata") == "我没有存任何关于您的内容。"


async def test_it_is_told_in_plain_words(desk: Desk, asker: Talk) -> None:
    told = await asker.say("/mydata")
    assert told.startswith("我存了您的这些内容：")
    assert "您本人（称呼、城市、是否收公告）：小李，包头，收公告" in told
    assert f"转给工作人员的问题：1 个：“{QUESTION}”" in told
    assert "问答记录：1 条" in told


async def test_the_file_holds_all_of_theirs_and_of_nobody_else(desk: Desk, asker: Talk) -> None:
    other = desk.talk("8")
    await other.say("/region 普陀", "包头的提案里有什么？")
    await asker.say("/mydata")
    await asker.press("导出")
    file = asker.reply.file
    assert file is not None
    assert (file.name, file.type) == ("校企通-我的数据.json", "application/json")
    told = json.loads(file.data)
    assert told["内容"][NAMES["turns"]][0]["question"] == QUESTION
    assert told["内容"][NAMES["people"]][0]["region"] == "150200"
    assert "提案" not in file.data.decode()
    deeds = await desk.database.read(lambda work: work.audit.latest(1))
    assert deeds[0].action == "person.exported"


async def test_all_of_it_goes_after_one_more_question(desk: Desk, asker: Talk, tmp_path: Path) -> None:
    told = await asker.say("/delete")
    assert told.startswith("确定删除吗？")
    assert "操作记录：只增不改，供依法核查" in told
    assert (await desk.people.who(asker.sender)).id
    assert (await asker.press("确定，全部删除")).startswith("已全部删除。")
    assert set(rows(desk)) == {"audit"}
    assert await asker.say("/mydata") == "我没有存任何关于您的内容。"
    assert (tmp_path / LEDGER).read_text("utf-8").count("\n") == 1


async def test_the_button_that_erases_is_good_for_half_an_hour(desk: Desk, asker: Talk) -> None:
    await asker.say("/delete")
    desk.clock.forward(31 * 60)
    await asker.press("确定，全部删除")
    assert "没有删除" in asker.reply.toast
    for forged in ("erase:", "erase:x", "erase:99999999999"):
        await asker.press_value(forged)
        assert "没有删除" in asker.reply.toast
    assert (await desk.people.who(asker.sender)).id


async def test_an_answer_that_everybody_reads_stays_without_its_asker(desk: Desk, asker: Talk, staff: Talk) -> None:
    await answered(staff)
    await asker.say("/delete")
    await asker.press("确定，全部删除")
    kept = await desk.database.read(lambda work: work.questions.find(1))
    assert kept is not None
    assert (kept.person, kept.tell) == (0, None)
    await staff.say("/questions 已答")
    assert QUESTION in staff.heard


async def test_a_question_that_others_joined_goes_on_waiting_for_them(desk: Desk, asker: Talk, staff: Talk) -> None:
    second = desk.talk("8")
    await second.say("/region 包头", "包头企业录用毕业生补几千？")
    await second.press("通知我")
    await staff.say("/questions")
    await staff.press("2", "合并", QUESTION)
    await asker.say("/delete")
    await asker.press("确定，全部删除")
    assert (await answered(staff)).startswith("已答复，已通知 1 位问过的人；")


async def test_the_last_administrator_hands_over_first(desk: Desk) -> None:
    admin = await member(desk, "1", Role.ADMIN, "")
    await admin.say("/delete")
    assert (await admin.press("确定，全部删除")).startswith("您是某个地区唯一的管理员。")
    assert (await desk.people.who(admin.sender)).grants == (Grant(Role.ADMIN),)


@pytest.mark.parametrize("words", ["/mydata", "/delete"])
async def test_in_groups_it_is_for_a_private_chat(desk: Desk, words: str) -> None:
    desk.holds(plan())
    group = desk.talk(chat="-100", private=False)
    assert "不在群里显示" in await group.say(words)
    for value in ("export:", "erase:1"):
        await group.press_value(value)
        assert "不在群里显示" in group.heard
        assert group.reply.file is None


async def test_privacy_points_to_it(desk: Desk) -> None:
    told = await desk.talk().say("/privacy")
    assert "/mydata" in told
    assert "/delete" in told
