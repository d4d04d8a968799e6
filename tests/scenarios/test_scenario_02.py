"""A proposal is no policy."""

from tests.talk import Talk


async def test_what_was_only_proposed_is_quoted_as_proposed(talk: Talk) -> None:
    heard = await talk.say("平顶山招合作学校毕业生有补贴？")
    assert "提案的建议，不是已定的政策" in heard
    assert "不是承诺" in heard
    assert "吸纳合作高校毕业生就业的，给予补贴或优惠" in heard
    assert heard.index("不是已定的政策") < heard.index("给予补贴或优惠")
    assert "提案及答复" in heard


async def test_no_amount_is_made_up_for_it(talk: Talk) -> None:
    await talk.say("平顶山招合作学校毕业生有补贴？")
    heard = await talk.say("平顶山招一个合作学校毕业生补多少钱？")
    assert "没有写金额" in heard
    assert "元" not in heard
