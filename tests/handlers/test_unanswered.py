"""What the documents left open: to the staff of the city, back to whoever asked, and from then on an answer that is found."""

import json
from datetime import timedelta

import pytest

from bot.dues import Dues, deeds
from chat.wire import reply_from_json
from domain.errors import NotAllowed
from domain.people import Grant, Role
from services.people import new_code
from services.unanswered import PUSHES
from services.wanting import BySql
from storage.work import Work
from tests.handlers.conftest import Desk, plan
from tests.talk import Talk

QUESTION = "包头录用一名毕业生补几千？"
ANSWER = "每录用一名应届毕业生补贴1000元，向市人社局申请。"
OFFICE = "虚构市人社局"


async def member(desk: Desk, person: str, role: Role = Role.MODERATOR, region: str = "150200") -> Talk:
    """Somebody of the staff."""
    code = new_code()
    await desk.database.do(lambda work: desk.people.invite(work, code, Grant(role, region)))
    talk = desk.talk(person)
    await talk.say(f"/staff {code}")
    return talk


@pytest.fixture
async def asker(desk: Desk) -> Talk:
    """Somebody of Baotou who asked and waits for word."""
    desk.holds(plan())
    talk = desk.talk("7")
    await talk.say("/region 包头", QUESTION)
    await talk.press("通知我")
    return talk


@pytest.fixture
async def staff(desk: Desk) -> Talk:
    return await member(desk, "20")


def owed(desk: Desk, person: str) -> list[str]:
    """What waits in the outbox for somebody, word by word, beside the replies that a fake platform has seen."""

    def bodies(work: Work) -> list[str]:
        rows = work.connection.exec_driver_sql(f"SELECT body FROM outbox WHERE chat = '{person}' ORDER BY id")
        return ["\n".join(block.text for block in reply_from_json(body).blocks) for (body,) in rows]

    return desk.database.read_now(bodies)


async def answered(talk: Talk, words: str = ANSWER) -> str:
    """Answer the one question that waits."""
    await talk.say("/questions")
    await talk.press("1", "答复")
    await talk.say(words, OFFICE)
    await talk.press("一年", "确认")
    return talk.heard


async def test_a_question_that_somebody_waits_for_comes_to_the_staff_of_the_city(desk: Desk, staff: Talk) -> None:
    other = await member(desk, "30", region="310107")
    desk.holds(plan())
    asker = desk.talk("7")
    await asker.say("/region 包头", QUESTION)
    assert owed(desk, "20") == []
    await asker.press("通知我")
    card = owed(desk, "20")[0]
    assert card.startswith(f"待答复的问题\n“{QUESTION}”\n包头 · ")
    assert "等着通知" in card
    assert owed(desk, "30") == []
    assert await other.say("/questions") == "现在没有等您答复的问题。"
    assert "等您答复的问题有 1 个" in await staff.say("/questions")


async def test_from_a_settled_question_the_next_is_one_press_away(desk: Desk, asker: Talk, staff: Talk) -> None:
    other = desk.talk("8")
    await other.say("/region 包头", "包头的企业导师每月补几千？")
    await staff.say("/questions")
    await staff.press("1", "不答复", "没看懂想问什么，请说明城市和要办的事，再问一次")
    assert "包头的企业导师每月补几千？" in await staff.press("下一条（还有1）")


async def test_the_staff_are_not_flooded(desk: Desk, staff: Talk) -> None:
    desk.holds(plan())
    for person in range(40, 40 + PUSHES + 3):
        asker = desk.talk(str(person))
        await asker.say("/region 包头", QUESTION)
        await asker.press("通知我")
    assert len(owed(desk, "20")) == PUSHES
    assert f"有 {PUSHES + 3} 个" in await staff.say("/questions")


async def test_the_answer_is_told_and_becomes_a_document(desk: Desk, asker: Talk, staff: Talk) -> None:
    assert (await answered(staff)).startswith("已答复，已通知 1 位问过的人；")
    told = owed(desk, "7")[0]
    assert told.startswith(f"您问过：“{QUESTION}”\n工作人员答复了：\n{ANSWER}\n——工作人员答复（{OFFICE}，有效到")
    held = await desk.database.read(lambda work: work.library.document("答复-1"))
    assert held is not None
    assert (held.kind, held.issuer, held.region) == ("qa", OFFICE, "150200")
    assert await staff.say("/questions") == "现在没有等您答复的问题。"
    deeds = await desk.database.read(lambda work: work.audit.latest(1))
    assert (deeds[0].action, deeds[0].object) == ("question.answered", "1")


async def test_of_two_who_answer_one_wins(desk: Desk, asker: Talk, staff: Talk) -> None:
    late = await member(desk, "21", Role.EDITOR)
    await late.say("/questions")
    await late.press("1", "答复")
    await late.say("我来答：没有这项。", OFFICE)
    await late.press("半年")
    await answered(staff)
    assert await late.press("确认") == f"已由小李处理：“{QUESTION}”。"
    assert len(owed(desk, "7")) == 1
    assert "1000元" in (await desk.database.read(lambda work: work.library.text("答复-1")) or "")


async def test_who_was_removed_on_the_way_answers_nothing(desk: Desk, asker: Talk, staff: Talk) -> None:
    await staff.say("/questions")
    await staff.press("1", "答复")
    await staff.say(ANSWER, OFFICE)
    await staff.press("一年")
    person = await desk.people.who(staff.sender)
    await desk.database.do(lambda work: desk.people.remove(work, person.id))
    with pytest.raises(NotAllowed):
        await staff.press("确认")
    assert owed(desk, "7") == []


async def test_an_answer_may_point_at_a_clause(desk: Desk, asker: Talk, staff: Talk) -> None:
    await staff.say("/questions")
    await staff.press("1", "答复")
    await staff.say("《包头实施方案》九", OFFICE)
    await staff.press("三个月", "确认")
    assert staff.heard.startswith("没有找到这一条。")
    await staff.say("《包头实施方案》一")
    await staff.press("确认")
    assert "到2025年，建设实训基地500个。" in owed(desk, "7")[0]
    assert "（见《包头实施方案》一）" in owed(desk, "7")[0]


async def test_an_alike_question_shares_the_answer(desk: Desk, asker: Talk, staff: Talk) -> None:
    second = desk.talk("8")
    await second.say("/region 包头", "包头企业录用毕业生补几千？")
    await second.press("通知我")
    await staff.say("/questions")
    await staff.press("2", "合并")
    await staff.press(QUESTION)
    assert staff.heard == "已合并：等那个问题有了答复，一起通知。"
    assert (await answered(staff)).startswith("已答复，已通知 2 位问过的人；")
    assert "包头企业录用毕业生补几千" in owed(desk, "8")[0]
    assert ANSWER in owed(desk, "8")[0]


async def test_merged_with_an_answered_one_it_is_told_at_once(desk: Desk, asker: Talk, staff: Talk) -> None:
    await answered(staff)
    second = desk.talk("8")
    await second.say("/region 包头", "包头企业录用毕业生补几千？")
    await second.press("通知我")
    await staff.say("/questions")
    await staff.press("1", "合并", QUESTION)
    assert staff.heard == "已合并：那个问题已有答复，已转告问的人。"
    assert ANSWER in owed(desk, "8")[0]


async def test_a_dismissed_question_is_told_with_its_reason(desk: Desk, asker: Talk, staff: Talk) -> None:
    await staff.say("/questions")
    await staff.press("1", "不答复")
    await staff.say("请看市人社局的公告，电话13812345678。")
    assert staff.heard == "已关闭，不作答复，已告诉问的人原因。"
    assert "没有答复：请看市人社局的公告，电话138****5678" in owed(desk, "7")[0]
    assert await desk.database.read(lambda work: work.library.document("答复-1")) is None


async def test_an_answer_can_be_given_anew_and_taken_back(desk: Desk, asker: Talk, staff: Talk) -> None:
    await answered(staff)
    assert "正在有效的答复有 1 个" in await staff.say("/questions 已答")
    await staff.press("1", "改答复")
    assert OFFICE not in staff.heard
    await staff.say("改为每人补贴2000元，向市人社局申请。")
    await staff.press(OFFICE, "半年", "确认")
    text = await desk.database.read(lambda work: work.library.text("答复-1")) or ""
    assert "2000元" in text
    assert "1000元" not in text
    desk.clock.forward(200 * 86400)
    dues = Dues(desk.database, deeds(BySql()))
    await dues.look()
    assert await desk.database.read(lambda work: work.library.document("答复-1")) is None
    assert await staff.say("/questions 已答") == "您负责的地区没有正在有效的答复。"


async def test_an_answer_that_was_given_anew_outlives_the_day_of_the_first(desk: Desk, asker: Talk, staff: Talk) -> None:
    await staff.say("/questions")
    await staff.press("1", "答复")
    await staff.say(ANSWER, OFFICE)
    await staff.press("三个月", "确认")
    await staff.say("/questions 已答")
    await staff.press("1", "改答复")
    await staff.say(ANSWER, OFFICE)
    await staff.press("一年", "确认")
    desk.clock.forward(timedelta(days=100).total_seconds())
    await Dues(desk.database, deeds(BySql())).look()
    assert await desk.database.read(lambda work: work.library.document("答复-1")) is not None


async def test_a_withdrawn_answer_is_gone_at_once(desk: Desk, asker: Talk, staff: Talk) -> None:
    await answered(staff)
    await staff.say("/questions 已答")
    await staff.press("1", "撤回")
    assert staff.heard == "已撤回，不再引用这个答复。"
    assert await desk.database.read(lambda work: work.library.document("答复-1")) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [("2027年6月底", "2027年6月30日"), ("明年6月底", "2027年6月30日"), ("后年年底", "2028年12月31日"), ("半年后", "2027年5月20日")],
)
async def test_how_long_an_answer_holds_is_told_in_peoples_words(desk: Desk, asker: Talk, staff: Talk, words: str, day: str) -> None:
    await staff.say("/questions")
    await staff.press("1", "答复")
    assert f"有效到：{day}" in await staff.say(ANSWER, OFFICE, words)


async def test_a_second_half_of_the_answer_is_not_taken_for_an_office(desk: Desk, asker: Talk, staff: Talk) -> None:
    await staff.say("/questions")
    await staff.press("1", "答复")
    assert (await staff.say(ANSWER, "详情请看市人社局的通知，电话以通知为准。")).startswith("这里只写单位的全称")
    assert f"单位：{OFFICE}" in await staff.say(OFFICE, "半年")


@pytest.mark.parametrize("day", ["2020-01-01", "2099-01-01"])
async def test_an_answer_does_not_hold_for_ever(desk: Desk, asker: Talk, staff: Talk, day: str) -> None:
    await staff.say("/questions")
    await staff.press("1", "答复")
    assert (await staff.say(ANSWER, OFFICE, day)).startswith("有效期要在今天以后、三年以内")


@pytest.mark.parametrize("value", ["settle:1.answer", "settle:1.end", "question:1", "merge:1.1"])
async def test_nobody_else_reads_or_settles_them(desk: Desk, asker: Talk, value: str) -> None:
    for stranger in (asker, await member(desk, "30", region="310107")):
        with pytest.raises(NotAllowed):
            await stranger.press_value(value)


async def test_the_list_is_for_staff(asker: Talk) -> None:
    for value in ("open.0", "done.0"):
        with pytest.raises(NotAllowed):
            await asker.press_value(f"questions:{value}")


async def test_not_in_a_group(desk: Desk) -> None:
    group = desk.talk("20", chat="-100", private=False)
    assert await group.say("/questions") == "待答复的问题不在群里显示，请私聊我再发。"


async def test_the_nearest_passages_stand_on_the_card(desk: Desk, asker: Talk, staff: Talk) -> None:
    await staff.say("/questions")
    await staff.press("1")
    kept = await desk.database.read(lambda work: work.questions.find(1))
    assert kept is not None
    assert json.loads(kept.retrieved)[0]["text"] in staff.heard
