"""A number with its year, and a number that was left blank."""

from tests.talk import Talk


async def test_a_target_is_told_as_a_target_of_its_year(talk: Talk) -> None:
    heard = await talk.say("包头2025年博士工作站几个，谁管？")
    assert "博士工作站10个" in heard
    assert "目标" in heard
    assert "2025年" in heard
    assert "已届满" in heard


async def test_a_blank_is_named_as_a_blank(talk: Talk) -> None:
    heard = await talk.say("自治州企业要给学生多少比例岗位？")
    assert "留空" in heard
    assert "X%" in heard
    assert "通知我" in talk.buttons
