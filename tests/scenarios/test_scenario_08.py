"""Comparison: both sides, each cited, and no winner where different things are counted."""

from tests.talk import Talk

QUESTION = "包头和平顶山谁实训基地多？"


async def test_both_cities_are_told_side_by_side_each_with_its_source(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    first, second = heard.split("平顶山：", 1)
    assert first.startswith("包头：")
    assert "500个" in first
    assert "2025年" in first
    assert "——《包头市" in first
    assert "1157个" in second
    assert "661个" in second
    assert "496个" in second
    assert "——《关于进一步深化我市校企合作的提案及答复》" in second


async def test_no_city_is_asked_for_when_two_were_named(talk: Talk) -> None:
    await talk.say(QUESTION)
    assert "全部" not in talk.buttons


async def test_a_target_and_a_count_are_not_set_against_each_other(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    assert "不能直接比" in heard
    assert "目标" in heard.rsplit("\n", 1)[1]
    for verdict in ("包头更多", "平顶山更多", "包头多", "平顶山多"):
        assert verdict not in heard
