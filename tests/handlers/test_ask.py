"""Asking: the answer with its buttons, and what they do."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chat.message import Address
from chat.reply import Look
from domain.clock import HERE
from storage.database import Database
from storage.questions import Answered, Outcome, Unanswered
from storage.work import Work
from tests.handlers.conftest import QUOTE, Desk, plan
from tests.talk import Talk


async def test_an_answer_quotes_and_offers_its_source(talk: Talk) -> None:
    await talk.say("2025年建多少个实训基地？")
    assert talk.heard == f"{QUOTE}\n——《包头实施方案》"
    assert [block.look for block in talk.reply.blocks] == [Look.QUOTE, Look.SOURCE]
    assert talk.reply.blocks[0].marks == ((0, 4),)
    assert talk.buttons == ["原文", "责任单位", "有用", "没用"]


async def test_a_greeting_has_no_buttons_and_is_not_kept(desk: Desk, talk: Talk) -> None:
    assert await talk.say("你好") == "您好。"
    assert talk.buttons == []
    assert await desk.database.read(lambda work: work.turns.find(1)) is None


async def test_the_source_shows_the_clause_with_the_quotation_marked(talk: Talk) -> None:
    await talk.say("2025年建多少个实训基地？")
    await talk.press("原文")
    title, clause = talk.reply.blocks
    assert title.text == "《包头实施方案》一"
    assert [clause.text[start:end] for start, end in clause.marks] == [QUOTE]
    assert talk.buttons == []


async def test_a_long_clause_opens_at_the_quotation_and_can_be_turned(talk: Talk) -> None:
    await talk.say("有什么措施？")
    await talk.press("原文")
    clause = talk.reply.blocks[1]
    assert clause.text[slice(*clause.marks[0])].startswith("79．")
    assert talk.buttons == ["‹", "2/2", "›"]
    await talk.press("‹")
    assert talk.reply.edits
    assert talk.reply.blocks[1].text.startswith("二、措施")
    assert talk.buttons[1] == "1/2"


async def test_the_pages_of_a_clause_are_the_whole_clause(talk: Talk) -> None:
    await talk.say("有什么措施？")
    await talk.press("原文", "‹")
    first = talk.reply.blocks[1].text
    await talk.press("›")
    assert first + talk.reply.blocks[1].text == plan().clauses[1].text


async def test_the_responsible_bodies_are_told(talk: Talk) -> None:
    await talk.say("2025年建多少个实训基地？")
    assert await talk.press("责任单位") == "责任单位\n《包头实施方案》一：市教育局、市人社局"


async def test_a_clause_without_bodies_says_so(talk: Talk) -> None:
    await talk.say("有什么措施？")
    assert "没有写明责任单位" in await talk.press("责任单位")


async def test_a_source_that_has_changed_is_not_shown(desk: Desk, talk: Talk) -> None:
    await talk.say("2025年建多少个实训基地？")
    clause = talk.value("原文")
    desk.database.do_now(lambda work: work.library.remove("baotou-plan"))
    await talk.press_value(clause)
    assert talk.reply.toast


@pytest.mark.parametrize(
    "forged",
    [
        "clause:",
        "clause:9999",
        "clause:x",
        "clause:1.x",
        "clause:" + "9" * 50,
        "who:²",
        "at:1",
        "city:-1",
        "tell:1",
        "skip:1",
        "name:1.0",
        "name:1.9",
        "name:",
    ],
)
async def test_forged_buttons_find_nothing(desk: Desk, forged: str) -> None:
    talk = desk.talk()
    await talk.press_value(forged)
    assert talk.reply.toast
    assert talk.heard == ""


async def test_another_chats_answer_is_not_shown(desk: Desk, talk: Talk) -> None:
    await talk.say("2025年建多少个实训基地？")
    stranger = desk.talk("8")
    for label in ("原文", "责任单位", "有用"):
        await stranger.press_value(talk.value(label))
        assert stranger.reply.toast
        assert stranger.heard == ""


async def test_where_the_answer_differs_the_city_is_asked_and_remembered(desk: Desk, talk: Talk) -> None:
    assert (await talk.say("办职业教育能抵多少税？")).startswith("各地规定不一样")
    assert talk.buttons == ["包头", "普陀", "全部"]
    assert (await talk.press("普陀")).startswith("按普陀回答\n")
    assert "换城市" in talk.buttons
    assert (desk.assistant.asked[-1].text, desk.assistant.asked[-1].region) == ("办职业教育能抵多少税？", "310107")
    assert (await desk.people.who(talk.sender)).region == "310107"
    await talk.say("那怎么申请？")
    assert desk.assistant.asked[-1].region == "310107"


@pytest.mark.parametrize("words", ["普陀", "普陀区", "我在普陀的", "普陀！"])
async def test_the_city_may_be_typed_too(desk: Desk, talk: Talk, words: str) -> None:
    await talk.say("办职业教育能抵多少税？", words)
    assert (desk.assistant.asked[-1].text, desk.assistant.asked[-1].region) == ("办职业教育能抵多少税？", "310107")


async def test_all_cities_is_an_answer_and_nothing_is_remembered(desk: Desk, talk: Talk) -> None:
    await talk.say("办职业教育能抵多少税？")
    await talk.press("全部")
    assert (desk.assistant.asked[-1].region, desk.assistant.asked[-1].may_ask) == ("", False)
    assert (await desk.people.who(talk.sender)).region == ""


async def test_the_city_can_be_changed_for_the_same_question(desk: Desk, talk: Talk) -> None:
    await talk.say("/region 普陀", "怎么建实训基地？")
    await talk.press("换城市")
    assert talk.buttons == ["包头", "普陀", "全部"]
    assert (await talk.press("包头")).startswith("按包头回答")
    assert (desk.assistant.asked[-1].text, desk.assistant.asked[-1].region) == ("怎么建实训基地？", "150200")


async def test_a_city_alone_is_remembered_when_nothing_was_asked(desk: Desk, talk: Talk) -> None:
    assert (await talk.say("我在昆区")).startswith("记住了：包头")
    assert desk.assistant.asked == []


async def test_a_city_alone_after_an_answer_is_a_follow_up(desk: Desk, talk: Talk) -> None:
    await talk.say("怎么建实训基地？", "普陀")
    assert [question.text for question in desk.assistant.asked] == ["怎么建实训基地？", "普陀"]


async def test_earlier_questions_travel_along_for_half_an_hour(desk: Desk, talk: Talk) -> None:
    await talk.say("2023年实训基地目标？", "那第二年呢？")
    assert [turn.question for turn in desk.assistant.asked[-1].history] == ["2023年实训基地目标？"]
    desk.clock.forward(31 * 60)
    await talk.say("合作企业呢？")
    assert desk.assistant.asked[-1].history == ()


async def test_nobody_knows_of_another_members_conversation(desk: Desk, talk: Talk) -> None:
    await talk.say("2023年实训基地目标？")
    other = desk.talk("8", chat=talk.sender.chat)
    await other.say("那我的呢？")
    assert desk.assistant.asked[-1].history == ()


async def _waiting(desk: Desk) -> list[Unanswered]:
    return await desk.database.read(lambda work: work.questions.waiting(9))


async def test_what_the_documents_do_not_say_is_kept_for_the_staff(desk: Desk, talk: Talk) -> None:
    assert (await talk.say("录用毕业生补几千？电话13812345678")).endswith("有结果通知您？")
    assert talk.buttons == ["通知我", "不用了", "有用", "没用"]
    assert [(one.question, one.tell) for one in await _waiting(desk)] == [("录用毕业生补几千？电话138****5678", None)]


@pytest.mark.parametrize("word", ["", "是", "好的", "要！", "嗯 通知我吧", "好的谢谢"])
async def test_who_says_yes_is_to_be_told_where_they_asked(desk: Desk, talk: Talk, word: str) -> None:
    await talk.say("录用毕业生补几千？")
    assert (await (talk.say(word) if word else talk.press("通知我"))).startswith("好的，")
    assert [(one.tell, one.person) for one in await _waiting(desk)] == [(talk.sender, (await desk.people.who(talk.sender)).id)]


@pytest.mark.parametrize("word", ["", "不用", "算了", "不需要通知我", "不用了，谢谢"])
async def test_who_says_no_is_left_in_peace(desk: Desk, talk: Talk, word: str) -> None:
    await talk.say("录用毕业生补几千？")
    assert (await (talk.say(word) if word else talk.press("不用了"))).startswith("好的，不打扰您")
    assert [(one.tell, one.person) for one in await _waiting(desk)] == [(None, 0)]
    assert await desk.database.read(lambda work: work.people.find(talk.sender)) is None


@pytest.mark.parametrize(("button", "told"), [("通知我", "有答复会通知您"), ("不用了", "不通知")])
async def test_a_second_press_is_told_so(talk: Talk, button: str, told: str) -> None:
    await talk.say("录用毕业生补几千？")
    value = talk.value(button)
    await talk.press_value(value)
    await talk.press_value(value)
    assert talk.heard == ""
    assert told in talk.reply.toast


async def test_who_said_no_may_still_say_yes(desk: Desk, talk: Talk) -> None:
    await talk.say("录用毕业生补几千？")
    yes = talk.value("通知我")
    await talk.press("不用了")
    await talk.press_value(yes)
    assert [one.tell for one in await _waiting(desk)] == [talk.sender]


async def test_a_yes_after_the_answer_was_taken_is_no_yes_to_it(desk: Desk, talk: Talk) -> None:
    await talk.say("录用毕业生补几千？", "不用", "好的")
    assert [one.tell for one in await _waiting(desk)] == [None]


async def test_another_question_leaves_ours_behind(desk: Desk, talk: Talk) -> None:
    await talk.say("录用毕业生补几千？", "2025年建多少个实训基地？", "好的")
    assert [one.tell for one in await _waiting(desk)] == [None]


async def test_what_was_only_proposed_is_handed_on_when_it_is_wished(desk: Desk, talk: Talk) -> None:
    assert (await talk.say("提案里的补贴？")).endswith("可以转给工作人员核实。有结果通知您？")
    assert await _waiting(desk) == []
    await talk.press("通知我")
    assert [(one.question, one.tell) for one in await _waiting(desk)] == [("提案里的补贴？", talk.sender)]


async def test_a_wish_comes_too_late_once_the_staff_has_answered(desk: Desk, talk: Talk) -> None:
    await talk.say("录用毕业生补几千？")
    (kept,) = await _waiting(desk)
    desk.database.do_now(lambda work: work.questions.close(kept.id, Answered(Outcome.ANSWERED, 1, "没有。")))
    assert "已经有答复" in await talk.press("通知我")


async def test_another_member_cannot_take_the_news_away(desk: Desk, talk: Talk) -> None:
    await talk.say("录用毕业生补几千？")
    other = desk.talk("8", chat=talk.sender.chat)
    for button in ("通知我", "不用了"):
        await other.press_value(talk.value(button))
        assert other.reply.toast
    assert [one.tell for one in await _waiting(desk)] == [None]
    await talk.press("通知我")
    assert [one.tell for one in await _waiting(desk)] == [talk.sender]


async def test_who_answers_our_question_for_a_city_with_yes_is_shown_the_cities(talk: Talk) -> None:
    await talk.say("办职业教育能抵多少税？")
    assert "点一个城市" in await talk.say("是")
    assert talk.buttons == ["包头", "普陀", "全部"]
    assert (await talk.press("普陀")).startswith("按普陀回答")


async def test_who_wants_no_city_is_left_in_peace(desk: Desk, talk: Talk) -> None:
    await talk.say("办职业教育能抵多少税？")
    assert (await talk.say("不用了")).startswith("好的，那先不查")
    assert len(desk.assistant.asked) == 1


async def test_several_cities_may_be_named_at_once(desk: Desk, talk: Talk) -> None:
    await talk.say("办职业教育能抵多少税？", "包头和普陀")
    assert desk.assistant.asked[-1].text == "包头和普陀办职业教育能抵多少税？"


@pytest.mark.parametrize("word", ["", "重工职院", "重工职院的", "重工"])
async def test_of_two_close_names_the_meant_one_is_asked_for(desk: Desk, talk: Talk, word: str) -> None:
    assert (await talk.say("种工职院有哪些专业？")).startswith("这几个名字很接近")
    assert talk.buttons == ["重工职院", "中工职院"]
    heard = await (talk.say(word) if word else talk.press("重工职院"))
    assert desk.assistant.asked[-1].text == "重工职院有哪些专业？"
    assert QUOTE in heard


async def test_a_bare_yes_does_not_choose_a_name(desk: Desk, talk: Talk) -> None:
    await talk.say("种工职院有哪些专业？", "是")
    assert talk.buttons == ["重工职院", "中工职院"]
    assert len(desk.assistant.asked) == 1


async def test_a_rating_is_thanked_for_and_the_last_word_counts(desk: Desk, talk: Talk) -> None:
    await talk.say("2025年建多少个实训基地？")
    good, bad = talk.value("有用"), talk.value("没用")
    for value in (good, good, bad):
        await talk.press_value(value)
        assert talk.reply.toast
    day = desk.clock.now() - timedelta(days=1)
    assert await desk.database.read(lambda work: work.feedback.counts(day.astimezone(HERE))) == (0, 1)


async def test_before_a_question_is_thought_about_the_store_is_read_once(desk: Desk, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0
    read = Database.read_now

    def counted(database: Database, query: Callable[[Work], object]) -> object:
        nonlocal reads
        reads += 1
        return read(database, query)

    monkeypatch.setattr(Database, "read_now", counted)
    await talk.say("2025年建多少个实训基地？")
    assert desk.assistant.asked
    assert reads == 1


async def test_a_question_that_is_too_long_is_asked_shorter(desk: Desk, talk: Talk) -> None:
    assert (await talk.say("问" * 201)).startswith("这个问题太长了")
    assert desk.assistant.asked == []


async def test_asking_makes_nobody_known(desk: Desk, talk: Talk) -> None:
    def known(work: Work) -> bool:
        return work.people.find(Address("test", "7", "7")) is not None

    await talk.say("2025年建多少个实训基地？")
    assert not await desk.database.read(known)


async def test_who_sends_an_identity_number_is_asked_not_to(talk: Talk) -> None:
    await talk.say("我的身份证110101199003074610，2025年建多少个实训基地？")
    assert talk.reply.blocks[0].text == "请不要在聊天里发身份证号：已经替您去掉了，没有保存。"
    assert QUOTE in talk.heard
