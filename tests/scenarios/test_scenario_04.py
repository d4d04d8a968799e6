"""A number with its year, and a number that was left blank."""

from tests.talk import Talk


async def test_a_target_is_told_as_a_target_of_its_year(talk: Talk) -> None:
    heard = await talk.say("包头2025年博士工作站几个，谁管？")
    assert "博士工作站达到10个" in heard
    assert "到2025年的目标" in heard
    assert "已届满" in heard


async def test_who_is_in_charge_of_the_same_clause_is_told_along(talk: Talk) -> None:
    heard = await talk.say("包头2025年博士工作站几个，谁管？")
    assert "责任单位：市科技局、市人社局、市教育局、市工信局" in heard
    assert "三(二)7" in heard


async def test_a_blank_is_named_as_a_blank(talk: Talk) -> None:
    heard = await talk.say("自治州企业要给学生多少比例岗位？")
    assert "留空" in heard
    assert "X%" in heard
    assert "通知我" in talk.buttons
