"""A proposal is no policy."""

from tests.scenarios.hall import Hall
from tests.talk import Talk


async def test_what_was_only_proposed_is_quoted_as_proposed(talk: Talk) -> None:
    heard = await talk.say("平顶山招合作学校毕业生有补贴？")
    assert "提案的建议，不是已定的政策" in heard
    assert "不是承诺" in heard
    assert "吸纳合作高校毕业生就业的，给予补贴或优惠" in heard
    assert heard.index("不是已定的政策") < heard.index("给予补贴或优惠")
    assert "提案及答复" in heard


async def test_the_body_in_charge_is_named_and_that_its_reply_sets_no_sum(talk: Talk) -> None:
    heard = await talk.say("平顶山招合作学校毕业生有补贴？")
    assert "答复没有写出金额" in heard
    assert "承办单位：市教育体育局" in heard


async def test_no_amount_is_made_up_for_it(talk: Talk) -> None:
    await talk.say("平顶山招合作学校毕业生有补贴？")
    heard = await talk.say("平顶山招一个合作学校毕业生补多少钱？")
    assert "没有写金额" in heard
    assert "元" not in heard


async def test_the_question_can_be_passed_on(hall: Hall, talk: Talk) -> None:
    await talk.say("平顶山招合作学校毕业生有补贴？")
    assert talk.heard.endswith("有结果通知您？")
    before = await hall.waiting()
    assert "通知您" in await talk.say("好的")
    (passed,) = [one for one in await hall.waiting() if one not in before]
    assert (passed.question, passed.tell) == ("平顶山招合作学校毕业生有补贴？", talk.sender)
