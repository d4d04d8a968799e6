"""No answer: an amount that nobody wrote is not guessed."""

from tests.scenarios.hall import Hall
from tests.talk import Talk

QUESTION = "包头录用一名毕业生补几千？"


async def test_the_documents_hold_no_amount_and_none_is_estimated(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    assert "包头的2份文件" in heard
    assert "没有写金额，不作推测" in heard
    assert "元" not in heard


async def test_the_nearest_clause_is_shown_with_the_body_in_charge(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    nearest = heard.split("最接近的原文", 1)[1]
    assert "毕业生" in nearest
    assert "三(三)11" in nearest
    assert "责任单位：市" in nearest
    assert "市" in (await talk.press("责任单位")).split("：", 1)[1]


async def test_the_question_is_kept_for_the_staff_and_the_asker_can_be_told(hall: Hall, talk: Talk) -> None:
    before = await hall.waiting()
    assert (await talk.say(QUESTION)).endswith("有结果通知您？")
    assert "通知您" in await talk.press("通知我")
    (kept,) = [one for one in await hall.waiting() if one not in before]
    assert (kept.question, kept.tell) == (QUESTION, talk.sender)


async def test_who_does_not_want_to_be_told_is_not_asked_again(hall: Hall, talk: Talk) -> None:
    await talk.say(QUESTION, "不用了")
    assert talk.heard.startswith("好的，不打扰您")
    assert all(one.tell != talk.sender for one in await hall.waiting())
    assert "不客气" in await talk.say("好的")


async def test_a_follow_up_is_kept_as_it_was_understood(hall: Hall, talk: Talk) -> None:
    await talk.say(QUESTION, "那平顶山呢？")
    assert (await hall.waiting())[-1].question == "平顶山录用一名毕业生补几千?"
