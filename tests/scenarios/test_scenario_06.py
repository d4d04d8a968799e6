"""A complete list."""

from tests.talk import Talk

NINE = (
    "美科硅能源产业学院",
    "协鑫科技（内蒙古）光伏产业学院",
    "圣纳新能源汽车产业学院",
    "中汽数据汽车技术产业学院",
    "中科佳兴康养产业学院",
    "阿里巴巴境外电商产业学院",
    "北创智能焊接产业学院",
    "一机装甲车辆智能制造产业学院",
    "内蒙古通航航空产业学院",
)


QUESTION = "包头职业技术学院有哪些产业学院"


async def test_none_of_the_nine_is_missing_and_they_are_numbered_and_counted(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    items = [block for block in talk.reply.blocks if block.number]
    assert [item.number for item in items] == list(range(1, 10))
    for item, name in zip(items, NINE, strict=True):
        assert item.text.endswith(name)
    assert "9项" in heard


async def test_what_is_to_be_supported_is_not_told_as_built(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    assert "支持包头职业技术学院建设" in heard
    assert "已建成" not in heard


async def test_other_schools_colleges_are_left_out(talk: Talk) -> None:
    heard = await talk.say(QUESTION)
    for other in ("食品乳品", "晶澳", "绘宇", "鹿城稀土", "包头轻工", "包头铁道", "包头钢铁"):
        assert other not in heard
